/*
 * asr/asr.h - speech to text on this computer, without a network.
 *
 * Moonshine (an encoder-decoder transformer, English) run by ONNX Runtime, behind
 * Silero voice activity detection: silence is never decoded. Talk is decoded in windows
 * of up to 25 s, because context helps, and given back in sentences with times. A window
 * that is not convincingly understood is heard a second time. Windows are independent,
 * so several threads decode them; the text does not depend on how many.
 *
 * Units   samples 16 kHz mono, -1..1; _s seconds
 * Memory  a Recogniser is an arena object; texts lie in the arena of the call
 * Threads one call at a time per Recogniser; it uses `threads` threads inside
 * Errors  ERR_MODEL a model file is missing or not the pinned one (names file and remedy)
 * Limits  segments of at most 25 s; about 0.08 x real time on one processor, 580 MB
 * (base) Source  docs/decisions/0007-speech.md
 */
#ifndef ASR_ASR_H
#define ASR_ASR_H

#include "base/str.h"

typedef struct Recogniser Recogniser;

typedef enum AsrModel { ASR_BASE, ASR_TINY } AsrModel;

/* models: the folder holding moonshine-base/, moonshine-tiny/, silero_vad_v6.onnx. */
MUST_USE bool asr_open(Recogniser **out, Arena *a, Str models, AsrModel model,
                       unsigned threads, Err *e);

typedef struct AsrSegment {
    double from_s, to_s;
    Str    text;        /* "" never: such segments are left out */
    double confidence;  /* mean probability of its tokens, 0..1 */
    bool   is_doubtful; /* cut by the repetition guard, or of low confidence */
} AsrSegment;

typedef struct AsrResult {
    const AsrSegment *v;
    size_t            n;
    double            audio_s, speech_s;
} AsrResult;

/* Called from time to time with a growing 0..1, from one of the threads inside at a time;
   false stops the work (ERR_BUSY). */
typedef bool AsrProgress(void *who, double share);

typedef struct AsrWatch {
    AsrProgress *progress; /* NULL: nobody watches */
    void        *who;
} AsrWatch;

typedef struct AsrSound {
    const float *samples;
    size_t       n;
} AsrSound;

MUST_USE bool asr_run(AsrResult *out, Arena *a, Recogniser *r, AsrSound sound,
                      AsrWatch watch, Err *e);

#endif
