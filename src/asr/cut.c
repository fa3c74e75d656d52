/* asr/cut.c - see cut.h. */
#include "asr/cut.h"

#include "audio/audio.h"

const CutRules CUT_RULES = {.p_begin = 0.5,
                            .p_go_on = 0.35,
                            .least_s = 0.1,
                            .hangover_s = 0.3,
                            .pad_s = {0.4, 0.6},
                            .join_s = 3,
                            .longest_s = 25};

/* Up to the last step a Stretch counts frames. */
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
    size_t longest = frames_in(r->longest_s - 2 * r->pad_s[0]), at = 0, count = 0;
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
    size_t longest = frames_in(r->longest_s - 2 * r->pad_s[0]),
           gap = frames_in(r->join_s);
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

/* The padding that fits in the pause before stretch k: half of it at most. */
static size_t pad_room(const Stretch *v, size_t k, size_t n, size_t pad)
{
    size_t gap = k == 0 || k == n ? SIZE_MAX : v[k].from - v[k - 1].to;
    return gap / 2 < pad ? gap / 2 : pad;
}

static Stretch view_make(const Stretch *v, size_t i, size_t j, size_t n_stretches,
                         size_t n, double pad_s)
{
    size_t before = pad_room(v, i, n_stretches, samples_in(pad_s));
    size_t after = pad_room(v, j, n_stretches, samples_in(pad_s));
    return (Stretch){.from = v[i].from > before ? v[i].from - before : 0,
                     .to = v[j - 1].to + after < n ? v[j - 1].to + after : n};
}

static Cut cut_make(const Stretch *v, size_t i, size_t j, size_t n_stretches, size_t n,
                    const CutRules *rules)
{
    Cut cut = {.stretches = v + i, .n = j - i};
    for (size_t k = 0; k < CUT_VIEWS; k++)
        cut.views[k] = view_make(v, i, j, n_stretches, n, rules->pad_s[k]);
    for (size_t k = i; k < j; k++)
        cut.speech += v[k].to - v[k].from;
    return cut;
}

bool cut_speech(Cuts *out, Arena *a, const VadFrames *frames, size_t n,
                const CutRules *rules, Err *e)
{
    Stretch *v;
    size_t   n_stretches, count = 0;
    if (!stretches_find(&v, &n_stretches, a, frames, rules, e))
        return false;
    Cut *cuts = ARENA_ARRAY(a, Cut, n_stretches, e);
    /* Where each run ends is asked in frames; what follows is in samples. */
    size_t *ends = ARENA_ARRAY(a, size_t, n_stretches, e);
    if (!cuts || !ends)
        return false;
    for (size_t i = 0; i < n_stretches; i = ends[count++])
        ends[count] = run_end(v, n_stretches, i, rules);
    for (size_t i = 0; i < n_stretches; i++) {
        v[i].from *= VAD_FRAME;
        v[i].to = v[i].to * VAD_FRAME < n ? v[i].to * VAD_FRAME : n;
    }
    for (size_t k = 0, i = 0; k < count; i = ends[k++])
        cuts[k] = cut_make(v, i, ends[k], n_stretches, n, rules);
    *out = (Cuts){cuts, count};
    return true;
}
