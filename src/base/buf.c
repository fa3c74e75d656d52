/* base/buf.c - one growing piece; the first failure is kept and reported at the end. */
#include "base/buf.h"

#include "base/num.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Buf buf_open(Arena *a, size_t most_bytes)
{
    return (Buf){.arena = a, .most = most_bytes};
}

static bool make_room(Buf *b, size_t n)
{
    if (b->failure.code)
        return false;
    if (n >= b->most || b->n + n >= b->most)
        return err_set(&b->failure, ERR_LIMIT, "a text grew beyond its limit of %zu KiB",
                       b->most / KIB);
    if (b->n + n < b->room)
        return true;
    size_t room = b->room ? b->room : 256;
    while (room <= b->n + n)
        room *= 2;
    char *p = arena_grow(b->arena, b->p, b->n, room, 1, &b->failure);
    if (!p)
        return false;
    b->p = p;
    b->room = room;
    return true;
}

void buf_str(Buf *b, Str s)
{
    if (!make_room(b, s.n) || !s.n)
        return;
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
}

void buf_text(Buf *b, const char *s) { buf_str(b, str_from(s)); }
void buf_char(Buf *b, char c) { buf_str(b, (Str){&c, 1}); }

void buf_fmt(Buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0 && make_room(b, (size_t)n + 1)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void buf_num(Buf *b, double value, int decimals)
{
    char text[NUM_TEXT_MAX];
    buf_str(b, num_text(text, value, decimals));
}

void buf_int(Buf *b, int64_t value)
{
    char text[NUM_TEXT_MAX];
    buf_str(b, num_int_text(text, value));
}

void buf_pad(Buf *b, size_t to_column)
{
    size_t column = 0;
    for (size_t i = b->n; i > 0 && b->p[i - 1] != '\n'; i--)
        column += ((unsigned char)b->p[i - 1] & 0xC0) != 0x80;
    for (; column < to_column && !b->failure.code; column++)
        buf_char(b, ' ');
}

bool buf_done(Buf *b, Str *out, Err *e)
{
    if (make_room(b, 1))
        b->p[b->n] = '\0';
    if (b->failure.code) {
        *e = b->failure;
        return false;
    }
    *out = (Str){b->p, b->n};
    return true;
}
