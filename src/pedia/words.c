/*
 * pedia/words.c - a finding's words lead to the conditions that have it.
 *
 * Usual and possible are told apart so that "pins and needles" finds neuropathy before
 * it finds what shows them now and then. Below one in five the words would mislead.
 */
#include "pedia/words.h"

#include "base/buf.h"
#include "text/text.h"

#include <stdlib.h>

static const double usual_from_p = 0.6, possible_from_p = 0.2;

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The next word of a folded text. */
static bool next_word(Str *rest, Str *word)
{
    size_t from = 0, to;
    while (from < rest->n && !is_letter(rest->p[from]))
        from++;
    for (to = from; to < rest->n && is_letter(rest->p[to]);)
        to++;
    *word = str_sub(*rest, from, to - from);
    *rest = str_from_at(*rest, to);
    return word->n > 0;
}

bool words_open(Words *out, Arena *a, Err *e)
{
    Words w = {.arena = a};
    if (!map_open(&w.index, a, e))
        return false;
    *out = w;
    return true;
}

static bool new_word(Words *w, Str word, Err *e)
{
    if (w->n == w->room) {
        size_t room = w->room ? 2 * w->room : 1024;
        Word  *v = arena_grow(w->arena, w->v, w->n, room, sizeof *v, e);
        if (!v)
            return false;
        w->v = v;
        w->room = room;
    }
    if (!str_copy(&word, w->arena, word, e) ||
        !map_put(w->index, word, (uint32_t)w->n, NULL, e))
        return false;
    w->v[w->n++] = (Word){.word = word, .n = 1};
    return true;
}

bool words_add(Words *w, Arena *scratch, Str text, Err *e)
{
    Str rest = {0}, word;
    if (!text_fold(&rest, scratch, text, e))
        return false;
    while (next_word(&rest, &word)) {
        uint32_t at = map_get(w->index, word);
        if (at != MAP_NONE)
            w->v[at].n++;
        else if (!new_word(w, word, e))
            return false;
    }
    return true;
}

static int by_word(const void *x, const void *y)
{
    return str_cmp(((const Word *)x)->word, ((const Word *)y)->word);
}

void words_sort(Words *w)
{
    if (w->n)
        qsort(w->v, w->n, sizeof *w->v, by_word);
}

bool words_key(Str *key, int64_t *n_words, Arena *a, Str name, Err *e)
{
    Str rest = {0}, word;
    Buf b = buf_open(a, 4 * KIB);
    *n_words = 0;
    if (!text_fold(&rest, a, name, e))
        return false;
    while (next_word(&rest, &word)) {
        buf_str(&b, word);
        ++*n_words;
    }
    return buf_done(&b, key, e);
}

/* ---- of one page ----------------------------------------------------------------- */

/* A phrase without the signs for inflection, option and choice. */
static void add_phrase(Buf *b, Str phrase)
{
    for (size_t i = 0; i < phrase.n; i++) {
        char c = phrase.p[i];
        if (c == '*' || c == '?' || c == '|')
            c = ' ';
        buf_char(b, c);
    }
    buf_text(b, ".\n");
}

static void add_finding(Buf *b, const Kb *kb, uint32_t finding)
{
    const KbFinding *f = kb_finding(kb, finding);
    add_phrase(b, f->name);
    add_phrase(b, f->plain);
    for (uint32_t i = 0; i < f->say.n; i++)
        add_phrase(b, kb_text_at(kb, f->say.first + i));
}

bool words_of_page(PageWords *out, Arena *a, const Kb *kb, uint32_t condition, Err *e)
{
    const KbCondition *c = kb_condition(kb, condition);
    Buf                usual = buf_open(a, 1 * MIB), possible = buf_open(a, 1 * MIB);
    Buf                exposures = buf_open(a, 1 * MIB);
    for (uint32_t i = 0; i < c->links.n; i++) {
        const KbLink *link = kb_link(kb, c->links.first + i);
        double        p = kb_number(kb, link->number)->value;
        if (p >= possible_from_p)
            add_finding(p >= usual_from_p ? &usual : &possible, kb, link->finding);
    }
    for (uint32_t i = 0; i < c->risks.n; i++)
        add_finding(&exposures, kb, kb_risk(kb, c->risks.first + i)->finding);
    if (c->requires != KB_NONE)
        add_finding(&exposures, kb, c->requires);
    return buf_done(&usual, &out->usual, e) && buf_done(&possible, &out->possible, e) &&
           buf_done(&exposures, &out->exposures, e);
}
