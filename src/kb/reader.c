/* kb/reader.c - one function per shape of value; every fault names place and remedy. */
#include "kb/reader.h"

#include "base/num.h"

static Str line_of(Str text, size_t at)
{
    size_t end = str_find_char(str_from_at(text, at), '\n');
    return str_sub(text, at, end);
}

static uint32_t lines_before(Str text, size_t at)
{
    uint32_t n = 0;
    for (size_t i = 0; i < at && i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

Page reader_page(Draft *d, const ContentFile *file)
{
    Page  page = {.file = file};
    Str   text = file->text, fence = STR("---");
    Place start = {file->path, 1, 1};
    if (!str_eq(line_of(text, 0), fence)) {
        draft_fail(d, start, "front-matter",
                   "the file must begin with a line \"---\"; see docs/content-format.md");
        return page;
    }
    size_t end = str_find(text, STR("\n---\n"));
    bool   at_end = end == STR_NONE && str_ends(text, STR("\n---"));
    if (at_end)
        end = text.n - 4;
    if (end == STR_NONE) {
        draft_fail(d, start, "front-matter",
                   "the front matter has no closing line \"---\"; add it");
        return page;
    }
    size_t body = at_end ? text.n : end + 5;
    Str    front = end >= 4 ? str_sub(text, 4, end + 1 - 4) : (Str){0};
    page.top = tree_read(d, file->path, front, 2);
    page.body = str_from_at(text, body);
    page.body_line = lines_before(text, body) + 1;
    return page;
}

static const Key *find_key(const Key *keys, size_t n, Str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(name, keys[i].name))
            return &keys[i];
    return NULL;
}

bool reader_keys(Draft *d, const Node *map, const Key *keys, size_t n)
{
    if (!map)
        return false;
    if (map->kind != NODE_MAP) {
        draft_fail(d, map->at, "not-a-map",
                   "here a map of keys is expected: {key: value}");
        return false;
    }
    for (const Node *m = map->first; m; m = m->next)
        if (!find_key(keys, n, m->key))
            draft_fail(d, m->key_at, "unknown-key",
                       "\"" STR_F "\" is not a key of this map; correct or remove it",
                       STR_A(m->key));
    for (size_t i = 0; i < n; i++)
        if (keys[i].needed && !tree_get(map, keys[i].name))
            draft_fail(d, map->at, "missing-key", "the key \"%s\" is missing; add it",
                       keys[i].name);
    return true;
}

bool reader_is_id(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool dot = c == '.' && i > 0 && i + 1 < s.n && s.p[i - 1] != '.';
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || dot))
            return false;
    }
    return s.n > 0;
}

Place reader_place(const Node *map, const char *key)
{
    const Node *n = tree_get(map, key);
    return n ? n->at : map ? map->at : (Place){0};
}

Str reader_text(Draft *d, const Node *map, const char *key)
{
    const Node *n = tree_get(map, key);
    if (!n)
        return (Str){0};
    if (n->kind == NODE_TEXT)
        return n->text;
    draft_fail(d, n->at, "wrong-kind", "\"%s\" must be one text, not a list or map", key);
    return (Str){0};
}

Str reader_words(Draft *d, const Node *map, const char *key)
{
    Str         s = reader_text(d, map, key);
    const Node *n = tree_get(map, key);
    if (n && n->kind == NODE_TEXT && !str_trim(s).n)
        draft_fail(d, n->at, "empty-value", "\"%s\" is empty; write it or remove the key",
                   key);
    return s;
}

static bool is_date(Str s)
{
    static const char shape[] = "0000-00-00";
    if (s.n != sizeof shape - 1)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (shape[i] == '-' ? s.p[i] != '-' : s.p[i] < '0' || s.p[i] > '9')
            return false;
    int month = (s.p[5] - '0') * 10 + s.p[6] - '0',
        day = (s.p[8] - '0') * 10 + s.p[9] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

Str reader_date(Draft *d, const Node *map, const char *key)
{
    Str s = reader_text(d, map, key);
    if (tree_get(map, key) && !is_date(s))
        draft_fail(d, reader_place(map, key), "bad-date",
                   "\"%s\" must be a date such as 2026-11-22", key);
    return s;
}

int64_t reader_whole(Draft *d, const Node *map, const char *key, int64_t least,
                     int64_t most, int64_t otherwise)
{
    const Node *n = tree_get(map, key);
    if (!n)
        return otherwise;
    int64_t value = 0;
    if (n->kind == NODE_TEXT && num_read_int(n->text, &value) && value >= least &&
        value <= most)
        return value;
    draft_fail(d, n->at, "out-of-range", "\"%s\" must be a whole number from %d to %d",
               key, (int)least, (int)most);
    return otherwise;
}

unsigned reader_choice(Draft *d, const Node *map, const char *key,
                       const char *const *names, size_t n)
{
    Str s = reader_text(d, map, key);
    for (unsigned i = 0; i < n; i++)
        if (str_is(s, names[i]))
            return i;
    if (tree_get(map, key))
        draft_fail(d, reader_place(map, key), "unknown-word",
                   "\"" STR_F
                   "\" is no value of \"%s\"; docs/content-format.md lists them",
                   STR_A(s), key);
    return 0;
}

const Node *reader_list(Draft *d, const Node *map, const char *key)
{
    const Node *n = tree_get(map, key);
    if (!n || n->kind == NODE_LIST)
        return n;
    draft_fail(d, n->at, "not-a-list", "\"%s\" must be a list: [one, two]", key);
    return NULL;
}

KbRange reader_texts(Draft *d, const Node *map, const char *key)
{
    const Node *list = reader_list(d, map, key);
    uint32_t    first = draft_count(d, TABLE_TEXT);
    for (const Node *n = list ? list->first : NULL; n; n = n->next) {
        if (n->kind == NODE_TEXT && str_trim(n->text).n)
            draft_text(d, n->text);
        else
            draft_fail(d, n->at, "wrong-kind",
                       "each entry of \"%s\" must be a text with words in it", key);
    }
    return draft_range(d, TABLE_TEXT, first);
}

Names reader_findings(const Draft *d)
{
    return (Names){d->findings, "unknown-finding", "finding", "content/findings/",
                   d->findings_partial};
}

Names reader_conditions(const Draft *d)
{
    return (Names){d->conditions, "unknown-condition", "condition", "content/conditions/",
                   false};
}

Names reader_sources(const Draft *d)
{
    return (Names){d->sources, "unknown-source", "source", "content/sources/",
                   d->sources_partial};
}

uint32_t reader_ref(Draft *d, const Node *text, Names names)
{
    if (!text)
        return KB_NONE;
    uint32_t i = text->kind == NODE_TEXT ? map_get(names.map, text->text) : MAP_NONE;
    if (i == MAP_NONE && !names.partial)
        draft_fail(d, text->at, names.rule,
                   "there is no %s \"" STR_F "\"; correct it or add it to %s", names.noun,
                   STR_A(text->text), names.where);
    return i;
}

uint32_t reader_ref_at(Draft *d, const Node *map, const char *key, Names names)
{
    const Node *n = tree_get(map, key);
    if (n && n->kind == NODE_TEXT && !n->text.n)
        return KB_NONE;
    return reader_ref(d, n, names);
}

static bool is_in_run(const Draft *d, uint32_t first, uint32_t index)
{
    for (uint32_t i = first; i < draft_count(d, TABLE_INDEX); i++)
        if (*DRAFT_AT(d, INDEX, uint32_t, i) == index)
            return true;
    return false;
}

KbRange reader_refs(Draft *d, const Node *map, const char *key, Names names)
{
    const Node *list = reader_list(d, map, key);
    uint32_t    first = draft_count(d, TABLE_INDEX);
    for (const Node *n = list ? list->first : NULL; n; n = n->next) {
        uint32_t index = reader_ref(d, n, names);
        if (index == KB_NONE)
            continue;
        if (is_in_run(d, first, index))
            draft_fail(d, n->at, "duplicate-entry",
                       "\"" STR_F "\" stands twice in \"%s\"; keep one", STR_A(n->text),
                       key);
        else
            draft_index(d, index);
    }
    return draft_range(d, TABLE_INDEX, first);
}
