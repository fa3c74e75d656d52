/*
 * eval/eval.h - measures on evaluation data; knows no set by heart, only their form.
 *
 * The folder is given; nothing of it is built in or kept. What is printed says which
 * files and how many words.
 *
 * Units   word error rate: errors per reference word; x real time: seconds of computing
 *         per second of sound
 * Memory  in the arena given
 * Errors  ERR_MISSING when the folder holds no NAME.mp3 with NAME.ref.txt
 * Source  the scorer that comes with the data; the same normalisation is used here
 */
#ifndef EVAL_EVAL_H
#define EVAL_EVAL_H

#include "work/work.h"

typedef struct EvalSpeech {
    Str          folder, models;
    AsrModel     model;
    Str          predictions; /* file for {"id","text"} lines; empty: none */
    bool         as_json;
    AsrProgress *progress;
    void        *who;
} EvalSpeech;

MUST_USE bool eval_osce_audio(Str *out, Arena *a, const EvalSpeech *what, Err *e);

/* Words as the scorer counts them: lower case, speaker marks, tags, fillers and
   punctuation gone, small numbers as words. */
typedef struct EvalWords {
    const Str *v;
    size_t     n;
} EvalWords;
MUST_USE bool eval_words(EvalWords *out, Arena *a, Str text, Err *e);
/* Least number of words to change, add or leave out. */
MUST_USE bool eval_distance(size_t *out, Arena *a, EvalWords ref, EvalWords said, Err *e);

#endif
