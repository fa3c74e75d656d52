/*
 * text/token.c - cuts text into words, numbers, marks and gaps.
 *
 * One left-to-right pass over code points. Marks are single characters; the typographic
 * ones (curly quotes, long dashes, micro, arrows) become their plain form in `norm`, so
 * tables never list them. A hyphen between letters is hidden by the next pass, which
 * makes "follow-up" and "follow up" the same words.
 */
#include "text/token.h"

#include "base/num.h"
#include "base/utf8.h"

#include <math.h>
#include <utf8proc.h>

enum { CP_APOSTROPHE = 0x2019, CP_NBSP = 0xA0, CP_MICRO = 0xB5 };

bool token_is(const Token *t, const char *norm) { return str_is(t->norm, norm); }

bool token_push(TokenList *l, Token t, Err *e)
{
    if (l->n == l->room) {
        size_t room = l->room ? l->room * 2 : 8;
        Token *v = arena_grow(l->arena, l->v, l->n, room, sizeof *v, e);
        if (!v)
            return false;
        l->v = v;
        l->room = room;
    }
    l->v[l->n++] = t;
    return true;
}

static bool is_ascii_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return is_ascii_letter(c);
    if (c == CP_MICRO)
        return true;
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_ME;
}

static bool is_space(uint32_t c)
{
    return c <= ' ' || c == CP_NBSP || c == 0x3000 || (c >= 0x2000 && c <= 0x200B) ||
           c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == CP_APOSTROPHE || c == 0x2018 || c == 0x02BC;
}

/* The code point at `at`, 0 at the end; *after is where the next begins. */
static uint32_t peek(Str s, size_t at, size_t *after)
{
    *after = at;
    return at < s.n ? utf8_next(s, after) : 0;
}

/* End of the word that begins at `at`: letters, with single apostrophes inside. */
static size_t word_end(Str s, size_t at)
{
    size_t after, beyond;
    for (;;) {
        uint32_t c = peek(s, at, &after);
        if (c && is_letter(c)) {
            at = after;
            continue;
        }
        if (!c || !is_apostrophe(c))
            return at;
        c = peek(s, after, &beyond);
        if (!c || !is_letter(c))
            return at;
        at = beyond;
    }
}

/* "1,300" "2.5" "98": separators count only between digits; a comma only before three. */
static size_t number_end(Str s, size_t at)
{
    size_t i = at;
    bool   had_point = false;
    for (;;) {
        while (i < s.n && is_digit((unsigned char)s.p[i]))
            i++;
        if (i + 1 >= s.n || !is_digit((unsigned char)s.p[i + 1]))
            return i;
        if (s.p[i] == '.' && !had_point) {
            had_point = true;
            i++;
            continue;
        }
        bool thousands = s.p[i] == ',' && !had_point && i + 3 < s.n &&
                         is_digit((unsigned char)s.p[i + 2]) &&
                         is_digit((unsigned char)s.p[i + 3]) &&
                         (i + 4 >= s.n || !is_digit((unsigned char)s.p[i + 4]));
        if (!thousands)
            return i;
        i++;
    }
}

static double number_value(Str digits)
{
    char   room[32];
    size_t n = 0;
    double value;
    for (size_t i = 0; i < digits.n && n < sizeof room; i++) {
        if (digits.p[i] != ',')
            room[n++] = digits.p[i];
    }
    return num_read((Str){room, n}, &value) ? value : NAN;
}

static Str mark_norm(uint32_t c, Str as_written)
{
    switch (c) {
    case 0x2013:
    case 0x2014:
    case 0x2212: return STR("-");
    case 0x2018:
    case CP_APOSTROPHE: return STR("'");
    case 0x201C:
    case 0x201D: return STR("\"");
    case 0x2026: return STR("...");
    default: return as_written;
    }
}

/* Bytes of a transcriber's tag at `at`, 0 when there is none. *gap: words are missing. */
static size_t tag_length(Str s, size_t at, bool *gap)
{
    static const Str silent[] = {STR_INIT("<UNSURE>"), STR_INIT("</UNSURE>")};
    static const Str missing[] = {
        STR_INIT("<UNIN/>"),     STR_INIT("<INAUDIBLE_SPEECH/>"),
        STR_INIT("[inaudible]"), STR_INIT("[unintelligible]"),
        STR_INIT("[unclear]"),   STR_INIT("[crosstalk]")};
    Str rest = str_from_at(s, at);
    *gap = false;
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        if (str_starts(rest, silent[i]))
            return silent[i].n;
    }
    *gap = true;
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        if (rest.n >= missing[i].n &&
            str_eq_nocase(str_sub(rest, 0, missing[i].n), missing[i]))
            return missing[i].n;
    }
    return 0;
}

typedef struct Cutter {
    TokenList *list;
    Str        s; /* text up to the end of the part */
    size_t     at;
    unsigned   flags;
    bool       spaced; /* white space stands before `at` */
} Cutter;

static void note_space(Cutter *c, uint32_t cp)
{
    if (cp == '\n')
        c->flags |=
            c->flags & TOKEN_LINE ? (unsigned)TOKEN_PARAGRAPH : (unsigned)TOKEN_LINE;
    c->spaced = true;
}

static unsigned capital_flags(Str word)
{
    size_t capitals = 0, letters = 0;
    for (size_t i = 0; i < word.n; i++) {
        capitals += word.p[i] >= 'A' && word.p[i] <= 'Z';
        letters += is_ascii_letter((unsigned char)word.p[i]);
    }
    unsigned flags = word.n && word.p[0] >= 'A' && word.p[0] <= 'Z' ? TOKEN_CAPITAL : 0U;
    return flags | (capitals > 1 && capitals == letters ? (unsigned)TOKEN_SHOUTED : 0U);
}

static bool cut_one(Cutter *c, uint32_t cp, size_t after, Err *e)
{
    unsigned flags = c->flags | (c->spaced ? 0U : (unsigned)TOKEN_GLUED);
    bool     gap = false;
    size_t   tag = cp == '<' || cp == '[' ? tag_length(c->s, c->at, &gap) : 0;
    Token    t = {.span = {(uint32_t)c->at, 0}, .flags = flags, .value = NAN};
    if (tag && !gap) {
        c->at += tag;
        return true;
    }
    size_t end = after;
    if (is_letter(cp)) {
        end = word_end(c->s, c->at);
        Span word = {(uint32_t)c->at, (uint32_t)(end - c->at)};
        flags |= capital_flags(str_sub(c->s, word.at, word.n));
        c->at = end;
        return clitic_push(c->list, word, flags, e);
    }
    if (is_digit(cp)) {
        t.kind = TOKEN_NUMBER;
        end = number_end(c->s, c->at);
        t.norm = str_sub(c->s, c->at, end - c->at);
        t.value = number_value(t.norm);
    } else if (tag) {
        t.kind = TOKEN_GAP;
        t.norm = STR("[gap]");
        end = c->at + tag;
    } else {
        t.kind = TOKEN_MARK;
        t.norm = mark_norm(cp, str_sub(c->s, c->at, after - c->at));
    }
    t.span.n = (uint32_t)(end - c->at);
    c->at = end;
    return token_push(c->list, t, e);
}

bool text_tokens(Tokens *out, Arena *a, Str text, Span part, Err *e)
{
    TokenList list = {.arena = a, .text = text};
    Cutter    c = {.list = &list,
                   .s = str_sub(text, 0, (size_t)part.at + part.n),
                   .at = part.at,
                   .flags = TOKEN_LINE,
                   .spaced = true};
    while (c.at < c.s.n) {
        size_t   after;
        uint32_t cp = peek(c.s, c.at, &after);
        if (is_space(cp)) {
            note_space(&c, cp);
            c.at = after;
            continue;
        }
        size_t before = list.n;
        if (!cut_one(&c, cp, after, e))
            return false;
        if (list.n > before) {
            c.flags = 0;
            c.spaced = false;
        }
    }
    hide_tokens(list.v, list.n);
    *out = (Tokens){list.v, list.n};
    return true;
}
