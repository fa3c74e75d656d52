/*
 * json/json.h - JSON written piece by piece, and read strictly.
 *
 * Writing: a Json is a Buf with commas and escapes; it remembers its first failure, so
 * a view is written without checks and checked once at the end. Numbers go through
 * base/num.h. Reading is in json/read.h, which comes with this header.
 *
 *     Json j = json_open(arena, 1 * MIB);
 *     json_object(&j);
 *     json_key(&j, "name"), json_str(&j, STR("leg cramp"));
 *     json_key(&j, "p"), json_num(&j, 0.653, 4);
 *     json_end(&j);
 *     return json_done(&j, &text, e);        {"name":"leg cramp","p":0.653}
 *
 * The text is always valid JSON: bytes that are not UTF-8 become U+FFFD, NUL, control
 * and bidirectional control characters become escapes, and a number that JSON cannot
 * hold becomes null. With `pretty` set after json_open() every member has its own line.
 *
 * Memory  in the arena given
 * Limits  nesting 32; numbers below 1e15 in size, at most 9 decimals
 * Errors  ERR_LIMIT when the text or the nesting grows too large, ERR_BUSY without
 *         memory. An unclosed object or a key outside an object is our mistake: assert.
 */
#ifndef JSON_JSON_H
#define JSON_JSON_H

#include "base/buf.h"

enum { JSON_DEPTH = 32 };

typedef struct Json {
    Buf  buf;
    int  depth;
    bool pretty;
    bool wants_comma;
    bool after_key;
    char closers[JSON_DEPTH];
} Json;

Json json_open(Arena *a, size_t most_bytes);
void json_object(Json *j);
void json_array(Json *j);
void json_end(Json *j); /* closes the innermost object or array */
void json_key(Json *j, const char *name);
void json_str(Json *j, Str s);
void json_text(Json *j, const char *nul_terminated);
/* null for NaN, infinity and beyond 1e15; trailing zeros are cut. */
void json_num(Json *j, double value, int decimals);
void json_int(Json *j, int64_t value);
void json_bool(Json *j, bool value);
void json_null(Json *j);

MUST_USE bool json_done(Json *j, Str *out, Err *e);

#include "json/read.h"

#endif
