/*
 * search/vocabulary.c - completion by binary search, correction by edit distance.
 *
 * Longer words allow more changes. The first letter is seldom mistyped, so among words
 * equally far away those with the same first letter win.
 */
#include "search/vocabulary.h"

#include "text/text.h"

/* The first word that is not before `word`. */
static size_t lower_bound(const Vocabulary *v, Str word)
{
    size_t from = 0, to = v->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (str_cmp(v->v[middle].word, word) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

bool vocabulary_has(const Vocabulary *v, Str word)
{
    size_t at = lower_bound(v, word);
    return at < v->n && str_eq(v->v[at].word, word);
}

typedef struct Best {
    const KnownWord **v;
    size_t            n, room;
} Best;

/* Keeps the most frequent; among equals the one that came first. */
static void offer(Best *b, const KnownWord *w)
{
    size_t at = b->n;
    while (at > 0 && b->v[at - 1]->n < w->n)
        at--;
    if (at == b->room)
        return;
    size_t last = b->n < b->room ? b->n++ : b->room - 1;
    for (; last > at; last--)
        b->v[last] = b->v[last - 1];
    b->v[at] = w;
}

enum { BEST_ROOM = 16 };

static size_t hand_out(Str *out, const Best *b)
{
    for (size_t i = 0; i < b->n; i++)
        out[i] = b->v[i]->word;
    return b->n;
}

size_t vocabulary_complete(Str *out, size_t room, const Vocabulary *v, Str prefix)
{
    const KnownWord *best[BEST_ROOM];
    Best             b = {.v = best, .room = room < BEST_ROOM ? room : BEST_ROOM};
    for (size_t i = lower_bound(v, prefix); i < v->n; i++) {
        if (!str_starts(v->v[i].word, prefix))
            break;
        offer(&b, &v->v[i]);
    }
    return hand_out(out, &b);
}

static unsigned most_changes(size_t letters)
{
    return letters < 4 ? 0 : letters < 6 ? 1 : letters < 9 ? 2 : 3;
}

/* Two letters make hyper- of hypo-, and the opposite of what was asked. */
static bool are_opposites(Str x, Str y)
{
    Str high = STR("hyper"), low = STR("hypo");
    return (str_starts(x, high) && str_starts(y, low)) ||
           (str_starts(x, low) && str_starts(y, high));
}

size_t vocabulary_correct(Str *out, size_t room, unsigned *distance, const Vocabulary *v,
                          Str word)
{
    const KnownWord *best[BEST_ROOM];
    Best             b = {.v = best, .room = room < BEST_ROOM ? room : BEST_ROOM};
    unsigned         most = most_changes(word.n);
    unsigned         nearest = 2 * most + 1; /* twice the changes, one more for another
                                                first letter */
    if (most == 0)
        return 0;
    for (size_t i = 0; i < v->n; i++) {
        Str      w = v->v[i].word;
        size_t   gap = w.n > word.n ? w.n - word.n : word.n - w.n;
        unsigned d = gap > most ? most + 1 : text_distance(word, w, most);
        unsigned cost = 2 * d + (w.p[0] != word.p[0]);
        if (d > most || cost > nearest || w.n < 3 || are_opposites(word, w))
            continue;
        if (cost < nearest)
            b.n = 0;
        nearest = cost;
        offer(&b, &v->v[i]);
    }
    *distance = nearest / 2;
    return hand_out(out, &b);
}
