/* Talk to findings on a small knowledge of its own; the cases are for clinicians to read.
 */
#include "nlp/nlp.h"

#include "base/buf.h"
#include "base/num.h"
#include "harness/test.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const tables[] = {"cues", "qa", "units", "people", "body", "clinical"};

static void copy_file(void **state, Str folder, const char *from, const char *to)
{
    Err e = {0};
    Str text;
    CHECK_OK(os_read_file(&text, test_arena(state), str_from(from), 4 * MIB, &e), &e);
    test_write(state, folder, to, text.p);
}

static Str small_content(void **state)
{
    Str  folder = test_folder(state);
    char from[64], to[64];
    copy_file(state, folder, "tests/golden/nlp/findings.yaml", "findings/all.yaml");
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        snprintf(from, sizeof from, "content/lexicon/%s.tsv", tables[i]);
        snprintf(to, sizeof to, "lexicon/%s.tsv", tables[i]);
        copy_file(state, folder, from, to);
    }
    return folder;
}

static const Kb *kb_of(void **state, Str folder)
{
    Err       e = {0};
    Arena    *a = test_arena(state);
    Str       image;
    KbReport  report;
    const Kb *kb;
    CHECK_OK(kb_build(&image, &report, a, folder, &e), &e);
    for (size_t i = 0; i < report.n; i++) {
        if (report.v[i].severity == KB_FAILURE)
            print_message(STR_F ":%u " STR_F "\n", STR_A(report.v[i].file),
                          report.v[i].line, STR_A(report.v[i].text));
    }
    CHECK_OK(kb_load(&kb, a, image, &e), &e);
    return kb;
}

typedef struct Tools {
    Arena         *a;
    const Kb      *kb;
    const Lexicon *lex;
} Tools;

static Tools tools(void **state)
{
    Err   e = {0};
    Tools t = {.a = test_arena(state), .kb = kb_of(state, small_content(state))};
    CHECK_OK(lexicon_open(&t.lex, t.a, t.kb, &e), &e);
    return t;
}

static Findings read_text(const Tools *t, Transcript *talk, const char *text)
{
    Err      e = {0};
    Findings f;
    CHECK_OK(transcript_read(talk, t->a, str_from(text), &e), &e);
    CHECK_OK(nlp_read(&f, t->a, t->lex, talk, &e), &e);
    return f;
}

static const FoundFinding *found(const Tools *t, const Findings *f, const char *id)
{
    uint32_t finding = kb_find_finding(t->kb, str_from(id));
    for (size_t i = 0; i < f->n; i++) {
        if (f->v[i].finding == finding)
            return &f->v[i];
    }
    return NULL;
}

/* ---- golden cases -------------------------------------------------------------- */

static void write_words(Buf *b, const char *name, const Transcript *t, Span s)
{
    if (!s.n)
        return;
    buf_fmt(b, ", %s \"" STR_F "\"", name, STR_A(transcript_span(t, s)));
}

static void write_finding(Buf *b, const Tools *t, const Transcript *talk,
                          const FoundFinding *f)
{
    static const char *const sides[] = {"", ", left", ", right", ", both sides"};
    const Evidence          *ev = &f->v[0];
    for (size_t i = 0; i < f->n; i++) {
        if (f->v[i].status == f->status) {
            ev = &f->v[i];
            break;
        }
    }
    buf_fmt(b, "= " STR_F " %s", STR_A(kb_finding(t->kb, f->finding)->id),
            status_name(f->status));
    buf_fmt(b, " by %s \"" STR_F "\"", ev->rule, STR_A(transcript_span(talk, ev->said)));
    buf_text(b, sides[f->side]);
    buf_text(b, f->conflict ? ", in conflict" : "");
    write_words(b, "severity", talk, f->severity);
    write_words(b, "duration", talk, f->duration);
    write_words(b, "often", talk, f->frequency);
    buf_char(b, '\n');
}

static void write_medication(Buf *b, const Tools *t, const Transcript *talk,
                             const Medication *m)
{
    buf_fmt(b, "= medicine " STR_F " %s", STR_A(transcript_span(talk, m->name)),
            status_name(m->status));
    if (m->finding != KB_NONE)
        buf_fmt(b, " (" STR_F ")", STR_A(kb_finding(t->kb, m->finding)->id));
    write_words(b, "dose", talk, m->dose);
    write_words(b, "often", talk, m->frequency);
    buf_char(b, '\n');
}

static void write_case(Buf *b, const Tools *t, Str said)
{
    Err        e = {0};
    Transcript talk;
    Findings   f;
    CHECK_OK(transcript_read(&talk, t->a, said, &e), &e);
    CHECK_OK(nlp_read(&f, t->a, t->lex, &talk, &e), &e);
    for (size_t i = 0; i < f.n; i++)
        write_finding(b, t, &talk, &f.v[i]);
    for (size_t i = 0; i < f.n_medications; i++)
        write_medication(b, t, &talk, &f.medications[i]);
    for (size_t i = 0; i < f.n_unmatched; i++)
        buf_fmt(b, "= not understood \"" STR_F "\"\n",
                STR_A(transcript_span(&talk, f.unmatched[i])));
    if (!isnan(f.age_years)) {
        buf_text(b, "= age ");
        buf_num(b, f.age_years, 0);
        buf_char(b, '\n');
    }
    if (f.sex != KB_SEX_UNKNOWN)
        buf_text(b, f.sex == KB_FEMALE ? "= female\n" : "= male\n");
}

/* Blocks stand apart by empty lines; "#" titles, "=" what is expected, the rest is said.
 */
static void check_cases(void **state, const char *name)
{
    Err   e = {0};
    Tools t = tools(state);
    Str   file, line, rest;
    Buf   out = buf_open(t.a, MIB), said = buf_open(t.a, MIB);
    char  path[64];
    snprintf(path, sizeof path, "tests/golden/%s", name);
    CHECK_OK(os_read_file(&file, t.a, str_from(path), MIB, &e), &e);
    rest = file;
    for (bool more = true; more;) {
        more = str_next(&rest, '\n', &line);
        if (more && line.n) {
            bool expected = line.p[0] == '=';
            if (!expected)
                buf_fmt(&out, STR_F "\n", STR_A(line));
            if (!expected && line.p[0] != '#')
                buf_fmt(&said, STR_F "\n", STR_A(line));
            continue;
        }
        Str text;
        CHECK_OK(buf_done(&said, &text, &e), &e);
        if (text.n)
            write_case(&out, &t, text);
        said = buf_open(t.a, MIB);
        if (more && rest.p && rest.n)
            buf_char(&out, '\n');
    }
    Str text;
    CHECK_OK(buf_done(&out, &text, &e), &e);
    CHECK_GOLDEN(t.a, name, text);
}

TEST(pairs_questions_with_their_answers) { check_cases(state, "nlp/answers.case"); }
TEST(reads_what_is_said_unasked) { check_cases(state, "nlp/statements.case"); }
TEST(reads_written_notes) { check_cases(state, "nlp/notes.case"); }

/* ---- the contract -------------------------------------------------------------- */

TEST(the_headers_example_holds)
{
    Tools      t = tools(state);
    Transcript talk;
    Findings   f = read_text(
          &t, &talk, "P: It's my calf.\nD: Any swelling?\nP: No, nothing like that.");
    const FoundFinding *x = found(&t, &f, "calf_swelling");
    CHECK(x && x->status == STATUS_ABSENT);
    CHECK_STR(transcript_span(&talk, x->v[0].said), "No, nothing like that.");
    CHECK_STR(transcript_span(&talk, x->v[0].question), "Any swelling?");
    CHECK_STR(str_from(x->v[0].rule), "qa.no");
    CHECK(x->v[0].by == SPEAKER_PATIENT);
}

TEST(makes_a_case_of_what_is_present_and_absent)
{
    Err        e = {0};
    Tools      t = tools(state);
    Transcript talk;
    Case      *c;
    Findings   f = read_text(&t, &talk,
                             "P: I'm 68 and I get cramps at night.\nD: Any fever?\nP: No.\n"
                               "P: I take indapamide. My mother had diabetes.");
    CHECK_OK(nlp_case(&c, t.a, t.kb, &f, &e), &e);
    CHECK_NEAR(c->age_years, 68, 0);
    CHECK(case_state(c, kb_find_finding(t.kb, STR("leg_cramp.at_night"))) ==
          FINDING_PRESENT);
    CHECK(case_state(c, kb_find_finding(t.kb, STR("leg_discomfort"))) == FINDING_PRESENT);
    CHECK(case_state(c, kb_find_finding(t.kb, STR("fever"))) == FINDING_ABSENT);
    CHECK(case_state(c, kb_find_finding(t.kb, STR("drug_thiazide_like"))) ==
          FINDING_PRESENT);
    CHECK(case_state(c, kb_find_finding(t.kb, STR("diabetes"))) == FINDING_UNKNOWN);
    const CaseFinding *fever = case_find(c, kb_find_finding(t.kb, STR("fever")));
    CHECK(fever && fever->origin == FROM_QUESTION);
    CHECK(f.v[fever->tag].finding == fever->finding);
}

TEST(shows_a_conflict_and_keeps_the_newest)
{
    Tools      t = tools(state);
    Transcript talk;
    Findings   f = read_text(
          &t, &talk, "P: I have a cough.\nD: Right.\nP: Actually, I do not have a cough.");
    const FoundFinding *x = found(&t, &f, "cough");
    CHECK(x && x->conflict && x->status == STATUS_ABSENT && x->n == 2);
    CHECK(x->certainty < 1);
}

TEST(tells_what_a_sentence_is_for)
{
    static const SentenceKind expected[] = {
        SENTENCE_QUESTION, SENTENCE_COMPLAINT,  SENTENCE_ICE,       SENTENCE_EXAM,
        SENTENCE_PLAN,     SENTENCE_SAFETY_NET, SENTENCE_FOLLOW_UP, SENTENCE_EXPLANATION};
    Tools      t = tools(state);
    Transcript talk;
    Findings   f = read_text(&t, &talk,
                             "D: What brings you in today?\nP: I get cramps in my calf.\n"
                               "P: I was worried it might be a stroke.\n"
                               "D: On examination your calf is normal.\n"
                               "D: We will do some blood tests.\n"
                               "D: If the calf becomes swollen, come back straight away.\n"
                               "D: I will see you again in four weeks.\n"
                               "D: This is probably a harmless muscle spasm.");
    CHECK(f.n_sentences == sizeof expected / sizeof *expected);
    for (size_t i = 0; i < f.n_sentences; i++)
        CHECK(f.sentences[i].kind == expected[i]);
    CHECK_STR(transcript_span(&talk, f.complaint), "I get cramps in my calf.");
}

TEST(lists_clinical_words_it_does_not_understand)
{
    Tools      t = tools(state);
    Transcript talk;
    Findings   f = read_text(&t, &talk, "I have sarcoidosis and pain in my elbow.");
    bool       elbow = false;
    for (size_t i = 0; i < f.n_unmatched; i++)
        elbow = elbow ||
                str_eq(transcript_span(&talk, f.unmatched[i]), STR("pain in my elbow"));
    CHECK(elbow);
}

/* ---- speakers ------------------------------------------------------------------ */

TEST(splits_a_segment_that_holds_both_voices)
{
    Err             e = {0};
    Tools           t = tools(state);
    Transcript      in, out;
    TranscriptPiece v[] = {
        {STR_INIT("What can I do for you today? I keep getting these cramps in my calf."),
         SPEAKER_UNKNOWN, 0, 8, 0.9},
        {STR_INIT("Okay. Do you have any swelling? No, I don't."), SPEAKER_UNKNOWN, 9, 13,
         0.8}};
    CHECK_OK(transcript_join(&in, t.a, v, 2, &e), &e);
    CHECK_OK(nlp_speakers(&out, t.a, t.lex, &in, &e), &e);
    CHECK(out.n == 4);
    CHECK(out.turns[0].speaker == SPEAKER_CLINICIAN);
    CHECK(out.turns[1].speaker == SPEAKER_PATIENT);
    CHECK(out.turns[2].speaker == SPEAKER_CLINICIAN);
    CHECK(out.turns[3].speaker == SPEAKER_PATIENT);
    for (size_t i = 0; i < out.n; i++) {
        CHECK(out.turns[i].p_speaker >= 0.5 && out.turns[i].p_speaker < 1);
        CHECK(out.turns[i].from_s >= 0 && out.turns[i].to_s <= 13);
    }
    CHECK(out.text.p == in.text.p);
    CHECK_NEAR(out.turns[3].confidence, 0.8, 0);
}

TEST(reads_speech_that_has_no_speakers)
{
    Err             e = {0};
    Tools           t = tools(state);
    Transcript      in;
    Findings        f;
    TranscriptPiece v[] = {
        {STR_INIT("Do you have any numbness?"), SPEAKER_UNKNOWN, NAN, NAN, NAN},
        {STR_INIT("No, I don't."), SPEAKER_UNKNOWN, NAN, NAN, NAN}};
    CHECK_OK(transcript_join(&in, t.a, v, 2, &e), &e);
    CHECK_OK(nlp_read(&f, t.a, t.lex, &in, &e), &e);
    const FoundFinding *x = found(&t, &f, "numbness");
    CHECK(x && x->status == STATUS_ABSENT);
    CHECK(x->certainty < 0.9); /* less sure, because the voice is only likely */
}

/* ---- properties ---------------------------------------------------------------- */

static Str summary(const Tools *t, const char *text)
{
    Err e = {0};
    Buf b = buf_open(t->a, MIB);
    Str out;
    write_case(&b, t, str_from(text));
    CHECK_OK(buf_done(&b, &out, &e), &e);
    return out;
}

TEST(gives_the_same_bytes_under_another_locale)
{
    static const char text[] =
        "D: How long?\nP: I'm 68.5. I get cramps for 2.5 weeks, indapamide 2.5 mg daily.";
    Tools             t = tools(state);
    Str               before = summary(&t, text);
    const char *const names[] = {"de_DE.UTF-8", "tr_TR.UTF-8", "C.UTF-8"};
    for (size_t i = 0; i < 3; i++) {
        setlocale(LC_ALL, names[i]);
        Str after = summary(&t, text);
        CHECK(str_eq(before, after));
    }
    setlocale(LC_ALL, "C");
}

static bool is_border(Str text, uint32_t at)
{
    return at == text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80;
}

static void check_span(Str text, Span s)
{
    CHECK((size_t)s.at + s.n <= text.n);
    CHECK(is_border(text, s.at) && is_border(text, s.at + s.n));
}

static void check_spans(const Transcript *t, const Findings *f)
{
    for (size_t i = 0; i < f->n; i++) {
        for (size_t k = 0; k < f->v[i].n; k++) {
            check_span(t->text, f->v[i].v[k].said);
            check_span(t->text, f->v[i].v[k].question);
            CHECK(f->v[i].v[k].said.n > 0);
        }
        check_span(t->text, f->v[i].duration);
        check_span(t->text, f->v[i].frequency);
        check_span(t->text, f->v[i].severity);
    }
    for (size_t i = 0; i < f->n_sentences; i++)
        check_span(t->text, f->sentences[i].span);
    for (size_t i = 0; i < f->n_unmatched; i++)
        check_span(t->text, f->unmatched[i]);
    for (size_t i = 0; i < f->n_medications; i++)
        check_span(t->text, f->medications[i].name);
    check_span(t->text, f->complaint);
    check_span(t->text, f->age_said);
}

/* Cuts, doubles, swaps and strews the bytes of a real conversation. */
static void mutate(char *p, size_t n)
{
    static const char strewn[] = " .,?!-'\n:;<>/[]0123456789aeiou\xc3\xa9\xe2\x80\x99";
    for (int k = 0; k < 12; k++) {
        size_t at = (size_t)(test_random() % n);
        if (test_random() % 3)
            p[at] = strewn[test_random() % (sizeof strewn - 1)];
        else
            memmove(p + at, p + at / 2, (n - at) / 2);
    }
}

TEST(survives_any_bytes_with_spans_inside_the_text)
{
    static const char seed[] = "D: What brings you in?\nP: I'm 68, I get, um, cramps in "
                               "my left calf at night, for "
                               "about 3 weeks, 2-3 times a week.\nD: Any fever, cough or "
                               "vomiting?\nP: Yeah, no. My "
                               "mother had diabetes.\nD: No numbness?\nP: <UNIN/> I "
                               "don't take indapamide 2.5 mg.\n";
    Tools             t = tools(state);
    unsigned          read = 0;
    for (int i = 0; i < 1500; i++) {
        Err        e = {0};
        Arena     *a = arena_new(32 * MIB, &e);
        char       text[sizeof seed];
        Transcript talk;
        Findings   f;
        memcpy(text, seed, sizeof seed);
        mutate(text, sizeof seed - 1);
        if (transcript_read(&talk, a, (Str){text, sizeof seed - 1}, &e)) {
            CHECK_OK(nlp_read(&f, a, t.lex, &talk, &e), &e);
            check_spans(&talk, &f);
            read++;
        }
        arena_free(a);
    }
    CHECK(read > 300); /* broken UTF-8 is refused; enough must get through */
}

TEST(fails_cleanly_without_memory)
{
    Err        e = {0};
    Tools      t = tools(state);
    Transcript talk;
    Findings   f = {.n = 77};
    CHECK_OK(
        transcript_read(&talk, t.a, STR("D: Any fever?\nP: No, but I get cramps."), &e),
        &e);
    bool done = false;
    for (size_t n = 1; !done && n < 4000; n++) {
        arena_fail_at(n);
        done = nlp_read(&f, t.a, t.lex, &talk, &e);
        arena_fail_at(0);
        if (!done) {
            CHECK(e.code == ERR_BUSY && f.n == 77);
            e = (Err){0};
        }
    }
    CHECK(done && f.n > 0);
}

/* ---- tables -------------------------------------------------------------------- */

TEST(refuses_a_row_of_an_unknown_kind)
{
    Err            e = {0};
    Str            folder = small_content(state);
    const Lexicon *lex;
    test_write(state, folder, "lexicon/people.tsv",
               "pattern\tkind\tnote\nmother\tkinn\t\n");
    CHECK_ERR(lexicon_open(&lex, test_arena(state), kb_of(state, folder), &e), &e,
              ERR_CONTENT);
    CHECK_SAYS(&e, "people.tsv, row 1");
    CHECK_SAYS(&e, "kinn");
}

TEST(refuses_a_table_without_its_columns)
{
    Err            e = {0};
    Str            folder = small_content(state);
    const Lexicon *lex;
    test_write(state, folder, "lexicon/cues.tsv", "pattern\tkind\tnote\nno\tNEG\t\n");
    CHECK_ERR(lexicon_open(&lex, test_arena(state), kb_of(state, folder), &e), &e,
              ERR_CONTENT);
    CHECK_SAYS(&e, "direction");
}

TEST_MAIN("nlp/read", cmocka_unit_test(pairs_questions_with_their_answers),
          cmocka_unit_test(reads_what_is_said_unasked),
          cmocka_unit_test(reads_written_notes),
          cmocka_unit_test(the_headers_example_holds),
          cmocka_unit_test(makes_a_case_of_what_is_present_and_absent),
          cmocka_unit_test(shows_a_conflict_and_keeps_the_newest),
          cmocka_unit_test(tells_what_a_sentence_is_for),
          cmocka_unit_test(lists_clinical_words_it_does_not_understand),
          cmocka_unit_test(splits_a_segment_that_holds_both_voices),
          cmocka_unit_test(reads_speech_that_has_no_speakers),
          cmocka_unit_test(gives_the_same_bytes_under_another_locale),
          cmocka_unit_test(survives_any_bytes_with_spans_inside_the_text),
          cmocka_unit_test(fails_cleanly_without_memory),
          cmocka_unit_test(refuses_a_row_of_an_unknown_kind),
          cmocka_unit_test(refuses_a_table_without_its_columns))
