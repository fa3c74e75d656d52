/*
 * audio/decode.h - private to audio: the two decoders behind audio_read.
 *
 * Each says first whether it can read the bytes at all; only then are its errors
 * about this recording and final.
 */
#ifndef AUDIO_DECODE_H
#define AUDIO_DECODE_H

#include "audio/pour.h"

typedef struct DecodeTask {
    Str    bytes, name;
    double most_s;
} DecodeTask;

/* false with *is_mine unset: these bytes are not for this decoder. */
MUST_USE bool decode_sndfile(Audio *out, bool *is_mine, Arena *a, const DecodeTask *task,
                             Err *e);
MUST_USE bool decode_libav(Audio *out, bool *is_mine, Arena *a, const DecodeTask *task,
                           Err *e);

#endif
