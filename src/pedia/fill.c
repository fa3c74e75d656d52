/*
 * pedia/fill.c - a list of the nodes is made first and changed afterwards, because a
 * cmark iterator does not survive changes around it.
 */
#include "pedia/fill.h"

#include "pedia/node.h"

bool fill_open(Fill *out, Arena *a, const Kb *kb, const KbCondition *c, Err *e)
{
    Fill   f = {.a = a, .kb = kb, .c = c};
    size_t n = kb_n_sources(kb);
    f.sources = ARENA_ARRAY(a, uint32_t, n, e);
    f.number_of = f.sources ? ARENA_ARRAY(a, uint32_t, n, e) : NULL;
    if (!f.number_of)
        return false;
    *out = f;
    return true;
}

static bool complain(const Fill *f, cmark_node *at, const char *what, Str name, Err *e)
{
    return err_set(e, ERR_CONTENT, STR_F ":%u: " STR_F ": %s", STR_A(f->c->file),
                   markdown_line(f->c, at), STR_A(name), what);
}

/* ---- pieces put in place of references ------------------------------------------- */

/* The superscript number of a source, which gets the next number when it is new. */
static bool cite(Fill *f, cmark_node *parent, uint32_t source, Err *e)
{
    Str html = {0};
    if (source == KB_NONE)
        return true;
    if (f->number_of[source] == 0) {
        f->sources[f->n_sources++] = source;
        f->number_of[source] = (uint32_t)f->n_sources;
    }
    uint32_t n = f->number_of[source];
    return str_fmt(&html, f->a, e,
                   "<sup class=\"cite\"><a href=\"#source-%u\" aria-label=\"source "
                   "%u\">%u</a></sup>",
                   n, n, n) &&
           node_add_inline(parent, html);
}

/* Facts are written to stand anywhere; at the beginning of a sentence they get a
   capital letter. */
static bool fact_words(Str *out, Fill *f, Str say, Err *e)
{
    bool is_small = say.n > 0 && say.p[0] >= 'a' && say.p[0] <= 'z';
    if (!f->begins_sentence || !is_small) {
        *out = say;
        return true;
    }
    return str_fmt(out, f->a, e, "%c" STR_F, say.p[0] - 'a' + 'A',
                   STR_A(str_from_at(say, 1)));
}

static bool put_fact(Fill *f, cmark_node *parent, const KbFact *fact, Err *e)
{
    Str open = {0}, words = {0};
    if (!str_fmt(&open, f->a, e, "<span class=\"fact\" data-grade=\"%c\">",
                 kb_grade_letter(fact->grade)) ||
        !fact_words(&words, f, fact->say, e))
        return false;
    node_add_inline(parent, open);
    if (!node_add_text(parent, f->a, words, e))
        return false;
    f->begins_sentence = false;
    node_add_inline(parent, STR("</span>"));
    if (fact->grade == KB_E)
        node_add_inline(parent,
                        STR("<sup class=\"estimate\"><abbr title=\"estimate of the "
                            "editors, not measured\">est.</abbr></sup>"));
    return cite(f, parent, fact->source, e);
}

/* ---- references in running text -------------------------------------------------- */

static bool source_named(Fill *f, cmark_node *at, cmark_node *parent, Str key, Err *e)
{
    uint32_t source = kb_find_source(f->kb, key);
    if (source == KB_NONE)
        return complain(f, at, "no such source; add it to sources/ or correct the key",
                        key, e);
    return cite(f, parent, source, e);
}

static bool fact_named(Fill *f, cmark_node *at, cmark_node *parent, Str name, Err *e)
{
    for (uint32_t i = 0; i < f->c->facts.n; i++) {
        const KbFact *fact = kb_fact(f->kb, f->c->facts.first + i);
        if (str_eq(fact->id, name))
            return put_fact(f, parent, fact, e);
    }
    return complain(f, at, "no such fact; add it to `facts` or correct the id", name, e);
}

static bool braces(Fill *f, cmark_node *at, cmark_node *parent, Str inside, Err *e)
{
    Str fact = STR("fact:");
    if (str_starts(inside, fact))
        return fact_named(f, at, parent, str_from_at(inside, fact.n), e);
    if (str_is(inside, "red_flags"))
        return complain(f, at, "must stand alone in its paragraph", inside, e);
    return complain(f, at, "unknown reference; use {{fact:id}} or {{red_flags}}", inside,
                    e);
}

typedef struct Mark {
    size_t at, n; /* the whole reference */
    Str    inside;
    bool   is_source;
} Mark;

static bool mark_with(Mark *out, Str s, Str opener, Str closer)
{
    size_t at = str_find(s, opener);
    if (at == STR_NONE)
        return false;
    size_t end = str_find(str_from_at(s, at), closer);
    if (end == STR_NONE)
        return false;
    *out = (Mark){.at = at,
                  .n = end + closer.n,
                  .inside = str_sub(s, at + opener.n, end - opener.n)};
    return true;
}

static bool next_mark(Mark *out, Str s)
{
    Mark fact, source;
    bool has_fact = mark_with(&fact, s, STR("{{"), STR("}}"));
    bool has_source = mark_with(&source, s, STR("[@"), STR("]"));
    source.is_source = true;
    if (has_source && (!has_fact || source.at < fact.at))
        *out = source;
    else
        *out = fact;
    return has_fact || has_source;
}

/* No space stands between a word and the number of its source. */
static Str before(Str s, const Mark *mark)
{
    Str text = str_sub(s, 0, mark->at);
    while (mark->is_source && text.n && text.p[text.n - 1] == ' ')
        text.n--;
    return text;
}

static void read_on(Fill *f, Str text)
{
    text = str_trim(text);
    if (text.n == 0)
        return;
    char last = text.p[text.n - 1];
    f->begins_sentence = last == '.' || last == '?' || last == '!';
}

/* The text becomes one inline that holds text, numbers of sources and facts. */
static bool fill_text(Fill *f, cmark_node *text, Err *e)
{
    Str  s = str_from(cmark_node_get_literal(text));
    Mark mark;
    if (!next_mark(&mark, s)) {
        read_on(f, s);
        return true;
    }
    cmark_node *in = node_before(text, CMARK_NODE_CUSTOM_INLINE);
    do {
        read_on(f, before(s, &mark));
        if (!node_add_text(in, f->a, before(s, &mark), e))
            return false;
        if (mark.is_source ? !source_named(f, text, in, mark.inside, e)
                           : !braces(f, text, in, mark.inside, e))
            return false;
        s = str_from_at(s, mark.at + mark.n);
    } while (next_mark(&mark, s));
    read_on(f, s);
    if (!node_add_text(in, f->a, s, e))
        return false;
    node_remove(text);
    return true;
}

static bool fill_link(Fill *f, cmark_node *link, Err *e)
{
    Str url = str_from(cmark_node_get_url(link)), path = {0};
    if (str_starts(url, STR("https://")) || str_starts(url, STR("http://")))
        return true;
    if (kb_find_condition(f->kb, url) == KB_NONE)
        return complain(f, link,
                        "no such condition; link to a condition's id or to a full "
                        "address that begins with https://",
                        url, e);
    return str_fmt(&path, f->a, e, "/e/" STR_F, STR_A(url)) &&
           cmark_node_set_url(link, path.p);
}

/* ---- red flags ------------------------------------------------------------------- */

#define FLAGS_OPEN "<div class=\"red-flags\">"

typedef struct FlagGroup {
    uint8_t     from, to; /* levels, the more urgent first */
    const char *css, *title;
} FlagGroup;

static const FlagGroup flag_groups[] = {
    {4, 4, "emergency", "Call an ambulance now"},
    {3, 2, "urgent", "Get medical help today"},
    {1, 0, "routine", "Make an appointment"},
};

static bool add_flag(Fill *f, cmark_node *list, const KbRedFlag *flag, Err *e)
{
    cmark_node *entry = node_add(node_add(list, CMARK_NODE_ITEM), CMARK_NODE_PARAGRAPH);
    if (!node_add_text(entry, f->a, flag->say, e))
        return false;
    if (flag->level == 2 &&
        !node_add_text(entry, f->a, STR(" (Within a few days is soon enough.)"), e))
        return false;
    return cite(f, entry, flag->source, e);
}

static bool add_flags(Fill *f, cmark_node *list, uint8_t level, Err *e)
{
    for (uint32_t i = 0; i < f->c->red_flags.n; i++) {
        const KbRedFlag *flag = kb_red_flag(f->kb, f->c->red_flags.first + i);
        if (flag->level == level && !add_flag(f, list, flag, e))
            return false;
    }
    return true;
}

static bool add_group(Fill *f, cmark_node *box, const FlagGroup *g, Err *e)
{
    Str open = {0};
    if (!str_fmt(&open, f->a, e, "<div class=\"flags flags-%s\">", g->css))
        return false;
    cmark_node *group = node_add(box, CMARK_NODE_CUSTOM_BLOCK);
    node_around(group, open, STR("</div>"));
    cmark_node *title = node_add(group, CMARK_NODE_HEADING);
    cmark_node_set_heading_level(title, 3);
    cmark_node *list = node_add(group, CMARK_NODE_LIST);
    cmark_node_set_list_type(list, CMARK_BULLET_LIST);
    cmark_node_set_list_tight(list, 1);
    if (!node_add_text(title, f->a, str_from(g->title), e))
        return false;
    for (uint8_t level = g->from + 1; level-- > g->to;)
        if (!add_flags(f, list, level, e))
            return false;
    if (!cmark_node_first_child(list))
        node_remove(group);
    return true;
}

static bool is_red_flags(cmark_node *paragraph)
{
    cmark_node *only = cmark_node_first_child(paragraph);
    return only && !cmark_node_next(only) &&
           cmark_node_get_type(only) == CMARK_NODE_TEXT &&
           str_is(str_trim(str_from(cmark_node_get_literal(only))), "{{red_flags}}");
}

static bool fill_red_flags(Fill *f, cmark_node *paragraph, Err *e)
{
    cmark_node *box = node_before(paragraph, CMARK_NODE_CUSTOM_BLOCK);
    node_around(box, STR(FLAGS_OPEN), STR("</div>"));
    node_remove(paragraph);
    for (size_t i = 0; i < sizeof flag_groups / sizeof *flag_groups; i++)
        if (!add_group(f, box, &flag_groups[i], e))
            return false;
    return true;
}

/* ---- a whole part ---------------------------------------------------------------- */

static bool refuse_html(const Fill *f, cmark_node *node, Err *e)
{
    return complain(f, node, "is not allowed in an article; write it as Markdown",
                    cmark_node_get_type(node) == CMARK_NODE_IMAGE ? STR("an image")
                                                                  : STR("raw HTML"),
                    e);
}

static bool fill_references(Fill *f, cmark_node *node, Err *e)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH: return !is_red_flags(node) || fill_red_flags(f, node, e);
    case CMARK_NODE_TEXT: return fill_text(f, node, e);
    case CMARK_NODE_LINK: return fill_link(f, node, e);
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_HTML_INLINE:
    case CMARK_NODE_IMAGE: return refuse_html(f, node, e);
    default: return true;
    }
}

/* "<p id=...>" around what was a paragraph; in a tight list, where a paragraph has no
   tag, a span. */
static bool name_paragraph(Fill *f, cmark_node *paragraph, Str id, Err *e)
{
    cmark_node *item = cmark_node_parent(paragraph);
    bool        tight = cmark_node_get_type(item) == CMARK_NODE_ITEM &&
                 cmark_node_get_list_tight(cmark_node_parent(item));
    Str open = {0}, close = tight ? STR("</span>") : STR("</p>");
    if (!str_fmt(&open, f->a, e, "<%s id=\"" STR_F "\">", tight ? "span" : "p",
                 STR_A(id)))
        return false;
    node_turn_into(paragraph, open, close);
    return true;
}

static bool name_heading(Fill *f, cmark_node *heading, Str id, Err *e)
{
    int level = cmark_node_get_heading_level(heading);
    Str open = {0}, close = {0};
    if (!str_fmt(&open, f->a, e, "<h%d id=\"" STR_F "\">", level, STR_A(id)) ||
        !str_fmt(&close, f->a, e, "</h%d>", level))
        return false;
    node_turn_into(heading, open, close);
    return true;
}

static bool name_table(Fill *f, cmark_node *table, Str id, Err *e)
{
    Str open = {0};
    if (!str_fmt(&open, f->a, e,
                 "<div class=\"table\" id=\"" STR_F "\" tabindex=\"0\"><table>",
                 STR_A(id)))
        return false;
    node_around(table, open, STR("</tbody></table></div>"));
    return true;
}

/* cmark's table cells take no custom nodes, so tables are rebuilt from custom blocks. */
static void rebuild_table(cmark_node *node)
{
    cmark_node *row = cmark_node_parent(node);
    if (markdown_is(node, "table"))
        node_turn_into(node, STR("<table>"), STR("</tbody></table>"));
    else if (markdown_is(node, "table_header"))
        node_turn_into(node, STR("<thead><tr>"), STR("</tr></thead><tbody>"));
    else if (markdown_is(node, "table_row"))
        node_turn_into(node, STR("<tr>"), STR("</tr>"));
    else if (markdown_is(node, "table_cell") && markdown_opens(row, "<thead"))
        node_turn_into(node, STR("<th scope=\"col\">"), STR("</th>"));
    else if (markdown_is(node, "table_cell"))
        node_turn_into(node, STR("<td>"), STR("</td>"));
}

static bool has_name(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING ||
           markdown_opens(node, "<table>");
}

static bool name_block(Fill *f, cmark_node *node, Str id, Err *e)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH: return name_paragraph(f, node, id, e);
    case CMARK_NODE_HEADING: return name_heading(f, node, id, e);
    default: return name_table(f, node, id, e);
    }
}

static bool fill_all(Fill *f, const NodeList *nodes, Err *e)
{
    for (size_t i = 0; i < nodes->n; i++) {
        cmark_node *node = nodes->v[i];
        bool        is_flags =
            cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH && is_red_flags(node);
        f->begins_sentence |= has_name(node) || markdown_opens(node, "<t");
        if (!fill_references(f, node, e))
            return false;
        i += is_flags; /* its text went with it */
    }
    return true;
}

static bool name_all(Fill *f, const NodeList *nodes, Str part_id, Err *e)
{
    for (size_t i = 0, n = 0; i < nodes->n; i++) {
        Str id = {0};
        if (!has_name(nodes->v[i]))
            continue;
        if (!str_fmt(&id, f->a, e, STR_F "-%zu", STR_A(part_id), ++n) ||
            !name_block(f, nodes->v[i], id, e))
            return false;
    }
    return true;
}

bool fill_part(Fill *f, const Part *part, Err *e)
{
    NodeList nodes = {0};
    if (!node_list(&nodes, f->a, part->body, e))
        return false;
    for (size_t i = 0; i < nodes.n; i++)
        rebuild_table(nodes.v[i]);
    return node_list(&nodes, f->a, part->body, e) && fill_all(f, &nodes, e) &&
           node_list(&nodes, f->a, part->body, e) && name_all(f, &nodes, part->id, e);
}

bool fill_hide_flags(Fill *f, const Part *part, Err *e)
{
    NodeList nodes = {0};
    if (!node_list(&nodes, f->a, part->body, e))
        return false;
    size_t n = 0; /* the lists are found first: what is below them goes away */
    for (size_t i = 0; i < nodes.n; i++)
        if (markdown_opens(nodes.v[i], FLAGS_OPEN))
            nodes.v[n++] = nodes.v[i];
    for (size_t i = 0; i < n; i++)
        for (cmark_node *group; (group = cmark_node_first_child(nodes.v[i]));)
            node_remove(group);
    return true;
}
