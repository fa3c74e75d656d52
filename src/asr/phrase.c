/* asr/phrase.c - see phrase.h. */
#include "asr/phrase.h"

#include "audio/audio.h"

/* How far an estimated end may be from a pause to be moved there: letters tell the time
   no better than to about a second. */
enum { NEAR = AUDIO_RATE };

static Str piece_of(Vocabulary voc, int32_t token)
{
    return token >= 0 && token < VOCABULARY_SIZE ? voc.v[token] : (Str){0};
}

static bool begins_word(Str piece) { return str_starts(piece, STR("\xE2\x96\x81")); }

/* "Dr." ends no sentence. */
static bool is_title(Str piece)
{
    static const char *const titles[] = {"Dr", "Mr", "Mrs", "Ms", "St", "vs"};
    for (size_t i = 0; begins_word(piece) && i < sizeof titles / sizeof *titles; i++)
        if (str_is(str_from_at(piece, 3), titles[i]))
            return true;
    return false;
}

static bool ends_sentence(const Heard *h, Vocabulary voc, size_t i)
{
    Str piece = piece_of(voc, h->tokens[i]);
    if (i + 1 == h->n)
        return true;
    if (!begins_word(piece_of(voc, h->tokens[i + 1])) || piece.n == 0)
        return false;
    char last = piece.p[piece.n - 1];
    if (last == '?' || last == '!')
        return true;
    return last == '.' && i > 0 && !is_title(piece_of(voc, h->tokens[i - 1]));
}

/* Where one phrase ends and the next begins. */
typedef struct Moment {
    size_t end, begin;
} Moment;

static size_t distance(size_t a, size_t b) { return a > b ? a - b : b - a; }

/* The moment that comes after so many samples of speech, or the pause near it. Pauses
   before *pause are behind us; one that is taken moves it. */
static Moment moment_of(const Cut *cut, size_t speech, size_t *pause)
{
    size_t before = 0, best = NEAR + 1, taken = *pause;
    Moment at = {cut->views[0].to, cut->views[0].to};
    for (size_t k = 0; k < cut->n; k++) {
        Stretch s = cut->stretches[k];
        size_t  after = before + (s.to - s.from);
        size_t  away = distance(speech, after);
        if (speech >= before && speech < after && best > NEAR)
            at = (Moment){s.from + (speech - before), s.from + (speech - before)};
        if (k >= *pause && k + 1 < cut->n && away < best) {
            best = away;
            at = (Moment){s.to, cut->stretches[k + 1].from};
            taken = k + 1;
        }
        before = after;
    }
    *pause = taken;
    return at;
}

/* A phrase for which a pause left no time shares that of the one before it, by tokens. */
static void share_time(Phrase *v, size_t n)
{
    for (size_t k = 1; k < n; k++) {
        Phrase *p = &v[k - 1], *empty = &v[k];
        if (empty->to > empty->from)
            continue;
        size_t middle = p->from + (p->to - p->from) * p->n / (p->n + empty->n);
        empty->from = middle;
        empty->to = p->to;
        p->to = middle;
    }
}

size_t phrase_split(Phrase *out, const Heard *h, Vocabulary voc, const Cut *cut)
{
    size_t letters = 0, so_far = 0, n = 0, from = cut->views[0].from, first = 0,
           pause = 0;
    for (size_t i = 0; i < h->n; i++)
        letters += piece_of(voc, h->tokens[i]).n;
    for (size_t i = 0; i < h->n; i++) {
        so_far += piece_of(voc, h->tokens[i]).n;
        if (!ends_sentence(h, voc, i))
            continue;
        double share = letters ? (double)so_far / (double)letters : 1;
        Moment at = {cut->views[0].to, cut->views[0].to};
        if (i + 1 < h->n)
            at = moment_of(cut, (size_t)((double)cut->speech * share), &pause);
        size_t to = at.end > from ? at.end : from;
        out[n++] = (Phrase){first, i + 1 - first, from, to};
        from = at.begin > to ? at.begin : to;
        first = i + 1;
    }
    share_time(out, n);
    return n;
}
