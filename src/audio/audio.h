/*
 * audio/audio.h - a recording as the recogniser wants it: 16 kHz, one channel, floats.
 *
 * The bytes of a file go in whole; libsndfile reads WAV, FLAC, Ogg and MP3, the libav
 * libraries what it cannot (M4A, WebM, AAC). Channels are averaged, the rate is changed
 * by libsoxr, values that are no numbers become silence and the rest is clipped to
 * -1..1. The bytes are hostile and so may be these libraries' handling of them: outside
 * of tests this runs in the jail (work/).
 *
 * Units   samples 16 kHz mono, -1..1; _s seconds
 * Memory  the samples lie in the arena; nothing points into the bytes
 * Threads pure
 * Errors  ERR_INPUT not a recording, or an empty one; ERR_LIMIT longer than most_s, as
 *         soon as that is known and before the rest is decoded
 * Limits  1-8 channels, 4-192 kHz; under 0.001 x real time, 4 bytes a sample
 */
#ifndef AUDIO_AUDIO_H
#define AUDIO_AUDIO_H

#include "base/str.h"

enum { AUDIO_RATE = 16000 };

typedef struct Audio {
    const float *samples;
    size_t       n;
    unsigned     source_rate, source_channels;
} Audio;

/* `name` is for messages: the file's name. */
MUST_USE bool audio_read(Audio *out, Arena *a, Str bytes, Str name, double most_s,
                         Err *e);

double audio_seconds(size_t n_samples);

#endif
