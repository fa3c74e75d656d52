/* tests/note/rewrite_test.c - spoken to written, and what must never be lost on the way.
 */
#include "base/buf.h"
#include "harness/test.h"
#include "note/note.h"
#include "note/words.h"

typedef struct Pair {
    Speaker     by;
    const char *said, *written;
} Pair;

static const Pair table[] = {
    {SPEAKER_PATIENT, "I get them at night", "Gets them at night."},
    {SPEAKER_PATIENT, "Um, I've had, uh, a cough for two weeks.",
     "Has had a cough for two weeks."},
    {SPEAKER_PATIENT, "I’m worried about my heart", "Worried about heart."},
    {SPEAKER_PATIENT, "Well, I have to get out of bed", "Has to get out of bed."},
    {SPEAKER_CLINICIAN, "Okay, I'd like you to stretch your calves",
     "Advised to stretch calves."},
    {SPEAKER_CLINICIAN, "You should drink more water.", "Advised to drink more water."},
    {SPEAKER_CLINICIAN, "Then we will review the tablet.", "Review the tablet."},
    {SPEAKER_CLINICIAN, "Otherwise I will see you again in four weeks.",
     "Review again in four weeks."},
    {SPEAKER_CLINICIAN, "I would like a blood test for your salts and your kidneys.",
     "Would like a blood test for salts and kidneys."},
    {SPEAKER_CLINICIAN, "Your calves are soft, and there is no swelling.",
     "Calves are soft, and there is no swelling."},
    {SPEAKER_CLINICIAN, "the the pulses are normal", "The pulses are normal."},
    /* nothing that negates may go */
    {SPEAKER_CLINICIAN, "Please don't stop it on Sunday.",
     "Advised not to stop it on Sunday."},
    {SPEAKER_CLINICIAN, "You should not lift anything", "Advised not to lift anything."},
    {SPEAKER_CLINICIAN, "You mustn’t drive", "Advised not to drive."},
    {SPEAKER_CLINICIAN, "I won't change the tablet", "Will not change the tablet."},
    {SPEAKER_CLINICIAN, "We will not scan it today", "Will not scan it today."},
    {SPEAKER_CLINICIAN, "There's no swelling here", "No swelling here."},
    {SPEAKER_CLINICIAN, "I can't feel any lump there", "No palpable lump there."},
    {SPEAKER_CLINICIAN, "Please don't stop it on your own",
     "Advised not to stop it on their own."},
    /* a side, a rank, a unit or a place is not a filler */
    {SPEAKER_CLINICIAN, "Right calf is tender", "Right calf is tender."},
    {SPEAKER_CLINICIAN, "Right, the calf is tender", "The calf is tender."},
    {SPEAKER_CLINICIAN, "Right so I'd like you to rest", "Advised to rest."},
    {SPEAKER_CLINICIAN, "First toe is red", "First toe is red."},
    {SPEAKER_CLINICIAN, "Good pulses in both feet", "Good pulses in both feet."},
    {SPEAKER_CLINICIAN, "Well perfused on both sides", "Well perfused on both sides."},
    {SPEAKER_CLINICIAN, "The lump is 5 mm across", "The lump is 5 mm across."},
    {SPEAKER_CLINICIAN, "Please go to the ER tonight",
     "Advised to go to the ER tonight."},
    {SPEAKER_CLINICIAN, "Try to go to the er tonight",
     "Advised to go to the er tonight."},
    /* whose voice it is still would be heard: quoted by the note */
    {SPEAKER_CLINICIAN, "I would not give you quinine", ""},
    {SPEAKER_PATIENT, "It's me who feels it", ""},
    {SPEAKER_PATIENT, "The pain wakes and/or-you know hurts", ""},
    {SPEAKER_PATIENT, "He said (you) could help", ""},
    {SPEAKER_PATIENT, "Then it’s as if I’d run", ""},
    {SPEAKER_PATIENT, "Is it something serious?", ""},
    {SPEAKER_PATIENT, "Yes.", ""},
    {SPEAKER_PATIENT, "", ""},
    {SPEAKER_PATIENT, " \t\n ", ""},
    /* courtesies */
    {SPEAKER_CLINICIAN, "Morning, please have a seat.", ""},
    {SPEAKER_CLINICIAN, "Good morning, Mrs Jones, come in, have a seat.", ""},
    {SPEAKER_PATIENT, "Thank you very much, doctor.", ""},
    {SPEAKER_PATIENT, "Good morning doctor, um, I've had a cough for a week",
     "Has had a cough for a week."},
    {SPEAKER_CLINICIAN, "Please sit down and roll up the sleeve",
     "Advised to sit down and roll up the sleeve."},
    {SPEAKER_CLINICIAN, "Take care of the wound", "Take care of the wound."},
    {SPEAKER_PATIENT, "Morning stiffness lasts an hour",
     "Morning stiffness lasts an hour."},
    /* nobody in particular: any frame may open it */
    {SPEAKER_UNKNOWN, "I get cramps at night", "Gets cramps at night."},
};

TEST(writes_what_was_said_by_the_table)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        Err e = {0};
        Str out;
        CHECK_OK(note_rewrite(&out, test_arena(state), str_from(table[i].said),
                              table[i].by, &e),
                 &e);
        CHECK_STR(out, table[i].written);
    }
}

static Str written(void **state, Str said, Speaker by)
{
    Err e = {0};
    Str out = {0};
    CHECK_OK(note_rewrite(&out, test_arena(state), said, by, &e), &e);
    return out;
}

/* n times `unit` */
static Str repeated(void **state, const char *unit, size_t n)
{
    Err e = {0};
    Str s = {0};
    Buf b = buf_open(test_arena(state), MIB);
    for (size_t i = 0; i < n; i++)
        buf_text(&b, unit);
    CHECK_OK(buf_done(&b, &s, &e), &e);
    return s;
}

TEST(leaves_what_runs_on_to_the_quotation)
{
    /* said 36 times it is one word still, and one word is no sentence */
    CHECK(written(state, repeated(state, "pain ", 36), SPEAKER_PATIENT).n == 0);
    CHECK(written(state, repeated(state, "pain then ", 17), SPEAKER_PATIENT).n > 0);
    CHECK(written(state, repeated(state, "pain then ", 18), SPEAKER_PATIENT).n == 0);
    CHECK(written(state, repeated(state, "a b ", 4000), SPEAKER_PATIENT).n == 0);
    CHECK(written(state, repeated(state, "ache", 20000), SPEAKER_PATIENT).n == 0);
    Str two = repeated(state, "ab", 150);
    Err e = {0};
    CHECK_OK(
        str_fmt(&two, test_arena(state), &e, STR_F " " STR_F, STR_A(two), STR_A(two)),
        &e);
    CHECK(written(state, two, SPEAKER_PATIENT).n == 0);
}

static const char *const pieces[] = {
    "I",    "you",   "my",    "no",   "not",     "pain", "um",    "the",    "?",
    ",",    ".",     "(you)", "I’m",  "\"me\"",  "ÄÖ",   "right", "please", "don't",
    "good", "thank", "you,",  "calf", "swollen", "it",   "\t",    "'",      "-",
};
static const char *const voices[] = {"i", "i'm", "me", "my", "you", "your", "we", "us"};

/* Words glued of random pieces: whatever comes out speaks in nobody's voice, asks
   nothing, has at most 35 words, one capital at its head and one stop at its end. */
TEST(never_keeps_a_voice_or_a_question_whatever_is_said)
{
    for (int round = 0; round < 5000; round++) {
        Buf b = buf_open(test_arena(state), 8 * KIB);
        Err e = {0};
        Str said, word, out;
        for (uint64_t n = test_random() % 14; n > 0; n--) {
            buf_text(&b, pieces[test_random() % (sizeof pieces / sizeof *pieces)]);
            buf_text(&b, test_random() % 4 ? " " : "");
        }
        CHECK_OK(buf_done(&b, &said, &e), &e);
        out = written(state, said, (Speaker)(test_random() % 4));
        if (!out.n)
            continue;
        size_t n_words = 0;
        CHECK(out.p[out.n - 1] == '.' && !(out.p[0] >= 'a' && out.p[0] <= 'z'));
        CHECK(str_find_char(out, '?') == STR_NONE);
        for (Str rest = out; str_next(&rest, ' ', &word); n_words += word.n > 0)
            if (WORDS_IS_ONE_OF(word, voices))
                fail_msg("\"" STR_F "\" became \"" STR_F "\"", STR_A(said), STR_A(out));
        CHECK(n_words <= 38); /* with the frame's own */
    }
}

/* "No", "not" and "don't" of the talk are in what is written, in one form or other. */
TEST(never_loses_a_negation)
{
    static const char *const openings[] = {"", "okay, ", "right, ", "please ", "so um "};
    static const char *const bodies[] = {
        "don't stop the tablet",      "do not stop the tablet", "there is no swelling",
        "it is not tender",           "no pain on walking",     "there's no rash",
        "we won't need a blood test", "let's not wait for it",  "there are no pulses",
    };
    static const char *const signs[] = {"not", "no", "don't", "won't"};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        for (size_t k = 0; k < sizeof bodies / sizeof *bodies; k++) {
            Err  e = {0};
            Str  said, out, word;
            bool kept = false;
            CHECK_OK(
                str_fmt(&said, test_arena(state), &e, "%s%s", openings[i], bodies[k]),
                &e);
            out = written(state, said, SPEAKER_CLINICIAN);
            for (Str rest = out; str_next(&rest, ' ', &word);)
                kept = kept || WORDS_IS_ONE_OF(word, signs);
            if (out.n && !kept)
                fail_msg("\"" STR_F "\" became \"" STR_F "\"", STR_A(said), STR_A(out));
        }
}

TEST(leaves_nothing_of_a_courtesy_and_everything_of_the_rest)
{
    (void)state;
    static const char *const alone[] = {
        "Hello.",        "Hi there!",
        "Good morning.", "Good morning, doctor.",
        "Thanks, bye.",  "Thank you. Take care.",
        "Please.",       "Hello, Mr Brown, please come in and",
    };
    for (size_t i = 0; i + 1 < sizeof alone / sizeof *alone; i++)
        CHECK_STR(words_without_courtesy(str_from(alone[i])), "");
    CHECK_STR(words_without_courtesy(str_from(alone[7])), "please come in and");
    CHECK_STR(words_without_courtesy(STR("Hello, my calf hurts.")), "my calf hurts.");
    CHECK_STR(words_without_courtesy(STR("Okay, it hurts.")), "Okay, it hurts.");
    CHECK_STR(words_without_courtesy(STR("Thanks to the tablet it is better.")),
              "Thanks to the tablet it is better.");
    CHECK_STR(words_without_courtesy(STR("")), "");
}

TEST(fails_cleanly_at_every_allocation)
{
    for (size_t n = 1;; n++) {
        Err e = {0};
        Str out = STR("as before");
        arena_fail_at(n);
        bool ok = note_rewrite(&out, test_arena(state), STR("I get them at night"),
                               SPEAKER_PATIENT, &e);
        arena_fail_at(0);
        if (ok) {
            CHECK_STR(out, "Gets them at night.");
            CHECK(n > 1);
            return;
        }
        CHECK(e.code == ERR_BUSY && out.n == 0);
        CHECK(n < 100);
    }
}

TEST_MAIN("note/rewrite", cmocka_unit_test(writes_what_was_said_by_the_table),
          cmocka_unit_test(leaves_what_runs_on_to_the_quotation),
          cmocka_unit_test(never_keeps_a_voice_or_a_question_whatever_is_said),
          cmocka_unit_test(never_loses_a_negation),
          cmocka_unit_test(leaves_nothing_of_a_courtesy_and_everything_of_the_rest),
          cmocka_unit_test(fails_cleanly_at_every_allocation))
