/* tests/asr/phrase_test.c - phrase.h and vocabulary.h: tokens to sentences with times. */
#include "asr/phrase.h"

#include "audio/audio.h"
#include "harness/test.h"

#define VOCABULARY STR("build/share/models/moonshine.vocab")

static Vocabulary vocabulary(void **state)
{
    Err        e = {0};
    Vocabulary voc;
    CHECK_OK(vocabulary_open(&voc, test_arena(state), VOCABULARY, &e), &e);
    return voc;
}

static int32_t number_of(Vocabulary voc, const char *piece)
{
    for (int32_t i = 0; i < VOCABULARY_SIZE; i++)
        if (str_is(voc.v[i], piece))
            return i;
    fail_msg("no token %s", piece);
    return 0;
}

/* Tokens of text written with spaces between its pieces; "_" is the mark of a space. */
static Heard heard(Vocabulary voc, const char *text)
{
    Heard h = {.n = 0};
    Str   rest = str_from(text), word;
    char  piece[64];
    while (str_next(&rest, ' ', &word)) {
        size_t n = 0;
        for (size_t i = 0; i < word.n; i++) {
            if (word.p[i] == '_') {
                piece[n++] = '\xE2';
                piece[n++] = '\x96';
                piece[n++] = '\x81';
            } else {
                piece[n++] = word.p[i];
            }
        }
        piece[n] = '\0';
        h.tokens[h.n++] = number_of(voc, piece);
    }
    return h;
}

static const char *text_of(void **state, Vocabulary voc, const Heard *h, const Phrase *p)
{
    Err e = {0};
    Str text;
    CHECK_OK(
        vocabulary_text(&text, test_arena(state), voc, h->tokens + p->first, p->n, &e),
        &e);
    Str ended;
    CHECK_OK(str_copy(&ended, test_arena(state), text, &e), &e);
    return ended.p;
}

TEST(tokens_become_words)
{
    Vocabulary voc = vocabulary(state);
    Heard      h = heard(voc, "_It ' s _fine .");
    Phrase     all = {.n = h.n};
    assert_string_equal(text_of(state, voc, &h, &all), "It's fine.");
}

TEST(bytes_join_to_characters_and_broken_ones_are_left_out)
{
    Vocabulary voc = vocabulary(state);
    Heard      h = heard(voc, "_a <0xC3> <0xA9> <0xC3> _b <0xFF>");
    Phrase     all = {.n = h.n};
    assert_string_equal(text_of(state, voc, &h, &all), "a\xC3\xA9 b");
}

TEST(control_and_unused_tokens_are_left_out)
{
    Vocabulary voc = vocabulary(state);
    Heard      h = heard(voc, "_a");
    h.tokens[1] = TOKEN_END;
    h.tokens[2] = TOKEN_BEGIN;
    h.tokens[3] = 0;
    h.tokens[4] = 32767;
    h.tokens[5] = -1;
    h.n = 6;
    Phrase all = {.n = h.n};
    assert_string_equal(text_of(state, voc, &h, &all), "a");
}

TEST(sentences_are_told_apart_and_titles_and_numbers_are_not)
{
    Vocabulary  voc = vocabulary(state);
    Phrase      p[TOKENS_MOST];
    Stretch     one = {0, 64000};
    const Cut   cut = {.views = {one}, .stretches = &one, .n = 1, .speech = 64000};
    const Heard h =
        heard(voc, "_Any _pain ? _No . _Ask _Dr . _Smith . _It _is _ 3 . 5 _now");
    CHECK(phrase_split(p, &h, voc, &cut) == 4);
    assert_string_equal(text_of(state, voc, &h, &p[0]), "Any pain?");
    assert_string_equal(text_of(state, voc, &h, &p[1]), "No.");
    assert_string_equal(text_of(state, voc, &h, &p[2]), "Ask Dr. Smith.");
    assert_string_equal(text_of(state, voc, &h, &p[3]), "It is 3.5 now");
}

TEST(a_sentence_ends_at_the_pause_near_it)
{
    Vocabulary voc = vocabulary(state);
    Phrase     p[TOKENS_MOST];
    Stretch    talk[] = {{16000, 48000}, {64000, 72000}, {80000, 112000}};
    const Cut  cut = {
         .views = {{12000, 116000}}, .stretches = talk, .n = 3, .speech = 72000};
    const Heard h = heard(voc, "_Any _pain _today ? _No . _That _is _very _good .");
    CHECK(phrase_split(p, &h, voc, &cut) == 3);
    CHECK(p[0].from == 12000 && p[0].to == 48000);
    CHECK(p[1].from == 64000 && p[1].to == 72000);
    CHECK(p[2].from == 80000 && p[2].to == 116000);
}

TEST(two_sentences_before_one_pause_share_its_time)
{
    Vocabulary voc = vocabulary(state);
    Phrase     p[TOKENS_MOST];
    Stretch    talk[] = {{0, 48000}, {64000, 112000}};
    const Cut  cut = {.views = {{0, 112000}}, .stretches = talk, .n = 2, .speech = 96000};
    const Heard h =
        heard(voc, "_That _is _very _good . _No . _Any _pain _today _or _so _now ?");
    CHECK(phrase_split(p, &h, voc, &cut) == 3);
    for (size_t i = 0; i < 3; i++)
        CHECK(p[i].to > p[i].from);
    CHECK(p[0].to == p[1].from && p[1].to <= 48000 && p[2].from == 64000);
}

TEST(without_a_pause_letters_tell_the_time)
{
    Vocabulary  voc = vocabulary(state);
    Phrase      p[TOKENS_MOST];
    Stretch     one = {0, 160000};
    const Cut   cut = {.views = {one}, .stretches = &one, .n = 1, .speech = 160000};
    const Heard h = heard(voc, "_It _is _fine . _It _is _fine .");
    CHECK(phrase_split(p, &h, voc, &cut) == 2);
    CHECK(p[0].from == 0 && p[0].to == 80000 && p[1].from == 80000 && p[1].to == 160000);
}

TEST(phrases_cover_all_tokens_in_order_whatever_was_heard)
{
    Vocabulary voc = vocabulary(state);
    for (int round = 0; round < 300; round++) {
        Phrase  p[TOKENS_MOST];
        Heard   h = {.n = test_random() % TOKENS_MOST};
        Stretch talk[20];
        size_t  at = 0, n_talk = 1 + test_random() % 20, speech = 0;
        for (size_t i = 0; i < n_talk; i++) {
            talk[i].from = at + test_random() % 20000;
            talk[i].to = at = talk[i].from + 1 + test_random() % 40000;
            speech += talk[i].to - talk[i].from;
        }
        const Cut cut = {
            .views = {{0, at + 100}}, .stretches = talk, .n = n_talk, .speech = speech};
        for (size_t i = 0; i < h.n; i++)
            h.tokens[i] = test_random() % 3 ? (int32_t)(test_random() % 32768)
                                            : number_of(voc, ".");
        size_t n = phrase_split(p, &h, voc, &cut), next = 0, time = 0;
        for (size_t i = 0; i < n; i++) {
            CHECK(p[i].first == next && p[i].n > 0);
            CHECK(p[i].from >= time && p[i].to >= p[i].from && p[i].to <= at + 100);
            next += p[i].n;
            time = p[i].to;
        }
        CHECK(next == h.n);
    }
}

TEST(a_file_that_is_no_vocabulary_is_refused_with_a_remedy)
{
    Err        e = {0};
    Vocabulary voc;
    Arena     *a = test_arena(state);
    Str        path, folder = test_folder(state);
    test_write(state, folder, "v", "<unk>\n<s>\n</s>\n");
    CHECK_OK(os_path(&path, a, folder, STR("v"), &e), &e);
    CHECK_ERR(vocabulary_open(&voc, a, path, &e), &e, ERR_MODEL);
    CHECK_SAYS(&e, "./run");
    CHECK_ERR(vocabulary_open(&voc, a, STR("/nowhere/v"), &e), &e, ERR_MODEL);
    CHECK_SAYS(&e, "/nowhere/v");
}

static size_t kept(const char *letters)
{
    int32_t tokens[TOKENS_MOST];
    size_t  n = 0;
    for (; letters[n]; n++)
        tokens[n] = letters[n];
    return guard_period(tokens, n);
}

TEST(a_loop_is_found_and_one_turn_of_it_stays)
{
    (void)state;
    CHECK(kept("hello") == 5);
    CHECK(kept("aaaaaaa") == 7); /* seven times may be meant */
    CHECK(kept("xaaaaaaaa") == 2);
    CHECK(kept("xabababab") == 3);
    CHECK(kept("ababab") == 6); /* three turns */
    CHECK(kept("no.no.no.no.") == 3);
    CHECK(kept("0123456789012345678901234567890123456789") == 10);
    CHECK(kept("abcdefghijkabcdefghijkabcdefghijkabcdefghijk") == 44); /* period 11 */
    CHECK(kept("") == 0);
}

TEST_MAIN("asr/phrase", cmocka_unit_test(tokens_become_words),
          cmocka_unit_test(bytes_join_to_characters_and_broken_ones_are_left_out),
          cmocka_unit_test(control_and_unused_tokens_are_left_out),
          cmocka_unit_test(sentences_are_told_apart_and_titles_and_numbers_are_not),
          cmocka_unit_test(a_sentence_ends_at_the_pause_near_it),
          cmocka_unit_test(two_sentences_before_one_pause_share_its_time),
          cmocka_unit_test(without_a_pause_letters_tell_the_time),
          cmocka_unit_test(phrases_cover_all_tokens_in_order_whatever_was_heard),
          cmocka_unit_test(a_file_that_is_no_vocabulary_is_refused_with_a_remedy),
          cmocka_unit_test(a_loop_is_found_and_one_turn_of_it_stays))
