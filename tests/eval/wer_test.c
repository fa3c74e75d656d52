/* tests/eval/wer_test.c - words as the scorer counts them, and the least distance. */
#include "base/buf.h"
#include "eval/eval.h"
#include "harness/test.h"

static EvalWords words(void **state, const char *text)
{
    Err       e = {0};
    EvalWords w = {0};
    CHECK_OK(eval_words(&w, test_arena(state), str_from(text), &e), &e);
    return w;
}

TEST(counts_words_as_the_scorer_does)
{
    static const struct Row {
        const char *text, *words;
    } table[] = {
        {"Hello, World!", "hello world"},
        {"D: Any pain?\nP: No.", "any pain no"},
        {"D; one\nP. two", "one two"},
        {"Dog: barks", "dog barks"},
        {"P : spaced mark", "spaced mark"},
        {"um I uh mean, mhm", "i mean"},
        {"I have 2 or 10 of 50", "i have two or ten of fifty"},
        {"13 is left", "13 is left"},
        {"ok okay", "okay okay"},
        {"it's 'quoted' o\xE2\x80\x99"
         "clock",
         "it's quoted o'clock"},
        {"a <noise> b [laughs] c", "a b c"},
        {"a < b", "a b"},
        {"x-ray", "x ray"},
        {"caf\xC3\xA9", "caf"},
        {"", ""},
        {" \n\n ", ""},
        {"''", ""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        Err       e = {0};
        Str       joined;
        EvalWords w = words(state, table[i].text);
        Buf       b = buf_open(test_arena(state), 4 * KIB);
        for (size_t k = 0; k < w.n; k++) {
            buf_text(&b, k ? " " : "");
            buf_str(&b, w.v[k]);
        }
        CHECK_OK(buf_done(&b, &joined, &e), &e);
        CHECK_STR(joined, table[i].words);
    }
}

static size_t distance(void **state, EvalWords a, EvalWords b)
{
    Err    e = {0};
    size_t n = 0;
    CHECK_OK(eval_distance(&n, test_arena(state), a, b, &e), &e);
    return n;
}

TEST(finds_the_least_number_of_changes)
{
    static const struct Row {
        const char *ref, *said;
        size_t      n;
    } table[] = {
        {"a b c", "a b c", 0}, {"a b c", "a x c", 1},
        {"a b c", "a c", 1},   {"a c", "a b c", 1},
        {"", "a b", 2},        {"a b", "", 2},
        {"", "", 0},           {"a b c d", "b c d e", 2},
        {"a b", "b a", 2},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(
            distance(state, words(state, table[i].ref), words(state, table[i].said)),
            table[i].n);
}

/* The plain definition, exponential, for short texts. */
static size_t plain(EvalWords a, EvalWords b)
{
    if (!a.n || !b.n)
        return a.n + b.n;
    EvalWords a1 = {a.v + 1, a.n - 1}, b1 = {b.v + 1, b.n - 1};
    size_t    change = plain(a1, b1) + !str_eq(a.v[0], b.v[0]);
    size_t    gone = plain(a1, b) + 1, added = plain(a, b1) + 1;
    size_t    least = change < gone ? change : gone;
    return least < added ? least : added;
}

TEST(agrees_with_the_definition_on_random_texts)
{
    static const Str letters[] = {STR_INIT("a"), STR_INIT("b"), STR_INIT("c")};
    for (int round = 0; round < 300; round++) {
        Str       room[12];
        EvalWords a = {room, test_random() % 6}, b = {room + 6, test_random() % 6};
        for (size_t i = 0; i < 12; i++)
            room[i] = letters[test_random() % 3];
        size_t n = distance(state, a, b);
        assert_int_equal(n, plain(a, b));
        assert_int_equal(n, distance(state, b, a));
    }
}

TEST(says_when_a_folder_holds_no_recording)
{
    Err              e = {0};
    Str              out;
    const EvalSpeech what = {.folder = test_folder(state), .models = STR("none")};
    CHECK_ERR(eval_osce_audio(&out, test_arena(state), &what, &e), &e, ERR_MISSING);
    CHECK_SAYS(&e, "NAME.ref.txt");
    test_write(state, test_folder(state), "a.ref.txt", "words");
    CHECK_ERR(eval_osce_audio(&out, test_arena(state), &what, &e), &e, ERR_MISSING);
    CHECK_SAYS(&e, "a.mp3");
}

TEST(fails_cleanly_at_every_allocation)
{
    for (size_t n = 1;; n++) {
        Err       e = {0};
        EvalWords w = {.n = 77};
        size_t    d = 77;
        arena_fail_at(n);
        bool ok = eval_words(&w, test_arena(state), STR("a b c"), &e) &&
                  eval_distance(&d, test_arena(state), w, w, &e);
        arena_fail_at(0);
        if (ok) {
            CHECK(n == 4 && d == 0);
            return;
        }
        CHECK(e.code == ERR_BUSY && d == 77);
    }
}

TEST_MAIN("eval/wer", cmocka_unit_test(counts_words_as_the_scorer_does),
          cmocka_unit_test(finds_the_least_number_of_changes),
          cmocka_unit_test(agrees_with_the_definition_on_random_texts),
          cmocka_unit_test(says_when_a_folder_holds_no_recording),
          cmocka_unit_test(fails_cleanly_at_every_allocation))
