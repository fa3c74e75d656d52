/*
 * text/transcript.h - a conversation as text: who said what, and when.
 *
 * All pointers into a conversation, here and in every module above, are byte offsets
 * into `Transcript.text`, which never changes. A transcript comes from the recogniser
 * (with times), from a dialogue file (with speakers) or from plain text (neither).
 *
 *     D: Any swelling?          turns[0] clinician, text "Any swelling?"
 *     P: No, none.              turns[1] patient,   text "No, none."
 *
 * Units   _s seconds from the start of the recording; NaN when not recorded
 * Memory  in the arena given
 * Errors  ERR_INPUT for text that is not UTF-8 or is empty
 * Limits  TRANSCRIPT_MOST bytes
 */
#ifndef TEXT_TRANSCRIPT_H
#define TEXT_TRANSCRIPT_H

#include "base/str.h"

#define TRANSCRIPT_MOST (2 * MIB)

typedef enum Speaker {
    SPEAKER_UNKNOWN,
    SPEAKER_CLINICIAN,
    SPEAKER_PATIENT,
    SPEAKER_OTHER
} Speaker;

const char *speaker_name(Speaker s); /* "clinician" */

/* A run of bytes of Transcript.text. */
typedef struct Span {
    uint32_t at, n;
} Span;

typedef struct Turn {
    Speaker speaker;
    double  p_speaker; /* how sure; 1 when it was given, 0 when nobody looked */
    Span    span;      /* the words, without the "D:" */
    double  from_s, to_s;
    double  confidence; /* of the recogniser, mean token probability; NaN when typed */
} Turn;

typedef enum TranscriptKind {
    TRANSCRIPT_SPEECH,
    TRANSCRIPT_DIALOGUE,
    TRANSCRIPT_PROSE
} TranscriptKind;

typedef struct Transcript {
    TranscriptKind kind;
    Str            text;
    const Turn    *turns; /* in order; together they cover all that was said */
    size_t         n;
} Transcript;

/* Reads "D:"/"P:" (also Doctor, Dr, GP, Clinician, Patient, Pt ...) lines, or takes the
   whole as prose when no line begins so. */
MUST_USE bool transcript_read(Transcript *out, Arena *a, Str text, Err *e);

/* A transcript of one turn per piece; pieces are joined by line breaks. */
typedef struct TranscriptPiece {
    Str     text;
    Speaker speaker;
    double  from_s, to_s, confidence;
} TranscriptPiece;
MUST_USE bool transcript_join(Transcript *out, Arena *a, const TranscriptPiece *v,
                              size_t n, Err *e);

Str         transcript_span(const Transcript *t, Span s);
const Turn *transcript_turn_at(const Transcript *t, uint32_t byte); /* NULL: none */
/* Estimated second at which a byte was spoken, linear within its turn; NaN if typed. */
double transcript_time_at(const Transcript *t, uint32_t byte);

#endif
