/*
 * guide/guide.c - a decision table over facts that may be unknown.
 *
 * An atom is true, false or open. A clause is true when one of its atoms is, false
 * when all are; a row is true when all its clauses are, false when one is; else it
 * stays undecided and says which findings would decide it.
 *
 * Red flags lean to the safe side: while what a red flag looks for is known to be
 * present, an exclusion ("no injury"), an age or a sex that nobody knows does not hold
 * it back.
 */
#include "guide/guide.h"

#include "base/buf.h"

#include <math.h>

typedef enum Truth { IS_FALSE, IS_OPEN, IS_TRUE } Truth; /* rising: min is "and" */

/* A list of findings, each once, in the order they were met. */
typedef struct Named {
    uint32_t *v;
    size_t    n;
} Named;

typedef struct Judge {
    const Case *c;
    const Kb   *kb;
    Arena      *arena;
    bool        lenient; /* unknown exclusions, age and sex count as true */
    Named       facts, missing;
    bool        needs_age, needs_sex;
} Judge;

static void name_once(Named *list, uint32_t finding)
{
    if (finding == KB_NONE)
        return;
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i] == finding)
            return;
    list->v[list->n++] = finding;
}

/* ---- truth --------------------------------------------------------------------- */

static Truth of_state(FindingState state, FindingState wanted)
{
    return state == FINDING_UNKNOWN ? IS_OPEN : state == wanted ? IS_TRUE : IS_FALSE;
}

static Truth of_person(const Case *c, const KbAtom *a)
{
    if (a->kind == KB_ATOM_SEX)
        return c->sex == KB_SEX_UNKNOWN     ? IS_OPEN
               : (double)c->sex == a->value ? IS_TRUE
                                            : IS_FALSE;
    if (isnan(c->age_years))
        return IS_OPEN;
    bool from = c->age_years >= a->value;
    return from == (a->kind == KB_ATOM_AGE_FROM) ? IS_TRUE : IS_FALSE;
}

static Truth of_atom(const Judge *j, const KbAtom *a)
{
    Truth t = a->kind == KB_ATOM_PRESENT
                  ? of_state(case_state(j->c, a->finding), FINDING_PRESENT)
              : a->kind == KB_ATOM_ABSENT
                  ? of_state(case_state(j->c, a->finding), FINDING_ABSENT)
                  : of_person(j->c, a);
    return t == IS_OPEN && j->lenient && a->kind != KB_ATOM_PRESENT ? IS_TRUE : t;
}

static const KbAtom *atom_at(const Judge *j, const KbClause *clause, uint32_t i)
{
    return kb_atom(j->kb, clause->atoms.first + i);
}

static Truth of_clause(const Judge *j, const KbClause *clause)
{
    Truth best = IS_FALSE;
    for (uint32_t i = 0; i < clause->atoms.n; i++) {
        Truth t = of_atom(j, atom_at(j, clause, i));
        best = t > best ? t : best;
    }
    return best;
}

static Truth of_all(const Judge *j, const KbRange *clauses)
{
    Truth worst = IS_TRUE;
    for (uint32_t i = 0; i < clauses->n; i++) {
        Truth t = of_clause(j, kb_clause(j->kb, clauses->first + i));
        worst = t < worst ? t : worst;
    }
    return worst;
}

/* Does the row look for something that is there? Only then may it be lenient. */
static bool looks_for_something_present(const Judge *j, const KbRange *clauses)
{
    for (uint32_t i = 0; i < clauses->n; i++) {
        const KbClause *clause = kb_clause(j->kb, clauses->first + i);
        for (uint32_t x = 0; x < clause->atoms.n; x++) {
            const KbAtom *a = atom_at(j, clause, x);
            if (a->kind == KB_ATOM_PRESENT && of_atom(j, a) == IS_TRUE)
                return true;
        }
    }
    return false;
}

/* ---- which facts decided ------------------------------------------------------- */

static void name_open(Judge *j, const KbClause *clause)
{
    for (uint32_t i = 0; i < clause->atoms.n; i++) {
        const KbAtom *a = atom_at(j, clause, i);
        if (of_atom(j, a) != IS_OPEN)
            continue;
        name_once(&j->missing, a->finding);
        j->needs_sex |= a->kind == KB_ATOM_SEX;
        j->needs_age |= a->kind == KB_ATOM_AGE_FROM || a->kind == KB_ATOM_AGE_BELOW;
    }
}

/* "Thiazide" says more than "diuretic", which it implies. */
static void name_most_specific(Judge *j, uint32_t finding)
{
    Named *f = &j->facts;
    bool   there = finding != KB_NONE && case_state(j->c, finding) == FINDING_PRESENT;
    for (size_t i = 0; there && i < f->n; i++)
        if (kb_implies(j->kb, f->v[i], finding))
            return;
    size_t kept = 0;
    for (size_t i = 0; i < f->n; i++)
        if (!there || !kb_implies(j->kb, finding, f->v[i]))
            f->v[kept++] = f->v[i];
    f->n = kept;
    name_once(f, finding);
}

static void name_facts(Judge *j, const KbClause *clause, Truth truth)
{
    for (uint32_t i = 0; i < clause->atoms.n; i++) {
        const KbAtom *a = atom_at(j, clause, i);
        bool          known =
            a->finding == KB_NONE || case_state(j->c, a->finding) != FINDING_UNKNOWN;
        if (known && of_atom(j, a) == truth)
            name_most_specific(j, a->finding);
    }
}

static void name_deciders(Judge *j, const KbRange *clauses, Truth row)
{
    for (uint32_t i = 0; i < clauses->n; i++) {
        const KbClause *clause = kb_clause(j->kb, clauses->first + i);
        Truth           t = of_clause(j, clause);
        if (t == row && row != IS_OPEN)
            name_facts(j, clause, t);
        if (t == IS_OPEN && row == IS_OPEN)
            name_open(j, clause);
        if (row == IS_FALSE && j->facts.n > 0)
            return; /* one fact against is enough */
    }
}

/* ---- saying it ----------------------------------------------------------------- */

static void say_facts(Buf *b, const Judge *j)
{
    for (size_t i = 0; i < j->facts.n; i++) {
        bool there = case_state(j->c, j->facts.v[i]) == FINDING_PRESENT;
        buf_text(b, i == 0 ? "" : i + 1 < j->facts.n ? ", " : " and ");
        buf_text(b, there ? "" : "no ");
        buf_str(b, kb_finding(j->kb, j->facts.v[i])->name);
    }
}

static void say_missing(Buf *b, const Judge *j)
{
    const char *between = "";
    for (size_t i = 0; i < j->missing.n; i++, between = ", ") {
        buf_text(b, between);
        buf_str(b, kb_finding(j->kb, j->missing.v[i])->name);
    }
    if (j->needs_age) {
        buf_text(b, between);
        buf_text(b, "the age");
        between = ", ";
    }
    if (j->needs_sex) {
        buf_text(b, between);
        buf_text(b, "the sex");
    }
}

static bool say(Str *out, const Judge *j, RowFate fate, bool always, Err *e)
{
    Buf b = buf_open(j->arena, 8 * KIB);
    if (always)
        buf_text(&b, "Holds for everybody in this pathway");
    else if (fate == ROW_UNDECIDED) {
        buf_text(&b, "Would be decided by: ");
        say_missing(&b, j);
    } else if (j->facts.n == 0)
        buf_text(&b, fate == ROW_FIRED ? "The age and sex fit"
                                       : "The age or sex does not fit");
    else {
        buf_text(&b, fate == ROW_FIRED ? "Because of " : "Not here, because of ");
        say_facts(&b, j);
    }
    buf_char(&b, '.');
    return buf_done(&b, out, e);
}

/* ---- rows and walks ------------------------------------------------------------ */

static size_t count_atoms(const Kb *kb, const KbRange *clauses)
{
    size_t n = 0;
    for (uint32_t i = 0; i < clauses->n; i++)
        n += kb_clause(kb, clauses->first + i)->atoms.n;
    return n;
}

static bool open_lists(Judge *j, size_t most, Err *e)
{
    j->facts = j->missing = (Named){0};
    j->needs_age = j->needs_sex = false;
    return (j->facts.v = ARENA_ARRAY(j->arena, uint32_t, most + 1, e)) &&
           (j->missing.v = ARENA_ARRAY(j->arena, uint32_t, most + 1, e));
}

static bool judge_row(RowOutcome *out, Judge *j, uint32_t index, Err *e)
{
    const KbPathwayRow *row = kb_pathway_row(j->kb, index);
    if (!open_lists(j, count_atoms(j->kb, &row->clauses), e))
        return false;
    j->lenient = false;
    j->lenient =
        row->kind == KB_ROW_RED_FLAG && looks_for_something_present(j, &row->clauses);
    Truth t = of_all(j, &row->clauses);
    name_deciders(j, &row->clauses, t);
    RowOutcome r = {.row = index,
                    .fate = t == IS_TRUE    ? ROW_FIRED
                            : t == IS_FALSE ? ROW_REFUSED
                                            : ROW_UNDECIDED,
                    .facts = j->facts.v,
                    .n_facts = j->facts.n,
                    .missing = j->missing.v,
                    .n_missing = j->missing.n};
    if (!say(&r.because, j, r.fate, row->clauses.n == 0, e))
        return false;
    *out = r;
    return true;
}

static size_t is_red_flag(const Kb *kb, const RowOutcome *r)
{
    return kb_pathway_row(kb, r->row)->kind == KB_ROW_RED_FLAG ? 1 : 0;
}

/* The finding named by most undecided rows; red flags break ties, then the order. */
static uint32_t best_question(const Walk *w, const Kb *kb)
{
    uint32_t best = KB_NONE;
    size_t   most = 0;
    for (size_t i = 0; i < w->n; i++)
        for (size_t x = 0; x < w->v[i].n_missing; x++) {
            size_t votes = 0;
            for (size_t j = 0; j < w->n; j++)
                for (size_t y = 0; y < w->v[j].n_missing; y++)
                    if (w->v[j].missing[y] == w->v[i].missing[x])
                        votes += 1000 + is_red_flag(kb, &w->v[j]);
            if (votes > most) {
                most = votes;
                best = w->v[i].missing[x];
            }
        }
    return best;
}

/* A safety net says how soon to come back if things change, not how soon to be seen. */
static uint8_t highest_level(const Walk *w, const Kb *kb)
{
    uint8_t level = 0;
    for (size_t i = 0; i < w->n; i++) {
        const KbPathwayRow *row = kb_pathway_row(kb, w->v[i].row);
        bool holds = w->v[i].fate == ROW_FIRED && row->kind != KB_ROW_SAFETY_NET;
        if (holds && row->level > level)
            level = row->level;
    }
    return level;
}

bool guide_walk(Walk *out, Arena *a, const Case *c, uint32_t pathway, Err *e)
{
    const KbPathway *p = kb_pathway(c->kb, pathway);
    Judge            j = {.c = c, .kb = c->kb, .arena = a};
    Truth            entry = of_all(&j, &p->entry);
    Walk             w = {.pathway = pathway,
                          .applies = entry == IS_TRUE,
                          .may_apply = entry == IS_OPEN,
                          .ask = KB_NONE};
    RowOutcome      *v = ARENA_ARRAY(a, RowOutcome, p->rows.n + 1, e);
    if (!v)
        return false;
    for (uint32_t i = 0; entry != IS_FALSE && i < p->rows.n; i++) {
        if (!judge_row(&v[i], &j, p->rows.first + i, e))
            return false;
        w.n++;
    }
    w.v = v;
    w.level = highest_level(&w, c->kb);
    w.ask = best_question(&w, c->kb);
    *out = w;
    return true;
}

bool guide_all(Walks *out, Arena *a, const Case *c, Err *e)
{
    size_t most = kb_n_pathways(c->kb), n = 0;
    Walk *all = ARENA_ARRAY(a, Walk, most + 1, e), *v = ARENA_ARRAY(a, Walk, most + 1, e);
    if (!all || !v)
        return false;
    for (uint32_t i = 0; i < most; i++)
        if (!guide_walk(&all[i], a, c, i, e))
            return false;
    for (size_t i = 0; i < most; i++)
        if (all[i].applies)
            v[n++] = all[i];
    for (size_t i = 0; i < most; i++)
        if (all[i].may_apply)
            v[n++] = all[i];
    *out = (Walks){v, n};
    return true;
}
