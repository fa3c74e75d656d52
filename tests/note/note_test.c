/* tests/note/note_test.c - the note of a small case, sentence by sentence. */
#include "note/note.h"

#include "base/utf8.h"
#include "note/writer.h"

#include "kb/small.h"

#include <math.h>

enum { MOST = 16 };

/* A talk and what was found in it, put together by hand. */
typedef struct Desk {
    Transcript  talk;
    NoteInput   in;
    NoteFinding findings[MOST];
    Witness     witnesses[MOST];
    NoteDrug    drugs[MOST];
    NoteSaid    said[MOST];
    NoteAdvice  advice[MOST];
    NoteThought thoughts[MOST];
    size_t      n_witnesses;
} Desk;

static const char talk[] =
    "D: Good morning, please have a seat.\n"
    "P: Good morning, doctor. I've had a bad cough at night for two weeks.\n"
    "D: Any wheeze?\n"
    "P: No, nothing like that.\n"
    "P: I'm worried about my lungs. Is it you who can tell?\n"
    "D: Let me listen. The chest is clear. I'd like you to rest.\n"
    "P: I take my inhaler, 2 puffs a day. I smoke.\n";

static Span find(const Desk *d, const char *words)
{
    size_t at = str_find(d->talk.text, str_from(words));
    assert_true(at != STR_NONE);
    return (Span){(uint32_t)at, (uint32_t)str_from(words).n};
}

static void desk_open(Desk *d, void **state, const Kb *kb)
{
    Err e = {0};
    *d = (Desk){.n_witnesses = 0};
    CHECK_OK(transcript_read(&d->talk, test_arena(state), str_from(talk), &e), &e);
    d->in = (NoteInput){.kb = kb,
                        .transcript = &d->talk,
                        .age_years = NAN,
                        .sex = KB_SEX_UNKNOWN,
                        .findings = d->findings,
                        .drugs = d->drugs,
                        .said = d->said,
                        .thoughts = d->thoughts,
                        .advice = d->advice};
}

static const Witness *said(Desk *d, const char *words)
{
    Witness *w = &d->witnesses[d->n_witnesses++];
    *w = (Witness){.kind = WITNESS_SAID, .said = find(d, words)};
    return w;
}

static NoteFinding *found(Desk *d, const char *id, const char *words)
{
    NoteFinding *f = &d->findings[d->in.n_findings++];
    uint32_t     i = kb_find_finding(d->in.kb, str_from(id));
    assert_true(i != KB_NONE);
    *f = (NoteFinding){.finding = i, .witnesses = said(d, words), .n = 1};
    return f;
}

static Note write_note(void **state, const Desk *d)
{
    Err  e = {0};
    Note n = {0};
    CHECK_OK(note_write(&n, test_arena(state), &d->in, &e), &e);
    return n;
}

static const NoteSection *section(const Note *n, const char *id)
{
    for (size_t i = 0; i < n->n; i++)
        if (str_is(n->sections[i].id, id))
            return &n->sections[i];
    return NULL;
}

/* The only sentence of a section. */
static const NoteSentence *only(const Note *n, const char *id)
{
    const NoteSection *s = section(n, id);
    assert_true(s && s->n == 1);
    return &s->v[0];
}

TEST(refuses_a_sentence_without_a_witness)
{
    const Witness      nothing_said = {.kind = WITNESS_SAID};
    const Witness      typed = {.kind = WITNESS_TYPED};
    const NoteSentence bad[] = {
        {.text = STR_INIT("Cough."), .n = 0},
        {.text = STR_INIT("Cough."), .witnesses = &nothing_said, .n = 1},
        {.text = STR_INIT(""), .witnesses = &typed, .n = 1},
    };
    for (size_t i = 0; i < 3; i++) {
        Err        e = {0};
        Note       out = {.profile = STR("as before")};
        NoteWriter w = writer_open(test_arena(state));
        writer_section(&w, STR("pc"), STR("Presenting complaint"));
        writer_add(&w, (NoteSentence){STR("Fine."), &typed, 1, false, false});
        writer_add(&w, bad[i]);
        writer_add(&w, (NoteSentence){STR("Fine."), &typed, 1, false, false});
        CHECK_ERR(writer_done(&w, &out, &e), &e, ERR_INPUT);
        CHECK_SAYS(&e, i == 2 ? "no text" : "no witness");
        CHECK_STR(out.profile, "as before");
    }
}

TEST(refuses_a_finding_nobody_spoke_of)
{
    Desk d;
    Err  e = {0};
    Note out;
    desk_open(&d, state, small_kb(state));
    found(&d, "cough", "cough")->n = 0;
    CHECK_ERR(note_write(&out, test_arena(state), &d.in, &e), &e, ERR_INPUT);
}

TEST(leaves_out_empty_sections)
{
    Desk d;
    desk_open(&d, state, small_kb(state));
    CHECK(write_note(state, &d).n == 0);
    found(&d, "cough", "cough");
    Note n = write_note(state, &d);
    CHECK(n.n == 1);
    CHECK_STR(n.profile, "gp");
    CHECK_STR(n.sections[0].id, "hpc");
    CHECK_STR(n.sections[0].title, "History of presenting complaint");
}

TEST(groups_refinements_under_their_stem_and_says_a_wording_once)
{
    Desk d;
    desk_open(&d, state, small_kb(state));
    NoteFinding *night = found(&d, "cough.at_night", "cough at night");
    NoteFinding *cough = found(&d, "cough", "bad cough");
    night->severity = cough->severity = STR("bad");
    night->duration = cough->duration = STR("two weeks");
    night->frequency = STR("at night");
    cough->frequency = STR("daily");
    Note                n = write_note(state, &d);
    const NoteSentence *s = only(&n, "hpc");
    CHECK_STR(s->text,
              "Cough: at night; for two weeks; frequency: daily; severity: bad.");
    CHECK(s->n == 2 && !s->needs_check && !s->is_suggestion);
    CHECK_STR(transcript_span(&d.talk, s->witnesses[0].said), "bad cough");
    night->frequency = STR("Every night");
    night->side = STR("left");
    cough->side = STR("right");
    n = write_note(state, &d);
    CHECK_STR(
        only(&n, "hpc")->text,
        "Cough: at night; side: right, left; for two weeks; frequency: daily, every "
        "night; severity: bad.");
}

TEST(heads_a_group_with_its_first_refinement_when_the_stem_was_not_said)
{
    Desk d;
    desk_open(&d, state, small_kb(state));
    found(&d, "cough.at_night", "cough at night");
    found(&d, "wheezy_cough", "cough");
    Note               n = write_note(state, &d);
    const NoteSection *s = section(&n, "hpc");
    CHECK(s && s->n == 2);
    CHECK_STR(s->v[0].text, "Cough at night.");
    CHECK_STR(s->v[1].text, "Wheezy cough.");
}

TEST(lists_what_was_asked_and_absent_with_answer_and_question)
{
    Desk    d;
    Witness answer;
    desk_open(&d, state, small_kb(state));
    answer =
        (Witness){WITNESS_SAID, find(&d, "No, nothing"), find(&d, "Any wheeze?"), 0, 0};
    NoteFinding *f = found(&d, "wheezy_cough", "No, nothing");
    f->is_absent = true;
    f->witnesses = &answer;
    found(&d, "cough", "cough")->is_absent = true;
    found(&d, "smoker", "smoke")->is_absent = true;
    Note                n = write_note(state, &d);
    const NoteSentence *s = only(&n, "negatives");
    CHECK_STR(s->text, "No wheezy cough, cough or smoking.");
    CHECK(s->n == 3 && s->witnesses[0].question.n == str_from("Any wheeze?").n);
    CHECK(section(&n, "hpc") == NULL && section(&n, "sh") == NULL);
}

TEST(marks_what_was_said_both_ways)
{
    Desk d;
    desk_open(&d, state, small_kb(state));
    found(&d, "cough", "cough")->conflict = true;
    NoteFinding *f = found(&d, "wheeze", "wheeze");
    f->is_absent = f->conflict = true;
    Note n = write_note(state, &d);
    CHECK_STR(only(&n, "hpc")->text, "Cough (said both present and absent: check).");
    CHECK(only(&n, "hpc")->needs_check);
    CHECK_STR(only(&n, "exam")->text, "No wheeze (said both ways: check).");
    CHECK(only(&n, "exam")->needs_check);
}

TEST(marks_what_is_possible_and_claims_no_conflict_for_it)
{
    Desk d;
    desk_open(&d, state, small_kb(state));
    found(&d, "cough", "cough");
    found(&d, "cough.at_night", "at night")->is_possible = true;
    Note n = write_note(state, &d);
    CHECK_STR(only(&n, "hpc")->text, "Cough: possible at night.");
    CHECK(only(&n, "hpc")->needs_check);
}

TEST(puts_each_kind_of_finding_in_its_section)
{
    Desk d;
    desk_open(&d, state, small_kb(state));
    found(&d, "smoker", "smoke");
    found(&d, "wheeze", "wheeze");
    found(&d, "wheezy_cough", "cough")->is_past = true;
    found(&d, "cough", "cough")->is_family = true;
    NoteFinding *f = found(&d, "cough.at_night", "cough at night");
    f->is_family = f->is_absent = true;
    Note n = write_note(state, &d);
    CHECK_STR(only(&n, "sh")->text, "Smoking.");
    CHECK_STR(only(&n, "exam")->text, "Wheeze.");
    CHECK_STR(only(&n, "pmh")->text, "Wheezy cough (in the past).");
    const NoteSection *fh = section(&n, "fh");
    CHECK(fh && fh->n == 2);
    CHECK_STR(fh->v[0].text, "Family history of cough.");
    CHECK_STR(fh->v[1].text, "No family history of cough at night.");
    CHECK(section(&n, "hpc") == NULL);
}

TEST(takes_a_sign_the_patient_tells_of_as_history)
{
    Desk d;
    desk_open(&d, state, small_kb(state));
    found(&d, "wheeze", "wheeze")->is_reported = true;
    Note n = write_note(state, &d);
    CHECK_STR(only(&n, "hpc")->text, "Wheeze.");
    CHECK(section(&n, "exam") == NULL);
    d.findings[0].is_absent = true;
    n = write_note(state, &d);
    CHECK_STR(only(&n, "negatives")->text, "No wheeze.");
}

TEST(says_who_the_patient_is_as_far_as_known)
{
    static const struct Person {
        double      age;
        KbSex       sex;
        const char *text;
    } table[] = {
        {67, KB_FEMALE, "67-year-old woman."},
        {67, KB_SEX_UNKNOWN, "67-year-old adult."},
        {30, KB_MALE, "30-year-old man."},
        {17.9, KB_MALE, "17-year-old boy."},
        {2, KB_FEMALE, "2-year-old girl."},
        {1.5, KB_MALE, "18-month-old boy."},
        {0.05, KB_FEMALE, "2-week-old girl."},
        {5, KB_SEX_UNKNOWN, "5-year-old child."},
        {NAN, KB_FEMALE, "Female, age not known."},
        {NAN, KB_MALE, "Male, age not known."},
    };
    Desk d;
    desk_open(&d, state, small_kb(state));
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        d.in.age_years = table[i].age;
        d.in.sex = table[i].sex;
        d.in.age_witness = d.in.sex_witness = (Witness){.kind = WITNESS_TYPED};
        Note n = write_note(state, &d);
        CHECK_STR(only(&n, "pc")->text, table[i].text);
        CHECK(only(&n, "pc")->n == 1);
    }
    d.in.age_years = 67;
    d.in.sex_witness = *said(&d, "I smoke");
    Note n = write_note(state, &d);
    CHECK(only(&n, "pc")->n == 2); /* age entered, sex heard */
    d.in.age_years = NAN;
    d.in.sex = KB_SEX_UNKNOWN;
    CHECK(write_note(state, &d).n == 0);
}

TEST(writes_a_drug_with_what_its_name_does_not_say_yet)
{
    static const struct Row {
        const char *name, *dose, *frequency, *text;
        bool        stopped, check;
    } table[] = {
        {"indapamide", "2.5 mg", "once a day", "Indapamide 2.5 mg once a day.", false,
         false},
        {"indapamide", "", "", "Indapamide.", false, true},
        {"indapamide", "", "", "Not taking indapamide.", true, false},
        {"tablet for my cholesterol", "a tablet", "", "Tablet for cholesterol.", false,
         false},
        {"water tablet", "one tablet", "daily", "Water tablet one tablet daily.", false,
         false},
        {"daily aspirin", "75 mg", "daily", "Daily aspirin 75 mg.", false, false},
    };
    Desk d;
    desk_open(&d, state, small_kb(state));
    const Witness *w = said(&d, "my inhaler");
    d.in.n_drugs = 1;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        d.drugs[0] = (NoteDrug){str_from(table[i].name),
                                str_from(table[i].dose),
                                str_from(table[i].frequency),
                                table[i].stopped,
                                w,
                                1};
        Note n = write_note(state, &d);
        CHECK_STR(only(&n, "dh")->text, table[i].text);
        CHECK(only(&n, "dh")->needs_check == table[i].check);
    }
}

static void say(Desk *d, const char *where, const char *words, Speaker by)
{
    d->said[d->in.n_said++] = (NoteSaid){str_from(where), find(d, words), by};
}

TEST(rewrites_the_talk_or_quotes_it_with_its_speaker)
{
    Desk d;
    desk_open(&d, state, small_kb(state));
    say(&d, "ice", "I'm worried about my lungs.", SPEAKER_PATIENT);
    say(&d, "ice", "Is it you who can tell?", SPEAKER_PATIENT);
    say(&d, "exam", "The chest is clear.", SPEAKER_CLINICIAN);
    say(&d, "plan", "I'd like you to rest.", SPEAKER_CLINICIAN);
    say(&d, "follow_up", "I smoke.", SPEAKER_UNKNOWN);
    Note               n = write_note(state, &d);
    const NoteSection *ice = section(&n, "ice");
    CHECK(ice && ice->n == 2);
    CHECK_STR(ice->v[0].text, "Worried about lungs.");
    CHECK_STR(ice->v[1].text, "Patient: \"Is it you who can tell?\"");
    CHECK_STR(only(&n, "exam")->text, "The chest is clear.");
    CHECK_STR(only(&n, "plan")->text, "Advised to rest.");
    CHECK_STR(only(&n, "follow_up")->text, "In the text: \"I smoke.\"");
    CHECK_STR(transcript_span(&d.talk, only(&n, "plan")->witnesses[0].said),
              "I'd like you to rest.");
}

TEST(keeps_no_courtesy)
{
    Desk d;
    desk_open(&d, state, small_kb(state));
    say(&d, "plan", "Good morning, please have a seat.", SPEAKER_CLINICIAN);
    say(&d, "pc", "Good morning, doctor.", SPEAKER_PATIENT);
    CHECK(write_note(state, &d).n == 0);
    say(&d, "pc", "Good morning, doctor. I've had a bad cough at night for two weeks.",
        SPEAKER_PATIENT);
    Note n = write_note(state, &d);
    CHECK(n.n == 1);
    CHECK_STR(only(&n, "pc")->text, "Has had a bad cough at night for two weeks.");
}

TEST(keeps_what_was_found_and_not_that_it_was_looked_for)
{
    Desk d;
    desk_open(&d, state, small_kb(state));
    say(&d, "exam", "Let me listen.", SPEAKER_CLINICIAN);
    say(&d, "exam", "The chest is clear.", SPEAKER_CLINICIAN);
    Note n = write_note(state, &d);
    CHECK_STR(only(&n, "exam")->text, "The chest is clear.");
}

TEST(cuts_a_long_quotation_at_a_word)
{
    Desk d;
    Err  e = {0};
    Str  text, long_words;
    Buf  b = buf_open(test_arena(state), 64 * KIB);
    buf_text(&b, "P: ");
    for (int i = 0; i < 900; i++)
        buf_text(&b, i % 2 ? "you\xC3\xA4 " : "me\t");
    desk_open(&d, state, small_kb(state));
    CHECK_OK(buf_done(&b, &text, &e), &e);
    CHECK_OK(transcript_read(&d.talk, test_arena(state), text, &e), &e);
    d.said[0] = (NoteSaid){STR("pc"), d.talk.turns[0].span, SPEAKER_PATIENT};
    d.in.n_said = 1;
    Note n = write_note(state, &d);
    long_words = only(&n, "pc")->text;
    CHECK(long_words.n <= 640 && str_ends(long_words, STR(" ...\"")));
    CHECK_OK(utf8_check(long_words, "the note", &e), &e);
    CHECK(str_find_char(long_words, '\t') == STR_NONE);
}

TEST(marks_what_nobody_said_as_a_suggestion)
{
    Desk d;
    desk_open(&d, state, small_kb(state));
    d.thoughts[0] = (NoteThought){1, STR("Working diagnosis: common cold.")};
    d.in.n_thoughts = 1;
    d.advice[0] = (NoteAdvice){STR("plan"), STR("Rest."), 0, {0}};
    d.advice[1] =
        (NoteAdvice){STR("safety_net"), STR("Come back."), 0, find(&d, "cough")};
    d.in.n_advice = 2;
    Note                n = write_note(state, &d);
    const NoteSentence *thought = only(&n, "impression"), *rest = only(&n, "plan"),
                       *back = only(&n, "safety_net");
    CHECK(thought->is_suggestion && thought->witnesses[0].kind == WITNESS_REASONING &&
          thought->witnesses[0].condition == 1);
    CHECK(rest->is_suggestion && rest->n == 1 &&
          rest->witnesses[0].kind == WITNESS_KNOWLEDGE && rest->witnesses[0].source == 0);
    CHECK(back->is_suggestion && back->n == 2 && back->witnesses[1].kind == WITNESS_SAID);
}

/* Everything above in one desk. */
static void full_desk(Desk *d, void **state, const Kb *kb)
{
    desk_open(d, state, kb);
    d->in.age_years = 44;
    d->in.sex = KB_FEMALE;
    d->in.age_witness = d->in.sex_witness = (Witness){.kind = WITNESS_TYPED};
    say(d, "pc", "Good morning, doctor. I've had a bad cough at night for two weeks.",
        SPEAKER_PATIENT);
    say(d, "ice", "I'm worried about my lungs.", SPEAKER_PATIENT);
    say(d, "ice", "Is it you who can tell?", SPEAKER_PATIENT);
    say(d, "exam", "The chest is clear.", SPEAKER_CLINICIAN);
    say(d, "plan", "I'd like you to rest.", SPEAKER_CLINICIAN);
    NoteFinding *cough = found(d, "cough", "bad cough");
    cough->severity = STR("bad");
    cough->duration = STR("two weeks");
    found(d, "cough.at_night", "cough at night")->duration = STR("two weeks");
    found(d, "wheeze", "No, nothing like that.")->is_absent = true;
    found(d, "wheezy_cough", "No, nothing like that.")->is_absent = true;
    found(d, "smoker", "I smoke");
    d->drugs[d->in.n_drugs++] = (NoteDrug){
        STR("inhaler"), STR("2 puffs"), STR("a day"), false, said(d, "my inhaler"), 1};
    d->thoughts[d->in.n_thoughts++] =
        (NoteThought){0, STR("Working diagnosis: Asthma (likely; about 60 of 100).")};
    d->advice[d->in.n_advice++] =
        (NoteAdvice){STR("plan"), STR("Measure the peak flow."), 0, find(d, "cough")};
}

TEST(writes_the_whole_note_in_the_order_a_gp_reads_it)
{
    Desk d;
    Err  e = {0};
    Str  text;
    full_desk(&d, state, small_kb(state));
    Note n = write_note(state, &d);
    CHECK_OK(note_text(&text, test_arena(state), &n, &e), &e);
    CHECK_GOLDEN(test_arena(state), "note/cough.txt", text);
    for (size_t i = 0; i < n.n; i++)
        for (size_t k = 0; k < n.sections[i].n; k++)
            CHECK(n.sections[i].v[k].n > 0 && n.sections[i].v[k].text.n > 0);
}

TEST(is_unchanged_by_a_failure_at_any_allocation)
{
    Desk d;
    full_desk(&d, state, small_kb(state));
    for (size_t at = 1;; at++) {
        Err  e = {0};
        Note out = {.profile = STR("as before")};
        arena_fail_at(at);
        bool ok = note_write(&out, test_arena(state), &d.in, &e);
        arena_fail_at(0);
        if (ok) {
            CHECK(at > 20 && out.n > 5);
            return;
        }
        CHECK(e.code == ERR_BUSY && out.n == 0);
        CHECK_STR(out.profile, "as before");
    }
}

TEST_MAIN(
    "note/note", cmocka_unit_test(refuses_a_sentence_without_a_witness),
    cmocka_unit_test(refuses_a_finding_nobody_spoke_of),
    cmocka_unit_test(leaves_out_empty_sections),
    cmocka_unit_test(groups_refinements_under_their_stem_and_says_a_wording_once),
    cmocka_unit_test(heads_a_group_with_its_first_refinement_when_the_stem_was_not_said),
    cmocka_unit_test(lists_what_was_asked_and_absent_with_answer_and_question),
    cmocka_unit_test(marks_what_was_said_both_ways),
    cmocka_unit_test(marks_what_is_possible_and_claims_no_conflict_for_it),
    cmocka_unit_test(puts_each_kind_of_finding_in_its_section),
    cmocka_unit_test(takes_a_sign_the_patient_tells_of_as_history),
    cmocka_unit_test(says_who_the_patient_is_as_far_as_known),
    cmocka_unit_test(writes_a_drug_with_what_its_name_does_not_say_yet),
    cmocka_unit_test(rewrites_the_talk_or_quotes_it_with_its_speaker),
    cmocka_unit_test(keeps_no_courtesy),
    cmocka_unit_test(keeps_what_was_found_and_not_that_it_was_looked_for),
    cmocka_unit_test(cuts_a_long_quotation_at_a_word),
    cmocka_unit_test(marks_what_nobody_said_as_a_suggestion),
    cmocka_unit_test(writes_the_whole_note_in_the_order_a_gp_reads_it),
    cmocka_unit_test(is_unchanged_by_a_failure_at_any_allocation))
