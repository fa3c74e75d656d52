/* eval/speech.c - word error rate, speed and memory on recordings with references. */
#include "base/os.h"
#include "eval/eval.h"
#include "json/json.h"

typedef struct Result {
    Str    id, text;
    size_t n_words, n_errors, peak_bytes;
    double audio_s, wall_s;
} Result;

typedef struct Results {
    Result *v;
    size_t  n;
} Results;

static bool run_one(Result *out, Arena *a, const EvalSpeech *what, Str id, Err *e)
{
    WorkSound     sound = {.models = what->models,
                           .model = what->model,
                           .watch = {what->progress, what->who}};
    Str           path, ref_name, ref_path, ref;
    Transcription t;
    EvalWords     wanted, got;
    if (!str_fmt(&sound.name, a, e, STR_F ".mp3", STR_A(id)) ||
        !str_fmt(&ref_name, a, e, STR_F ".ref.txt", STR_A(id)) ||
        !os_path(&path, a, what->folder, sound.name, e) ||
        !os_path(&ref_path, a, what->folder, ref_name, e) ||
        !os_read_file(&sound.bytes, a, path, 512 * MIB, e) ||
        !os_read_file(&ref, a, ref_path, 16 * MIB, e) ||
        !work_transcribe(&t, a, &sound, e))
        return false;
    *out = (Result){.id = id,
                    .text = t.transcript.text,
                    .audio_s = t.audio_s,
                    .wall_s = t.wall_s,
                    .peak_bytes = t.peak_memory_bytes};
    if (!eval_words(&wanted, a, ref, e) || !eval_words(&got, a, out->text, e))
        return false;
    out->n_words = wanted.n;
    return eval_distance(&out->n_errors, a, wanted, got, e);
}

static bool run_all(Results *out, Arena *a, const EvalSpeech *what, Err *e)
{
    OsNames names;
    Str     end = STR(".ref.txt");
    if (!os_list(&names, a, what->folder, e))
        return false;
    out->v = ARENA_ARRAY(a, Result, names.n, e);
    for (size_t i = 0; out->v && i < names.n; i++) {
        if (!str_ends(names.v[i], end))
            continue;
        Str id = str_sub(names.v[i], 0, names.v[i].n - end.n);
        if (!run_one(&out->v[out->n++], a, what, id, e))
            return false;
    }
    return out->v && (out->n || err_set(e, ERR_MISSING,
                                        STR_F ": no NAME.mp3 with NAME.ref.txt in it",
                                        STR_A(what->folder)));
}

static Result total(const Results *r)
{
    Result t = {.id = STR("all")};
    for (size_t i = 0; i < r->n; i++) {
        t.n_words += r->v[i].n_words;
        t.n_errors += r->v[i].n_errors;
        t.audio_s += r->v[i].audio_s;
        t.wall_s += r->v[i].wall_s;
        if (r->v[i].peak_bytes > t.peak_bytes)
            t.peak_bytes = r->v[i].peak_bytes;
    }
    return t;
}

static double rate(const Result *r)
{
    return r->n_words ? (double)r->n_errors / (double)r->n_words : 0;
}

static void text_row(Buf *b, const Result *r)
{
    buf_fmt(b, "%-10.*s %7zu %7zu   ", STR_A(r->id), r->n_words, r->n_errors);
    buf_num(b, rate(r) * 100, 1);
    buf_text(b, " %   ");
    buf_num(b, r->audio_s, 0);
    buf_text(b, " s   ");
    buf_num(b, r->wall_s / (r->audio_s > 0 ? r->audio_s : 1), 3);
    buf_text(b, "   ");
    buf_num(b, (double)r->peak_bytes / (double)MIB, 0);
    buf_text(b, " MiB\n");
}

static void json_row(Json *j, const Result *r)
{
    json_object(j);
    json_key(j, "id");
    json_str(j, r->id);
    json_key(j, "n_words");
    json_int(j, (int64_t)r->n_words);
    json_key(j, "wer");
    json_num(j, rate(r), 4);
    json_key(j, "audio_s");
    json_num(j, r->audio_s, 1);
    json_key(j, "real_time");
    json_num(j, r->wall_s / (r->audio_s > 0 ? r->audio_s : 1), 4);
    json_key(j, "peak_mib");
    json_num(j, (double)r->peak_bytes / (double)MIB, 0);
    json_end(j);
}

static bool write_predictions(Arena *a, Str path, const Results *r, Err *e)
{
    Buf b = buf_open(a, 64 * MIB);
    Str lines;
    for (size_t i = 0; i < r->n; i++) {
        Json j = json_open(a, 8 * MIB);
        Str  line;
        json_object(&j);
        json_key(&j, "id");
        json_str(&j, r->v[i].id);
        json_key(&j, "text");
        json_str(&j, r->v[i].text);
        json_end(&j);
        if (!json_done(&j, &line, e))
            return false;
        buf_str(&b, line);
        buf_char(&b, '\n');
    }
    return buf_done(&b, &lines, e) && os_write_file(path, lines, e);
}

static bool as_json(Str *out, Arena *a, const Results *r, Err *e)
{
    Json   j = json_open(a, 1 * MIB);
    Result all = total(r);
    json_array(&j);
    for (size_t i = 0; i < r->n; i++)
        json_row(&j, &r->v[i]);
    json_row(&j, &all);
    json_end(&j);
    buf_char(&j.buf, '\n');
    return json_done(&j, out, e);
}

static bool as_text(Str *out, Arena *a, const Results *r, Err *e)
{
    Buf    b = buf_open(a, 1 * MIB);
    Result all = total(r);
    buf_text(&b, "file         words  errors   word error  sound   x real time   peak\n");
    for (size_t i = 0; i < r->n; i++)
        text_row(&b, &r->v[i]);
    text_row(&b, &all);
    return buf_done(&b, out, e);
}

bool eval_osce_audio(Str *out, Arena *a, const EvalSpeech *what, Err *e)
{
    Results r = {0};
    if (!run_all(&r, a, what, e))
        return false;
    if (what->predictions.n && !write_predictions(a, what->predictions, &r, e))
        return false;
    return what->as_json ? as_json(out, a, &r, e) : as_text(out, a, &r, e);
}
