/*
 * work/work.h - jobs done in a sandboxed child process.
 *
 * Decoding audio and running model files means giving hostile bytes to a lot of code
 * that is not ours. That happens in a child that can open no file, no socket and start
 * no program (jail/), is bounded in memory and time, and answers over one pipe.
 *
 *     work_transcribe ──fork──> [jail: decode, resample, detect speech, recognise]
 *            ^                               │ progress, result
 *            └───────────── pipe <───────────┘
 *
 * Units   _s seconds
 * Memory  results lie in the arena given
 * Threads safe; each call has its own child
 * Errors  ERR_INPUT not audio, empty, or without speech; ERR_LIMIT too long;
 *         ERR_MODEL missing model; ERR_BUSY stopped by the caller or by a limit
 * Limits  settings below; the defaults fit a one-hour consultation
 */
#ifndef WORK_WORK_H
#define WORK_WORK_H

#include "asr/asr.h"
#include "text/transcript.h"

typedef struct WorkLimits {
    double   most_audio_s; /* 2 h */
    size_t   most_memory;  /* bytes of address space the child may add: 2 GiB */
    double   most_wall_s;  /* 1 h */
    unsigned threads;      /* 0: one per processor */
} WorkLimits;

WorkLimits work_defaults(void);

typedef struct Transcription {
    Transcript
           transcript; /* TRANSCRIPT_SPEECH, one turn per sentence, speakers unknown */
    double audio_s, speech_s, wall_s, cpu_s;
    size_t peak_memory_bytes;
    Str    model; /* "moonshine-base" */
} Transcription;

/* What is to be heard, by what, and within which limits. */
typedef struct WorkSound {
    Str               bytes;  /* of an audio file */
    Str               name;   /* for messages only */
    Str               models; /* folder */
    AsrModel          model;
    const WorkLimits *limits; /* NULL: work_defaults() */
    AsrWatch          watch;
} WorkSound;

MUST_USE bool work_transcribe(Transcription *out, Arena *a, const WorkSound *sound,
                              Err *e);

#endif
