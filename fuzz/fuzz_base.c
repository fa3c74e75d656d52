/*
 * fuzz/fuzz_base.c - the border of text, and numbers.
 *
 * Good text is read character by character to its end and written back the same; what
 * stands before a fault is good. A number that is read is finite and is written and read
 * back as itself.
 */
#include "base/num.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"

#include <math.h>
#include <string.h>

static size_t encode(char room[4], uint32_t c)
{
    if (c < 0x80) {
        room[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i; i--, c >>= 6)
        room[i] = (char)(0x80 | (c & 0x3F));
    room[0] = (char)(c | (n == 2 ? 0xC0u : n == 3 ? 0xE0u : 0xF0u));
    return n;
}

static void claim_characters(Str s)
{
    for (size_t at = 0; at < s.n;) {
        char     room[4];
        size_t   from = at;
        uint32_t c = utf8_next(s, &at);
        CLAIM(c && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF));
        size_t n = encode(room, c);
        CLAIM(at - from == n && memcmp(room, s.p + from, n) == 0);
    }
}

static void claim_border(Str s)
{
    Err    e = {0};
    size_t fault = utf8_fault(s);
    bool   good = utf8_check(s, "input", &e);
    CLAIM(good == (fault == STR_NONE));
    if (!good) {
        fuzz_claim_error(&e);
        CLAIM(fault < s.n && utf8_fault(str_sub(s, 0, fault)) == STR_NONE);
    }
    claim_characters(str_sub(s, 0, fault));
}

/* Numbers of more than 15 digits are written but not read (base/num.h). */
static void claim_written(double value, int decimals)
{
    for (double size = fabs(value); decimals > 0 && size * pow(10, decimals) >= 1e14;)
        decimals--;
    char   room[NUM_TEXT_MAX];
    double again = 0;
    Str    text = num_text(room, value, decimals);
    CLAIM(text.n > 0 && text.n < NUM_TEXT_MAX);
    CLAIM(num_read(text, &again));
    CLAIM(fabs(again - value) <= 0.50001 * pow(10, -decimals) + 1e-15 * fabs(value));
}

static void claim_read(Str s)
{
    char    room[NUM_TEXT_MAX];
    double  value = 0;
    int64_t whole = 0, again = 0;
    if (num_read(s, &value)) {
        CLAIM(isfinite(value));
        if (fabs(value) < 1e15)
            claim_written(value, 9);
    }
    if (num_read_int(s, &whole))
        CLAIM(num_read_int(num_int_text(room, whole), &again) && again == whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str    s = {(const char *)data, size};
    double value = 0;
    claim_border(s);
    claim_read(s);
    if (size >= sizeof value) {
        memcpy(&value, data, sizeof value);
        if (fabs(value) < 1e15)
            claim_written(value, data[size - 1] % 10);
        char room[NUM_TEXT_MAX];
        CLAIM(num_text(room, value, data[0] % 10).n < NUM_TEXT_MAX);
    }
    return 0;
}
