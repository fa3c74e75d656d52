/*
 * nlp/lexicon.c - reads the word tables of a knowledge image into one trie.
 *
 * Order matters: parts of the body and clinical words come before the findings, because
 * a finding's phrase is looked at with them (which part, which sensation, does it name
 * anything clinical by itself).
 */
#include "nlp/lexicon.h"

#include "base/num.h"
#include "nlp/forms.h"
#include "nlp/phrase.h"

#define AS_TEXT(name, text) text,
static const char *const cue_kinds[] = {CUE_KINDS(AS_TEXT)};
static const char *const speech_kinds[] = {SPEECH_KINDS(AS_TEXT)};
static const char *const unit_kinds[] = {UNIT_KINDS(AS_TEXT)};
static const char *const person_kinds[] = {PERSON_KINDS(AS_TEXT)};
static const char *const part_kinds[] = {PART_KINDS(AS_TEXT)};
static const char *const clinical_kinds[] = {CLINICAL_KINDS(AS_TEXT)};
#undef AS_TEXT

typedef struct TableShape {
    const char        *name;
    EntryKind          entry;
    const char *const *kinds;
    size_t             n_kinds;
    const char        *columns[5]; /* the first is always "pattern" */
} TableShape;

static const TableShape shapes[] = {
    {"body",
     ENTRY_PART,
     part_kinds,
     PART_KIND_COUNT,
     {"pattern", "kind", "name", "parent"}},
    {"clinical",
     ENTRY_CLINICAL,
     clinical_kinds,
     CLINICAL_KIND_COUNT,
     {"pattern", "kind", "name"}},
    {"cues",
     ENTRY_CUE,
     cue_kinds,
     CUE_KIND_COUNT,
     {"pattern", "kind", "direction", "most"}},
    {"qa", ENTRY_SPEECH, speech_kinds, SPEECH_KIND_COUNT, {"pattern", "kind", "value"}},
    {"units",
     ENTRY_UNIT,
     unit_kinds,
     UNIT_KIND_COUNT,
     {"pattern", "kind", "value", "name"}},
    {"people", ENTRY_PERSON, person_kinds, PERSON_KIND_COUNT, {"pattern", "kind"}},
};

typedef struct RowPlace {
    const Lexicon    *l;
    const KbTable    *table;
    const TableShape *shape;
    uint32_t          row;
    Str               where;
} RowPlace;

static Str cell_at(const RowPlace *p, const char *column)
{
    for (uint32_t c = 0; c < p->table->n_columns; c++) {
        if (str_is(kb_text_at(p->l->kb, p->table->first_cell + c), column))
            return str_trim(kb_text_at(p->l->kb, p->table->first_cell +
                                                     p->row * p->table->n_columns + c));
    }
    return (Str){NULL, 0};
}

static bool refuse_cell(const RowPlace *p, const char *column, Str value, Err *e)
{
    return err_set(e, ERR_CONTENT,
                   STR_F ": \"" STR_F "\" is not a known value of column %s; see "
                         "src/nlp/README.md",
                   STR_A(p->where), STR_A(value), column);
}

static bool read_kind(Row *row, const RowPlace *p, Err *e)
{
    Str kind = cell_at(p, "kind");
    for (size_t i = 0; i < p->shape->n_kinds; i++) {
        if (str_is(kind, p->shape->kinds[i])) {
            row->kind = (unsigned)i;
            return true;
        }
    }
    return refuse_cell(p, "kind", kind, e);
}

static bool read_numbers(Row *row, const RowPlace *p, Err *e)
{
    Str     direction = cell_at(p, "direction"), most = cell_at(p, "most");
    Str     value = cell_at(p, "value");
    int64_t words = 0;
    if (p->shape->entry == ENTRY_CUE &&
        (direction.n != 1 || str_find_char(STR("FBTP"), direction.p[0]) == STR_NONE))
        return refuse_cell(p, "direction", direction, e);
    if (most.n && (!num_read_int(most, &words) || words < 0 || words > 100))
        return refuse_cell(p, "most", most, e);
    if (value.n && !num_read(value, &row->value))
        return refuse_cell(p, "value", value, e);
    row->direction = '\0';
    if (direction.n)
        row->direction = direction.p[0];
    row->most = (uint32_t)words;
    return true;
}

static bool class_of(uint32_t *out, const Lexicon *l, char sign, Str name, Err *e)
{
    Str key;
    *out = TRIE_NONE;
    if (!name.n)
        return true;
    return str_fmt(&key, l->arena, e, "%c" STR_F, sign, STR_A(name)) &&
           trie_word(out, l->trie, key, e);
}

static bool make_light(const Lexicon *l, Str words, Err *e)
{
    Str one;
    while (str_next(&words, '|', &one)) {
        uint32_t id;
        if (!trie_word(&id, l->trie, one, e))
            return false;
        trie_make_light(l->trie, id);
    }
    return true;
}

/* "foot pulses are present" denies the finding it names; other knowledge may lack it. */
static bool add_normal(const Row *row, const RowPlace *p, Err *e)
{
    uint32_t finding = kb_find_finding(p->l->kb, row->name);
    if (finding == KB_NONE)
        return true;
    Entry entry = {.kind = ENTRY_FINDING, .id = finding, .is_normal = true};
    return phrase_add(p->l, row->pattern, PHRASE_FINDING, entry, p->where, e);
}

static bool read_row(Row *row, const RowPlace *p, Err *e)
{
    const Lexicon *l = p->l;
    *row = (Row){.pattern = cell_at(p, "pattern"), .name = cell_at(p, "name")};
    char sign = p->shape->entry == ENTRY_PART ? '%' : '~';
    if (!row->pattern.n)
        return refuse_cell(p, "pattern", row->pattern, e);
    if (!read_kind(row, p, e) || !read_numbers(row, p, e) ||
        !class_of(&row->class, l, sign, row->name, e) ||
        !class_of(&row->parent, l, '%', cell_at(p, "parent"), e))
        return false;
    if (p->shape->entry == ENTRY_CLINICAL && row->kind == CLINICAL_LIGHT)
        return make_light(l, row->pattern, e);
    if (p->shape->entry == ENTRY_CLINICAL && row->kind == CLINICAL_ENDING)
        return true; /* looked at by lexicon_looks_clinical() */
    if (p->shape->entry == ENTRY_CLINICAL && row->kind == CLINICAL_NORMAL)
        return add_normal(row, p, e);
    Entry entry = {.kind = p->shape->entry, .id = p->row - 1};
    return phrase_add(l, row->pattern, PHRASE_EXACT, entry, p->where, e);
}

static bool check_columns(const RowPlace *p, Err *e)
{
    for (size_t i = 0; i < 5 && p->shape->columns[i]; i++) {
        bool found = false;
        for (uint32_t c = 0; c < p->table->n_columns; c++)
            found = found || str_is(kb_text_at(p->l->kb, p->table->first_cell + c),
                                    p->shape->columns[i]);
        if (!found)
            return err_set(
                e, ERR_CONTENT,
                "lexicon/%s.tsv: the column %s is missing; name it in the first "
                "line",
                p->shape->name, p->shape->columns[i]);
    }
    return true;
}

static bool read_table(Lexicon *l, const TableShape *shape, Err *e)
{
    uint32_t i = kb_find_table(l->kb, str_from(shape->name));
    if (i == KB_NONE)
        return err_set(
            e, ERR_CONTENT,
            "lexicon/%s.tsv is missing; add it to the content folder and build "
            "again",
            shape->name);
    RowPlace p = {.l = l, .table = kb_table(l->kb, i), .shape = shape};
    Rows    *rows = &l->rows[shape->entry];
    rows->v = ARENA_ARRAY(l->arena, Row, p.table->n_rows + 1, e);
    if (!rows->v || !check_columns(&p, e))
        return false;
    for (p.row = 1; p.row < p.table->n_rows; p.row++) {
        if (!str_fmt(&p.where, l->arena, e, "lexicon/%s.tsv, row %u", shape->name,
                     (unsigned)p.row) ||
            !read_row(&rows->v[rows->n], &p, e))
            return false;
        rows->n++;
    }
    return true;
}

/* A refinement's words ("at night") count by themselves only when they are clinical. */
static bool is_refinement(const KbFinding *f)
{
    return str_find_char(f->id, '.') != STR_NONE;
}

static bool add_finding(const Lexicon *l, uint32_t i, Err *e)
{
    const KbFinding *f = kb_finding(l->kb, i);
    Entry says = {.kind = ENTRY_FINDING, .id = i, .needs_topic = is_refinement(f)};
    Entry looks = {.kind = ENTRY_LOOKS_LIKE, .id = i};
    for (uint32_t k = 0; k < f->say.n; k++) {
        if (!phrase_add_finding(l, kb_text_at(l->kb, f->say.first + k), says, f->id, e))
            return false;
    }
    for (uint32_t k = 0; k < f->looks_like.n; k++) {
        if (!phrase_add(l, kb_text_at(l->kb, f->looks_like.first + k), PHRASE_FINDING,
                        looks, f->id, e))
            return false;
    }
    Str name;
    return str_lower(&name, l->arena, f->name, e) &&
           phrase_add(l, name, PHRASE_FINDING, (Entry){.kind = ENTRY_FINDING, .id = i},
                      f->id, e);
}

bool lexicon_open(const Lexicon **out, Arena *a, const Kb *kb, Err *e)
{
    Lexicon *l = ARENA_NEW(a, Lexicon, e);
    if (!l)
        return false;
    l->arena = a;
    l->kb = kb;
    if (!trie_open(&l->trie, a, e))
        return false;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (!read_table(l, &shapes[i], e))
            return false;
    }
    for (uint32_t i = 0; i < kb_n_findings(kb); i++) {
        if (!add_finding(l, i, e))
            return false;
    }
    *out = l;
    return true;
}

const EntryNode *lexicon_pair(const Lexicon *l, const Row *sensation, const Row *part)
{
    enum { OUTWARDS_MOST = 4 };
    uint32_t class = part->class, parent = part->parent;
    for (int i = 0; i < OUTWARDS_MOST && class != TRIE_NONE; i++) {
        uint32_t         pair[] = {sensation->class, class};
        const EntryNode *found = trie_entries(l->trie, pair, 2);
        if (found)
            return found;
        class = parent;
        parent = TRIE_NONE;
        const Rows *parts = &l->rows[ENTRY_PART];
        for (size_t k = 0; k < parts->n && parent == TRIE_NONE; k++) {
            if (parts->v[k].class == class)
                parent = parts->v[k].parent;
        }
    }
    return NULL;
}

bool lexicon_looks_clinical(const Lexicon *l, Str word)
{
    enum { SHORTEST_TERM = 7 };
    const Rows *rows = &l->rows[ENTRY_CLINICAL];
    if (word.n < SHORTEST_TERM)
        return false;
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->v[i].kind == CLINICAL_ENDING && str_ends(word, rows->v[i].pattern))
            return true;
    }
    return false;
}
