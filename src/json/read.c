/*
 * json/read.c - jansson behind our limits and our words.
 *
 * jansson refuses what we want refused but nests to 2,048 levels, sets no bound on the
 * number of values, and quotes the text in its messages. So one pass over the bytes
 * counts brackets and commas first, and errors are told in our words.
 *
 * Both jansson and json/json.h have a json_object(); this file therefore includes
 * json/read.h only. Our symbols are hidden, so the two never meet when linked.
 */
#include "json/read.h"

#include <jansson.h>

typedef struct Place {
    size_t line, column;
} Place;

/* Line and column (in characters) of a byte. */
static Place place_of(Str text, size_t at)
{
    Place where = {1, 1};
    for (size_t i = 0; i < at && i < text.n; i++) {
        if (text.p[i] == '\n')
            where = (Place){where.line + 1, 1};
        else
            where.column += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    }
    return where;
}

/* Refuses too deep or too many values before the parser builds anything. */
static bool within_limits(Str text, const char *what, Err *e)
{
    size_t depth = 0, values = 1;
    bool   in_string = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (in_string) {
            i += c == '\\';
            in_string = c != '"';
            continue;
        }
        in_string = c == '"';
        values += c == ',' || c == '[' || c == '{';
        depth -= (c == ']' || c == '}') && depth > 0;
        depth += c == '[' || c == '{';
        if (depth > JSON_READ_DEPTH) {
            Place where = place_of(text, i);
            return err_set(e, ERR_INPUT,
                           "%s: line %zu, column %zu: nested deeper than %d levels; "
                           "flatten it and try again",
                           what, where.line, where.column, (int)JSON_READ_DEPTH);
        }
    }
    if (values > JSON_READ_VALUES)
        return err_set(e, ERR_LIMIT, "%s: more than %d values; send it in smaller pieces",
                       what, (int)JSON_READ_VALUES);
    return true;
}

static const char *reason(enum json_error_code code)
{
    switch (code) {
    case json_error_invalid_utf8: return "this is not valid UTF-8 text; save it as UTF-8";
    case json_error_premature_end_of_input:
        return "the text ends before the value does; close every bracket and quote";
    case json_error_end_of_input_expected:
        return "something stands behind the value; send one JSON value only";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "a NUL character is not allowed in text; remove it";
    case json_error_duplicate_key: return "the key stands twice in one object; keep one";
    case json_error_numeric_overflow: return "the number is too large; use a smaller one";
    default: return "this is not JSON; look for a missing quote, comma or bracket";
    }
}

static bool refused(Str text, const json_error_t *at, const char *what, Err *e)
{
    enum json_error_code code = json_error_code(at);
    if (code == json_error_out_of_memory)
        return err_set(e, ERR_BUSY, "%s: no memory to read it; try again", what);
    Place where = place_of(text, at->position > 0 ? (size_t)at->position : 0);
    return err_set(e, ERR_INPUT, "%s: line %zu, column %zu: %s", what, where.line,
                   where.column, reason(code));
}

static void release(void *root) { json_decref(root); }

bool json_read(const JsonValue **out, Arena *a, Str text, const char *what, Err *e)
{
    json_error_t at = {0};
    if (!within_limits(text, what, e))
        return false;
    json_t *root = json_loadb(text.p ? text.p : "", text.n,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &at);
    if (!root)
        return refused(text, &at, what, e);
    if (!arena_defer(a, release, root, e))
        return false;
    *out = (const JsonValue *)root;
    return true;
}

static const json_t *inner(const JsonValue *v) { return (const json_t *)v; }

const JsonValue *json_get(const JsonValue *v, const char *key)
{
    return (const JsonValue *)json_object_get(inner(v), key);
}

const JsonValue *json_at(const JsonValue *v, size_t i)
{
    return (const JsonValue *)json_array_get(inner(v), i);
}

size_t json_length(const JsonValue *v) { return json_array_size(inner(v)); }

/* In brackets because jansson has a macro of this name. */
bool(json_is_object)(const JsonValue *v)
{
    return v && json_typeof(inner(v)) == JSON_OBJECT;
}

Str json_as_str(const JsonValue *v)
{
    return (Str){json_string_value(inner(v)), json_string_length(inner(v))};
}

bool json_as_num(const JsonValue *v, double *out)
{
    if (!json_is_number(inner(v)))
        return false;
    *out = json_number_value(inner(v));
    return true;
}

bool json_as_bool(const JsonValue *v, bool *out)
{
    if (!json_is_boolean(inner(v)))
        return false;
    *out = json_is_true(inner(v));
    return true;
}
