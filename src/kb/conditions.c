/*
 * kb/conditions.c - the front matter of a condition, table by table.
 *
 * All ids are named before the first file is read, so that conditions can refer to each
 * other. Links are sorted by finding, so that one can be found by halving.
 */
#include "kb/chapters.h"

#include "base/num.h"

#include <math.h>
#include <stdlib.h>

static const Key condition_keys[] = {
    {"id", true},
    {"name", true},
    {"plain_name", false},
    {"aka", false},
    {"icd10", true},
    {"system", true},
    {"kind", true},
    {"level", true},
    {"harm", true},
    {"summary", true},
    {"prior", true},
    {"age", false},
    {"sex", false},
    {"requires", false},
    {"risk", false},
    {"findings", true},
    {"never_without", false},
    {"duration", false},
    {"mimics", false},
    {"causes_of_this", false},
    {"red_flags", false},
    {"must_ask", false},
    {"tests", false},
    {"published_lr", false},
    {"facts", false},
    {"updated", true},
    {"review_due", true},
    {"reviewed_by", true},
    {"changes", true},
};

static const char *const kinds[] = {"disease", "syndrome", "drug_effect", "injury",
                                    "normal"};

static const char *const bands[KB_AGE_BANDS] = {"0",     "1-4",   "5-14",  "15-29",
                                                "30-44", "45-59", "60-74", "75+"};
static const Key band_keys[] = {{"0", false},     {"1-4", false},   {"5-14", false},
                                {"15-29", false}, {"30-44", false}, {"45-59", false},
                                {"60-74", false}, {"75+", false}};
static const char *const sexes[] = {"f", "m"};
static const Key         sex_keys[] = {{"f", false}, {"m", false}};

static const char no_p[] = "which is no probability; write 0 to 1";
static const char no_ratio[] = "which is no plausible ratio; write 0.001 to 1000";

static const NumberForm p_form = {"p", "low", "high", 0, 1, true, no_p};
static const NumberForm q_form = {"q", NULL, NULL, 0, 1, true, no_p};
static const NumberForm rr_form = {"rr", "low", "high", 0.001, 1000, false, no_ratio};
static const NumberForm pos_form = {"pos", "pos_low", "pos_high", 0.001,
                                    1000,  false,     no_ratio};
static const NumberForm neg_form = {"neg", "neg_low", "neg_high", 0.001,
                                    1000,  false,     no_ratio};
static const NumberForm prior_form = {
    "per1000",
    "low",
    "high",
    0.000001,
    1000,
    false,
    "which is no rate per 1,000 persons and year; write 0.000001 to 1000"};

/* Decibels by name; a missing name is 0, `no` is impossible. */
static void read_db(Draft *d, const Node *map, const char *const *names, size_t n,
                    double *db)
{
    for (size_t i = 0; i < n; i++) {
        const Node *at = tree_get(map, names[i]);
        if (!at)
            continue;
        if (at->kind == NODE_TEXT && str_is(at->text, "no"))
            db[i] = -INFINITY;
        else if (at->kind != NODE_TEXT || !num_read(at->text, &db[i]) ||
                 fabs(db[i]) > 40) {
            db[i] = 0;
            draft_fail(d, at->at, "out-of-range",
                       "here a number of decibels from -40 to 40, or no, is expected");
        }
    }
}

static uint32_t number_of(Draft *d, const Node *map, const Key *keys, size_t n_keys,
                          const NumberForm *form)
{
    if (!reader_keys(d, map, keys, n_keys))
        return KB_NONE;
    Evidence evidence = evidence_read(d, map);
    return evidence_number(d, map, form, &evidence);
}

static uint32_t read_prior(Draft *d, const Node *map)
{
    static const Key keys[] = {
        {"per1000", true}, {"low", false}, {"high", false}, EVIDENCE_KEYS};
    uint32_t n = number_of(d, map, keys, sizeof keys / sizeof *keys, &prior_form);
    return n == KB_NONE ? 0 : n;
}

static KbRange read_risks(Draft *d, const Node *top)
{
    static const Key keys[] = {{"id", true},   {"rr", true},    {"q", false},
                               {"low", false}, {"high", false}, EVIDENCE_KEYS};
    const Node      *list = reader_list(d, top, "risk");
    uint32_t         first = draft_count(d, TABLE_RISK);
    for (const Node *m = list ? list->first : NULL; m; m = m->next) {
        if (!READER_KEYS(d, m, keys))
            continue;
        Evidence evidence = evidence_read(d, m);
        uint32_t finding = reader_ref_at(d, m, "id", reader_findings(d));
        uint32_t rr = evidence_number(d, m, &rr_form, &evidence);
        uint32_t q = evidence_number(d, m, &q_form, &evidence);
        if (finding == KB_NONE || rr == KB_NONE)
            continue;
        for (uint32_t i = first; i < draft_count(d, TABLE_RISK); i++)
            if (DRAFT_AT(d, RISK, KbRisk, i)->finding == finding)
                draft_fail(d, m->at, "duplicate-risk",
                           "this risk factor stands twice; keep one");
        /* Without q the finding's own background is the share of people exposed. */
        if (q == KB_NONE)
            q = DRAFT_AT(d, FINDING, KbFinding, finding)->background;
        draft_add(d, TABLE_RISK, &(KbRisk){finding, rr, q});
    }
    return draft_range(d, TABLE_RISK, first);
}

static int by_finding(const void *a, const void *b)
{
    const KbLink *x = a, *y = b;
    return (x->finding > y->finding) - (x->finding < y->finding);
}

static void check_new_link(Draft *d, const Node *m, uint32_t first, uint32_t finding)
{
    for (uint32_t i = first; i < draft_count(d, TABLE_LINK); i++)
        if (DRAFT_AT(d, LINK, KbLink, i)->finding == finding)
            draft_fail(d, m->at, "duplicate-link",
                       "the finding \"" STR_F "\" is linked twice; keep one",
                       STR_A(reader_text(d, m, "id")));
}

static void read_link(Draft *d, const Node *m, uint32_t self, uint32_t first)
{
    static const Key keys[] = {
        {"id", true}, {"p", true}, {"low", false}, {"high", false}, EVIDENCE_KEYS};
    if (!READER_KEYS(d, m, keys))
        return;
    Evidence evidence = evidence_read(d, m);
    uint32_t finding = reader_ref_at(d, m, "id", reader_findings(d));
    uint32_t number = evidence_number(d, m, &p_form, &evidence);
    if (finding == KB_NONE || number == KB_NONE)
        return;
    if (DRAFT_AT(d, NUMBER, KbNumber, number)->value <= 0 && !evidence.why.n)
        draft_fail(d, reader_place(m, "p"), "exclusion-without-reason",
                   "p: 0 excludes the condition when the finding is there; add why");
    check_new_link(d, m, first, finding);
    draft_add(d, TABLE_LINK, &(KbLink){self, finding, number});
}

static KbRange read_links(Draft *d, const Node *top, uint32_t self)
{
    const Node *list = reader_list(d, top, "findings");
    uint32_t    first = draft_count(d, TABLE_LINK);
    for (const Node *m = list ? list->first : NULL; m; m = m->next)
        read_link(d, m, self, first);
    KbRange range = draft_range(d, TABLE_LINK, first);
    if (range.n && !d->failure.code)
        qsort(draft_at(d, TABLE_LINK, first), range.n, sizeof(KbLink), by_finding);
    return range;
}

static KbRange read_red_flags(Draft *d, const Node *top, uint32_t self)
{
    static const Key keys[] = {
        {"if", true}, {"level", true}, {"why", false}, {"say", true}, {"src", false}};
    const Node *list = reader_list(d, top, "red_flags");
    uint32_t    first = draft_count(d, TABLE_RED_FLAG);
    for (const Node *m = list ? list->first : NULL; m; m = m->next) {
        if (!READER_KEYS(d, m, keys))
            continue;
        KbRedFlag flag = {
            .all_of = reader_refs(d, m, "if", reader_findings(d)),
            .level = (uint8_t)reader_whole(d, m, "level", 1, 4, 1),
            .condition = reader_ref_at(d, m, "why", reader_conditions(d)),
            .source = reader_ref_at(d, m, "src", reader_sources(d)),
            .say = reader_words(d, m, "say"),
            .owner = self,
        };
        if (!flag.all_of.n && !d->findings_partial)
            draft_fail(d, m->at, "empty-value",
                       "a red flag needs at least one finding in \"if\"");
        draft_add(d, TABLE_RED_FLAG, &flag);
    }
    return draft_range(d, TABLE_RED_FLAG, first);
}

static KbRange read_tests(Draft *d, const Node *top)
{
    static const Key keys[] = {
        {"do", true}, {"when", true}, {"cost", false}, EVIDENCE_KEYS};
    const Node *list = reader_list(d, top, "tests");
    uint32_t    first = draft_count(d, TABLE_TEST);
    for (const Node *m = list ? list->first : NULL; m; m = m->next) {
        if (!READER_KEYS(d, m, keys))
            continue;
        Evidence evidence = evidence_read(d, m);
        draft_add(d, TABLE_TEST,
                  &(KbTest){
                      .what = reader_words(d, m, "do"),
                      .when = reader_words(d, m, "when"),
                      .cost = (uint8_t)reader_whole(d, m, "cost", 1, 100, 10),
                      .grade = evidence.grade,
                      .source = evidence.source,
                  });
    }
    return draft_range(d, TABLE_TEST, first);
}

static KbRange read_facts(Draft *d, const Node *top)
{
    static const Key keys[] = {{"id", true}, {"say", true}, EVIDENCE_KEYS};
    const Node      *list = reader_list(d, top, "facts");
    uint32_t         first = draft_count(d, TABLE_FACT);
    for (const Node *m = list ? list->first : NULL; m; m = m->next) {
        if (!READER_KEYS(d, m, keys))
            continue;
        Evidence evidence = evidence_read(d, m);
        KbFact   fact = {
              .id = reader_words(d, m, "id"),
              .say = reader_words(d, m, "say"),
              .grade = evidence.grade,
              .source = evidence.source,
              .why = evidence.why,
        };
        if (tree_get(m, "id") && !reader_is_id(fact.id))
            draft_fail(d, reader_place(m, "id"), "bad-id",
                       "a fact's id is made of a-z, 0-9 and _; rename it");
        for (uint32_t i = first; i < draft_count(d, TABLE_FACT); i++)
            if (str_eq(DRAFT_AT(d, FACT, KbFact, i)->id, fact.id))
                draft_fail(d, m->at, "duplicate-id",
                           "a fact of this id stands above; rename one");
        draft_add(d, TABLE_FACT, &fact);
    }
    return draft_range(d, TABLE_FACT, first);
}

static KbRange read_published(Draft *d, const Node *top)
{
    static const Key keys[] = {{"id", true},        {"pos", false},   {"pos_low", false},
                               {"pos_high", false}, {"neg", false},   {"neg_low", false},
                               {"neg_high", false}, {"among", false}, EVIDENCE_KEYS};
    const Node      *list = reader_list(d, top, "published_lr");
    uint32_t         first = draft_count(d, TABLE_PUBLISHED_LR);
    for (const Node *m = list ? list->first : NULL; m; m = m->next) {
        if (!READER_KEYS(d, m, keys))
            continue;
        Evidence      evidence = evidence_read(d, m);
        KbPublishedLr lr = {
            .finding = reader_ref_at(d, m, "id", reader_findings(d)),
            .among = reader_ref_at(d, m, "among", reader_findings(d)),
            .positive = evidence_number(d, m, &pos_form, &evidence),
            .negative = evidence_number(d, m, &neg_form, &evidence),
        };
        if (lr.positive == KB_NONE && lr.negative == KB_NONE)
            draft_fail(d, m->at, "missing-key", "give pos, neg or both");
        draft_add(d, TABLE_PUBLISHED_LR, &lr);
    }
    return draft_range(d, TABLE_PUBLISHED_LR, first);
}

/* "14d" in days. */
static bool days_of(Str text, double *days)
{
    static const struct {
        const char *unit;
        double      days;
    } units[] = {{"min", 1.0 / 1440}, {"h", 1.0 / 24}, {"d", 1}, {"w", 7},
                 {"mo", 30.4375},     {"y", 365.25}};
    size_t digits = 0;
    while (digits < text.n &&
           ((text.p[digits] >= '0' && text.p[digits] <= '9') || text.p[digits] == '.'))
        digits++;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_is(str_from_at(text, digits), units[i].unit) &&
            num_read(str_sub(text, 0, digits), days)) {
            *days *= units[i].days;
            return *days > 0;
        }
    return false;
}

static uint32_t read_days(Draft *d, const Node *map, const char *key,
                          const Evidence *evidence)
{
    const Node *n = tree_get(map, key);
    double      days = 0;
    if (!n)
        return KB_NONE;
    if (n->kind == NODE_TEXT && days_of(n->text, &days))
        return evidence_value(d, days, evidence);
    draft_fail(d, n->at, "bad-duration",
               "\"%s\" must be a time such as 10min, 6h, 14d, 2w, 3mo or 10y", key);
    return KB_NONE;
}

static void read_duration(Draft *d, const Node *map, KbCondition *c)
{
    static const Key keys[] = {{"of", true}, {"from", true}, {"to", true}, EVIDENCE_KEYS};
    c->duration_of = c->duration_from_d = c->duration_to_d = KB_NONE;
    if (!READER_KEYS(d, map, keys))
        return;
    Evidence evidence = evidence_read(d, map);
    c->duration_of = reader_ref_at(d, map, "of", reader_findings(d));
    c->duration_from_d = read_days(d, map, "from", &evidence);
    c->duration_to_d = read_days(d, map, "to", &evidence);
    if (c->duration_from_d == KB_NONE || c->duration_to_d == KB_NONE)
        return;
    if (DRAFT_AT(d, NUMBER, KbNumber, c->duration_from_d)->value >=
        DRAFT_AT(d, NUMBER, KbNumber, c->duration_to_d)->value)
        draft_fail(d, map->at, "bad-duration",
                   "\"from\" must be shorter than \"to\"; exchange or correct them");
}

static KbRange read_changes(Draft *d, const Node *top)
{
    static const Key keys[] = {{"on", true}, {"what", true}};
    const Node      *list = reader_list(d, top, "changes");
    uint32_t         first = draft_count(d, TABLE_TEXT);
    for (const Node *m = list ? list->first : NULL; m; m = m->next) {
        if (!READER_KEYS(d, m, keys))
            continue;
        draft_text(d, reader_date(d, m, "on"));
        draft_text(d, reader_words(d, m, "what"));
    }
    return draft_range(d, TABLE_TEXT, first);
}

static Str read_icd10(Draft *d, const Node *top)
{
    Str  s = reader_text(d, top, "icd10");
    bool ok = s.n >= 3 && s.n <= 6 && s.p[0] >= 'A' && s.p[0] <= 'Z';
    for (size_t i = 1; ok && i < s.n; i++)
        ok = i == 3 ? s.p[i] == '.' && s.n > 4 : s.p[i] >= '0' && s.p[i] <= '9';
    if (tree_get(top, "icd10") && !ok)
        draft_fail(d, reader_place(top, "icd10"), "bad-code",
                   "an ICD-10 category has the form R25.2 or L03; correct it");
    return s;
}

static void check_id(Draft *d, const Page *page)
{
    Str id = reader_text(d, page->top, "id");
    if (tree_get(page->top, "id") && !str_eq(id, page->file->stem))
        draft_fail(d, reader_place(page->top, "id"), "id-not-file",
                   "the id is \"" STR_F "\" but the file is called " STR_F
                   ".md; make them equal",
                   STR_A(id), STR_A(page->file->stem));
    else if (!reader_is_id(id) || str_find_char(id, '.') != STR_NONE)
        draft_fail(d, reader_place(page->top, "id"), "bad-id",
                   "an id is made of a-z, 0-9 and _; rename it");
}

static void read_words(Draft *d, const Node *top, KbCondition *c)
{
    c->name = reader_words(d, top, "name");
    c->plain_name = reader_text(d, top, "plain_name");
    c->icd10 = read_icd10(d, top);
    c->system = reader_words(d, top, "system");
    c->kind = reader_text(d, top, "kind");
    reader_choice(d, top, "kind", kinds, sizeof kinds / sizeof *kinds);
    c->summary = reader_words(d, top, "summary");
    c->aka = reader_texts(d, top, "aka");
    c->updated = reader_date(d, top, "updated");
    c->review_due = reader_date(d, top, "review_due");
    c->reviewed_by = reader_text(d, top, "reviewed_by");
    c->changes = read_changes(d, top);
}

static void read_model(Draft *d, const Node *top, uint32_t self, KbCondition *c)
{
    const Node *age = tree_get(top, "age"), *sex = tree_get(top, "sex");
    c->level = (uint8_t)reader_whole(d, top, "level", 0, 4, 0);
    c->harm = (uint8_t)reader_whole(d, top, "harm", 0, 3, 0);
    c->prior = read_prior(d, tree_get(top, "prior"));
    if (READER_KEYS(d, age, band_keys))
        read_db(d, age, bands, KB_AGE_BANDS, c->age_db);
    if (READER_KEYS(d, sex, sex_keys))
        read_db(d, sex, sexes, 2, c->sex_db);
    c->requires = reader_ref_at(d, top, "requires", reader_findings(d));
    c->risks = read_risks(d, top);
    c->links = read_links(d, top, self);
    c->never_without = reader_refs(d, top, "never_without", reader_findings(d));
    read_duration(d, tree_get(top, "duration"), c);
    c->published_lr = read_published(d, top);
}

static void read_guidance(Draft *d, const Node *top, uint32_t self, KbCondition *c)
{
    c->red_flags = read_red_flags(d, top, self);
    c->must_ask = reader_refs(d, top, "must_ask", reader_findings(d));
    c->tests = read_tests(d, top);
    c->facts = read_facts(d, top);
    c->mimics = reader_refs(d, top, "mimics", reader_conditions(d));
    c->causes_of_this = reader_refs(d, top, "causes_of_this", reader_conditions(d));
    if (c->harm >= 2 && !c->red_flags.n && !c->must_ask.n)
        draft_fail(d, reader_place(top, "harm"), "cant-miss-unguarded",
                   "harm %u means it must not be missed; add red_flags or must_ask",
                   (unsigned)c->harm);
}

static void read_one(Draft *d, const Page *page, uint32_t self)
{
    KbCondition c = {
        .id = page->file->stem,
        .file = page->file->path,
        .article = page->body,
        .article_line = page->body_line,
    };
    if (READER_KEYS(d, page->top, condition_keys)) {
        check_id(d, page);
        read_words(d, page->top, &c);
        read_model(d, page->top, self, &c);
        read_guidance(d, page->top, self, &c);
        prose_check(d, page, &c);
    }
    draft_add(d, TABLE_CONDITION, &c);
}

void conditions_read(Draft *d, Folder folder)
{
    for (uint32_t i = 0; i < folder.n; i++)
        draft_name(d, d->conditions, folder.v[i].stem, i);
    for (uint32_t i = 0; i < folder.n && !d->failure.code; i++) {
        Page page = reader_page(d, &folder.v[i]);
        read_one(d, &page, i);
    }
}
