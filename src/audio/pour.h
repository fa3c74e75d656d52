/*
 * audio/pour.h - private to audio: decoded sound on its way to 16 kHz mono.
 *
 * A decoder pours interleaved frames in as it makes them; they are averaged over the
 * channels, resampled and kept. Nothing at the source's rate is ever held whole.
 *
 * Memory  kept samples in the arena; the resampler is freed by pour_done or the arena
 * Errors  ERR_LIMIT more than most_s of sound, ERR_INPUT an impossible rate
 */
#ifndef AUDIO_POUR_H
#define AUDIO_POUR_H

#include "audio/audio.h"

typedef struct Pour Pour;

typedef struct PourSource {
    unsigned rate, channels;
    double   expected_s; /* what the file says of its length; 0: nothing */
    double   most_s;
    Str      name;
} PourSource;

MUST_USE bool pour_open(Pour **out, Arena *a, const PourSource *source, Err *e);
MUST_USE bool pour_add(Pour *p, const float *frames, size_t n_frames, Err *e);
MUST_USE bool pour_done(Pour *p, Audio *out, Err *e);

#endif
