/* Tokens, sentences and single words: each claim of text.h. */
#include "text/text.h"

#include "base/buf.h"
#include "harness/test.h"

#include <math.h>
#include <string.h>

/* Norms in order; hidden ones in brackets, sentences apart by " | ", questions by "?". */
static Str shown(void **state, const char *text)
{
    Err    e = {0};
    Arena *a = test_arena(state);
    Tokens t;
    Str    s = str_from(text), out;
    Buf    b = buf_open(a, MIB);
    CHECK_OK(text_tokens(&t, a, s, (Span){0, (uint32_t)s.n}, &e), &e);
    for (size_t i = 0; i < t.n; i++) {
        bool hidden = t.v[i].flags & TOKEN_HIDDEN;
        buf_fmt(&b, hidden ? "%s[" STR_F "]" : "%s" STR_F, i ? " " : "",
                STR_A(t.v[i].norm));
    }
    CHECK_OK(buf_done(&b, &out, &e), &e);
    return out;
}

static Str cut(void **state, const char *text)
{
    Err           e = {0};
    Arena        *a = test_arena(state);
    Tokens        t;
    TextSentences v;
    Str           s = str_from(text), out;
    Buf           b = buf_open(a, MIB);
    size_t        next = 0;
    CHECK_OK(text_tokens(&t, a, s, (Span){0, (uint32_t)s.n}, &e), &e);
    CHECK_OK(text_sentences(&v, a, t, &e), &e);
    for (size_t i = 0; i < v.n; i++) {
        const Token *first = &t.v[v.v[i].first], *last = first + v.v[i].n - 1;
        CHECK(v.v[i].first == next); /* every token once, in order */
        next += v.v[i].n;
        buf_fmt(
            &b, "%s" STR_F "%s", i ? " | " : "",
            STR_A(str_span(text + first->span.at, text + last->span.at + last->span.n)),
            v.v[i].is_question ? " (asks)" : "");
    }
    CHECK(next == t.n);
    CHECK_OK(buf_done(&b, &out, &e), &e);
    return out;
}

TEST(the_headers_example_holds)
{
    CHECK_STR(shown(state, "I don't, um, get get cramps"),
              "i do not [,] [um] [,] [get] get cramps");
}

TEST(writes_short_forms_out)
{
    CHECK_STR(shown(state, "I can't, she won't, it isnt"),
              "i can not , she will not , it is not");
    CHECK_STR(shown(state, "I'm gonna, we've got"), "i am going to , we have got");
    CHECK_STR(shown(state, "gon na lem me do n't"), "going to let me do not");
    CHECK_STR(shown(state, "don\xe2\x80\x99t"), "do not");
    CHECK_STR(shown(state, "Yeah nope ok"), "yes no okay");
}

TEST(each_part_of_a_short_form_keeps_its_bytes)
{
    Err    e = {0};
    Str    s = STR("I didn\xe2\x80\x99t");
    Tokens t;
    CHECK_OK(text_tokens(&t, test_arena(state), s, (Span){0, (uint32_t)s.n}, &e), &e);
    CHECK(t.n == 3);
    CHECK_STR(str_sub(s, t.v[1].span.at, t.v[1].span.n), "did");
    CHECK_STR(str_sub(s, t.v[2].span.at, t.v[2].span.n), "n\xe2\x80\x99t");
}

TEST(hides_fillers_but_not_the_same_words_in_use)
{
    CHECK_STR(shown(state, "pain, uh, in my calf"), "pain [,] [uh] [,] in my calf");
    CHECK_STR(shown(state, "it's sort of sore"), "it 's [sort] [of] sore");
    CHECK_STR(shown(state, "what sort of pain"), "what sort of pain");
    CHECK_STR(shown(state, "do you know why"), "do you know why");
    CHECK_STR(shown(state, "uh huh"), "uh huh");
}

TEST(hides_stutters_but_not_a_double_no)
{
    CHECK_STR(shown(state, "it's it's sore"), "[it] ['s] it 's sore");
    CHECK_STR(shown(state, "no no pain"), "no no pain");
    CHECK_STR(shown(state, "medic- medication"), "[medic] [-] medication");
    CHECK_STR(shown(state, "a flare-up"), "a flare [-] up");
}

TEST(reads_numbers_with_their_value)
{
    Err    e = {0};
    Str    s = STR("1,300 2.5mg 3/7 120/80 2-3");
    Tokens t;
    CHECK_OK(text_tokens(&t, test_arena(state), s, (Span){0, (uint32_t)s.n}, &e), &e);
    CHECK_NEAR(t.v[0].value, 1300, 0);
    CHECK_NEAR(t.v[1].value, 2.5, 0);
    CHECK(t.v[2].flags & TOKEN_GLUED && isnan(t.v[2].value));
    CHECK_STR(shown(state, "3/7"), "3 / 7");
    CHECK_STR(shown(state, "2-3"), "2 - 3");
}

TEST(turns_unheard_words_into_a_gap)
{
    Err    e = {0};
    Str    s = STR("I <UNIN/> <UNSURE>maybe</UNSURE> [inaudible] go");
    Tokens t;
    CHECK_OK(text_tokens(&t, test_arena(state), s, (Span){0, (uint32_t)s.n}, &e), &e);
    CHECK(t.n == 5);
    CHECK(t.v[1].kind == TOKEN_GAP && t.v[3].kind == TOKEN_GAP);
    CHECK_STR(t.v[2].norm, "maybe");
}

TEST(reads_only_the_part_asked_for)
{
    Err    e = {0};
    Tokens t;
    CHECK_OK(
        text_tokens(&t, test_arena(state), STR("D: any pain? yes"), (Span){3, 9}, &e),
        &e);
    CHECK(t.n == 3 && t.v[0].span.at == 3);
}

TEST(ends_sentences_at_their_marks)
{
    CHECK_STR(cut(state, "Any pain? No. It's fine!"),
              "Any pain? (asks) | No. | It's fine!");
    CHECK_STR(cut(state, "Dr. Jones saw J. Smith, e.g. today. Then left."),
              "Dr. Jones saw J. Smith, e.g. today. | Then left.");
    CHECK_STR(cut(state, "It was 37.5 at home. Fine."), "It was 37.5 at home. | Fine.");
    CHECK_STR(cut(state, "Really?! Yes."), "Really?! (asks) | Yes.");
    CHECK_STR(cut(state, "No fever. ?DVT today."), "No fever. | ?DVT today.");
}

TEST(ends_sentences_at_lines_and_paragraphs)
{
    CHECK_STR(cut(state, "O/E\n- calf tender\n- no swelling"),
              "O/E | - calf tender | - no swelling");
    CHECK_STR(cut(state, "pain in the\ncalf"), "pain in the\ncalf");
    CHECK_STR(cut(state, "pain\n\nswelling"), "pain | swelling");
}

TEST(cuts_speech_without_marks_where_a_clause_opens)
{
    CHECK_STR(
        cut(state, "so i get these cramps in my leg every single night and i have "
                   "tried stretching and then okay so do you have any swelling in "
                   "your legs at all"),
        "so i get these cramps in my leg every single night | and i have tried "
        "stretching and then | okay so do you have any swelling in your legs at all "
        "(asks)");
}

TEST(knows_a_question_that_lost_its_mark)
{
    CHECK_STR(cut(state, "do you have any pain"), "do you have any pain (asks)");
    CHECK_STR(cut(state, "you have pain"), "you have pain");
}

TEST(folds_case_and_accents)
{
    Err e = {0};
    Str s;
    CHECK_OK(text_fold(&s, test_arena(state),
                       STR("\xc5\x92"
                           "d\xc3\xa8"
                           "ME"),
                       &e),
             &e);
    CHECK_STR(s, "oedeme");
    CHECK_OK(text_fold(&s, test_arena(state), STR("Calf"), &e), &e);
    CHECK_STR(s, "calf");
}

TEST(measures_the_distance_of_words)
{
    (void)state;
    CHECK(text_distance(STR("cramp"), STR("cramp"), 3) == 0);
    CHECK(text_distance(STR("cramp"), STR("carmp"), 3) == 1); /* neighbours swapped */
    CHECK(text_distance(STR("cramp"), STR("crmp"), 3) == 1);
    CHECK(text_distance(STR("cramp"), STR("clamps"), 3) == 2);
    CHECK(text_distance(STR("cramp"), STR("oedema"), 2) == 3);
    CHECK(text_distance(STR(""), STR("ab"), 3) == 2);
    char long_word[80];
    memset(long_word, 'a', sizeof long_word);
    CHECK(text_distance((Str){long_word, 80}, (Str){long_word, 80}, 2) == 3);
}

TEST(distance_is_the_same_both_ways)
{
    (void)state;
    for (int i = 0; i < 500; i++) {
        char x[8], y[8];
        for (size_t k = 0; k < 8; k++) {
            x[k] = (char)('a' + (char)(test_random() % 3));
            y[k] = (char)('a' + (char)(test_random() % 3));
        }
        Str s = {x, (size_t)(test_random() % 9)}, t = {y, (size_t)(test_random() % 9)};
        CHECK(text_distance(s, t, 8) == text_distance(t, s, 8));
        CHECK(text_distance(s, s, 8) == 0);
    }
}

TEST(stems_words)
{
    Err      e = {0};
    Arena   *a = test_arena(state);
    Stemmer *stemmer;
    Str      s;
    CHECK_OK(text_stemmer_open(&stemmer, a, &e), &e);
    CHECK_OK(text_stem(&s, a, stemmer, STR("cramping"), &e), &e);
    CHECK_STR(s, "cramp");
    CHECK_OK(text_stem(&s, a, stemmer, STR("swellings"), &e), &e);
    CHECK_STR(s, "swell");
}

TEST(every_token_lies_in_the_text_in_order)
{
    (void)state;
    static const char alphabet[] = "ab'n t,.?!-3/\n<[]UNI>\xc3\xa9\xe2\x80\x99";
    for (int i = 0; i < 2000; i++) {
        Err    e = {0};
        Arena *a = arena_new(MIB, &e);
        char   p[48];
        size_t n = 0, at = 0;
        Tokens t;
        while (n + 3 < sizeof p) {
            size_t k = (size_t)(test_random() % (sizeof alphabet - 6));
            p[n++] = alphabet[k];
            if (test_random() % 9 == 0) {
                memcpy(p + n, "\xe2\x80\x99", 3);
                n += 3;
            }
        }
        CHECK_OK(text_tokens(&t, a, (Str){p, n}, (Span){0, (uint32_t)n}, &e), &e);
        for (size_t k = 0; k < t.n; k++) {
            CHECK(t.v[k].span.at >= at && t.v[k].span.n > 0);
            at = t.v[k].span.at + t.v[k].span.n;
            CHECK(at <= n);
        }
        arena_free(a);
    }
}

TEST(fails_cleanly_without_memory)
{
    Err    e = {0};
    Tokens t = {.n = 77};
    Str    s = STR("I don't get cramps, um, at night. No swelling.");
    bool   done = false;
    for (size_t n = 1; !done && n < 200; n++) {
        arena_fail_at(n);
        done = text_tokens(&t, test_arena(state), s, (Span){0, (uint32_t)s.n}, &e);
        arena_fail_at(0);
        CHECK(done || (e.code == ERR_BUSY && t.n == 77));
    }
    CHECK(done && t.n > 10);
}

TEST_MAIN("text/text", cmocka_unit_test(the_headers_example_holds),
          cmocka_unit_test(writes_short_forms_out),
          cmocka_unit_test(each_part_of_a_short_form_keeps_its_bytes),
          cmocka_unit_test(hides_fillers_but_not_the_same_words_in_use),
          cmocka_unit_test(hides_stutters_but_not_a_double_no),
          cmocka_unit_test(reads_numbers_with_their_value),
          cmocka_unit_test(turns_unheard_words_into_a_gap),
          cmocka_unit_test(reads_only_the_part_asked_for),
          cmocka_unit_test(ends_sentences_at_their_marks),
          cmocka_unit_test(ends_sentences_at_lines_and_paragraphs),
          cmocka_unit_test(cuts_speech_without_marks_where_a_clause_opens),
          cmocka_unit_test(knows_a_question_that_lost_its_mark),
          cmocka_unit_test(folds_case_and_accents),
          cmocka_unit_test(measures_the_distance_of_words),
          cmocka_unit_test(distance_is_the_same_both_ways), cmocka_unit_test(stems_words),
          cmocka_unit_test(every_token_lies_in_the_text_in_order),
          cmocka_unit_test(fails_cleanly_without_memory))
