/*
 * kb/kb.c - the opened knowledge base: plain arrays, found by halving.
 *
 * Beyond the bounds that image.c checks, opening checks what the readers below rely on:
 * ids ascend (so that halving finds them), links and weights ascend by finding, and the
 * parents of a finding have smaller closures than it has (so that no walk can circle).
 */
#include "kb/kb.h"

#include "base/os.h"
#include "kb/image.h"

#include <assert.h>
#include <math.h>

struct Kb {
    Table tables[TABLE_COUNT];
    Str   version;
};

enum { VERSION_SHOWN = 16 };

#define RECORD(kb, TABLE, Type, i)                                                       \
    (assert((i) < (kb)->tables[TABLE_##TABLE].n),                                        \
     &((const Type *)(kb)->tables[TABLE_##TABLE].v)[i])

static size_t count(const Kb *kb, TableKind table) { return kb->tables[table].n; }

size_t kb_n_findings(const Kb *kb) { return count(kb, TABLE_FINDING); }
size_t kb_n_conditions(const Kb *kb) { return count(kb, TABLE_CONDITION); }
size_t kb_n_sources(const Kb *kb) { return count(kb, TABLE_SOURCE); }
size_t kb_n_pathways(const Kb *kb) { return count(kb, TABLE_PATHWAY); }
size_t kb_n_red_flags(const Kb *kb) { return count(kb, TABLE_RED_FLAG); }
size_t kb_n_tables(const Kb *kb) { return count(kb, TABLE_LEXICON); }
size_t kb_n_numbers(const Kb *kb) { return count(kb, TABLE_NUMBER); }

const KbFinding *kb_finding(const Kb *kb, uint32_t i)
{
    return RECORD(kb, FINDING, KbFinding, i);
}
const KbCondition *kb_condition(const Kb *kb, uint32_t i)
{
    return RECORD(kb, CONDITION, KbCondition, i);
}
const KbSource *kb_source(const Kb *kb, uint32_t i)
{
    return RECORD(kb, SOURCE, KbSource, i);
}
const KbNumber *kb_number(const Kb *kb, uint32_t i)
{
    return RECORD(kb, NUMBER, KbNumber, i);
}
const KbLink    *kb_link(const Kb *kb, uint32_t i) { return RECORD(kb, LINK, KbLink, i); }
const KbRisk    *kb_risk(const Kb *kb, uint32_t i) { return RECORD(kb, RISK, KbRisk, i); }
const KbRedFlag *kb_red_flag(const Kb *kb, uint32_t i)
{
    return RECORD(kb, RED_FLAG, KbRedFlag, i);
}
const KbTest *kb_test(const Kb *kb, uint32_t i) { return RECORD(kb, TEST, KbTest, i); }
const KbFact *kb_fact(const Kb *kb, uint32_t i) { return RECORD(kb, FACT, KbFact, i); }
const KbPublishedLr *kb_published_lr(const Kb *kb, uint32_t i)
{
    return RECORD(kb, PUBLISHED_LR, KbPublishedLr, i);
}
const KbPathway *kb_pathway(const Kb *kb, uint32_t i)
{
    return RECORD(kb, PATHWAY, KbPathway, i);
}
const KbPathwayRow *kb_pathway_row(const Kb *kb, uint32_t i)
{
    return RECORD(kb, PATHWAY_ROW, KbPathwayRow, i);
}
const KbClause *kb_clause(const Kb *kb, uint32_t i)
{
    return RECORD(kb, CLAUSE, KbClause, i);
}
const KbAtom  *kb_atom(const Kb *kb, uint32_t i) { return RECORD(kb, ATOM, KbAtom, i); }
const KbTable *kb_table(const Kb *kb, uint32_t i)
{
    return RECORD(kb, LEXICON, KbTable, i);
}
uint32_t kb_index_at(const Kb *kb, uint32_t i) { return *RECORD(kb, INDEX, uint32_t, i); }
Str      kb_text_at(const Kb *kb, uint32_t i) { return *RECORD(kb, TEXT, Str, i); }

Str kb_version(const Kb *kb) { return str_sub(kb->version, 0, VERSION_SHOWN); }

char kb_grade_letter(KbGrade g) { return "ABCDEIX"[g]; }

const char *kb_grade_text(KbGrade g)
{
    static const char *const texts[] = {
        "systematic review, meta-analysis or randomised data",
        "one good study or a large survey",
        "small or indirect study, or a guideline's statement",
        "derived by a stated formula",
        "expert estimate",
        "imported from another collection",
        "part of the definition",
    };
    return texts[g];
}

KbStat kb_stat(const Kb *kb)
{
    KbStat s = {
        .conditions = kb_n_conditions(kb),
        .findings = kb_n_findings(kb),
        .sources = kb_n_sources(kb),
        .pathways = kb_n_pathways(kb),
        .red_flags = kb_n_red_flags(kb),
        .tables = kb_n_tables(kb),
        .links = count(kb, TABLE_LINK),
        .numbers = kb_n_numbers(kb),
    };
    for (uint32_t i = 0; i < s.numbers; i++)
        s.by_grade[kb_number(kb, i)->grade]++;
    for (uint32_t i = 0; i < s.links; i++)
        s.links_sourced += kb_number(kb, kb_link(kb, i)->number)->grade != KB_E;
    for (uint32_t i = 0; i < s.conditions; i++)
        s.reviewed += kb_condition(kb, i)->reviewed_by.n > 0;
    return s;
}

/* ---- finding by name ------------------------------------------------------------- */

/* In every table that is searched, the id is the record's first field. */
static Str id_at(const Kb *kb, TableKind table, size_t i)
{
    const char *v = kb->tables[table].v;
    return *(const Str *)(const void *)(v + i * layout_of[table].size);
}

static_assert(offsetof(KbFinding, id) == 0 && offsetof(KbCondition, id) == 0 &&
                  offsetof(KbSource, key) == 0 && offsetof(KbPathway, id) == 0 &&
                  offsetof(KbTable, name) == 0,
              "ids must stand first in their records");

static uint32_t find(const Kb *kb, TableKind table, Str id)
{
    size_t low = 0, high = count(kb, table);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    order = str_cmp(id_at(kb, table, middle), id);
        if (order == 0)
            return (uint32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return KB_NONE;
}

uint32_t kb_find_finding(const Kb *kb, Str id) { return find(kb, TABLE_FINDING, id); }
uint32_t kb_find_condition(const Kb *kb, Str id) { return find(kb, TABLE_CONDITION, id); }
uint32_t kb_find_source(const Kb *kb, Str key) { return find(kb, TABLE_SOURCE, key); }
uint32_t kb_find_pathway(const Kb *kb, Str id) { return find(kb, TABLE_PATHWAY, id); }
uint32_t kb_find_table(const Kb *kb, Str name) { return find(kb, TABLE_LEXICON, name); }

uint32_t kb_find_link(const Kb *kb, uint32_t condition, uint32_t finding)
{
    KbRange  links = kb_condition(kb, condition)->links;
    uint32_t low = links.first, high = links.first + links.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2, at = kb_link(kb, middle)->finding;
        if (at == finding)
            return middle;
        if (at < finding)
            low = middle + 1;
        else
            high = middle;
    }
    return KB_NONE;
}

bool kb_implies(const Kb *kb, uint32_t finding, uint32_t ancestor)
{
    KbRange closure = kb_finding(kb, finding)->closure;
    if (finding == ancestor)
        return true;
    for (uint32_t i = 0; i < closure.n; i++)
        if (kb_index_at(kb, closure.first + i) == ancestor)
            return true;
    return false;
}

/* ---- for inference --------------------------------------------------------------- */

/* NULL when the condition's file says nothing of the finding or what implies it. */
static const Weight *find_weight(const Kb *kb, uint32_t condition, uint32_t finding)
{
    KbRange  run = *RECORD(kb, WEIGHTS, KbRange, condition);
    uint32_t low = run.first, high = run.first + run.n;
    while (low < high) {
        uint32_t      middle = low + (high - low) / 2;
        const Weight *w = RECORD(kb, WEIGHT, Weight, middle);
        if (w->finding == finding)
            return w;
        if (w->finding < finding)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

double kb_b(const Kb *kb, uint32_t finding)
{
    return kb_number(kb, kb_finding(kb, finding)->background)->value;
}

double kb_q(const Kb *kb, uint32_t condition, uint32_t finding)
{
    const Weight *w = find_weight(kb, condition, finding);
    return w ? w->q : kb_b(kb, finding);
}

double kb_p(const Kb *kb, uint32_t condition, uint32_t finding)
{
    const Weight *w = find_weight(kb, condition, finding);
    return w ? w->p : 0;
}

/* ---- opening --------------------------------------------------------------------- */

static bool wrong(Err *e, const char *what)
{
    return err_set(e, ERR_CONTENT,
                   "the knowledge image contradicts itself (%s); build it again with: "
                   "auscult kb build",
                   what);
}

static bool ids_ascend(const Kb *kb, TableKind table)
{
    for (size_t i = 1; i < count(kb, table); i++)
        if (str_cmp(id_at(kb, table, i - 1), id_at(kb, table, i)) >= 0)
            return false;
    return true;
}

static bool links_are_sound(const Kb *kb, uint32_t condition)
{
    KbRange links = kb_condition(kb, condition)->links;
    KbRange run = *RECORD(kb, WEIGHTS, KbRange, condition);
    for (uint32_t i = 0; i < links.n; i++) {
        const KbLink *link = kb_link(kb, links.first + i);
        if (link->condition != condition || (i && link[-1].finding >= link->finding))
            return false;
    }
    for (uint32_t i = 1; i < run.n; i++)
        if (RECORD(kb, WEIGHT, Weight, run.first + i - 1)->finding >=
            RECORD(kb, WEIGHT, Weight, run.first + i)->finding)
            return false;
    return true;
}

/* Parents have smaller closures, and children have the finding as their parent. */
static bool family_is_sound(const Kb *kb, uint32_t self)
{
    const KbFinding *f = kb_finding(kb, self);
    for (uint32_t i = 0; i < f->parents.n; i++) {
        uint32_t parent = kb_index_at(kb, f->parents.first + i);
        if (kb_finding(kb, parent)->closure.n >= f->closure.n)
            return false;
    }
    for (uint32_t i = 0; i < f->children.n; i++) {
        KbRange parents = kb_finding(kb, kb_index_at(kb, f->children.first + i))->parents;
        bool    found = false;
        for (uint32_t k = 0; k < parents.n; k++)
            found = found || kb_index_at(kb, parents.first + k) == self;
        if (!found)
            return false;
    }
    return true;
}

static bool table_is_sound(const Kb *kb, uint32_t i)
{
    const KbTable *t = kb_table(kb, i);
    uint64_t       cells = (uint64_t)t->n_columns * t->n_rows;
    return t->first_cell + cells <= count(kb, TABLE_TEXT);
}

static double value_of(const Kb *kb, uint32_t number)
{
    return kb_number(kb, number)->value;
}

static bool is_p(double value) { return value >= 0 && value <= 1; }

static bool numbers_are_sound(const Kb *kb)
{
    for (uint32_t i = 0; i < kb_n_numbers(kb); i++)
        if (!isfinite(value_of(kb, i)))
            return false;
    for (uint32_t i = 0; i < kb_n_findings(kb); i++)
        if (!(kb_b(kb, i) > 0 && kb_b(kb, i) < 1))
            return false;
    for (uint32_t i = 0; i < count(kb, TABLE_LINK); i++)
        if (!is_p(value_of(kb, kb_link(kb, i)->number)))
            return false;
    for (uint32_t i = 0; i < count(kb, TABLE_RISK); i++)
        if (!(value_of(kb, kb_risk(kb, i)->rr) > 0) ||
            !is_p(value_of(kb, kb_risk(kb, i)->prevalence)))
            return false;
    return true;
}

/* Decibels are finite or minus infinity; 40 is more than any author may write. */
static bool is_db(double value) { return value <= 40; }

static bool condition_is_sound(const Kb *kb, uint32_t i)
{
    const KbCondition *c = kb_condition(kb, i);
    bool               ok = value_of(kb, c->prior) > 0 && c->changes.n % 2 == 0;
    for (int k = 0; k < KB_AGE_BANDS; k++)
        ok = ok && is_db(c->age_db[k]);
    return ok && is_db(c->sex_db[KB_FEMALE]) && is_db(c->sex_db[KB_MALE]);
}

static bool atom_is_sound(const KbAtom *atom)
{
    switch (atom->kind) {
    case KB_ATOM_PRESENT:
    case KB_ATOM_ABSENT: return atom->finding != KB_NONE;
    case KB_ATOM_SEX: return atom->value == KB_FEMALE || atom->value == KB_MALE;
    default: return atom->value >= 0 && atom->value <= 130;
    }
}

static bool check(const Kb *kb, Err *e)
{
    static const TableKind named[] = {TABLE_SOURCE, TABLE_FINDING, TABLE_CONDITION,
                                      TABLE_PATHWAY, TABLE_LEXICON};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (!ids_ascend(kb, named[i]))
            return wrong(e, "ids out of order");
    if (count(kb, TABLE_WEIGHTS) != kb_n_conditions(kb))
        return wrong(e, "weights");
    if (!numbers_are_sound(kb))
        return wrong(e, "a number");
    for (uint32_t i = 0; i < count(kb, TABLE_ATOM); i++)
        if (!atom_is_sound(kb_atom(kb, i)))
            return wrong(e, "a pathway");
    for (uint32_t i = 0; i < kb_n_conditions(kb); i++)
        if (!condition_is_sound(kb, i) || !links_are_sound(kb, i))
            return wrong(e, "a condition");
    for (uint32_t i = 0; i < kb_n_findings(kb); i++)
        if (!family_is_sound(kb, i))
            return wrong(e, "what findings imply");
    for (uint32_t i = 0; i < kb_n_tables(kb); i++)
        if (!table_is_sound(kb, i))
            return wrong(e, "a word table");
    return true;
}

bool kb_load(const Kb **out, Arena *a, Str image, Err *e)
{
    Kb *kb = ARENA_NEW(a, Kb, e);
    if (!kb || !image_read(kb->tables, &kb->version, a, image, e) || !check(kb, e))
        return false;
    *out = kb;
    return true;
}

bool kb_open(const Kb **out, Arena *a, Str path, Err *e)
{
    Str image = {0};
    if (!os_map_file(&image, a, path, e))
        return false;
    return kb_load(out, a, image, e) || err_wrap(e, STR_F, STR_A(path));
}

Str kb_year(char room[NUM_TEXT_MAX], const KbSource *s)
{
    return s->year ? num_int_text(room, s->year) : STR("no date");
}
