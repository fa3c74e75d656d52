/*
 * kb/findings.c - the ontology: records sorted by id, parents, closure, children.
 *
 * The lists of all files are first gathered and sorted, so that the place of a finding
 * in a file, or the file it stands in, changes no index. The closure is walked breadth
 * first, which lists the nearest ancestors first and ends on a cycle instead of running
 * for ever.
 */
#include "kb/chapters.h"

#include <stdlib.h>

static const Key finding_keys[] = {
    {"id", true},          {"name", true},          {"plural", false},
    {"plain", true},       {"class", true},         {"implies", false},
    {"cluster", false},    {"import", true},        {"cost", true},
    {"bg", true},          {"hpo", false},          {"snomed", false},
    {"ask_patient", true}, {"ask_clinician", true}, {"say", true},
    {"not", false},        {"region", false},
};

static const Key bg_keys[] = {
    {"p", true}, {"low", false}, {"high", false}, {"given", false}, EVIDENCE_KEYS};

static const char *const classes[] = {"symptom", "sign",     "vital", "lab",
                                      "history", "exposure", "drug",  "context"};

static const NumberForm background_form = {
    "p",
    "low",
    "high",
    0.000001,
    0.999999,
    true,
    "but nothing is always or never there; write for example 0.001"};

typedef struct Entry {
    Str         id;
    const Node *map;
} Entry;

static int by_id(const void *a, const void *b)
{
    const Entry *x = a, *y = b;
    int          order = str_cmp(x->id, y->id);
    if (order)
        return order;
    order = str_cmp(x->map->at.file, y->map->at.file);
    return order ? order
                 : (x->map->at.line > y->map->at.line) -
                       (x->map->at.line < y->map->at.line);
}

static bool is_good_id(Draft *d, const Node *map, Str id)
{
    if (reader_is_id(id))
        return true;
    draft_fail(d, reader_place(map, "id"), "bad-id",
               "an id is made of a-z, 0-9 and _, with . before a refinement; rename it");
    return false;
}

/* The maps of one file that can be used, appended to v (which has room). */
static size_t gather(Draft *d, const Node *list, Entry *v, size_t n)
{
    for (const Node *m = list->first; m; m = m->next) {
        if (!READER_KEYS(d, m, finding_keys))
            continue;
        Str id = reader_text(d, m, "id");
        if (tree_get(m, "id") && is_good_id(d, m, id))
            v[n++] = (Entry){id, m};
    }
    return n;
}

static size_t without_duplicates(Draft *d, Entry *v, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept && str_eq(v[kept - 1].id, v[i].id)) {
            Place first = v[kept - 1].map->at;
            draft_fail(d, v[i].map->at, "duplicate-id",
                       "the finding \"" STR_F "\" stands already in " STR_F
                       " line %u; keep one",
                       STR_A(v[i].id), STR_A(first.file), (unsigned)first.line);
        } else {
            v[kept++] = v[i];
        }
    }
    return kept;
}

static void add_parent(Draft *d, uint32_t first, uint32_t parent, uint32_t self, Place at)
{
    if (parent == self) {
        draft_fail(d, at, "implies-cycle", "a finding cannot imply itself; remove it");
        return;
    }
    for (uint32_t i = first; i < draft_count(d, TABLE_INDEX); i++)
        if (*DRAFT_AT(d, INDEX, uint32_t, i) == parent)
            return;
    draft_index(d, parent);
}

/* A dotted id implies its stem; then what the file lists. */
static KbRange read_parents(Draft *d, const Entry *entry, uint32_t self)
{
    uint32_t first = draft_count(d, TABLE_INDEX);
    size_t   dot = STR_NONE;
    for (size_t i = 0; i < entry->id.n; i++)
        if (entry->id.p[i] == '.')
            dot = i;
    if (dot != STR_NONE) {
        uint32_t stem = map_get(d->findings, str_sub(entry->id, 0, dot));
        if (stem == MAP_NONE && d->findings_partial)
            return draft_range(d, TABLE_INDEX, first);
        if (stem == MAP_NONE)
            draft_fail(d, reader_place(entry->map, "id"), "unknown-finding",
                       "\"" STR_F "\" refines a finding that does not exist; add it",
                       STR_A(entry->id));
        else
            add_parent(d, first, stem, self, entry->map->at);
    }
    const Node *list = reader_list(d, entry->map, "implies");
    for (const Node *n = list ? list->first : NULL; n; n = n->next) {
        uint32_t parent = reader_ref(d, n, reader_findings(d));
        if (parent != KB_NONE)
            add_parent(d, first, parent, self, n->at);
    }
    return draft_range(d, TABLE_INDEX, first);
}

static bool has_parent(const Draft *d, KbRange parents, uint32_t index)
{
    for (uint32_t i = 0; i < parents.n; i++)
        if (*DRAFT_AT(d, INDEX, uint32_t, parents.first + i) == index)
            return true;
    return false;
}

static uint32_t read_background(Draft *d, const Entry *entry, KbRange parents)
{
    const Node *bg = tree_get(entry->map, "bg");
    if (!READER_KEYS(d, bg, bg_keys))
        return 0;
    Evidence evidence = evidence_read(d, bg);
    uint32_t given = reader_ref_at(d, bg, "given", reader_findings(d));
    if (given != KB_NONE && !has_parent(d, parents, given))
        draft_fail(d, reader_place(bg, "given"), "given-not-parent",
                   "given repeats the parent; \"" STR_F
                   "\" is not implied by this finding: add it to implies or remove it",
                   STR_A(reader_text(d, bg, "given")));
    uint32_t number = evidence_number(d, bg, &background_form, &evidence);
    return number == KB_NONE ? 0 : number;
}

static bool is_hpo(Str s)
{
    if (s.n != 10 || !str_starts(s, STR("HP:")))
        return false;
    for (size_t i = 3; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static Str read_hpo(Draft *d, const Node *map)
{
    Str hpo = reader_text(d, map, "hpo");
    if (hpo.n && !is_hpo(hpo))
        draft_fail(d, reader_place(map, "hpo"), "bad-code",
                   "an HPO id has the form HP:0003394; correct or remove it");
    return hpo;
}

static Str plural_of(Draft *d, const Node *map)
{
    Str plural = reader_text(d, map, "plural"), name = reader_text(d, map, "name");
    if (plural.n || d->failure.code)
        return plural;
    if (!str_fmt(&plural, d->arena, &d->failure, STR_F "s", STR_A(name)))
        return name;
    return plural;
}

static bool is_letter_break(Str s, size_t i)
{
    return i >= s.n || s.p[i] == ' ' || s.p[i] == '\'';
}

/* A capital other than the word "I". */
static bool has_capital(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool alone = (i == 0 || s.p[i - 1] == ' ') && is_letter_break(s, i + 1);
        if (s.p[i] >= 'A' && s.p[i] <= 'Z' && !(s.p[i] == 'I' && alone))
            return true;
    }
    return false;
}

static void check_case(Draft *d, const Node *map, const char *key)
{
    const Node *list = tree_get(map, key);
    for (const Node *n = list ? list->first : NULL; n; n = n->next)
        if (has_capital(n->text))
            draft_warn(d, n->at, "not-lower-case",
                       "\"" STR_F "\" has capitals; phrases are written in lower case",
                       STR_A(n->text));
}

static void read_one(Draft *d, const Entry *entry, uint32_t self)
{
    const Node *map = entry->map;
    KbFinding   f = {.id = entry->id, .name = reader_words(d, map, "name")};
    f.plural = plural_of(d, map);
    f.plain = reader_words(d, map, "plain");
    f.cls = (KbClass)reader_choice(d, map, "class", classes,
                                   sizeof classes / sizeof *classes);
    f.import = (uint8_t)reader_whole(d, map, "import", 1, 5, 1);
    f.cost = (uint8_t)reader_whole(d, map, "cost", 1, 100, 1);
    f.parents = read_parents(d, entry, self);
    f.background = read_background(d, entry, f.parents);
    f.cluster = reader_text(d, map, "cluster");
    f.hpo = read_hpo(d, map);
    f.snomed = reader_text(d, map, "snomed");
    f.ask_patient = reader_words(d, map, "ask_patient");
    f.ask_clinician = reader_words(d, map, "ask_clinician");
    f.region = reader_text(d, map, "region");
    f.say = reader_texts(d, map, "say");
    f.looks_like = reader_texts(d, map, "not");
    check_case(d, map, "say");
    check_case(d, map, "not");
    draft_add(d, TABLE_FINDING, &f);
}

static KbFinding *finding_at(const Draft *d, uint32_t i)
{
    return DRAFT_AT(d, FINDING, KbFinding, i);
}

/* Queues the parents of `of` that were not seen in the walk from `self`. */
static void queue_parents(Draft *d, uint32_t of, uint32_t self, uint32_t *seen, Place at)
{
    KbRange parents = finding_at(d, of)->parents;
    for (uint32_t i = 0; i < parents.n; i++) {
        uint32_t parent = *DRAFT_AT(d, INDEX, uint32_t, parents.first + i);
        if (parent == self)
            draft_fail(d, at, "implies-cycle",
                       "\"" STR_F "\" implies itself through \"" STR_F
                       "\"; remove one of the two",
                       STR_A(finding_at(d, self)->id), STR_A(finding_at(d, of)->id));
        else if (seen[parent] != self + 1) {
            seen[parent] = self + 1;
            draft_index(d, parent);
        }
    }
}

static void close_over_parents(Draft *d, const Entry *v, uint32_t n)
{
    uint32_t *seen = draft_room(d, n, sizeof *seen);
    for (uint32_t self = 0; seen && self < n; self++) {
        uint32_t first = draft_count(d, TABLE_INDEX);
        queue_parents(d, self, self, seen, v[self].map->at);
        for (uint32_t i = first; i < draft_count(d, TABLE_INDEX); i++)
            queue_parents(d, *DRAFT_AT(d, INDEX, uint32_t, i), self, seen,
                          v[self].map->at);
        finding_at(d, self)->closure = draft_range(d, TABLE_INDEX, first);
    }
}

/* Turns the lists of parents round; children come out in the order of their ids. */
static void list_children(Draft *d, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        KbRange parents = finding_at(d, i)->parents;
        for (uint32_t k = 0; k < parents.n; k++)
            finding_at(d, *DRAFT_AT(d, INDEX, uint32_t, parents.first + k))->children.n++;
    }
    for (uint32_t i = 0; i < n; i++) {
        KbRange *children = &finding_at(d, i)->children;
        children->first = draft_count(d, TABLE_INDEX);
        for (uint32_t k = 0; k < children->n; k++)
            draft_index(d, 0);
        children->n = 0;
    }
    for (uint32_t i = 0; i < n && !d->failure.code; i++) {
        KbRange parents = finding_at(d, i)->parents;
        for (uint32_t k = 0; k < parents.n; k++) {
            uint32_t parent = *DRAFT_AT(d, INDEX, uint32_t, parents.first + k);
            KbRange *children = &finding_at(d, parent)->children;
            *DRAFT_AT(d, INDEX, uint32_t, children->first + children->n++) = i;
        }
    }
}

static size_t count_entries(const Node *const *lists, size_t n)
{
    size_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += lists[i] ? lists[i]->n : 0;
    return sum;
}

static Entry *gather_all(Draft *d, Folder folder, size_t *n)
{
    const Node **lists = draft_room(d, folder.n, sizeof(const Node *));
    for (size_t i = 0; lists && i < folder.n; i++) {
        lists[i] = tree_read(d, folder.v[i].path, folder.v[i].text, 1);
        if (lists[i] && lists[i]->kind != NODE_LIST) {
            draft_fail(d, lists[i]->at, "not-a-list",
                       "a file of findings is a list: each entry begins with \"- id:\"");
            lists[i] = NULL;
        }
        d->findings_partial = d->findings_partial || !lists[i];
    }
    Entry *v = lists ? draft_room(d, count_entries(lists, folder.n), sizeof *v) : NULL;
    *n = 0;
    for (size_t i = 0; v && i < folder.n; i++)
        if (lists[i])
            *n = gather(d, lists[i], v, *n);
    return v;
}

void findings_read(Draft *d, Folder folder)
{
    size_t n = 0;
    Entry *v = gather_all(d, folder, &n);
    if (!v)
        return;
    qsort(v, n, sizeof *v, by_id);
    n = without_duplicates(d, v, n);
    for (uint32_t i = 0; i < n; i++)
        draft_name(d, d->findings, v[i].id, i);
    for (uint32_t i = 0; i < n && !d->failure.code; i++)
        read_one(d, &v[i], i);
    if (d->failure.code)
        return;
    close_over_parents(d, v, (uint32_t)n);
    list_children(d, (uint32_t)n);
}
