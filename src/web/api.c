/*
 * web/api.c - consultations over JSON, and files.
 *
 * POST answers at once with the job's name; the page asks for it until it is done.
 */
#include "base/num.h"
#include "base/os.h"
#include "web/route.h"
#include "json/json.h"

#include <math.h>

static bool send_json(Visit *v, Json *j, int status, Err *e)
{
    v->reply->status = status;
    v->reply->content_type = STR("application/json");
    return json_done(j, &v->reply->body, e) &&
           http_header(v->reply, STR("Cache-Control"), STR("no-store"), e);
}

static bool read_age(double *age, const Visit *v, Err *e)
{
    Str s;
    *age = NAN;
    if (!http_query(&s, v->rq, "age", e))
        return false;
    if (s.n && (!num_read(s, age) || *age < 0 || *age > 130))
        return err_set(e, ERR_INPUT, "age must be a number of years from 0 to 130");
    return true;
}

static bool read_sex(KbSex *sex, const Visit *v, Err *e)
{
    Str s;
    *sex = KB_SEX_UNKNOWN;
    if (!http_query(&s, v->rq, "sex", e))
        return false;
    if (str_is(s, "f"))
        *sex = KB_FEMALE;
    else if (str_is(s, "m"))
        *sex = KB_MALE;
    else if (s.n)
        return err_set(e, ERR_INPUT, "sex must be f or m, or be left out");
    return true;
}

/* A name that app_is_audio can judge by: the reader's own, or one made of the type. */
static bool read_name(Str *name, const Visit *v, Err *e)
{
    if (!http_query(name, v->rq, "name", e))
        return false;
    if (!name->n)
        *name = str_starts(v->rq->content_type, STR("audio/")) ? STR("recording.wav")
                                                               : STR("consultation.txt");
    *name = str_sub(*name, 0, 200);
    return true;
}

bool consultation_post(Visit *v, Err *e)
{
    ConsultInput in = {.bytes = v->rq->body, .setting = SETTING_GP, .model = ASR_BASE};
    Str          id;
    if (!read_age(&in.age_years, v, e) || !read_sex(&in.sex, v, e) ||
        !read_name(&in.name, v, e))
        return false;
    if (!in.bytes.n)
        return err_set(e, ERR_INPUT,
                       "nothing was sent; choose a recording or type a text");
    if (!jobs_add(&id, v->rq->arena, v->web->jobs, v->session, &in, e))
        return false;
    Json j = json_open(v->rq->arena, 4 * KIB);
    json_object(&j);
    json_key(&j, "id");
    json_str(&j, id);
    json_end(&j);
    return send_json(v, &j, 202, e);
}

/* {"state":"done","consult":...}: the result is JSON already and is put in as it is. */
static bool send_done(Visit *v, Str result, Err *e)
{
    Buf b = buf_open(v->rq->arena, result.n + 1 * KIB);
    buf_text(&b, "{\"state\":\"done\",\"consult\":");
    buf_str(&b, result);
    buf_char(&b, '}');
    v->reply->content_type = STR("application/json");
    return buf_done(&b, &v->reply->body, e) &&
           http_header(v->reply, STR("Cache-Control"), STR("no-store"), e);
}

bool consultation_get(Visit *v, Err *e)
{
    JobView job;
    if (!jobs_look(&job, v->rq->arena, v->web->jobs, v->session, v->part, e))
        return false;
    if (job.state == JOB_NONE)
        return err_set(e, ERR_MISSING,
                       "there is no such consultation in memory; it may have "
                       "given way to a newer one");
    if (job.state == JOB_DONE)
        return send_done(v, job.result, e);
    Json j = json_open(v->rq->arena, 4 * KIB);
    json_object(&j);
    json_key(&j, "state");
    json_text(&j, job.state == JOB_FAILED ? "failed" : "working");
    if (job.state == JOB_FAILED) {
        json_key(&j, "error");
        json_text(&j, job.failure.message);
    } else {
        json_key(&j, "progress");
        json_num(&j, job.progress, 3);
        json_key(&j, "step");
        json_text(&j, job.state == JOB_WAITING ? "waiting" : "working");
    }
    json_end(&j);
    return send_json(v, &j, 200, e);
}

/* ---- files ------------------------------------------------------------------------- */

bool static_get(Visit *v, Err *e)
{
    for (size_t i = 0; i < v->web->n_assets; i++) {
        const Asset *as = &v->web->assets[i];
        if (!str_eq(as->file, v->part))
            continue;
        v->reply->content_type = as->mime;
        v->reply->body = as->bytes;
        return http_header(v->reply, STR("Cache-Control"),
                           STR("public, max-age=31536000, immutable"), e);
    }
    return err_set(e, ERR_MISSING, "there is no such file");
}

bool favicon_get(Visit *v, Err *e)
{
    const Asset *as = asset_named(v->web, "favicon.svg");
    if (!as)
        return err_set(e, ERR_MISSING, "there is no such file");
    v->reply->content_type = as->mime;
    v->reply->body = as->bytes;
    return true;
}

bool demo_get(Visit *v, Err *e)
{
    Str folder, path;
    if (!str_is(v->part, "leg_cramps.wav"))
        return err_set(e, ERR_MISSING, "there is no such recording");
    v->reply->content_type = STR("audio/wav");
    return os_path(&folder, v->rq->arena, v->web->config.share, STR("demo"), e) &&
           os_path(&path, v->rq->arena, folder, v->part, e) &&
           os_read_file(&v->reply->body, v->rq->arena, path, 16 * MIB, e) &&
           http_header(v->reply, STR("Cache-Control"), STR("no-cache"), e);
}
