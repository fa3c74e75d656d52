/*
 * fuzz/fuzz_json.c - JSON from outside, and our own.
 *
 * An object or array that is read is refused without its last bracket. Any text comes
 * back from our writer and reader as it was; any bytes at all are written as good JSON.
 */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "json/json.h"

enum { INPUT_MOST = 8192 };

/* Goes down into the first, middle and last entries as far as there are some. */
static void look_around(const JsonValue *v, size_t most_bytes)
{
    for (int depth = 0; v; depth++) {
        double number = 0;
        bool   truth = false;
        size_t n = json_length(v);
        CLAIM(depth <= JSON_READ_DEPTH && n <= JSON_READ_VALUES);
        CLAIM(json_as_str(v).n <= most_bytes);
        bool one_kind = json_is_object(v) + (n > 0) + (json_as_str(v).n > 0) +
                            json_as_num(v, &number) + json_as_bool(v, &truth) <=
                        1;
        CLAIM(one_kind);
        CLAIM(!json_at(v, n) && !json_get(v, "no such key"));
        v = n ? json_at(v, n / 2) : json_get(v, "a");
    }
}

static void claim_cut_is_refused(Arena *a, Str s)
{
    Err              e = {0};
    const JsonValue *v = NULL;
    Str              text = str_trim(s);
    if (text.n && (text.p[text.n - 1] == '}' || text.p[text.n - 1] == ']')) {
        CLAIM(!json_read(&v, a, str_sub(text, 0, text.n - 1), "input", &e));
        fuzz_claim_error(&e);
    }
}

/* Is there a NUL? The reader refuses it in a string, escaped or not. */
static bool has_nul(Str s) { return str_find_char(s, '\0') != STR_NONE; }

static void claim_round_trip(Arena *a, Str s)
{
    Err              e = {0};
    Str              text = {0};
    const JsonValue *v = NULL;
    Json             j = json_open(a, 128 * KIB);
    json_array(&j);
    json_str(&j, s);
    json_end(&j);
    CLAIM_OK(json_done(&j, &text, &e), &e);
    CLAIM(utf8_fault(text) == STR_NONE);
    if (has_nul(s))
        return;
    CLAIM_OK(json_read(&v, a, text, "our own", &e), &e);
    CLAIM(json_length(v) == 1);
    if (utf8_fault(s) == STR_NONE)
        CLAIM(str_eq(json_as_str(json_at(v, 0)), s));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_MOST)
        return 0;
    Err              e = {0};
    Str              s = {(const char *)data, size};
    Arena           *a = fuzz_arena(4 * MIB);
    const JsonValue *v = NULL;
    if (json_read(&v, a, s, "input", &e)) {
        CLAIM(v != NULL);
        look_around(v, size);
        claim_cut_is_refused(a, s);
    } else {
        fuzz_claim_error(&e);
    }
    claim_round_trip(a, s);
    arena_free(a);
    return 0;
}
