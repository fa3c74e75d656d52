/*
 * base/str.h - a view of text: where it begins and how many bytes it has.
 *
 * A Str is passed by value, owns nothing and is not NUL-terminated. Text is UTF-8,
 * checked once where bytes enter (base/utf8.h). An empty Str may have p == NULL.
 *
 *     err_set(e, ERR_INPUT, STR_F ": unknown finding", STR_A(id));
 *
 * Threads pure
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"

#include <stdint.h>

typedef struct Str {
    const char *p;
    size_t      n;
} Str;

#define STR_F        "%.*s"
#define STR_A(s)     (int)(s).n, (s).p ? (s).p : ""
#define STR(literal) ((Str){(literal), sizeof(literal) - 1})
#define STR_INIT(literal)                                                                \
    {                                                                                    \
        (literal), sizeof(literal) - 1                                                   \
    } /* in static tables */

Str  str_from(const char *nul_terminated); /* NULL gives the empty Str */
Str  str_span(const char *first, const char *end);
Str  str_sub(Str s, size_t at, size_t n); /* clipped to s */
Str  str_from_at(Str s, size_t at);       /* the rest from `at`, clipped */
bool str_eq(Str a, Str b);
bool str_is(Str a, const char *nul_terminated);
bool str_eq_nocase(Str a, Str b); /* ASCII letters only */
int  str_cmp(Str a, Str b);       /* by bytes; shorter first: one order everywhere */
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);
Str  str_trim(Str s); /* without ASCII white space at both ends */

#define STR_NONE SIZE_MAX
size_t str_find(Str s, Str needle);  /* byte offset or STR_NONE */
size_t str_find_char(Str s, char c); /* byte offset or STR_NONE */

/* Cuts off and gives the part before the next `sep`; false when *rest is at its end.
   "a,,b" gives "a", "", "b". Start with *rest = s; *rest.p becomes NULL at the end. */
bool str_next(Str *rest, char sep, Str *part);

/* A copy in `a`, with a NUL behind it for foreign interfaces. */
MUST_USE bool str_copy(Str *out, Arena *a, Str s, Err *e);
/* The same in lower case (ASCII letters only). */
MUST_USE bool str_lower(Str *out, Arena *a, Str s, Err *e);
/* printf into the arena. */
MUST_USE bool str_fmt(Str *out, Arena *a, Err *e, const char *fmt, ...) PRINTF_LIKE(4, 5);

uint64_t str_hash(Str s); /* FNV-1a, 64 bits: the same on every machine */

#endif
