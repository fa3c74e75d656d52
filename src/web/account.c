/* web/account.c - the one-time link, leaving, and remarks to the editors. */
#include "base/log.h"
#include "base/os.h"
#include "web/route.h"
#include "json/json.h"

enum { REMARK_MOST = 4000 }; /* characters, as the form says */

static bool redirect(Visit *v, Str to, Err *e)
{
    v->reply->status = 303;
    v->reply->content_type = STR("text/plain; charset=utf-8");
    return http_header(v->reply, STR("Location"), to, e) &&
           http_header(v->reply, STR("Cache-Control"), STR("no-store"), e);
}

static bool set_cookie(Visit *v, Str id, const char *age, Err *e)
{
    Str cookie;
    return str_fmt(&cookie, v->rq->arena, e,
                   "auscult=" STR_F "; Path=/; HttpOnly; SameSite=Strict%s", STR_A(id),
                   age) &&
           http_header(v->reply, STR("Set-Cookie"), cookie, e);
}

static void announce_next(Visit *v)
{
    const WebConfig *c = &v->web->config;
    Err              ignored = {0};
    Str              path;
    if (c->announce && web_sign_in_path(&path, v->rq->arena, v->web, &ignored))
        c->announce(c->who, path);
}

bool sign_in_get(Visit *v, Err *e)
{
    Str token, id;
    if (!http_query(&token, v->rq, "t", e) ||
        !sessions_sign_in(&id, v->rq->arena, v->web->sessions, token, os_uptime_s(), e))
        return false;
    if (!id.n) {
        log_event(LOG_SIGN_IN_REFUSED, LOG_INT("status", 403));
        return err_set(
            e, ERR_AUTH,
            "this sign-in link was used already or is not the newest one; open "
            "the newest link that Auscult printed where it was started");
    }
    log_event(LOG_SIGNED_IN, LOG_INT("status", 303));
    announce_next(v);
    return set_cookie(v, id, "", e) && redirect(v, STR("/consult"), e);
}

bool sign_out_post(Visit *v, Err *e)
{
    sessions_end(v->web->sessions, http_cookie(v->rq, "auscult"));
    return set_cookie(v, (Str){0}, "; Max-Age=0", e) && redirect(v, STR("/"), e);
}

static size_t characters(Str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

static bool keep_remark(Visit *v, Str article, Str remark, Err *e)
{
    char when[OS_TIME_TEXT];
    Str  line, path;
    Json j = json_open(v->rq->arena, 256 * KIB);
    json_object(&j);
    json_key(&j, "at");
    json_str(&j, os_time_text(when, os_now_s()));
    json_key(&j, "article");
    json_str(&j, article);
    json_key(&j, "kb");
    json_str(&j, kb_version(app_kb(v->web->config.app)));
    json_key(&j, "remark");
    json_str(&j, remark);
    json_end(&j);
    return json_done(&j, &line, e) && os_make_folders(v->web->config.data, e) &&
           os_path(&path, v->rq->arena, v->web->config.data, STR("feedback.jsonl"), e) &&
           os_append_line(path, line, e);
}

static bool remark_page(Visit *v, Str article, Err *e)
{
    const Frame frame = {.body_class = "page-feedback", .title = STR("Thank you")};
    Html        h = frame_open(v, &frame);
    Str         address;
    if (!str_fmt(&address, v->rq->arena, e, "/e/" STR_F, STR_A(article)))
        return false;
    html_leaf(&h, "h1", NULL, STR("Thank you"));
    html_leaf(
        &h, "p", NULL,
        STR("Your remark is in the editors' inbox on this computer. It was not sent "
            "anywhere else."));
    html_open(&h, "p");
    html_link(&h, address, NULL, STR("Back to the article"));
    html_close(&h);
    return frame_close(v, &h, 200, e);
}

bool feedback_post(Visit *v, Err *e)
{
    const Kb *kb = app_kb(v->web->config.app);
    uint32_t  condition = kb_find_condition(kb, v->part);
    Str       remark;
    if (condition == KB_NONE)
        return err_set(e, ERR_MISSING, "the encyclopedia has no such article");
    if (!http_form(&remark, v->rq, "remark", e))
        return false;
    remark = str_trim(remark);
    if (!remark.n || characters(remark) > REMARK_MOST)
        return err_set(e, ERR_INPUT, "a remark has 1 to %d characters; nothing was kept",
                       REMARK_MOST);
    if (!feedback_rate_allows(v->web->feedback, os_uptime_s()))
        return err_set(e, ERR_BUSY,
                       "many remarks came in this hour; please try again later");
    Str article = kb_condition(kb, condition)->id;
    if (!keep_remark(v, article, remark, e))
        return err_wrap(e, "your remark could not be kept");
    log_event(LOG_FEEDBACK_KEPT, LOG_INT("bytes", remark.n));
    return remark_page(v, article, e);
}
