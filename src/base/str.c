/* base/str.c - plain loops; every text here is short and the compiler does the rest. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Str str_from(const char *s) { return s ? (Str){s, strlen(s)} : (Str){0}; }

Str str_span(const char *first, const char *end)
{
    return (Str){first, (size_t)(end - first)};
}

Str str_from_at(Str s, size_t at)
{
    if (at > s.n)
        at = s.n;
    return (Str){s.p ? s.p + at : NULL, s.n - at};
}

Str str_sub(Str s, size_t at, size_t n)
{
    s = str_from_at(s, at);
    if (s.n > n)
        s.n = n;
    return s;
}

bool str_eq(Str a, Str b)
{
    return a.n == b.n && (a.n == 0 || (a.p && b.p && !memcmp(a.p, b.p, a.n)));
}

bool str_is(Str a, const char *s) { return str_eq(a, str_from(s)); }

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c - 'A' + 'a');
    return c;
}

bool str_eq_nocase(Str a, Str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

int str_cmp(Str a, Str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int    order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(Str s, Str prefix) { return str_eq(str_sub(s, 0, prefix.n), prefix); }

bool str_ends(Str s, Str suffix)
{
    return s.n >= suffix.n && str_eq(str_from_at(s, s.n - suffix.n), suffix);
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

Str str_trim(Str s)
{
    while (s.n && is_space(s.p[0]))
        s.p++, s.n--;
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

size_t str_find(Str s, Str needle)
{
    for (size_t i = 0; i + needle.n <= s.n; i++)
        if (str_eq(str_sub(s, i, needle.n), needle))
            return i;
    return STR_NONE;
}

size_t str_find_char(Str s, char c)
{
    const char *p = s.n ? memchr(s.p, c, s.n) : NULL;
    return p ? (size_t)(p - s.p) : STR_NONE;
}

bool str_next(Str *rest, char sep, Str *part)
{
    if (!rest->p)
        return false;
    size_t at = str_find_char(*rest, sep);
    if (at == STR_NONE) {
        *part = *rest;
        *rest = (Str){0};
    } else {
        *part = str_sub(*rest, 0, at);
        *rest = str_from_at(*rest, at + 1);
    }
    return true;
}

bool str_copy(Str *out, Arena *a, Str s, Err *e)
{
    char *p = arena_alloc(a, s.n + 1, e);
    if (!p)
        return false;
    if (s.n)
        memcpy(p, s.p, s.n);
    *out = (Str){p, s.n};
    return true;
}

bool str_lower(Str *out, Arena *a, Str s, Err *e)
{
    char *p = arena_alloc(a, s.n + 1, e);
    if (!p)
        return false;
    for (size_t i = 0; i < s.n; i++)
        p[i] = lower(s.p[i]);
    *out = (Str){p, s.n};
    return true;
}

bool str_fmt(Str *out, Arena *a, Err *e, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *p = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1, e);
    if (p) {
        vsnprintf(p, (size_t)n + 1, fmt, again);
        *out = (Str){p, (size_t)n};
    }
    va_end(again);
    return p ? true : n >= 0 ? false : err_set(e, ERR_INPUT, "text cannot be formatted");
}

uint64_t str_hash(Str s)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return h;
}
