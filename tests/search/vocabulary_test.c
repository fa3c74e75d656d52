/* tests/search/vocabulary_test.c - completion and correction on a small vocabulary. */
#include "search/vocabulary.h"

#include "harness/test.h"

static const KnownWord words[] = {
    {STR_INIT("calf"), 40},    {STR_INIT("cramp"), 30},  {STR_INIT("cramped"), 2},
    {STR_INIT("cramps"), 90},  {STR_INIT("leg"), 100},   {STR_INIT("neuropathy"), 9},
    {STR_INIT("sciatica"), 5}, {STR_INIT("tramp"), 500},
};
static const Vocabulary small = {words, sizeof words / sizeof *words};

TEST(knows_the_words_it_has)
{
    (void)state;
    CHECK(vocabulary_has(&small, STR("calf")) && vocabulary_has(&small, STR("leg")));
    CHECK(!vocabulary_has(&small, STR("cal")) && !vocabulary_has(&small, STR("legs")));
    CHECK(!vocabulary_has(&small, STR("")));
}

TEST(completes_to_the_most_frequent_words_first)
{
    Str out[2];
    (void)state;
    CHECK(vocabulary_complete(out, 2, &small, STR("cra")) == 2);
    CHECK_STR(out[0], "cramps");
    CHECK_STR(out[1], "cramp");
    CHECK(vocabulary_complete(out, 2, &small, STR("zz")) == 0);
}

/* "cramp" is one change away like "tramp", which is more frequent but begins otherwise.
 */
TEST(corrects_to_the_nearest_word_with_the_same_first_letter)
{
    Str      out[3];
    unsigned distance = 0;
    (void)state;
    CHECK(vocabulary_correct(out, 3, &distance, &small, STR("cramb")) == 1);
    CHECK_STR(out[0], "cramp");
    CHECK(distance == 1);
    CHECK(vocabulary_correct(out, 3, &distance, &small, STR("siatica")) == 1);
    CHECK_STR(out[0], "sciatica");
    CHECK(vocabulary_correct(out, 3, &distance, &small, STR("neuropothie")) == 1);
    CHECK(distance == 3);
}

TEST(swapped_letters_are_one_change)
{
    Str      out[3];
    unsigned distance = 0;
    (void)state;
    CHECK(vocabulary_correct(out, 3, &distance, &small, STR("crmap")) == 1);
    CHECK_STR(out[0], "cramp");
    CHECK(distance == 1);
}

TEST(hyper_is_never_corrected_to_hypo)
{
    static const KnownWord low[] = {{STR_INIT("hypothyroidism"), 9}};
    const Vocabulary       v = {low, 1};
    Str                    out[3];
    unsigned               distance = 0;
    (void)state;
    CHECK(vocabulary_correct(out, 3, &distance, &v, STR("hypothyriodism")) == 1);
    CHECK(vocabulary_correct(out, 3, &distance, &v, STR("hyperthyroidism")) == 0);
}

TEST(short_or_strange_words_are_not_corrected)
{
    Str      out[3];
    unsigned distance = 0;
    (void)state;
    CHECK(vocabulary_correct(out, 3, &distance, &small, STR("lek")) == 0);
    CHECK(vocabulary_correct(out, 3, &distance, &small, STR("xyzzyplugh")) == 0);
}

TEST_MAIN("search/vocabulary", cmocka_unit_test(knows_the_words_it_has),
          cmocka_unit_test(completes_to_the_most_frequent_words_first),
          cmocka_unit_test(corrects_to_the_nearest_word_with_the_same_first_letter),
          cmocka_unit_test(swapped_letters_are_one_change),
          cmocka_unit_test(hyper_is_never_corrected_to_hypo),
          cmocka_unit_test(short_or_strange_words_are_not_corrected))
