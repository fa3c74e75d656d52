/*
 * asr/moonshine.h - private to asr: one segment of sound to tokens.
 *
 * The encoder hears the whole segment; the decoder then writes one token after the
 * other, each from all before it, until it writes the end. It remembers its keys and
 * values from step to step. Two things can go wrong with such a decoder: it may write
 * more than was said, so the number of tokens is bounded by the length of the sound, and
 * it may fall into a loop, which is cut (guard_period).
 *
 * Shapes  samples [n] 16 kHz
 * Memory  tokens and probabilities go into the caller's room
 * Threads one Moonshine serves several threads at once
 * Errors  ERR_MODEL the files are missing or not this network
 */
#ifndef ASR_MOONSHINE_H
#define ASR_MOONSHINE_H

#include "base/str.h"

typedef struct Moonshine Moonshine;

enum { TOKENS_MOST = 440 };

typedef struct Heard {
    int32_t tokens[TOKENS_MOST];
    float   p[TOKENS_MOST]; /* probability of each token */
    size_t  n;
    bool    is_cut; /* by the guard, or at the most tokens the sound can hold */
} Heard;

/* folder: encoder_model.onnx and decoder_model_merged.onnx lie in it. */
MUST_USE bool moonshine_open(Moonshine **out, Arena *a, Str folder, Err *e);
MUST_USE bool moonshine_hear(Heard *out, const Moonshine *m, const float *samples,
                             size_t n, Err *e);

/* How many of the n tokens stand before a loop they end in, that is: one token eight
   times, or 2-10 tokens four times; n when there is none. One turn of the loop stays. */
size_t guard_period(const int32_t *tokens, size_t n);

#endif
