/*
 * asr/vad.h - private to asr: where somebody speaks.
 *
 * Silero's network looks at 32 ms of sound at a time, remembers what came before, and
 * gives the probability that it is speech. The loudness of the same 32 ms is kept
 * beside it: a cut inside long talk is made where it is quietest.
 *
 * Shapes  p_speech[n], loudness[n], one per frame; the last frame is filled with silence
 * Memory  in the arena of the call
 * Threads one call at a time per Vad
 */
#ifndef ASR_VAD_H
#define ASR_VAD_H

#include "asr/asr.h"

enum { VAD_FRAME = 512 }; /* samples */

typedef struct Vad Vad;

typedef struct VadFrames {
    const float *p_speech, *loudness; /* loudness: mean square */
    size_t       n;
} VadFrames;

MUST_USE bool vad_open(Vad **out, Arena *a, Str path, Err *e);
/* The watch is asked before each stretch of frames. */
MUST_USE bool vad_run(VadFrames *out, Arena *a, const Vad *v, AsrSound sound,
                      AsrWatch watch, Err *e);

#endif
