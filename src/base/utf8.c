/* base/utf8.c - the table of well-formed byte sequences of the Unicode standard, 3.9. */
#include "base/utf8.h"

static unsigned char byte_at(Str s, size_t i) { return (unsigned char)s.p[i]; }

/* Length of the sequence whose first byte is c, and the bounds of its second byte. */
static size_t sequence(unsigned char c, unsigned char *low, unsigned char *high)
{
    *low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    *high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    if (c < 0x80)
        return c ? 1 : 0;
    if (c >= 0xC2 && c <= 0xDF)
        return 2;
    if (c >= 0xE0 && c <= 0xEF)
        return 3;
    return c >= 0xF0 && c <= 0xF4 ? 4 : 0;
}

static bool is_bidi_control(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static uint32_t decode(Str s, size_t at, size_t n)
{
    static const unsigned char first_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t                   c = byte_at(s, at) & first_bits[n];
    for (size_t i = 1; i < n; i++)
        c = c << 6 | (byte_at(s, at + i) & 0x3F);
    return c;
}

size_t utf8_fault(Str s)
{
    for (size_t i = 0; i < s.n;) {
        unsigned char low, high;
        size_t        n = sequence(byte_at(s, i), &low, &high);
        if (n == 0 || n > s.n - i)
            return i;
        if (n > 1 && (byte_at(s, i + 1) < low || byte_at(s, i + 1) > high))
            return i;
        for (size_t k = 2; k < n; k++)
            if ((byte_at(s, i + k) & 0xC0) != 0x80)
                return i;
        if (n == 3 && is_bidi_control(decode(s, i, n)))
            return i;
        i += n;
    }
    return STR_NONE;
}

bool utf8_check(Str s, const char *what, Err *e)
{
    size_t at = utf8_fault(s);
    if (at == STR_NONE)
        return true;
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += s.p[i] == '\n';
    if (byte_at(s, at) == 0xE2)
        return err_set(e, ERR_INPUT,
                       "%s: line %zu, byte %zu is an invisible character that turns the "
                       "direction of the text, or a cut one; delete it and try again",
                       what, line, at + 1);
    return err_set(e, ERR_INPUT,
                   "%s: line %zu, byte %zu (0x%02X) is not valid UTF-8 text; save the "
                   "file as UTF-8 and try again",
                   what, line, at + 1, byte_at(s, at));
}

uint32_t utf8_next(Str s, size_t *at)
{
    unsigned char low, high;
    size_t        n = sequence(byte_at(s, *at), &low, &high);
    uint32_t      c = decode(s, *at, n);
    *at += n;
    return c;
}
