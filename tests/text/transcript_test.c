/* Turns, speakers and times: each claim of transcript.h. */
#include "text/transcript.h"

#include "harness/test.h"

#include <math.h>

static Transcript read_text(void **state, const char *text)
{
    Err        e = {0};
    Transcript t;
    CHECK_OK(transcript_read(&t, test_arena(state), str_from(text), &e), &e);
    return t;
}

TEST(reads_a_dialogue)
{
    Transcript t = read_text(state, "D: Any swelling?\nP: No, none.\n");
    CHECK(t.kind == TRANSCRIPT_DIALOGUE && t.n == 2);
    CHECK(t.turns[0].speaker == SPEAKER_CLINICIAN &&
          t.turns[1].speaker == SPEAKER_PATIENT);
    CHECK_STR(transcript_span(&t, t.turns[0].span), "Any swelling?");
    CHECK_STR(transcript_span(&t, t.turns[1].span), "No, none.");
    CHECK(t.turns[0].p_speaker == 1 && isnan(t.turns[0].from_s));
}

TEST(knows_other_names_and_continued_lines)
{
    Transcript t = read_text(state, "[Doctor]: Hello.\nHow are you?\n**Pt**: Fine.\n"
                                    "Relative: She is not.\n");
    CHECK(t.n == 3);
    CHECK_STR(transcript_span(&t, t.turns[0].span), "Hello.\nHow are you?");
    CHECK(t.turns[2].speaker == SPEAKER_OTHER);
}

TEST(takes_text_without_speakers_as_prose)
{
    Transcript t = read_text(state, "  68 year old man: cramp in bed.\nNo swelling. ");
    CHECK(t.kind == TRANSCRIPT_PROSE && t.n == 1);
    CHECK_STR(transcript_span(&t, t.turns[0].span),
              "68 year old man: cramp in bed.\nNo swelling.");
    CHECK(t.turns[0].speaker == SPEAKER_UNKNOWN && t.turns[0].p_speaker == 0);
}

TEST(a_heading_of_a_note_makes_no_dialogue)
{
    Transcript t = read_text(state, "Patient: 68 m\nCramps at night.");
    CHECK(t.kind == TRANSCRIPT_PROSE && t.n == 1);
}

TEST(refuses_nothing_and_what_is_no_text)
{
    Err        e = {0};
    Transcript t;
    CHECK_ERR(transcript_read(&t, test_arena(state), STR(" \n"), &e), &e, ERR_INPUT);
    CHECK_SAYS(&e, "no words");
    e = (Err){0};
    CHECK_ERR(transcript_read(&t, test_arena(state), STR("a\xff"), &e), &e, ERR_INPUT);
}

TEST(joins_pieces_and_finds_turns_and_times)
{
    Err             e = {0};
    Transcript      t;
    TranscriptPiece v[] = {{STR_INIT("Any pain?"), SPEAKER_CLINICIAN, 0, 9, 0.9},
                           {STR_INIT(" No. "), SPEAKER_PATIENT, 10, 12, 0.5}};
    CHECK_OK(transcript_join(&t, test_arena(state), v, 2, &e), &e);
    CHECK(t.kind == TRANSCRIPT_SPEECH && t.n == 2);
    CHECK_STR(transcript_span(&t, t.turns[1].span), "No.");
    CHECK(transcript_turn_at(&t, 0) == &t.turns[0]);
    CHECK(transcript_turn_at(&t, t.turns[1].span.at) == &t.turns[1]);
    CHECK(transcript_turn_at(&t, 9) == NULL); /* the line break between them */
    CHECK_NEAR(transcript_time_at(&t, 3), 3, 1e-9);
    CHECK(isnan(transcript_time_at(&t, 9)));
    CHECK_NEAR(t.turns[1].confidence, 0.5, 0);
}

TEST(fails_cleanly_without_memory)
{
    Err        e = {0};
    Transcript t = {.n = 77};
    bool       done = false;
    for (size_t n = 1; !done && n < 20; n++) {
        arena_fail_at(n);
        done = transcript_read(&t, test_arena(state), STR("D: Hello\nP: Hi"), &e);
        arena_fail_at(0);
        CHECK(done || (e.code == ERR_BUSY && t.n == 77));
    }
    CHECK(done && t.n == 2);
}

TEST(names_speakers)
{
    (void)state;
    CHECK_STR(str_from(speaker_name(SPEAKER_CLINICIAN)), "clinician");
    CHECK_STR(str_from(speaker_name(SPEAKER_UNKNOWN)), "unknown");
}

TEST_MAIN("text/transcript", cmocka_unit_test(reads_a_dialogue),
          cmocka_unit_test(knows_other_names_and_continued_lines),
          cmocka_unit_test(takes_text_without_speakers_as_prose),
          cmocka_unit_test(a_heading_of_a_note_makes_no_dialogue),
          cmocka_unit_test(refuses_nothing_and_what_is_no_text),
          cmocka_unit_test(joins_pieces_and_finds_turns_and_times),
          cmocka_unit_test(fails_cleanly_without_memory),
          cmocka_unit_test(names_speakers))
