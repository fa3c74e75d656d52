/*
 * text/clitic.c - short forms written out, so that tables hold one form of each word.
 *
 * "don't", "dont", "do n't" all give "do", "not"; "gonna" and "gon na" give "going",
 * "to". Each part keeps its own bytes, so a cue can point at the "n't" alone. The "'s"
 * stays as it is: only the sentence decides whether it is "is", "has" or a possessive.
 */
#include "text/token.h"

#include <math.h>

enum { WORD_MOST = 64 };

/* A word written as one that is two: where to cut, and both norms. */
static const struct {
    Str written;
    int cut;
    Str head, tail;
} joined[] = {
    {STR_INIT("cannot"), 3, STR_INIT("can"), STR_INIT("not")},
    {STR_INIT("cant"), 2, STR_INIT("can"), STR_INIT("not")},
    {STR_INIT("wont"), 2, STR_INIT("will"), STR_INIT("not")},
    {STR_INIT("dont"), 2, STR_INIT("do"), STR_INIT("not")},
    {STR_INIT("didnt"), 3, STR_INIT("did"), STR_INIT("not")},
    {STR_INIT("doesnt"), 4, STR_INIT("does"), STR_INIT("not")},
    {STR_INIT("isnt"), 2, STR_INIT("is"), STR_INIT("not")},
    {STR_INIT("arent"), 3, STR_INIT("are"), STR_INIT("not")},
    {STR_INIT("wasnt"), 3, STR_INIT("was"), STR_INIT("not")},
    {STR_INIT("werent"), 4, STR_INIT("were"), STR_INIT("not")},
    {STR_INIT("hasnt"), 3, STR_INIT("has"), STR_INIT("not")},
    {STR_INIT("havent"), 4, STR_INIT("have"), STR_INIT("not")},
    {STR_INIT("hadnt"), 3, STR_INIT("had"), STR_INIT("not")},
    {STR_INIT("couldnt"), 5, STR_INIT("could"), STR_INIT("not")},
    {STR_INIT("wouldnt"), 5, STR_INIT("would"), STR_INIT("not")},
    {STR_INIT("shouldnt"), 6, STR_INIT("should"), STR_INIT("not")},
    {STR_INIT("im"), 1, STR_INIT("i"), STR_INIT("am")},
    {STR_INIT("ive"), 1, STR_INIT("i"), STR_INIT("have")},
    {STR_INIT("youre"), 3, STR_INIT("you"), STR_INIT("are")},
    {STR_INIT("youve"), 3, STR_INIT("you"), STR_INIT("have")},
    {STR_INIT("gonna"), 3, STR_INIT("going"), STR_INIT("to")},
    {STR_INIT("wanna"), 3, STR_INIT("want"), STR_INIT("to")},
    {STR_INIT("gotta"), 3, STR_INIT("got"), STR_INIT("to")},
    {STR_INIT("lemme"), 3, STR_INIT("let"), STR_INIT("me")},
    {STR_INIT("kinda"), 4, STR_INIT("kind"), STR_INIT("of")},
    {STR_INIT("sorta"), 4, STR_INIT("sort"), STR_INIT("of")},
};

static const struct {
    Str tail, norm;
} clitics[] = {
    {STR_INIT("n't"), STR_INIT("not")},  {STR_INIT("'m"), STR_INIT("am")},
    {STR_INIT("'re"), STR_INIT("are")},  {STR_INIT("'ve"), STR_INIT("have")},
    {STR_INIT("'ll"), STR_INIT("will")}, {STR_INIT("'d"), STR_INIT("'d")},
    {STR_INIT("'s"), STR_INIT("'s")},
};

static const struct {
    Str written, norm;
} plain[] = {
    {STR_INIT("ca"), STR_INIT("can")},       {STR_INIT("wo"), STR_INIT("will")},
    {STR_INIT("sha"), STR_INIT("shall")},    {STR_INIT("ai"), STR_INIT("is")},
    {STR_INIT("cos"), STR_INIT("because")},  {STR_INIT("cuz"), STR_INIT("because")},
    {STR_INIT("coz"), STR_INIT("because")},  {STR_INIT("yep"), STR_INIT("yes")},
    {STR_INIT("yup"), STR_INIT("yes")},      {STR_INIT("yeah"), STR_INIT("yes")},
    {STR_INIT("yea"), STR_INIT("yes")},      {STR_INIT("yah"), STR_INIT("yes")},
    {STR_INIT("ya"), STR_INIT("yes")},       {STR_INIT("nope"), STR_INIT("no")},
    {STR_INIT("nah"), STR_INIT("no")},       {STR_INIT("ok"), STR_INIT("okay")},
    {STR_INIT("alright"), STR_INIT("okay")}, {STR_INIT("mhm"), STR_INIT("mmhm")},
    {STR_INIT("mmhmm"), STR_INIT("mmhm")},
};

/* The curly apostrophe becomes the plain one, so that one table serves both. */
static bool plain_apostrophes(Str *out, Arena *a, Str word, Err *e)
{
    char  *p = arena_alloc(a, word.n + 1, e);
    size_t n = 0;
    if (!p)
        return false;
    for (size_t i = 0; i < word.n; i++) {
        Str rest = str_from_at(word, i);
        if (str_starts(rest, STR("\xe2\x80\x99")) ||
            str_starts(rest, STR("\xe2\x80\x98"))) {
            p[n++] = '\'';
            i += 2;
        } else if (str_starts(rest, STR("\xca\xbc"))) {
            p[n++] = '\'';
            i += 1;
        } else {
            p[n++] = word.p[i];
        }
    }
    *out = (Str){p, n};
    return true;
}

static bool push_word(TokenList *l, Span span, Str norm, unsigned flags, Err *e)
{
    return token_push(l, (Token){span, norm, TOKEN_WORD, flags, NAN}, e);
}

static Str simple_norm(Str folded)
{
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (str_eq(folded, plain[i].written))
            return plain[i].norm;
    }
    return folded;
}

/* Bytes of the original word in which its last `n` characters stand. */
static uint32_t tail_bytes(Str word, size_t n)
{
    size_t at = word.n;
    while (n && at) {
        do
            at--;
        while (at && ((unsigned char)word.p[at] & 0xC0) == 0x80);
        n--;
    }
    return (uint32_t)(word.n - at);
}

static bool push_pair(TokenList *l, Span word, uint32_t tail, Str head_norm,
                      Str tail_norm, unsigned flags, Err *e)
{
    Span head = {word.at, word.n - tail};
    Span rest = {word.at + head.n, tail};
    return push_word(l, head, head_norm, flags, e) &&
           push_word(l, rest, tail_norm, TOKEN_GLUED, e);
}

/* Does each byte of the folded word stand for one of the word as written? */
static bool is_ascii(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static bool push_folded(TokenList *l, Span word, Str folded, unsigned flags, Err *e)
{
    Str said = str_sub(l->text, word.at, word.n);
    for (size_t i = 0; i < sizeof joined / sizeof *joined && is_ascii(said); i++) {
        if (str_eq(folded, joined[i].written))
            return push_pair(l, word, word.n - (uint32_t)joined[i].cut, joined[i].head,
                             joined[i].tail, flags, e);
    }
    for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++) {
        Str tail = clitics[i].tail;
        if (!str_ends(folded, tail))
            continue;
        if (folded.n == tail.n)
            return push_word(l, word, clitics[i].norm, flags, e);
        Str head = simple_norm(str_sub(folded, 0, folded.n - tail.n));
        return push_pair(l, word, tail_bytes(said, tail.n), head, clitics[i].norm, flags,
                         e);
    }
    return push_word(l, word, simple_norm(folded), flags, e);
}

bool clitic_push(TokenList *l, Span word, unsigned flags, Err *e)
{
    Str said = str_sub(l->text, word.at, word.n), norm, folded;
    if (word.n > WORD_MOST) /* no word of any table: kept as it is */
        return push_word(l, word, said, flags, e);
    return plain_apostrophes(&norm, l->arena, said, e) &&
           text_fold(&folded, l->arena, norm, e) &&
           push_folded(l, word, folded, flags, e);
}
