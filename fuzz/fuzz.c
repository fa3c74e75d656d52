/* fuzz/fuzz.c - see fuzz.h. */
#include "fuzz/fuzz.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

void fuzz_broken(const char *claim, const char *file, int line)
{
    (void)fprintf(stderr, "%s:%d: this does not hold: %s\n", file, line, claim);
    abort();
}

void fuzz_refused(const char *call, const Err *e, const char *file, int line)
{
    (void)fprintf(stderr, "%s:%d: %s\n  failed: %s\n", file, line, call, e->message);
    abort();
}

void fuzz_claim_error(const Err *e)
{
    Str message = str_from(e->message);
    CLAIM(e->code > ERR_NONE && e->code < ERR_COUNT);
    CLAIM(message.n > 0);
}

Arena *fuzz_arena(size_t budget_bytes)
{
    Err    e = {0};
    Arena *a = arena_new(budget_bytes, &e);
    CLAIM_OK(a != NULL, &e);
    return a;
}

bool fuzz_text(Str *out, const uint8_t *data, size_t size)
{
    *out = (Str){(const char *)data, size};
    return utf8_fault(*out) == STR_NONE;
}

static bool is_border(Str text, size_t at)
{
    return at == text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80;
}

bool fuzz_is_span(Str text, size_t at, size_t n)
{
    return at <= text.n && n <= text.n - at && is_border(text, at) &&
           is_border(text, at + n);
}
