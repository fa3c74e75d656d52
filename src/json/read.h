/*
 * json/read.h - JSON from outside, read strictly.
 *
 * The parser is jansson's. Refused, with line and column: duplicate keys, bytes behind
 * the value, bad UTF-8, NUL in a string, numbers beyond a double, deep nesting. The
 * message never repeats the text, because a request may hold a patient's words.
 *
 *     if (!json_read(&v, arena, body, "request", e))
 *         return false;      "request: line 3, column 9: the key stands twice; ..."
 *     Str name = json_as_str(json_get(json_get(v, "patient"), "name"));
 *
 * Memory  a value lives as long as the arena; its strings are views into it. The
 *         parser's memory lies outside the arena's budget, bounded by the limits below
 * Threads one thread at a time per value
 * Errors  ERR_INPUT with line and column; ERR_LIMIT for too many values; ERR_BUSY
 *         without memory
 * Limits  nesting 64; 262,144 values, which is at most 35 MiB of parser memory
 */
#ifndef JSON_READ_H
#define JSON_READ_H

#include "base/str.h"

enum { JSON_READ_DEPTH = 64, JSON_READ_VALUES = 262144 };

typedef struct JsonValue JsonValue;

/* `what` names the text in messages: "request body", "manifest.json". */
MUST_USE bool json_read(const JsonValue **out, Arena *a, Str text, const char *what,
                        Err *e);

/* NULL when absent or of another kind; `v` may be NULL, so that paths can be chained. */
const JsonValue *json_get(const JsonValue *v, const char *key);
const JsonValue *json_at(const JsonValue *v, size_t i);
size_t           json_length(const JsonValue *v); /* of an array; 0 otherwise */
bool             json_is_object(const JsonValue *v);
Str              json_as_str(const JsonValue *v); /* {0} when not a string */
/* false, and *out as before, when `v` is of another kind. */
bool json_as_num(const JsonValue *v, double *out);
bool json_as_bool(const JsonValue *v, bool *out);

#endif
