/*
 * app/app.h - one function per use case; what the page can do, the command line can do.
 *
 * The main one turns a recording or a text into transcript, findings, differential,
 * guidance and note:
 *
 *     bytes ─ work (jail) ─> transcript ─ nlp ─> findings ─┬─ reason ─> differential
 *                                                          ├─ guide ──> pathway rows
 *                                                          └─ note ───> note <── all
 *
 * Everything in a Consult is derived from (knowledge image, input); nothing is stored.
 *
 * Units   _s seconds, _ms milliseconds
 * Memory  an App lives in its arena; a Consult in the arena of its call
 * Threads an App is shared; app_search takes a lock of its own
 * Errors  those of the engines, with the input's name in front
 * Limits  texts of 2 MiB; recordings as work_defaults() says
 */
#ifndef APP_APP_H
#define APP_APP_H

#include "guide/guide.h"
#include "nlp/nlp.h"
#include "note/note.h"
#include "pedia/pedia.h"
#include "reason/reason.h"
#include "search/search.h"
#include "work/work.h"

typedef struct App App;

/* share: the folder with auscult.kb, content.db, models/ and web/. */
MUST_USE bool  app_open(App **out, Arena *a, Str share, Err *e);
const Kb      *app_kb(const App *app);
Str            app_models(const App *app); /* the models folder */
const Lexicon *app_lexicon(const App *app);

/* Compiles a content folder into share/auscult.kb and share/content.db. Nothing is
   written when the report holds failures (ERR_CONTENT names the first). */
MUST_USE bool app_build(KbReport *report, Arena *a, Str content, Str share, Err *e);

MUST_USE bool app_search(SearchResult *out, Arena *a, App *app, Str query, Err *e);

/* ---- the consultation ---------------------------------------------------------- */

typedef struct ConsultInput {
    Str          bytes;     /* a sound file, or text */
    Str          name;      /* for messages and headings */
    double       age_years; /* NaN: take it from the talk */
    KbSex        sex;
    Setting      setting;
    AsrModel     model;
    Str          models;   /* folder of the speech models; empty: the app's own */
    AsrProgress *progress; /* may be NULL */
    void        *who;
} ConsultInput;

typedef struct ConsultTiming {
    double audio_s, speech_s, transcribe_s;
    double findings_ms, rank_ms, guidance_ms, note_ms;
    size_t peak_memory_bytes; /* of the worker; 0 for text */
} ConsultTiming;

typedef struct Consult {
    Str                name, kb_version, model; /* model: "" for text */
    bool               is_audio;
    ConsultTiming      timing;
    Transcript         transcript;
    Findings           findings;
    const Case        *facts;
    bool               age_was_typed, sex_was_typed;
    ReasonSettings     settings;
    Differential       differential;
    const Explanation *explanations; /* of the first n_explained hypotheses */
    size_t             n_explained;
    Walks              guidance;
    Note               note;
} Consult;

/* Is this sound rather than text? By its first bytes, then by its name. */
bool app_is_audio(Str bytes, Str name);

MUST_USE bool app_consult(Consult *out, Arena *a, App *app, const ConsultInput *in,
                          Err *e);

/* Ranks facts given as text or dialogue, without guidance and note. */
MUST_USE bool app_ddx(Consult *out, Arena *a, App *app, const ConsultInput *in, Err *e);

/* The whole consultation as JSON (docs/api/consult.schema.json); timings only when asked,
   so that the same input gives the same bytes. */
MUST_USE bool app_consult_json(Str *out, Arena *a, const App *app, const Consult *c,
                               bool with_timing, Err *e);
/* The same for a person at a terminal. */
MUST_USE bool app_consult_text(Str *out, Arena *a, const App *app, const Consult *c,
                               Err *e);
/* Parts of it. */
MUST_USE bool app_findings_text(Str *out, Arena *a, const App *app, const Consult *c,
                                Err *e);
MUST_USE bool app_triage_text(Str *out, Arena *a, const App *app, const Consult *c,
                              Err *e);
MUST_USE bool app_guidance_text(Str *out, Arena *a, const App *app, const Consult *c,
                                Err *e);

#endif
