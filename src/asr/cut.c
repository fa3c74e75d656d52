/* asr/cut.c - see cut.h. */
#include "asr/cut.h"

#include "audio/audio.h"

const CutRules CUT_RULES = {.p_begin = 0.5,
                            .p_go_on = 0.35,
                            .least_s = 0.1,
                            .hangover_s = 0.3,
                            .pad_s = 0.25,
                            .join_s = 3,
                            .longest_s = 25};

/* A stretch of speech in frames, [from, to). */
typedef struct Stretch {
    size_t from, to;
} Stretch;

static size_t frames_in(double s) { return (size_t)(s * AUDIO_RATE / VAD_FRAME + 0.5); }

static size_t samples_in(double s) { return (size_t)(s * AUDIO_RATE); }

/* The next stretch at or after *at; false when there is none. */
static bool stretch_next(Stretch *out, size_t *at, const VadFrames *f, const CutRules *r)
{
    size_t hangover = frames_in(r->hangover_s), i = *at;
    while (i < f->n && f->p_speech[i] < (float)r->p_begin)
        i++;
    if (i == f->n)
        return false;
    size_t from = i, last = i;
    for (; i < f->n && i - last <= hangover; i++)
        if (f->p_speech[i] >= (float)r->p_go_on)
            last = i;
    *out = (Stretch){from, last + 1};
    *at = i;
    return true;
}

static size_t quietest(const VadFrames *f, size_t from, size_t to)
{
    size_t best = from;
    for (size_t i = from; i < to; i++)
        if (f->loudness[i] < f->loudness[best])
            best = i;
    return best;
}

/* Cuts a stretch in pieces that fit; at most room of them. */
static size_t stretch_split(Stretch *out, Stretch s, const VadFrames *f, size_t longest)
{
    size_t n = 0;
    while (s.to - s.from > longest) {
        size_t cut = quietest(f, s.from + longest * 2 / 3, s.from + longest);
        out[n++] = (Stretch){s.from, cut};
        s.from = cut;
    }
    out[n++] = s;
    return n;
}

/* All stretches, none longer than a segment may be. */
static bool stretches_find(Stretch **out, size_t *n, Arena *a, const VadFrames *f,
                           const CutRules *r, Err *e)
{
    size_t longest = frames_in(r->longest_s - 2 * r->pad_s), at = 0, count = 0;
    /* Two stretches are at least a hangover apart, two pieces half a segment. */
    size_t   most = f->n / (frames_in(r->hangover_s) + 1) + f->n / (longest / 2) + 2;
    Stretch *v = ARENA_ARRAY(a, Stretch, most, e), s;
    if (!v)
        return false;
    while (stretch_next(&s, &at, f, r))
        if (s.to - s.from >= frames_in(r->least_s))
            count += stretch_split(v + count, s, f, longest);
    *out = v;
    *n = count;
    return true;
}

/* The end of the run of stretches from `i` on that one segment takes. */
static size_t run_end(const Stretch *v, size_t n, size_t i, const CutRules *r)
{
    size_t longest = frames_in(r->longest_s - 2 * r->pad_s), gap = frames_in(r->join_s);
    size_t j = i + 1;
    while (j < n && v[j].from - v[j - 1].to <= gap && v[j].to - v[i].from <= longest)
        j++;
    if (j == n || v[j].from - v[j - 1].to > gap)
        return j;
    size_t best = j; /* too long: break where the speakers paused longest */
    for (size_t k = j; k > i && v[k].from - v[i].from >= longest / 2; k--)
        if (v[k].from - v[k - 1].to > v[best].from - v[best - 1].to)
            best = k;
    return best;
}

/* Samples of a run with its padding; half of the pause at most goes to either side. */
static Cut cut_make(const Stretch *v, size_t i, size_t j, size_t n_stretches, size_t n,
                    size_t pad)
{
    size_t before = v[i].from, after = SIZE_MAX;
    if (i > 0)
        before = (v[i].from - v[i - 1].to) / 2;
    if (j < n_stretches)
        after = (v[j].from - v[j - 1].to) / 2;
    size_t room_before = before * VAD_FRAME;
    size_t room_after = after == SIZE_MAX ? n : after * VAD_FRAME;
    size_t from = v[i].from * VAD_FRAME, to = v[j - 1].to * VAD_FRAME, speech = 0;
    for (size_t k = i; k < j; k++)
        speech += (v[k].to - v[k].from) * VAD_FRAME;
    from -= pad < room_before ? pad : room_before;
    to += pad < room_after ? pad : room_after;
    return (Cut){from, to < n ? to : n, speech};
}

bool cut_speech(Cuts *out, Arena *a, const VadFrames *frames, size_t n,
                const CutRules *rules, Err *e)
{
    Stretch *v;
    size_t   n_stretches, count = 0;
    if (!stretches_find(&v, &n_stretches, a, frames, rules, e))
        return false;
    Cut *cuts = ARENA_ARRAY(a, Cut, n_stretches, e);
    if (!cuts)
        return false;
    for (size_t i = 0, j; i < n_stretches; i = j) {
        j = run_end(v, n_stretches, i, rules);
        cuts[count++] = cut_make(v, i, j, n_stretches, n, samples_in(rules->pad_s));
    }
    *out = (Cuts){cuts, count};
    return true;
}
