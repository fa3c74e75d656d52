/*
 * web/html.h - private to web: writes HTML that is escaped and closed by construction.
 *
 *     html_open(&h, "a");
 *     html_attr(&h, "href", url);       refuses javascript: and unknown schemes
 *     html_text(&h, name);              escaped
 *     html_close(&h);                   </a>
 *
 * Like a Buf it remembers its first failure. Tag and attribute names are literals from
 * our own source; values may come from anywhere.
 *
 * Memory  in the arena of html_start()
 * Limits  nesting 48
 */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/buf.h"

enum { HTML_DEPTH = 48 };

typedef struct Html {
    Buf         buf;
    const char *tags[HTML_DEPTH];
    size_t      depth;
    bool        in_tag; /* attributes may still follow */
} Html;

Html html_start(Arena *a, size_t most_bytes); /* begins with the doctype */
void html_open(Html *h, const char *tag);
void html_attr(Html *h, const char *name, Str value);
void html_flag(Html *h, const char *name); /* an attribute without a value */
void html_text(Html *h, Str s);
void html_close(Html *h); /* the innermost element */
void html_void(Html *h);  /* ends <meta ...>, <link ...>, <input ...> */
/* Bytes that are HTML already: only from cmark-gfm's safe mode or our own assets. */
void html_raw(Html *h, Str safe);

/* Shorthands. */
void html_class(Html *h, const char *tag, const char *name); /* <tag class="name"> */
void html_leaf(Html *h, const char *tag, const char *class_name, Str text);
void html_link(Html *h, Str href, const char *class_name, Str text);

MUST_USE bool html_done(Html *h, Str *out, Err *e);

#endif
