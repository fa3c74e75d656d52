/* web/html.c - an open-tag state and a stack of names; escaping has one place. */
#include "web/html.h"

#include <assert.h>
#include <string.h>

Html html_start(Arena *a, size_t most_bytes)
{
    Html h = {.buf = buf_open(a, most_bytes)};
    buf_text(&h.buf, "<!doctype html>\n");
    return h;
}

static void finish_tag(Html *h)
{
    if (h->in_tag)
        buf_char(&h->buf, '>');
    h->in_tag = false;
}

void html_open(Html *h, const char *tag)
{
    assert(h->depth < HTML_DEPTH);
    finish_tag(h);
    buf_char(&h->buf, '<');
    buf_text(&h->buf, tag);
    h->tags[h->depth++] = tag;
    h->in_tag = true;
}

static void escape(Buf *b, Str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *entity = s.p[i] == '<'    ? "&lt;"
                             : s.p[i] == '>'  ? "&gt;"
                             : s.p[i] == '&'  ? "&amp;"
                             : s.p[i] == '"'  ? "&quot;"
                             : s.p[i] == '\'' ? "&#39;"
                                              : NULL;
        if (!entity)
            continue;
        buf_str(b, str_sub(s, from, i - from));
        buf_text(b, entity);
        from = i + 1;
    }
    buf_str(b, str_from_at(s, from));
}

/* An address may be a path, a fragment, or of these schemes. A second slash after the
   first would name another computer. */
static bool is_safe_address(Str s)
{
    bool is_path =
        str_starts(s, STR("/")) && !(s.n > 1 && (s.p[1] == '/' || s.p[1] == '\\'));
    return is_path || str_starts(s, STR("#")) || str_starts(s, STR("https://")) ||
           str_starts(s, STR("http://")) || str_starts(s, STR("tel:")) ||
           str_starts(s, STR("mailto:"));
}

void html_attr(Html *h, const char *name, Str value)
{
    assert(h->in_tag && strncmp(name, "on", 2) != 0 && strcmp(name, "style") != 0);
    bool is_address =
        !strcmp(name, "href") || !strcmp(name, "src") || !strcmp(name, "action");
    if (is_address && !is_safe_address(value))
        value = STR("#");
    buf_char(&h->buf, ' ');
    buf_text(&h->buf, name);
    buf_text(&h->buf, "=\"");
    escape(&h->buf, value);
    buf_char(&h->buf, '"');
}

void html_flag(Html *h, const char *name)
{
    buf_char(&h->buf, ' ');
    buf_text(&h->buf, name);
}

void html_text(Html *h, Str s)
{
    finish_tag(h);
    escape(&h->buf, s);
}

void html_close(Html *h)
{
    assert(h->depth > 0);
    finish_tag(h);
    buf_text(&h->buf, "</");
    buf_text(&h->buf, h->tags[--h->depth]);
    buf_char(&h->buf, '>');
}

void html_void(Html *h)
{
    assert(h->depth > 0);
    finish_tag(h);
    h->depth--;
}

void html_raw(Html *h, Str safe)
{
    finish_tag(h);
    buf_str(&h->buf, safe);
}

void html_class(Html *h, const char *tag, const char *name)
{
    html_open(h, tag);
    html_attr(h, "class", str_from(name));
}

void html_leaf(Html *h, const char *tag, const char *class_name, Str text)
{
    html_open(h, tag);
    if (class_name)
        html_attr(h, "class", str_from(class_name));
    html_text(h, text);
    html_close(h);
}

void html_link(Html *h, Str href, const char *class_name, Str text)
{
    html_open(h, "a");
    if (class_name)
        html_attr(h, "class", str_from(class_name));
    html_attr(h, "href", href);
    html_text(h, text);
    html_close(h);
}

bool html_done(Html *h, Str *out, Err *e)
{
    assert(h->depth == 0 && !h->in_tag);
    return buf_done(&h->buf, out, e);
}
