/*
 * base/buf.h - builds a text piece by piece.
 *
 * A Buf remembers its first failure; later calls do nothing. The writer of a page or
 * a note therefore checks once, at the end:
 *
 *     Buf b = buf_open(arena, 4 * MIB);
 *     buf_str(&b, STR("P "));
 *     buf_num(&b, 0.653, 2);
 *     return buf_done(&b, &text, e);       "P 0.65"
 *
 * Memory  in the arena; buf_open() names the largest size it may reach
 * Errors  ERR_LIMIT beyond that size, ERR_BUSY without memory
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

typedef struct Buf {
    Arena *arena;
    char  *p;
    size_t n, room, most;
    Err    failure; /* code ERR_NONE while all is well */
} Buf;

Buf  buf_open(Arena *a, size_t most_bytes);
void buf_str(Buf *b, Str s);
void buf_text(Buf *b, const char *nul_terminated);
void buf_char(Buf *b, char c);
void buf_fmt(Buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3); /* no %f %g: buf_num */
void buf_num(Buf *b, double value, int decimals); /* base/num.h's form, rounded */
void buf_int(Buf *b, int64_t value);
void buf_pad(Buf *b, size_t to_column); /* spaces until the current line is so wide */

/* The text so far, NUL behind it; valid while the arena lives. */
MUST_USE bool buf_done(Buf *b, Str *out, Err *e);

#endif
