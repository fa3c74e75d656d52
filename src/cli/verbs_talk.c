/* cli/verbs_talk.c - the verbs that hear, understand and write. */
#include "base/os.h"
#include "cli/command.h"
#include "web/web.h"
#include "json/json.h"

#include <math.h>

enum { SOUND_MOST_MIB = 512 };

static bool read_input(ConsultInput *in, const Command *c, Str file, Err *e)
{
    in->name = str_is(file, "-") ? STR("standard input") : file;
    return command_read(&in->bytes, c, file, SOUND_MOST_MIB, e);
}

static bool write_report(const Command *c, const App *app, const Consult *consult, Err *e)
{
    Str share, css, html;
    return command_share(&share, c, e) && web_report_css(&css, c->arena, share, e) &&
           web_report(&html, c->arena, app, consult, css, e) &&
           os_write_file(c->value[OPTION_HTML], html, e);
}

static bool show(const Command *c, const App *app, const Consult *consult, Err *e)
{
    Str text = {0};
    if (c->given[OPTION_JSON]) {
        if (!app_consult_json(&text, c->arena, app, consult, c->given[OPTION_TIMING], e))
            return false;
        return command_print(text, e) && command_print(STR("\n"), e);
    }
    return app_consult_text(&text, c->arena, app, consult, e) && command_print(text, e);
}

bool verb_consult(Command *c, Err *e)
{
    App         *app;
    Consult      consult;
    ConsultInput in = {.progress = command_progress};
    if (!command_words(c, "consult", 1, 1, e) || !command_input(&in, c, e) ||
        !read_input(&in, c, c->words[0], e) || !command_app(&app, c, e) ||
        !app_consult(&consult, c->arena, app, &in, e))
        return false;
    if (c->given[OPTION_HTML] && !write_report(c, app, &consult, e))
        return err_wrap(e, "the report");
    return show(c, app, &consult, e);
}

bool verb_note(Command *c, Err *e)
{
    App         *app;
    Consult      consult;
    ConsultInput in = {.progress = command_progress};
    Str          text = {0};
    if (!command_words(c, "note", 1, 1, e) || !command_input(&in, c, e) ||
        !read_input(&in, c, c->words[0], e) || !command_app(&app, c, e) ||
        !app_consult(&consult, c->arena, app, &in, e))
        return false;
    if (c->given[OPTION_JSON])
        return show(c, app, &consult, e);
    return note_text(&text, c->arena, &consult.note, e) && command_print(text, e);
}

/* ---- transcribe -----------------------------------------------------------------------
 */

typedef enum Form { FORM_TEXT, FORM_JSON, FORM_VTT, FORM_SRT } Form;

static bool read_form(Form *form, const Command *c, Err *e)
{
    static const char *const names[] = {"text", "json", "vtt", "srt"};
    *form = c->given[OPTION_JSON] ? FORM_JSON : FORM_TEXT;
    if (!c->given[OPTION_FORMAT])
        return true;
    for (size_t i = 0; i < 4; i++)
        if (str_is(c->value[OPTION_FORMAT], names[i])) {
            *form = (Form)i;
            return true;
        }
    return err_set(e, ERR_INPUT,
                   "--format " STR_F " is not known; give text, json, vtt or srt",
                   STR_A(c->value[OPTION_FORMAT]));
}

static void clock_text(Buf *b, double s, char decimal)
{
    int64_t ms = (int64_t)(s * 1000 + 0.5);
    buf_fmt(b, "%02d:%02d:%02d%c%03d", (int)(ms / 3600000), (int)(ms / 60000 % 60),
            (int)(ms / 1000 % 60), decimal, (int)(ms % 1000));
}

static void subtitles(Buf *b, const Transcript *t, Form form)
{
    char decimal = form == FORM_VTT ? '.' : ',';
    buf_text(b, form == FORM_VTT ? "WEBVTT\n\n" : "");
    for (size_t i = 0; i < t->n; i++) {
        if (form == FORM_SRT)
            buf_fmt(b, "%zu\n", i + 1);
        clock_text(b, t->turns[i].from_s, decimal);
        buf_text(b, " --> ");
        clock_text(b, t->turns[i].to_s, decimal);
        buf_char(b, '\n');
        buf_str(b, transcript_span(t, t->turns[i].span));
        buf_text(b, "\n\n");
    }
}

static void plain(Buf *b, const Transcript *t)
{
    for (size_t i = 0; i < t->n; i++) {
        clock_text(b, t->turns[i].from_s, '.');
        buf_text(b, "  ");
        buf_str(b, transcript_span(t, t->turns[i].span));
        buf_char(b, '\n');
    }
}

static void turn_json(Json *j, const Transcript *t, const Turn *turn)
{
    json_object(j);
    json_key(j, "from");
    json_num(j, turn->from_s, 2);
    json_key(j, "to");
    json_num(j, turn->to_s, 2);
    json_key(j, "confidence");
    json_num(j, turn->confidence, 3);
    json_key(j, "text");
    json_str(j, transcript_span(t, turn->span));
    json_end(j);
}

static void transcription_json(Json *j, Str name, const Transcription *t)
{
    json_object(j);
    json_key(j, "name");
    json_str(j, name);
    json_key(j, "model");
    json_str(j, t->model);
    json_key(j, "audio_s");
    json_num(j, t->audio_s, 2);
    json_key(j, "speech_s");
    json_num(j, t->speech_s, 2);
    json_key(j, "segments");
    json_array(j);
    for (size_t i = 0; i < t->transcript.n; i++)
        turn_json(j, &t->transcript, &t->transcript.turns[i]);
    json_end(j);
    json_end(j);
}

static bool hear(Transcription *t, const Command *c, const ConsultInput *in, Str file,
                 Err *e)
{
    WorkSound sound = {.name = file,
                       .models = in->models,
                       .model = in->model,
                       .watch = {command_progress, NULL}};
    Str       share;
    if (!sound.models.n && (!command_share(&share, c, e) ||
                            !os_path(&sound.models, c->arena, share, STR("models"), e)))
        return false;
    return command_read(&sound.bytes, c, file, SOUND_MOST_MIB, e) &&
           work_transcribe(t, c->arena, &sound, e);
}

bool verb_transcribe(Command *c, Err *e)
{
    ConsultInput in = {0};
    Form         form;
    Str          text = {0};
    if (!command_words(c, "transcribe", 1, 10000, e) || !command_input(&in, c, e) ||
        !read_form(&form, c, e))
        return false;
    for (size_t i = 0; i < c->n; i++) {
        Transcription t;
        if (!hear(&t, c, &in, c->words[i], e))
            return false;
        if (form == FORM_JSON) {
            Json j = json_open(c->arena, 64 * MIB);
            transcription_json(&j, c->words[i], &t);
            buf_char(&j.buf, '\n');
            if (!json_done(&j, &text, e))
                return false;
        } else {
            Buf b = buf_open(c->arena, 64 * MIB);
            if (form == FORM_TEXT)
                plain(&b, &t.transcript);
            else
                subtitles(&b, &t.transcript, form);
            if (!buf_done(&b, &text, e))
                return false;
        }
        if (!command_print(text, e))
            return false;
    }
    return true;
}

/* ---- facts without a whole consultation
 * -------------------------------------------------- */

bool verb_findings(Command *c, Err *e)
{
    App         *app;
    Consult      consult;
    ConsultInput in = {.age_years = NAN, .sex = KB_SEX_UNKNOWN};
    if (!command_words(c, "findings", 1, 1, e) || !read_input(&in, c, c->words[0], e))
        return false;
    if (app_is_audio(in.bytes, in.name))
        return err_set(e, ERR_INPUT, STR_F ": this is a recording; use auscult consult",
                       STR_A(in.name));
    if (!command_app(&app, c, e) || !app_ddx(&consult, c->arena, app, &in, e))
        return false;
    if (c->given[OPTION_JSON])
        return show(c, app, &consult, e);
    consult.n_explained = 0;
    consult.differential = (Differential){0};
    Str text = {0};
    return app_findings_text(&text, c->arena, app, &consult, e) && command_print(text, e);
}

static bool ranked(Consult *out, App **app, Command *c, size_t from, Err *e)
{
    ConsultInput in = {0};
    return command_input(&in, c, e) && command_text(&in.bytes, &in.name, c, from, e) &&
           command_app(app, c, e) && app_consult(out, c->arena, *app, &in, e);
}

bool verb_ddx(Command *c, Err *e)
{
    App    *app;
    Consult consult;
    if (!ranked(&consult, &app, c, 0, e))
        return false;
    consult.note = (Note){0};
    consult.guidance = (Walks){0};
    return show(c, app, &consult, e);
}

bool verb_triage(Command *c, Err *e)
{
    App    *app;
    Consult consult;
    Str     text = {0};
    if (!ranked(&consult, &app, c, 0, e))
        return false;
    if (c->given[OPTION_JSON])
        return show(c, app, &consult, e);
    return app_triage_text(&text, c->arena, app, &consult, e) && command_print(text, e);
}

static bool list_pathways_json(const Command *c, const Kb *kb, Err *e)
{
    Json j = json_open(c->arena, 4 * MIB);
    Str  text = {0};
    json_array(&j);
    for (uint32_t i = 0; i < kb_n_pathways(kb); i++) {
        const KbPathway *p = kb_pathway(kb, i);
        json_object(&j);
        json_key(&j, "id");
        json_str(&j, p->id);
        json_key(&j, "title");
        json_str(&j, p->title);
        json_key(&j, "scope");
        json_str(&j, p->scope);
        json_key(&j, "updated");
        json_str(&j, p->updated);
        json_end(&j);
    }
    json_end(&j);
    buf_char(&j.buf, '\n');
    return json_done(&j, &text, e) && command_print(text, e);
}

static bool list_pathways(const Command *c, const Kb *kb, Err *e)
{
    Buf b = buf_open(c->arena, 1 * MIB);
    Str text = {0};
    if (c->given[OPTION_JSON])
        return list_pathways_json(c, kb, e);
    for (uint32_t i = 0; i < kb_n_pathways(kb); i++)
        buf_fmt(&b, STR_F ": " STR_F " (" STR_F ")\n", STR_A(kb_pathway(kb, i)->id),
                STR_A(kb_pathway(kb, i)->title), STR_A(kb_pathway(kb, i)->scope));
    return buf_done(&b, &text, e) && command_print(text, e);
}

bool verb_path(Command *c, Err *e)
{
    App    *app;
    Consult consult;
    Str     text = {0};
    if (!command_words(c, "path", 1, 10000, e))
        return false;
    bool list = str_eq_nocase(c->words[0], STR("list"));
    if (list)
        return command_app(&app, c, e) && list_pathways(c, app_kb(app), e);
    if (!ranked(&consult, &app, c, 1, e))
        return false;
    uint32_t pathway = kb_find_pathway(app_kb(app), c->words[0]);
    Walk     walk;
    if (pathway == KB_NONE)
        return err_set(e, ERR_MISSING,
                       "there is no pathway " STR_F "; see auscult path list",
                       STR_A(c->words[0]));
    if (!guide_walk(&walk, c->arena, consult.facts, pathway, e))
        return false;
    consult.guidance = (Walks){&walk, 1};
    if (c->given[OPTION_JSON])
        return show(c, app, &consult, e);
    return app_guidance_text(&text, c->arena, app, &consult, e) && command_print(text, e);
}
