/*
 * app/consult.c - the main job, step by step.
 *
 * Each step is a pure function of what stands before it, so a consultation can be run
 * again and compared byte for byte; only the timings differ, and they are kept apart.
 */
#include "app/consult.h"

#include "base/os.h"
#include "base/utf8.h"

#include <math.h>

static bool has_at(Str s, size_t at, const char *magic)
{
    Str m = str_from(magic);
    return str_eq(str_sub(s, at, m.n), m);
}

static bool has_sound_name(Str name)
{
    static const char *const ends[] = {".wav",  ".mp3",  ".flac", ".ogg", ".oga",
                                       ".opus", ".webm", ".m4a",  ".aac", ".mp4"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        Str end = str_from(ends[i]);
        if (name.n >= end.n && str_eq_nocase(str_from_at(name, name.n - end.n), end))
            return true;
    }
    return false;
}

bool app_is_audio(Str b, Str name)
{
    bool container = has_at(b, 0, "RIFF") || has_at(b, 0, "ID3") ||
                     has_at(b, 0, "fLaC") || has_at(b, 0, "OggS") ||
                     has_at(b, 4, "ftyp") || has_at(b, 0, "\x1A\x45\xDF\xA3");
    bool mpeg = b.n > 1 && (unsigned char)b.p[0] == 0xFF &&
                ((unsigned char)b.p[1] & 0xE0) == 0xE0;
    return container || mpeg || has_sound_name(name);
}

static double ms_since(double start_s) { return (os_uptime_s() - start_s) * 1000; }

/* Sound is recognised in the jail; text is read as dialogue or prose. */
static bool hear(Consult *c, Arena *a, App *app, const ConsultInput *in, Err *e)
{
    c->is_audio = app_is_audio(in->bytes, in->name);
    if (!c->is_audio) {
        if (in->bytes.n == 0)
            return err_set(e, ERR_INPUT,
                           STR_F ": the file is empty; give a recording or a text",
                           STR_A(in->name));
        return transcript_read(&c->transcript, a, in->bytes, e) ||
               err_wrap(e, STR_F, STR_A(in->name));
    }
    const WorkSound sound = {.bytes = in->bytes,
                             .name = in->name,
                             .models = in->models.n ? in->models : app_models(app),
                             .model = in->model,
                             .watch = {in->progress, in->who}};
    Transcription   t;
    if (!work_transcribe(&t, a, &sound, e))
        return false;
    c->timing.audio_s = t.audio_s;
    c->timing.speech_s = t.speech_s;
    c->timing.transcribe_s = t.wall_s;
    c->timing.peak_memory_bytes = t.peak_memory_bytes;
    c->model = t.model;
    c->transcript = t.transcript;
    return true;
}

static bool has_speakers(const Transcript *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->turns[i].speaker != SPEAKER_UNKNOWN)
            return true;
    return false;
}

static bool understand(Consult *c, Arena *a, App *app, const ConsultInput *in, Err *e)
{
    double start = os_uptime_s();
    if (c->transcript.kind == TRANSCRIPT_SPEECH && !has_speakers(&c->transcript)) {
        Transcript with_speakers;
        if (!nlp_speakers(&with_speakers, a, app_lexicon(app), &c->transcript, e))
            return false;
        c->transcript = with_speakers;
    }
    Case *facts;
    if (!nlp_read(&c->findings, a, app_lexicon(app), &c->transcript, e) ||
        !nlp_case(&facts, a, app_kb(app), &c->findings, e))
        return false;
    c->age_was_typed = !isnan(in->age_years);
    c->sex_was_typed = in->sex != KB_SEX_UNKNOWN;
    facts->age_years = c->age_was_typed ? in->age_years : c->findings.age_years;
    facts->sex = c->sex_was_typed ? in->sex : c->findings.sex;
    facts->setting = in->setting;
    c->facts = facts;
    c->timing.findings_ms = ms_since(start);
    return true;
}

/* How many hypotheses a reader is shown before folding: those that have a band. */
static size_t n_shown(const Differential *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++)
        if (d->v[i].band != BAND_FOLDED)
            n = i + 1;
    return n;
}

static bool rank(Consult *c, Arena *a, Err *e)
{
    double start = os_uptime_s();
    c->settings = reason_defaults();
    if (!reason_rank(&c->differential, a, c->facts, &c->settings, e))
        return false;
    c->n_explained = n_shown(&c->differential);
    Explanation *v = ARENA_ARRAY(a, Explanation, c->n_explained, e);
    for (size_t i = 0; v && i < c->n_explained; i++)
        if (!reason_explain(&v[i], a, c->facts, &c->differential, i, e))
            return false;
    c->explanations = v;
    c->timing.rank_ms = ms_since(start);
    return v != NULL;
}

static bool start_consult(Consult *c, Arena *a, App *app, const ConsultInput *in, Err *e)
{
    *c = (Consult){.name = in->name, .kb_version = kb_version(app_kb(app))};
    return hear(c, a, app, in, e) && understand(c, a, app, in, e) && rank(c, a, e);
}

bool app_ddx(Consult *out, Arena *a, App *app, const ConsultInput *in, Err *e)
{
    Consult c;
    if (!start_consult(&c, a, app, in, e))
        return false;
    *out = c;
    return true;
}

bool app_consult(Consult *out, Arena *a, App *app, const ConsultInput *in, Err *e)
{
    Consult c;
    if (!start_consult(&c, a, app, in, e))
        return false;
    double start = os_uptime_s();
    if (!guide_all(&c.guidance, a, c.facts, e))
        return false;
    c.timing.guidance_ms = ms_since(start);
    start = os_uptime_s();
    if (!consult_note(&c.note, a, app_kb(app), &c, e))
        return false;
    c.timing.note_ms = ms_since(start);
    *out = c;
    return true;
}
