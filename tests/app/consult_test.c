/* tests/app/consult_test.c - whole consultations on the repository's content. */
#include "app/share.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "json/json.h"

#include <math.h>

static const char *const talks[] = {"swollen_calf", "back_after_lifting", "typed"};
enum { N_TALKS = sizeof talks / sizeof *talks };

static ConsultInput text_input(Str text, Str name)
{
    return (ConsultInput){.bytes = text,
                          .name = name,
                          .age_years = NAN,
                          .sex = KB_SEX_UNKNOWN,
                          .setting = SETTING_GP};
}

static Str read_talk(void **state, const char *name)
{
    Err e = {0};
    Str path, text = {0};
    CHECK_OK(str_fmt(&path, test_arena(state), &e, "tests/golden/app/%s.txt", name), &e);
    CHECK_OK(os_read_file(&text, test_arena(state), path, MIB, &e), &e);
    return text;
}

static Consult consult(void **state, App *app, const ConsultInput *in)
{
    Err     e = {0};
    Consult c = {.name = {0}};
    CHECK_OK(app_consult(&c, test_arena(state), app, in, &e), &e);
    return c;
}

static Str json_of(void **state, const App *app, const Consult *c)
{
    Err e = {0};
    Str out = {0};
    CHECK_OK(app_consult_json(&out, test_arena(state), app, c, false, &e), &e);
    return out;
}

static App *open_app(void **state) { return share_app(state, "app-consult"); }

/* The note without its impression: the figures of the ranking are reason's own. */
static Str note_but_impression(void **state, const Note *n)
{
    Err          e = {0};
    Str          text = {0};
    Note         rest = {.profile = n->profile};
    NoteSection *v = ARENA_ARRAY(test_arena(state), NoteSection, n->n, &e);
    for (size_t i = 0; i < n->n; i++)
        if (!str_is(n->sections[i].id, "impression"))
            v[rest.n++] = n->sections[i];
    rest.sections = v;
    CHECK_OK(note_text(&text, test_arena(state), &rest, &e), &e);
    return text;
}

/* What a clinician can check by eye. */
TEST(reads_three_consultations_as_expected)
{
    App *app = open_app(state);
    for (size_t i = 0; i < N_TALKS; i++) {
        Arena             *a = test_arena(state);
        Err                e = {0};
        Str                findings, all, golden;
        const ConsultInput in = text_input(read_talk(state, talks[i]), STR("talk"));
        Consult            c = consult(state, app, &in);
        CHECK_OK(app_findings_text(&findings, a, app, &c, &e), &e);
        CHECK_OK(str_fmt(&all, a, &e, STR_F "\nUrgency: " STR_F "\n\n" STR_F,
                         STR_A(findings), STR_A(c.differential.triage.level_name),
                         STR_A(note_but_impression(state, &c.note))),
                 &e);
        CHECK_OK(str_fmt(&golden, a, &e, "app/%s.expected", talks[i]), &e);
        CHECK_GOLDEN(a, golden.p, all);
    }
}

/* Numbers as people read them: what stands in the sum adds up, risks stand above it. */
TEST(shows_risks_within_the_start_and_not_in_the_sum)
{
    App         *app = open_app(state);
    Err          e = {0};
    Str          text;
    ConsultInput in =
        text_input(STR("I get cramp in my calf in bed. I take indapamide."), STR("talk"));
    in.age_years = 80;
    Consult c = consult(state, app, &in);
    CHECK_OK(app_consult_text(&text, test_arena(state), app, &c, &e), &e);
    size_t at = str_find(text, STR("how sure"));
    text = str_from_at(text, at);
    size_t risk = str_find(text, STR("age 75 and over\n"));
    size_t start = str_find(text, STR("before the findings, the above in it"));
    CHECK(at != STR_NONE && risk != STR_NONE && start != STR_NONE && risk < start);
}

TEST(cuts_quoted_words_between_characters)
{
    App *app = open_app(state);
    Err  e = {0};
    Str  text, out;
    for (int shift = 0; shift < 3; shift++) {
        Buf b = buf_open(test_arena(state), 4 * KIB);
        buf_text(&b, "D: Any ");
        for (int i = 0; i < 40; i++)
            buf_text(&b, i < shift ? "x" : "\xC3\xA4");
        buf_text(&b, " numbness?\nP: No.\n");
        CHECK_OK(buf_done(&b, &text, &e), &e);
        const ConsultInput in = text_input(text, STR("talk"));
        Consult            c = consult(state, app, &in);
        CHECK_OK(app_findings_text(&out, test_arena(state), app, &c, &e), &e);
        CHECK_OK(utf8_check(out, "the findings", &e), &e);
    }
}

TEST(gives_the_same_bytes_for_the_same_input)
{
    App *app = open_app(state);
    for (size_t i = 0; i < N_TALKS; i++) {
        const ConsultInput in = text_input(read_talk(state, talks[i]), STR("talk"));
        Consult            one = consult(state, app, &in), two = consult(state, app, &in);
        CHECK(str_eq(json_of(state, app, &one), json_of(state, app, &two)));
    }
}

TEST(says_how_long_it_took_only_when_asked)
{
    App               *app = open_app(state);
    Err                e = {0};
    Str                timed;
    const ConsultInput in = text_input(STR("P: cramp at night"), STR("talk"));
    Consult            c = consult(state, app, &in);
    CHECK(str_find(json_of(state, app, &c), STR("\"timing\"")) == STR_NONE);
    CHECK_OK(app_consult_json(&timed, test_arena(state), app, &c, true, &e), &e);
    CHECK(str_find(timed, STR("\"timing\":{\"audio_s\"")) != STR_NONE);
}

/* ---- every claim opens something ------------------------------------------------- */

typedef struct Walker {
    const JsonValue *root;
    const Kb        *kb;
    Str              text;
    size_t           n_sources, n_findings, n_bars, n_witnesses;
} Walker;

static double number(const JsonValue *v, const char *key)
{
    double x = NAN;
    return json_as_num(json_get(v, key), &x) ? x : NAN;
}

static bool is_boundary(Str s, size_t at)
{
    return at == s.n || (at < s.n && ((unsigned char)s.p[at] & 0xC0) != 0x80);
}

/* A span lies inside the text, holds something, and cuts no character. */
static void check_span(const Walker *w, const JsonValue *v)
{
    double at = number(v, "at"), n = number(v, "n");
    CHECK(at >= 0 && n > 0 && at + n <= (double)w->text.n);
    CHECK(is_boundary(w->text, (size_t)at) && is_boundary(w->text, (size_t)(at + n)));
}

static void check_source(const Walker *w, const JsonValue *v, bool may_be_null)
{
    double i = number(v, "source");
    if (isnan(i))
        CHECK(may_be_null);
    else
        CHECK(i >= 0 && i < (double)w->n_sources);
}

static void walk_sources(Walker *w)
{
    const JsonValue *v = json_get(w->root, "sources");
    w->n_sources = json_length(v);
    for (size_t i = 0; i < w->n_sources; i++) {
        const JsonValue *s = json_at(v, i);
        CHECK(number(s, "i") == (double)i);
        bool has_key = json_as_str(json_get(s, "key")).n > 0;
        bool is_estimate =
            json_as_str(json_get(s, "file")).n > 0 && number(s, "line") > 0;
        CHECK(has_key || is_estimate);
    }
}

static void walk_findings(Walker *w)
{
    const JsonValue *v = json_get(w->root, "findings");
    w->n_findings = json_length(v);
    for (size_t i = 0; i < w->n_findings; i++) {
        const JsonValue *f = json_at(v, i), *evidence = json_get(f, "evidence");
        CHECK(number(f, "i") == (double)i && json_length(evidence) > 0);
        CHECK(kb_find_finding(w->kb, json_as_str(json_get(f, "id"))) != KB_NONE);
        for (size_t k = 0; k < json_length(evidence); k++) {
            const JsonValue *x = json_at(evidence, k);
            check_span(w, json_get(x, "said"));
            if (json_is_object(json_get(x, "question")))
                check_span(w, json_get(x, "question"));
        }
    }
    v = json_get(w->root, "medications");
    for (size_t i = 0; i < json_length(v); i++)
        check_span(w, json_get(json_at(v, i), "said"));
    v = json_get(w->root, "unmatched");
    for (size_t i = 0; i < json_length(v); i++)
        check_span(w, json_at(v, i));
    v = json_get(json_get(w->root, "transcript"), "turns");
    CHECK(json_length(v) > 0);
    for (size_t i = 0; i < json_length(v); i++)
        check_span(w, json_at(v, i));
}

static void walk_bars(Walker *w, const JsonValue *h)
{
    const JsonValue *bars = json_get(h, "bars");
    double           sum = number(h, "prior_db");
    size_t           n = json_length(bars);
    for (size_t i = 0; i < n; i++) {
        const JsonValue *b = json_at(bars, i);
        double           f = number(b, "finding_index");
        CHECK(json_as_str(json_get(b, "label")).n > 0);
        CHECK(isnan(f) || (f >= 0 && f < (double)w->n_findings));
        check_source(w, b, true); /* null: background alone */
        if (!str_is(json_as_str(json_get(b, "kind")), "risk")) /* within the prior */
            sum += number(b, "db");
        w->n_bars++;
    }
    if (!isnan(number(h, "posterior_db"))) /* null where it is impossible */
        CHECK_NEAR(sum, number(h, "posterior_db"), 0.05 + 0.005 * (double)(n + 2));
}

static void walk_differential(Walker *w)
{
    const JsonValue *d = json_get(w->root, "differential");
    const JsonValue *hs = json_get(d, "hypotheses");
    double           sum = 0;
    CHECK(json_length(hs) > 0);
    for (size_t i = 0; i < json_length(hs); i++) {
        const JsonValue *h = json_at(hs, i);
        Str              id = json_as_str(json_get(h, "condition"));
        CHECK(id.n == 0 || kb_find_condition(w->kb, id) != KB_NONE);
        CHECK(number(h, "p") >= 0 && number(h, "p") <= 1);
        CHECK(number(h, "low") <= number(h, "p") + 1e-4 &&
              number(h, "p") <= number(h, "high") + 1e-4);
        sum += number(h, "p");
        walk_bars(w, h);
    }
    CHECK(sum > 0.5);
    const JsonValue *fired = json_get(json_get(d, "triage"), "fired");
    for (size_t i = 0; i < json_length(fired); i++)
        check_source(w, json_at(fired, i), true);
}

static bool is_ranked(const Walker *w, Str id)
{
    const JsonValue *hs = json_get(json_get(w->root, "differential"), "hypotheses");
    for (size_t i = 0; i < json_length(hs); i++)
        if (str_eq(json_as_str(json_get(json_at(hs, i), "condition")), id))
            return true;
    return false;
}

static void check_witness(Walker *w, const JsonValue *v)
{
    Str kind = json_as_str(json_get(v, "kind"));
    w->n_witnesses++;
    if (str_is(kind, "said")) {
        check_span(w, json_get(v, "said"));
        if (json_is_object(json_get(v, "question")))
            check_span(w, json_get(v, "question"));
    } else if (str_is(kind, "knowledge")) {
        check_source(w, v, false);
    } else if (str_is(kind, "reasoning")) {
        CHECK(is_ranked(w, json_as_str(json_get(v, "condition"))));
    } else {
        CHECK_STR(kind, "typed");
    }
}

static void walk_guidance_and_note(Walker *w)
{
    const JsonValue *walks = json_get(w->root, "guidance");
    for (size_t i = 0; i < json_length(walks); i++) {
        const JsonValue *rows = json_get(json_at(walks, i), "rows");
        for (size_t k = 0; k < json_length(rows); k++)
            check_source(w, json_at(rows, k), true);
    }
    const JsonValue *sections = json_get(json_get(w->root, "note"), "sections");
    CHECK(json_length(sections) > 0);
    for (size_t i = 0; i < json_length(sections); i++) {
        const JsonValue *v = json_get(json_at(sections, i), "sentences");
        CHECK(json_length(v) > 0);
        for (size_t k = 0; k < json_length(v); k++) {
            const JsonValue *witnesses = json_get(json_at(v, k), "witnesses");
            CHECK(json_as_str(json_get(json_at(v, k), "text")).n > 0);
            CHECK(json_length(witnesses) > 0);
            for (size_t m = 0; m < json_length(witnesses); m++)
                check_witness(w, json_at(witnesses, m));
        }
    }
}

TEST(gives_every_bar_row_and_sentence_something_to_open)
{
    App *app = open_app(state);
    for (size_t i = 0; i <= N_TALKS; i++) {
        Err          e = {0};
        Str          text = {0};
        ConsultInput in;
        if (i < N_TALKS)
            text = read_talk(state, talks[i]);
        else
            CHECK_OK(os_read_file(&text, test_arena(state), STR("demo/leg_cramps.txt"),
                                  MIB, &e),
                     &e);
        in = text_input(text, STR("talk"));
        in.age_years = i % 2 ? 67 : NAN;
        in.sex = i % 2 ? KB_FEMALE : KB_SEX_UNKNOWN;
        Consult c = consult(state, app, &in);
        Walker  w = {.kb = app_kb(app)};
        Str     json = json_of(state, app, &c);
        CHECK_OK(json_read(&w.root, test_arena(state), json, "consult", &e), &e);
        w.text = json_as_str(json_get(json_get(w.root, "transcript"), "text"));
        CHECK(str_eq(w.text, c.transcript.text));
        walk_sources(&w);
        walk_findings(&w);
        walk_differential(&w);
        walk_guidance_and_note(&w);
        CHECK(w.n_bars > 10 && w.n_witnesses > 5 && w.n_sources > 5);
        const JsonValue *basis = json_get(w.root, "basis");
        CHECK(number(basis, "estimates") + number(basis, "measured") <=
              (double)w.n_sources);
    }
}

/* ---- what comes in ------------------------------------------------------------------
 */

TEST(knows_sound_by_its_first_bytes_then_by_its_name)
{
    static const struct Row {
        Str         bytes;
        const char *name;
        bool        is_audio;
    } table[] = {
        {STR_INIT("RIFF....WAVE"), "-", true},
        {STR_INIT("ID3\3"), "talk.txt", true},
        {STR_INIT("fLaC"), "x", true},
        {STR_INIT("OggS"), "x", true},
        {STR_INIT("\0\0\0 ftypM4A "), "x", true},
        {STR_INIT("\x1A\x45\xDF\xA3"), "x", true},
        {STR_INIT("\xFF\xFB\x90"), "x", true},
        {STR_INIT("\xFF\xF1"), "x", true},
        {STR_INIT("\xFF\x10"), "x", false},
        {STR_INIT("\xFF"), "x", false},
        {STR_INIT(""), "x", false},
        {STR_INIT(""), "empty.wav", true},
        {STR_INIT("hello"), "talk.MP3", true},
        {STR_INIT("hello"), "talk.opus", true},
        {STR_INIT("hello"), "talk.webm", true},
        {STR_INIT("hello"), "wav", false},
        {STR_INIT("hello"), "talk.wav.txt", false},
        {STR_INIT("P: I hear a riff"), "talk.txt", false},
        {STR_INIT("RIF"), "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (app_is_audio(table[i].bytes, str_from(table[i].name)) != table[i].is_audio)
            fail_msg("row %zu is judged wrongly", i);
}

TEST(refuses_what_is_no_text_and_names_it)
{
    static const struct Bad {
        Str         bytes;
        const char *says;
    } bad[] = {
        {STR_INIT(""), "the file is empty"},
        {STR_INIT(" \n\t "), "talk.txt"},
        {STR_INIT("P: caf\xE9"), "line 1, byte "},
        {STR_INIT("P: a\0b"), "talk.txt"},
    };
    App *app = open_app(state);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Err                e = {0};
        Consult            c = {.name = STR("as before")};
        const ConsultInput in = text_input(bad[i].bytes, STR("talk.txt"));
        CHECK_ERR(app_consult(&c, test_arena(state), app, &in, &e), &e, ERR_INPUT);
        CHECK_SAYS(&e, bad[i].says);
        CHECK_SAYS(&e, "talk.txt");
        CHECK_STR(c.name, "as before");
    }
}

TEST(lets_a_typed_age_and_sex_win_and_shows_that)
{
    App         *app = open_app(state);
    ConsultInput in = text_input(
        STR("P: I'm sixty-seven. I get cramp in my calf at night."), STR("talk"));
    Consult spoken = consult(state, app, &in);
    CHECK(spoken.facts->age_years == 67 && !spoken.age_was_typed);
    in.age_years = 30;
    in.sex = KB_MALE;
    Consult typed = consult(state, app, &in);
    CHECK(typed.facts->age_years == 30 && typed.age_was_typed && typed.sex_was_typed);
    Str json = json_of(state, app, &typed);
    CHECK(str_find(json, STR("\"patient\":{\"age\":30,\"sex\":\"m\",\"age_typed\":true,"
                             "\"sex_typed\":true}")) != STR_NONE);
    CHECK(str_find(json, STR("\"text\":\"30-year-old man.\"")) != STR_NONE);
}

TEST(keeps_what_is_not_the_patients_own_out_of_the_note)
{
    App               *app = open_app(state);
    const ConsultInput in = text_input(
        STR("D: If your leg becomes hot, or if you get chest pain, call us.\nP: I will."),
        STR("talk"));
    Consult c = consult(state, app, &in);
    for (size_t i = 0; i < c.note.n; i++)
        CHECK(!str_is(c.note.sections[i].id, "hpc") &&
              !str_is(c.note.sections[i].id, "negatives"));
}

static Str impression_of(void **state, App *app, const char *text)
{
    const ConsultInput in = text_input(str_from(text), STR("talk"));
    Consult            c = consult(state, app, &in);
    for (size_t i = 0; i < c.note.n; i++)
        if (str_is(c.note.sections[i].id, "impression"))
            return c.note.sections[i].v[0].text;
    return (Str){0};
}

/* A common condition is no thought about a patient when nothing stated speaks for it. */
TEST(names_no_condition_that_nothing_stated_speaks_for)
{
    App *app = open_app(state);
    Str  chest = impression_of(state, app, "I have chest pain and I am dizzy");
    CHECK(chest.n == 0 || str_starts(chest, STR("Keep in mind: ")));
    CHECK_STR(impression_of(state, app, "good morning"), "");
    CHECK(
        str_starts(impression_of(state, app,
                                 "I get a terrible cramp in my calf in bed at night, the "
                                 "calf goes hard and stretching helps"),
                   STR("Working diagnosis: Nocturnal leg cramps (")));
}

TEST(ranks_alone_without_guidance_and_note)
{
    App               *app = open_app(state);
    Err                e = {0};
    Consult            c;
    const ConsultInput in = text_input(STR("cramp in my calf at night"), STR("talk"));
    CHECK_OK(app_ddx(&c, test_arena(state), app, &in, &e), &e);
    CHECK(c.differential.n > 5 && c.guidance.n == 0 && c.note.n == 0);
}

TEST(reads_anything_without_falling)
{
    App *app = open_app(state);
    for (int round = 0; round < 60; round++) {
        static const char *const pieces[] = {
            "P: ",   "D: ",   "cramp", "no ",      "my calf ", "hurts", "?",  "\n",
            "night", "never", " ",     "\xC3\xA4", "67 ",      "if ",   ". ", "mother ",
        };
        Err e = {0};
        Str text;
        Buf b = buf_open(test_arena(state), 64 * KIB);
        buf_text(&b, "x");
        for (uint64_t n = test_random() % 60; n > 0; n--)
            buf_text(&b, pieces[test_random() % (sizeof pieces / sizeof *pieces)]);
        CHECK_OK(buf_done(&b, &text, &e), &e);
        Arena             *own = arena_new(256 * MIB, &e);
        Consult            c;
        Str                json;
        const ConsultInput in = text_input(text, STR("talk"));
        CHECK_OK(app_consult(&c, own, app, &in, &e), &e);
        CHECK_OK(app_consult_json(&json, own, app, &c, false, &e), &e);
        CHECK_OK(app_consult_text(&json, own, app, &c, &e), &e);
        arena_free(own);
    }
}

TEST(changes_nothing_when_memory_ends_anywhere)
{
    App               *app = open_app(state);
    const ConsultInput in = text_input(read_talk(state, talks[0]), STR("talk"));
    for (size_t n = 1;; n += 1 + n / 3) {
        Err     e = {0};
        Consult c = {.name = STR("as before")};
        Arena  *own = arena_new(256 * MIB, &e);
        arena_fail_at(n);
        bool ok = app_consult(&c, own, app, &in, &e);
        arena_fail_at(0);
        bool as_before = str_is(c.name, "as before");
        arena_free(own);
        if (ok) {
            CHECK(n > 30);
            return;
        }
        CHECK(as_before && e.code == ERR_BUSY);
    }
}

/* ---- opening and building -----------------------------------------------------------
 */

TEST(says_what_to_do_when_there_is_no_knowledge)
{
    Err  e = {0};
    App *app;
    CHECK_ERR(app_open(&app, test_arena(state), test_folder(state), &e), &e, ERR_MISSING);
    CHECK_SAYS(&e, "kb build");
    test_write(state, test_folder(state), "auscult.kb", "junk");
    CHECK_ERR(app_open(&app, test_arena(state), test_folder(state), &e), &e, ERR_CONTENT);
    CHECK_SAYS(&e, "kb build");
}

TEST(writes_nothing_when_the_content_is_broken)
{
    Err      e = {0};
    KbReport report;
    Str      content, share;
    CHECK_OK(os_path(&content, test_arena(state), test_folder(state), STR("c"), &e), &e);
    CHECK_OK(os_path(&share, test_arena(state), test_folder(state), STR("s"), &e), &e);
    test_write(state, content, "conditions/a.md", "---\nid: [\n---\n");
    test_write(state, content, "findings/a.yaml", "- id: cough\n");
    CHECK_ERR(app_build(&report, test_arena(state), content, share, &e), &e, ERR_CONTENT);
    CHECK_SAYS(&e, ":");
    CHECK(report.n_failures > 0 && !os_exists(share));
}

TEST(finds_an_article_by_its_words)
{
    App         *app = open_app(state);
    Err          e = {0};
    SearchResult r;
    CHECK_OK(app_search(&r, test_arena(state), app, STR("cramp at night"), &e), &e);
    CHECK(r.found && r.n > 0);
    CHECK_STR(r.v[0].slug, "nocturnal_leg_cramps");
}

TEST_MAIN("app/consult", cmocka_unit_test(reads_three_consultations_as_expected),
          cmocka_unit_test(shows_risks_within_the_start_and_not_in_the_sum),
          cmocka_unit_test(cuts_quoted_words_between_characters),
          cmocka_unit_test(gives_the_same_bytes_for_the_same_input),
          cmocka_unit_test(says_how_long_it_took_only_when_asked),
          cmocka_unit_test(gives_every_bar_row_and_sentence_something_to_open),
          cmocka_unit_test(knows_sound_by_its_first_bytes_then_by_its_name),
          cmocka_unit_test(refuses_what_is_no_text_and_names_it),
          cmocka_unit_test(lets_a_typed_age_and_sex_win_and_shows_that),
          cmocka_unit_test(keeps_what_is_not_the_patients_own_out_of_the_note),
          cmocka_unit_test(names_no_condition_that_nothing_stated_speaks_for),
          cmocka_unit_test(ranks_alone_without_guidance_and_note),
          cmocka_unit_test(reads_anything_without_falling),
          cmocka_unit_test(changes_nothing_when_memory_ends_anywhere),
          cmocka_unit_test(says_what_to_do_when_there_is_no_knowledge),
          cmocka_unit_test(writes_nothing_when_the_content_is_broken),
          cmocka_unit_test(finds_an_article_by_its_words))
