/*
 * audio/pour.c - see pour.h.
 *
 * Room for the samples is taken once, for the length the file claims, because growing
 * a long recording would for a moment need it twice. A file that lies only makes that
 * one piece larger, up to the limit; one that says too little is grown by half.
 */
#include "audio/pour.h"

#include <math.h>
#include <soxr.h>
#include <string.h>

enum { CHUNK_FRAMES = 4096, CHANNELS_MOST = 8, RATE_LEAST = 4000, RATE_MOST = 192000 };

struct Pour {
    Arena     *arena;
    PourSource source;
    soxr_t     resampler; /* NULL: the rate is right already */
    float     *samples;
    size_t     n, room, most;
};

double audio_seconds(size_t n_samples) { return (double)n_samples / AUDIO_RATE; }

static void pour_close(void *p)
{
    Pour *pour = p;
    soxr_delete(pour->resampler);
    pour->resampler = NULL;
}

static bool too_long(const Pour *p, Err *e)
{
    return err_set(e, ERR_LIMIT,
                   STR_F " is longer than the %d minutes allowed; split it into parts",
                   STR_A(p->source.name), (int)(p->source.most_s / 60));
}

static bool source_is_plausible(const PourSource *s, Err *e)
{
    if (s->channels < 1 || s->channels > CHANNELS_MOST)
        return err_set(e, ERR_INPUT, STR_F " has %u channels; record 1 to %d",
                       STR_A(s->name), s->channels, CHANNELS_MOST);
    if (s->rate < RATE_LEAST || s->rate > RATE_MOST)
        return err_set(e, ERR_INPUT,
                       STR_F " has a rate of %u samples a second; record %d to %d",
                       STR_A(s->name), s->rate, RATE_LEAST, RATE_MOST);
    return true;
}

bool pour_open(Pour **out, Arena *a, const PourSource *source, Err *e)
{
    if (!source_is_plausible(source, e))
        return false;
    Pour *p = ARENA_NEW(a, Pour, e);
    if (!p)
        return false;
    *p = (Pour){.arena = a, .source = *source};
    p->most = (size_t)(source->most_s * AUDIO_RATE);
    if (source->expected_s > source->most_s)
        return too_long(p, e);
    double expected_s = source->expected_s > 0 ? source->expected_s : 60;
    p->room = (size_t)((expected_s + 1) * AUDIO_RATE);
    if (!(p->samples = ARENA_ARRAY(a, float, p->room, e)))
        return false;
    if (source->rate != AUDIO_RATE) {
        soxr_error_t why = NULL;
        p->resampler = soxr_create(source->rate, AUDIO_RATE, 1, &why, NULL, NULL, NULL);
        if (!p->resampler)
            return err_set(e, ERR_BUSY, "the resampler did not start (%s); retry", why);
    }
    if (!arena_defer(a, pour_close, p, e))
        return false;
    *out = p;
    return true;
}

static bool make_room(Pour *p, size_t more, Err *e)
{
    if (more > p->most - p->n)
        return too_long(p, e);
    if (p->n + more <= p->room)
        return true;
    size_t room = p->room + p->room / 2;
    if (room < p->n + more)
        room = p->n + more;
    float *fresh = arena_grow(p->arena, p->samples, p->n, room, sizeof *fresh, e);
    if (!fresh)
        return false;
    p->samples = fresh;
    p->room = room;
    return true;
}

static float clipped(float v)
{
    if (!isfinite(v))
        return 0;
    return v > 1 ? 1 : v < -1 ? -1 : v;
}

static bool keep(Pour *p, const float *samples, size_t n, Err *e)
{
    if (!make_room(p, n, e))
        return false;
    for (size_t i = 0; i < n; i++)
        p->samples[p->n++] = clipped(samples[i]);
    return true;
}

/* in == NULL flushes what the resampler still holds. */
static bool resample(Pour *p, const float *in, size_t n, Err *e)
{
    float  room[CHUNK_FRAMES];
    size_t used = 0, made = 0, at = 0;
    do {
        soxr_error_t why = soxr_process(p->resampler, in ? in + at : NULL, n - at, &used,
                                        room, CHUNK_FRAMES, &made);
        if (why)
            return err_set(e, ERR_INPUT, STR_F ": the sound cannot be resampled (%s)",
                           STR_A(p->source.name), why);
        at += used;
        if (!keep(p, room, made, e))
            return false;
    } while (at < n || made == CHUNK_FRAMES);
    return true;
}

static void average(float *out, const float *frames, size_t n, unsigned channels)
{
    for (size_t i = 0; i < n; i++) {
        float sum = 0;
        for (unsigned c = 0; c < channels; c++)
            sum += clipped(frames[i * channels + c]);
        out[i] = sum / (float)channels;
    }
}

bool pour_add(Pour *p, const float *frames, size_t n_frames, Err *e)
{
    float mono[CHUNK_FRAMES];
    for (size_t at = 0; at < n_frames;) {
        size_t n = n_frames - at < CHUNK_FRAMES ? n_frames - at : CHUNK_FRAMES;
        average(mono, frames + at * p->source.channels, n, p->source.channels);
        if (p->resampler ? !resample(p, mono, n, e) : !keep(p, mono, n, e))
            return false;
        at += n;
    }
    return true;
}

bool pour_done(Pour *p, Audio *out, Err *e)
{
    if (p->resampler && !resample(p, NULL, 0, e))
        return false;
    pour_close(p);
    if (p->n == 0)
        return err_set(e, ERR_INPUT, STR_F " holds no sound; record it again",
                       STR_A(p->source.name));
    *out = (Audio){p->samples, p->n, p->source.rate, p->source.channels};
    return true;
}
