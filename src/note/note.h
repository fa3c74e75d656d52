/*
 * note/note.h - a consultation note in which every sentence has a witness.
 *
 * Sentences are rendered from findings, from what the clinician said about
 * examination, plan and safety-net, and from suggestions that are marked as such. A
 * sentence without a witness cannot be made: the writer refuses it. What a group of
 * findings shares is said once; courtesies of the talk are not part of a note.
 *
 * Memory  in the arena given
 * Threads pure
 * Errors  ERR_INPUT for a sentence without a witness
 * Limits  a quotation is cut after 600 bytes, at a word, with "..."
 */
#ifndef NOTE_NOTE_H
#define NOTE_NOTE_H

#include "base/str.h"
#include "kb/kb.h"
#include "text/transcript.h"

typedef enum WitnessKind {
    WITNESS_SAID,      /* words of the conversation */
    WITNESS_KNOWLEDGE, /* a source of the knowledge base */
    WITNESS_REASONING, /* a ranked hypothesis: opens its bars */
    WITNESS_TYPED      /* entered by the user, not spoken */
} WitnessKind;

typedef struct Witness {
    WitnessKind kind;
    Span        said, question; /* WITNESS_SAID */
    uint32_t    source;         /* WITNESS_KNOWLEDGE */
    uint32_t    condition;      /* WITNESS_REASONING */
} Witness;

typedef struct NoteSentence {
    Str            text;
    const Witness *witnesses; /* one at least */
    size_t         n;
    bool           is_suggestion; /* not said by anybody: the clinician must accept it */
    bool           needs_check;   /* conflict or low confidence: shown amber */
} NoteSentence;

typedef struct NoteSection {
    Str                 id, title; /* "hpc", "History of presenting complaint" */
    const NoteSentence *v;
    size_t              n;
} NoteSection;

typedef struct Note {
    Str                profile;  /* "gp" */
    const NoteSection *sections; /* empty sections are left out */
    size_t             n;
} Note;

/* What the note may say. Filled by the use case from findings, differential, pathway;
   plain values, so that this module knows no engine. */
typedef struct NoteFinding {
    uint32_t       finding;
    bool           is_absent, is_past, is_family, is_possible, conflict;
    bool           is_reported; /* told by the patient: a sign then is history */
    Str            side, severity, duration, frequency; /* words; empty when not said */
    const Witness *witnesses;
    size_t         n;
} NoteFinding;

typedef struct NoteDrug {
    Str            name, dose, frequency;
    bool           stopped_or_denied;
    const Witness *witnesses;
    size_t         n;
} NoteDrug;

typedef struct NoteSaid { /* a sentence of the talk to be folded into a section */
    Str     section;      /* "pc", "ice", "exam", "plan", "safety_net", "follow_up" */
    Span    span;
    Speaker by;
} NoteSaid;

typedef struct NoteThought {
    uint32_t condition;
    Str      text; /* "Most likely leg cramps at night (about 7 in 10)." */
} NoteThought;

typedef struct NoteAdvice { /* a fired pathway row, offered as a suggestion */
    Str      section, text;
    uint32_t source;
    Span     because; /* n = 0 when no words of the talk stand behind it */
} NoteAdvice;

typedef struct NoteInput {
    const Kb          *kb;
    const Transcript  *transcript;
    double             age_years;
    KbSex              sex;
    Witness            age_witness, sex_witness; /* used when age or sex is known */
    const NoteFinding *findings;
    size_t             n_findings;
    const NoteDrug    *drugs;
    size_t             n_drugs;
    const NoteSaid    *said;
    size_t             n_said;
    const NoteThought *thoughts;
    size_t             n_thoughts;
    const NoteAdvice  *advice;
    size_t             n_advice;
} NoteInput;

MUST_USE bool note_write(Note *out, Arena *a, const NoteInput *in, Err *e);

/* Plain text, ready for the clipboard. */
MUST_USE bool note_text(Str *out, Arena *a, const Note *n, Err *e);

/* First to third person, spoken to written: "I get them at night" -> "Gets them at
   night." Greetings, thanks and offers of a seat are left out. Empty when no well-formed
   sentence can be made of it: the note then quotes, or says nothing when it was courtesy
   alone. */
MUST_USE bool note_rewrite(Str *out, Arena *a, Str said, Speaker by, Err *e);

#endif
