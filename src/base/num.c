/*
 * base/num.c - integer arithmetic on digits; the only rounding is the stated one.
 *
 * Values are scaled by a power of ten that a double holds exactly (up to 1e9), so the
 * text is the same on every machine that has IEEE doubles.
 */
#include "base/num.h"

#include <math.h>
#include <string.h>

static const double pow10_exact[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

bool num_read(Str s, double *out)
{
    bool   negative = s.n && s.p[0] == '-';
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
    int    digits = 0, decimals = 0;
    bool   point = false;
    double mantissa = 0;
    for (; i < s.n; i++) {
        char c = s.p[i];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > 15)
            return false;
        mantissa = mantissa * 10 + (c - '0');
        decimals += point;
    }
    if (!digits || s.p[s.n - 1] == '.')
        return false;
    mantissa /= pow10_exact[decimals];
    *out = negative ? -mantissa : mantissa;
    return true;
}

bool num_read_int(Str s, int64_t *out)
{
    bool    negative = s.n && s.p[0] == '-';
    size_t  i = negative ? 1 : 0;
    int64_t value = 0;
    if (i == s.n)
        return false;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || value > (INT64_MAX - 9) / 10)
            return false;
        value = value * 10 + (s.p[i] - '0');
    }
    *out = negative ? -value : value;
    return true;
}

/* Writes the digits of v backwards from `end`, at least `least` of them. */
static char *digits_before(char *end, uint64_t v, int least)
{
    for (; v || least > 0; least--, v /= 10)
        *--end = (char)('0' + v % 10);
    return end;
}

static Str named(char room[NUM_TEXT_MAX], const char *name)
{
    size_t n = strlen(name);
    memcpy(room, name, n + 1);
    return (Str){room, n};
}

Str num_text(char room[NUM_TEXT_MAX], double value, int decimals)
{
    if (isnan(value))
        return named(room, "nan");
    if (fabs(value) >= 1e15)
        return named(room, value > 0 ? "inf" : "-inf");
    if (decimals < 0)
        decimals = 0;
    if (decimals > 9)
        decimals = 9;
    double whole = 0, scale = pow10_exact[decimals];
    double part = modf(fabs(value), &whole);
    /* The small nudge lets 2.675 (stored a hair below) round as a reader expects. */
    uint64_t fraction = (uint64_t)(part * scale + 0.5 + 1e-9);
    uint64_t units = (uint64_t)whole;
    if (fraction >= (uint64_t)scale) {
        fraction -= (uint64_t)scale;
        units++;
    }
    char *end = room + NUM_TEXT_MAX - 1, *p = end;
    *end = '\0';
    if (decimals) {
        p = digits_before(p, fraction, decimals);
        *--p = '.';
    }
    p = digits_before(p, units, 1);
    if (value < 0 && (units || fraction))
        *--p = '-';
    return (Str){p, (size_t)(end - p)};
}

Str num_int_text(char room[NUM_TEXT_MAX], int64_t value)
{
    char    *end = room + NUM_TEXT_MAX - 1, *p;
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    *end = '\0';
    p = digits_before(end, size, 1);
    if (value < 0)
        *--p = '-';
    return (Str){p, (size_t)(end - p)};
}
