/*
 * json/json.c - commas, escapes and indentation; nothing here can make invalid JSON.
 *
 * The writer keeps no tree: one flag says whether the next piece needs a comma, and an
 * array of closing brackets remembers what is open. A depth beyond the limit is counted
 * on, so that json_end() stays paired while the failure travels to json_done().
 */
#include "json/json.h"

#include "base/num.h"
#include "base/utf8.h"

#include <assert.h>
#include <math.h>

Json json_open(Arena *a, size_t most_bytes)
{
    return (Json){.buf = buf_open(a, most_bytes)};
}

static void new_line(Json *j)
{
    if (!j->pretty)
        return;
    buf_char(&j->buf, '\n');
    for (int i = 0; i < j->depth; i++)
        buf_text(&j->buf, "  ");
}

/* What stands before a value or a key: a comma and, where it is wanted, a new line. */
static void lead(Json *j)
{
    if (j->after_key) {
        j->after_key = false;
        return;
    }
    assert(j->depth > 0 || !j->wants_comma); /* one value per text */
    if (j->wants_comma)
        buf_char(&j->buf, ',');
    if (j->depth > 0)
        new_line(j);
}

static void opened(Json *j, char opener, char closer)
{
    lead(j);
    buf_char(&j->buf, opener);
    if (j->depth < JSON_DEPTH)
        j->closers[j->depth] = closer;
    else if (!j->buf.failure.code)
        err_set(&j->buf.failure, ERR_LIMIT, "JSON nested deeper than %d levels",
                (int)JSON_DEPTH);
    j->depth++;
    j->wants_comma = false;
}

void json_object(Json *j) { opened(j, '{', '}'); }
void json_array(Json *j) { opened(j, '[', ']'); }

void json_end(Json *j)
{
    assert(j->depth > 0 && !j->after_key);
    bool had_members = j->wants_comma;
    j->depth--;
    if (had_members)
        new_line(j);
    if (j->depth < JSON_DEPTH)
        buf_char(&j->buf, j->closers[j->depth]);
    j->wants_comma = true;
}

static void escaped(Json *j, unsigned code_point)
{
    buf_fmt(&j->buf, "\\u%04x", code_point);
}

static void special(Json *j, unsigned char c)
{
    static const char short_forms[] = "\bb\ff\nn\rr\tt\"\"\\\\";
    for (const char *p = short_forms; *p; p += 2)
        if ((unsigned char)*p == c) {
            buf_char(&j->buf, '\\');
            buf_char(&j->buf, p[1]);
            return;
        }
    escaped(j, c);
}

/* Good text: only control characters, quotes and backslashes are special. */
static void good_text(Json *j, Str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
            continue;
        buf_str(&j->buf, str_sub(s, from, i - from));
        special(j, c);
        from = i + 1;
    }
    buf_str(&j->buf, str_from_at(s, from));
}

/* One character at which utf8_fault() stopped: NUL and the bidirectional controls are
   kept as escapes, a byte that is no text becomes U+FFFD. Gives the bytes consumed. */
static size_t faulty(Json *j, Str s)
{
    if (s.p[0] == '\0') {
        escaped(j, 0);
        return 1;
    }
    if (s.n >= 3 && (unsigned char)s.p[0] == 0xE2) { /* where U+2000 to U+2FFF begin */
        unsigned second = (unsigned char)s.p[1], third = (unsigned char)s.p[2];
        if ((second == 0x80 || second == 0x81) && third >= 0x80 && third < 0xC0) {
            escaped(j, 0x2000u | (second & 0x3Fu) << 6 | (third & 0x3Fu));
            return 3;
        }
    }
    buf_text(&j->buf, "\xEF\xBF\xBD");
    return 1;
}

static void quoted(Json *j, Str s)
{
    buf_char(&j->buf, '"');
    while (s.n > 0) {
        size_t fault = utf8_fault(s), good = fault == STR_NONE ? s.n : fault;
        good_text(j, str_sub(s, 0, good));
        s = str_from_at(s, good);
        if (s.n > 0)
            s = str_from_at(s, faulty(j, s));
    }
    buf_char(&j->buf, '"');
}

void json_key(Json *j, const char *name)
{
    assert(!j->after_key);
    assert(j->depth > 0 && (j->depth > JSON_DEPTH || j->closers[j->depth - 1] == '}'));
    lead(j);
    quoted(j, str_from(name));
    buf_text(&j->buf, j->pretty ? ": " : ":");
    j->after_key = true;
    j->wants_comma = true;
}

void json_str(Json *j, Str s)
{
    lead(j);
    quoted(j, s);
    j->wants_comma = true;
}

void json_text(Json *j, const char *s) { json_str(j, str_from(s)); }

static void bare(Json *j, Str word)
{
    lead(j);
    buf_str(&j->buf, word);
    j->wants_comma = true;
}

void json_num(Json *j, double value, int decimals)
{
    char room[NUM_TEXT_MAX];
    if (!isfinite(value) || fabs(value) >= 1e15) {
        json_null(j);
        return;
    }
    Str digits = num_text(room, value, decimals);
    if (str_find_char(digits, '.') != STR_NONE) {
        while (digits.p[digits.n - 1] == '0')
            digits.n--;
        digits.n -= digits.p[digits.n - 1] == '.';
    }
    bare(j, digits);
}

void json_int(Json *j, int64_t value)
{
    char room[NUM_TEXT_MAX];
    bare(j, num_int_text(room, value));
}

void json_bool(Json *j, bool value) { bare(j, value ? STR("true") : STR("false")); }
void json_null(Json *j) { bare(j, STR("null")); }

bool json_done(Json *j, Str *out, Err *e)
{
    assert(j->depth == 0 && !j->after_key);
    return buf_done(&j->buf, out, e);
}
