/* kb/pathways.c - care pathways: rows of conditions in three-valued logic. */
#include "kb/chapters.h"

#include "base/num.h"

static const Key pathway_keys[] = {{"id", true},    {"title", true},   {"scope", true},
                                   {"entry", true}, {"updated", true}, {"rows", true}};
static const Key row_keys[] = {{"id", true},         {"kind", true},     {"if", false},
                               {"say", true},        {"patient", false}, {"level", false},
                               {"condition", false}, EVIDENCE_KEYS};

static const char *const kinds[] = {"red_flag", "cause", "test",      "treat",
                                    "avoid",    "refer", "follow_up", "safety_net"};

static bool read_years(Str text, double *years)
{
    return num_read(str_trim(text), years) && *years >= 0 && *years <= 130;
}

/* "age >= 18", "age < 18" or "sex = f"; false when it is none of them. */
static bool read_comparison(Str text, KbAtom *atom)
{
    *atom = (KbAtom){.finding = KB_NONE};
    if (str_starts(text, STR("age >= "))) {
        atom->kind = KB_ATOM_AGE_FROM;
        return read_years(str_from_at(text, 7), &atom->value);
    }
    if (str_starts(text, STR("age < "))) {
        atom->kind = KB_ATOM_AGE_BELOW;
        return read_years(str_from_at(text, 6), &atom->value);
    }
    atom->kind = KB_ATOM_SEX;
    atom->value = str_is(text, "sex = m") ? KB_MALE : KB_FEMALE;
    return str_is(text, "sex = f") || str_is(text, "sex = m");
}

static void read_atom(Draft *d, const Node *n)
{
    KbAtom atom = {.finding = KB_NONE};
    if (n->kind != NODE_TEXT) {
        draft_fail(d, n->at, "bad-condition", "lists in \"if\" go one level deep only");
        return;
    }
    if (str_starts(n->text, STR("age ")) || str_starts(n->text, STR("sex "))) {
        if (!read_comparison(n->text, &atom))
            draft_fail(d, n->at, "bad-condition",
                       "\"" STR_F
                       "\" is not understood; write age >= 18, age < 18 or sex = f",
                       STR_A(n->text));
    } else {
        bool absent = str_starts(n->text, STR("no "));
        Node name = *n;
        name.text = str_trim(str_from_at(n->text, absent ? 3 : 0));
        atom.kind = absent ? KB_ATOM_ABSENT : KB_ATOM_PRESENT;
        atom.finding = reader_ref(d, &name, reader_findings(d));
    }
    draft_add(d, TABLE_ATOM, &atom);
}

static KbRange read_clause(Draft *d, const Node *n)
{
    uint32_t first = draft_count(d, TABLE_ATOM);
    if (n->kind == NODE_TEXT)
        read_atom(d, n);
    for (const Node *m = n->kind == NODE_LIST ? n->first : NULL; m; m = m->next)
        read_atom(d, m);
    if (draft_count(d, TABLE_ATOM) == first && !d->failure.code)
        draft_fail(d, n->at, "bad-condition",
                   "here a finding, a comparison or a list of them is expected");
    return draft_range(d, TABLE_ATOM, first);
}

static KbRange read_clauses(Draft *d, const Node *map, const char *key)
{
    const Node *list = reader_list(d, map, key);
    uint32_t    first = draft_count(d, TABLE_CLAUSE);
    for (const Node *n = list ? list->first : NULL; n; n = n->next)
        draft_add(d, TABLE_CLAUSE, &(KbClause){read_clause(d, n)});
    return draft_range(d, TABLE_CLAUSE, first);
}

static void read_row(Draft *d, const Node *m, bool *red_flags_over, uint32_t first)
{
    if (!READER_KEYS(d, m, row_keys))
        return;
    Evidence     evidence = evidence_read(d, m);
    KbPathwayRow row = {
        .id = reader_words(d, m, "id"),
        .say = reader_words(d, m, "say"),
        .patient = reader_text(d, m, "patient"),
        .kind =
            (KbRowKind)reader_choice(d, m, "kind", kinds, sizeof kinds / sizeof *kinds),
        .clauses = read_clauses(d, m, "if"),
        .level = (uint8_t)reader_whole(d, m, "level", 0, 4, 0),
        .condition = reader_ref_at(d, m, "condition", reader_conditions(d)),
        .source = evidence.source,
        .grade = evidence.grade,
        .line = m->at.line,
    };
    if (row.kind == KB_ROW_RED_FLAG && *red_flags_over)
        draft_fail(d, m->at, "red-flag-order", "red flags stand first; move this row up");
    if (row.kind == KB_ROW_RED_FLAG && !tree_get(m, "level"))
        draft_fail(d, m->at, "missing-key",
                   "a red flag needs a level; add level: 1 to 4");
    *red_flags_over = row.kind != KB_ROW_RED_FLAG;
    for (uint32_t i = first; i < draft_count(d, TABLE_PATHWAY_ROW); i++)
        if (str_eq(DRAFT_AT(d, PATHWAY_ROW, KbPathwayRow, i)->id, row.id))
            draft_fail(d, m->at, "duplicate-id",
                       "a row of this id stands above; rename one");
    draft_add(d, TABLE_PATHWAY_ROW, &row);
}

static KbRange read_rows(Draft *d, const Node *top)
{
    const Node *list = reader_list(d, top, "rows");
    uint32_t    first = draft_count(d, TABLE_PATHWAY_ROW);
    bool        red_flags_over = false;
    for (const Node *m = list ? list->first : NULL; m; m = m->next)
        read_row(d, m, &red_flags_over, first);
    return draft_range(d, TABLE_PATHWAY_ROW, first);
}

static void read_one(Draft *d, const ContentFile *file)
{
    const Node *top = tree_read(d, file->path, file->text, 1);
    KbPathway   p = {.id = file->stem, .file = file->path};
    if (READER_KEYS(d, top, pathway_keys)) {
        if (tree_get(top, "id") && !str_eq(reader_text(d, top, "id"), file->stem))
            draft_fail(d, reader_place(top, "id"), "id-not-file",
                       "the id and the file's name differ; make them equal");
        p.title = reader_words(d, top, "title");
        p.scope = reader_words(d, top, "scope");
        p.updated = reader_date(d, top, "updated");
        p.entry = read_clauses(d, top, "entry");
        p.rows = read_rows(d, top);
    }
    draft_add(d, TABLE_PATHWAY, &p);
}

void pathways_read(Draft *d, Folder folder)
{
    for (uint32_t i = 0; i < folder.n && !d->failure.code; i++)
        read_one(d, &folder.v[i]);
}
