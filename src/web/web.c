/*
 * web/web.c - the router: finds the row, checks who asks and from where, calls the
 * handler, and turns an Err into a page or a JSON answer by the one table.
 */
#include "web/web.h"

#include "base/log.h"
#include "base/os.h"
#include "web/route.h"
#include "json/json.h"

#include <string.h>

typedef enum Who { ANYBODY, SIGNED_IN } Who;

typedef struct Row {
    HttpMethod  method;
    const char *path, *name;
    Handler    *handler;
    Who         who;
    HttpLane    lane;
    size_t      most;
} Row;

static const Row rows[] = {
#define ROUTE(m, path, handler, who, lane, most)                                         \
    {HTTP_##m, path, #handler, handler, who, HTTP_##lane, most},
#include "web/routes.def"
#undef ROUTE
};

enum { N_ROWS = sizeof rows / sizeof *rows, PAGE_MEMORY_MIB = 24 };

/* Does the path fit the pattern? *part is what stands for {}. */
static bool fits(const char *pattern, Str path, Str *part)
{
    const char *hole = strstr(pattern, "{}");
    if (!hole)
        return str_is(path, pattern);
    Str before = str_span(pattern, hole), after = str_from(hole + 2);
    if (path.n <= before.n + after.n || !str_starts(path, before) ||
        !str_ends(path, after))
        return false;
    *part = str_sub(path, before.n, path.n - before.n - after.n);
    return str_find_char(*part, '/') == STR_NONE;
}

static HttpMethod asked(HttpMethod m) { return m == HTTP_HEAD ? HTTP_GET : m; }

/* NULL when there is none; *other is a row of the same path for another method. */
static const Row *find_row(HttpMethod method, Str path, Str *part, const Row **other)
{
    *other = NULL;
    for (size_t i = 0; i < N_ROWS; i++) {
        if (!fits(rows[i].path, path, part))
            continue;
        if (rows[i].method == asked(method))
            return &rows[i];
        *other = &rows[i];
    }
    return NULL;
}

static HttpPlan plan(void *who, HttpMethod method, Str path)
{
    Str        part;
    const Row *other, *r = find_row(method, path, &part, &other);
    (void)who;
    return (HttpPlan){.most_body = r ? r->most : 0,
                      .arena_budget = PAGE_MEMORY_MIB * MIB,
                      .lane = r ? r->lane : HTTP_FAST};
}

static bool is_api(Str path) { return str_starts(path, STR("/api/")); }

/* ---- guards ---------------------------------------------------------------------- */

static bool is_local_host(Str host)
{
    size_t colon =
        str_starts(host, STR("[")) ? str_find(host, STR("]:")) : str_find_char(host, ':');
    Str name = colon == STR_NONE ? host : str_sub(host, 0, colon + (host.p[0] == '['));
    return str_is(name, "127.0.0.1") || str_is(name, "localhost") ||
           str_is(name, "[::1]");
}

/* A page of another site may not act here: its browser says where it comes from. Under
   our no-referrer policy a form sends "Origin: null", so Sec-Fetch-Site decides first. */
static bool is_own_origin(const HttpRequest *rq)
{
    if (rq->sec_fetch_site.n)
        return str_is(rq->sec_fetch_site, "same-origin") ||
               str_is(rq->sec_fetch_site, "none");
    if (!rq->origin.n)
        return true;
    Str scheme = STR("http://");
    return str_starts(rq->origin, scheme) &&
           str_eq(str_from_at(rq->origin, scheme.n), rq->host);
}

static bool guard(Visit *v, const Row *r, Err *e)
{
    if (!is_local_host(v->rq->host))
        return err_set(e, ERR_AUTH,
                       "this server answers on this computer only; open it "
                       "by the address it printed");
    if (r->method == HTTP_POST && !is_own_origin(v->rq))
        return err_set(e, ERR_AUTH, "another site tried to send this; nothing was done");
    if (r->method == HTTP_POST && is_api(v->rq->path) && !v->rq->marker.n)
        return err_set(e, ERR_AUTH, "the header X-Auscult is missing; send X-Auscult: 1");
    Str cookie = http_cookie(v->rq, "auscult");
    if (sessions_knows(v->web->sessions, cookie, os_uptime_s()))
        v->session = cookie;
    if (r->who == SIGNED_IN && !v->session.n)
        return err_set(
            e, ERR_AUTH,
            "you are not signed in; open the sign-in link that Auscult printed "
            "where it was started");
    return true;
}

/* ---- errors ------------------------------------------------------------------------ */

static bool error_json(Visit *v, const Err *problem, Err *e)
{
    Json j = json_open(v->rq->arena, 16 * KIB);
    json_object(&j);
    json_key(&j, "error");
    json_text(&j, problem->message);
    json_key(&j, "code");
    json_text(&j, err_name(problem->code));
    json_end(&j);
    v->reply->status = err_http(problem->code);
    v->reply->content_type = STR("application/json");
    return json_done(&j, &v->reply->body, e);
}

static bool error_page(Visit *v, const Err *problem, Err *e)
{
    const Frame frame = {.body_class = "page-error", .title = STR("Not this time")};
    Html        h = frame_open(v, &frame);
    html_leaf(&h, "h1", NULL,
              problem->code == ERR_MISSING ? STR("There is no such page")
              : problem->code == ERR_AUTH  ? STR("Not allowed")
                                           : STR("That did not work"));
    html_leaf(&h, "p", NULL, str_from(problem->message));
    html_open(&h, "p");
    html_link(&h, STR("/"), NULL, STR("To the encyclopedia"));
    html_close(&h);
    return frame_close(v, &h, err_http(problem->code), e);
}

static void answer_error(Visit *v, const Err *problem)
{
    Err e = {0};
    if (is_api(v->rq->path) ? error_json(v, problem, &e) : error_page(v, problem, &e))
        return;
    v->reply->status = err_http(problem->code);
    v->reply->content_type = STR("text/plain; charset=utf-8");
    v->reply->body = str_from(err_text(problem->code));
}

static bool secure(HttpReply *r, Err *e)
{
    return http_header(
               r, STR("Content-Security-Policy"),
               STR("default-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
                   "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
                   "form-action 'self'"),
               e) &&
           http_header(r, STR("X-Content-Type-Options"), STR("nosniff"), e) &&
           http_header(r, STR("Referrer-Policy"), STR("no-referrer"), e) &&
           http_header(r, STR("Cross-Origin-Opener-Policy"), STR("same-origin"), e);
}

/* Nothing answers this method here: says which one would be answered. */
static bool refuse_method(const Row *other, Err *e)
{
    return err_set(e, ERR_INPUT, "this address answers to %s only",
                   other->method == HTTP_GET ? "GET" : "POST");
}

static void answer(Visit *v, const Row *r, const Row *other)
{
    Err e = {0};
    if (r && guard(v, r, &e) && r->handler(v, &e))
        return;
    if (!r && other)
        refuse_method(other, &e);
    else if (!r)
        err_set(&e, ERR_MISSING, "there is no page at this address");
    *v->reply = (HttpReply){0};
    answer_error(v, &e);
    if (r || !other)
        return;
    v->reply->status = 405;
    Str allowed = other->method == HTTP_GET ? STR("GET, HEAD") : STR("POST");
    if (!http_header(v->reply, STR("Allow"), allowed, &e))
        v->reply->status = 500;
}

static void handle(void *who, const HttpRequest *rq, HttpReply *reply)
{
    Visit      v = {.web = who, .rq = rq, .reply = reply};
    double     start = os_uptime_s();
    const Row *other, *r = find_row(rq->method, rq->path, &v.part, &other);
    reply->status = 200;
    answer(&v, r, other);
    Err ignored = {0};
    if (!secure(reply, &ignored))
        reply->status = 500;
    log_event(LOG_REQUEST, LOG_INT("row", r ? r - rows : -1),
              LOG_INT("status", reply->status),
              LOG_NUM("ms", (os_uptime_s() - start) * 1000));
}

/* ---- opening ------------------------------------------------------------------------
 */

static bool read_asset(Web *w, Str folder, Str line, Err *e)
{
    Asset *as = &w->assets[w->n_assets];
    Str    rest = line, path;
    if (!str_next(&rest, '\t', &as->name) || !str_next(&rest, '\t', &as->file) ||
        !str_next(&rest, '\t', &as->mime))
        return err_set(
            e, ERR_CONTENT,
            "web/manifest.tsv: a line has not three columns; run tools/build_web");
    w->n_assets++;
    return os_path(&path, w->arena, folder, as->file, e) &&
           os_read_file(&as->bytes, w->arena, path, 16 * MIB, e);
}

static bool read_assets(Web *w, Err *e)
{
    Str folder, path, manifest, line;
    if (!os_path(&folder, w->arena, w->config.share, STR("web"), e) ||
        !os_path(&path, w->arena, folder, STR("manifest.tsv"), e) ||
        !os_read_file(&manifest, w->arena, path, 1 * MIB, e))
        return err_wrap(e, "the page files are not built; run ./run once");
    size_t n = 0;
    for (size_t i = 0; i < manifest.n; i++)
        n += manifest.p[i] == '\n';
    w->assets = ARENA_ARRAY(w->arena, Asset, n + 1, e);
    if (!w->assets)
        return false;
    while (str_next(&manifest, '\n', &line))
        if (line.n && !read_asset(w, folder, line, e))
            return false;
    return true;
}

const Asset *asset_named(const Web *w, const char *name)
{
    for (size_t i = 0; i < w->n_assets; i++)
        if (str_is(w->assets[i].name, name))
            return &w->assets[i];
    return NULL;
}

bool web_open(Web **out, Arena *a, const WebConfig *c, Err *e)
{
    Web *w = ARENA_NEW(a, Web, e);
    if (!w)
        return false;
    w->arena = a;
    w->config = *c;
    if (!read_assets(w, e) || !sessions_open(&w->sessions, a, e) ||
        !feedback_rate_open(&w->feedback, a, e) || !jobs_open(&w->jobs, a, c->app, e))
        return false;
    *out = w;
    return true;
}

void web_close(Web *w)
{
    if (w)
        jobs_close(w->jobs);
}

HttpApp web_http(Web *w) { return (HttpApp){.plan = plan, .handle = handle, .who = w}; }

bool web_sign_in_path(Str *out, Arena *a, Web *w, Err *e)
{
    Str token;
    return sessions_new_token(&token, a, w->sessions, e) &&
           str_fmt(out, a, e, "/signin?t=" STR_F, STR_A(token));
}
