/*
 * asr/cut.h - private to asr: from frames of speech to segments worth decoding.
 *
 *     p_speech   ..####.##..........####...##.............##..
 *     stretches    [-------]        [-------]             []     pauses under hangover_s
 *     segments    [---------------------------]          [--]    padded; joined while
 *                                                                 gaps and length allow
 *
 * The recogniser understands long segments better than short ones, so neighbours are
 * joined up to longest_s; where a run of talk is longer, it is cut at its longest pause
 * in the second half, and where it has none, at the quietest frame of the last third.
 *
 * Units   samples
 * Memory  in the arena of the call
 * Threads pure
 * Source  docs/decisions/0007-speech.md: how the figures were chosen
 */
#ifndef ASR_CUT_H
#define ASR_CUT_H

#include "asr/vad.h"

/* The same talk with more or less silence around it. */
enum { CUT_VIEWS = 2 };

typedef struct CutRules {
    double p_begin, p_go_on; /* speech starts at the first, goes on from the second */
    double least_s;          /* shorter stretches are clicks and coughs */
    double hangover_s;       /* a pause that does not end a stretch */
    double pad_s[CUT_VIEWS]; /* kept before and after */
    double join_s;           /* a pause that does not keep neighbours apart */
    double longest_s;
} CutRules;

extern const CutRules CUT_RULES;

/* A run of talk without a pause longer than the hangover. */
typedef struct Stretch {
    size_t from, to; /* samples, to is behind the last */
} Stretch;

typedef struct Cut {
    Stretch        views[CUT_VIEWS]; /* with padding */
    const Stretch *stretches;        /* that it was joined of, in order */
    size_t         n;
    size_t         speech; /* samples of it that are speech */
} Cut;

typedef struct Cuts {
    const Cut *v; /* in order, not overlapping */
    size_t     n;
} Cuts;

/* n: samples of the recording that the frames were made of. */
MUST_USE bool cut_speech(Cuts *out, Arena *a, const VadFrames *frames, size_t n,
                         const CutRules *rules, Err *e);

#endif
