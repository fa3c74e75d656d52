/*
 * json/json.h - JSON written piece by piece, and read strictly.
 *
 * Writing: a Json is a Buf with commas and escapes; it remembers its first failure, so
 * a view is written without checks and checked once at the end. Numbers go through
 * base/num.h. Reading is jansson's: duplicate keys, trailing bytes, bad UTF-8 and deep
 * nesting are refused with line and column.
 *
 *     Json j = json_open(arena, 1 * MIB);
 *     json_object(&j);
 *     json_key(&j, "name"), json_str(&j, STR("leg cramp"));
 *     json_key(&j, "p"), json_num(&j, 0.653, 4);
 *     json_end(&j);
 *     return json_done(&j, &text, e);        {"name":"leg cramp","p":0.653}
 *
 * Memory  in the arena given
 * Limits  nesting 32 when writing, 64 when reading
 * Errors  ERR_INPUT with line and column when reading; ERR_LIMIT when writing too much
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
    char closers[JSON_DEPTH];
} Json;

Json json_open(Arena *a, size_t most_bytes);
void json_object(Json *j);
void json_array(Json *j);
void json_end(Json *j); /* closes the innermost object or array */
void json_key(Json *j, const char *name);
void json_str(Json *j, Str s);
void json_text(Json *j, const char *nul_terminated);
void json_num(Json *j, double value, int decimals); /* null for NaN and infinity;
                                                       trailing zeros are cut */
void json_int(Json *j, int64_t value);
void json_bool(Json *j, bool value);
void json_null(Json *j);

MUST_USE bool json_done(Json *j, Str *out, Err *e);

/* ---- reading ------------------------------------------------------------------- */

typedef struct JsonValue JsonValue; /* lives as long as the arena */

MUST_USE bool json_read(const JsonValue **out, Arena *a, Str text, const char *what,
                        Err *e);

/* NULL when absent or of another kind; `v` may be NULL, so that paths can be chained. */
const JsonValue *json_get(const JsonValue *v, const char *key);
const JsonValue *json_at(const JsonValue *v, size_t i);
size_t           json_length(const JsonValue *v); /* of an array; 0 otherwise */
bool             json_is_object(const JsonValue *v);
Str              json_as_str(const JsonValue *v); /* {0} when not a string */
bool             json_as_num(const JsonValue *v, double *out);
bool             json_as_bool(const JsonValue *v, bool *out);

#endif
