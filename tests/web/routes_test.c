/*
 * tests/web/routes_test.c - every row of routes.def against every kind of visitor, then
 * the pages themselves, asked in-process as http/ would ask.
 */
#include "app/share.h"
#include "base/buf.h"
#include "web/web.h"

#include <string.h>
#include <time.h>

typedef enum Who { ANYBODY, SIGNED_IN } Who;

typedef struct Row {
    HttpMethod  method;
    const char *path;
    Who         who;
    HttpLane    lane;
    size_t      most;
} Row;

static const Row rows[] = {
#define FAST                                     HTTP_FAST
#define ROUTE(m, path, handler, who, lane, most) {HTTP_##m, path, who, lane, most},
#include "web/routes.def"
#undef ROUTE
#undef FAST
};
enum { N_ROWS = sizeof rows / sizeof *rows };

/* A server without a socket, and one signed-in reader. */
typedef struct Rig {
    Web    *web;
    HttpApp http;
    App    *app;
    Arena  *arena;
    Str     data, cookie, announced;
    int     n_announced;
} Rig;

static const Str host = STR_INIT("127.0.0.1:8765");

static void announce(void *who, Str path)
{
    Rig *rig = who;
    Err  e = {0};
    rig->n_announced++;
    CHECK_OK(str_copy(&rig->announced, rig->arena, path, &e), &e);
}

static HttpRequest request(const Rig *rig, HttpMethod method, Str path)
{
    return (HttpRequest){.method = method,
                         .path = path,
                         .host = host,
                         .marker = STR("1"),
                         .arena = rig->arena};
}

static HttpReply ask(const Rig *rig, const HttpRequest *rq)
{
    HttpReply reply = {0};
    rig->http.handle(rig->http.who, rq, &reply);
    return reply;
}

static HttpReply get(const Rig *rig, const char *path)
{
    const HttpRequest rq = request(rig, HTTP_GET, str_from(path));
    return ask(rig, &rq);
}

static Str header(const HttpReply *r, const char *name)
{
    for (size_t i = 0; i < r->n_headers; i++)
        if (str_is(r->headers[i].name, name))
            return r->headers[i].value;
    return (Str){0};
}

/* What stands behind the last "=" of a sign-in path. */
static Str token_of(Str path)
{
    size_t at = str_find_char(path, '=');
    CHECK(at != STR_NONE);
    return str_from_at(path, at - 1); /* "t=..." */
}

static HttpReply sign_in(const Rig *rig, Str query)
{
    HttpRequest rq = request(rig, HTTP_GET, STR("/signin"));
    rq.query = query;
    return ask(rig, &rq);
}

static Str cookie_of(const HttpReply *r)
{
    Str set = header(r, "Set-Cookie");
    return str_sub(set, 0, str_find_char(set, ';'));
}

static void rig_open(Rig *rig, void **state)
{
    Err e = {0};
    Str path;
    *rig = (Rig){.arena = test_arena(state), .app = share_app(state, "web-routes")};
    CHECK_OK(os_path(&rig->data, rig->arena, test_folder(state), STR("data"), &e), &e);
    const WebConfig c = {.app = rig->app,
                         .share = share_folder(state, "web-routes"),
                         .data = rig->data,
                         .announce = announce,
                         .who = rig};
    CHECK_OK(web_open(&rig->web, rig->arena, &c, &e), &e);
    rig->http = web_http(rig->web);
    CHECK_OK(web_sign_in_path(&path, rig->arena, rig->web, &e), &e);
    const HttpReply r = sign_in(rig, token_of(path));
    assert_int_equal(r.status, 303);
    rig->cookie = cookie_of(&r);
    CHECK(str_starts(rig->cookie, STR("auscult=")));
}

/* An address of this row that exists. */
static Str address(const Rig *rig, const Row *row)
{
    static const char *const parts[][2] = {{"/e/", "nocturnal_leg_cramps"},
                                           {"/sources/", "hallegraeff2012"},
                                           {"/static/", "auscult.1.css"},
                                           {"/demo/", "leg_cramps.wav"},
                                           {"/api/", "none"}};
    const char              *hole = strstr(row->path, "{}");
    Err                      e = {0};
    Str                      out = str_from(row->path);
    for (size_t i = 0; hole && i < 5; i++)
        if (str_starts(str_from(row->path), str_from(parts[i][0])))
            CHECK_OK(str_fmt(&out, rig->arena, &e, "%.*s%s%s", (int)(hole - row->path),
                             row->path, parts[i][1], hole + 2),
                     &e);
    return out;
}

static void check_secured(const HttpReply *r)
{
    CHECK(str_find(header(r, "Content-Security-Policy"), STR("default-src 'self'")) == 0);
    CHECK_STR(header(r, "X-Content-Type-Options"), "nosniff");
    CHECK_STR(header(r, "Referrer-Policy"), "no-referrer");
    CHECK_STR(header(r, "Cross-Origin-Opener-Policy"), "same-origin");
}

TEST(answers_on_this_computer_only)
{
    static const char *const foreign[] = {"evil.example",
                                          "evil.example:8765",
                                          "127.0.0.1.evil",
                                          "localhost.evil:8765",
                                          "",
                                          "192.168.0.2:8765",
                                          "[::2]:8765",
                                          "127.0.0.1@evil:8765"};
    static const char *const own[] = {"127.0.0.1:8765", "127.0.0.1", "localhost:9",
                                      "[::1]:8765"};
    Rig                      rig;
    rig_open(&rig, state);
    for (size_t i = 0; i < N_ROWS; i++)
        for (size_t k = 0; k < sizeof foreign / sizeof *foreign; k++) {
            HttpRequest rq = request(&rig, rows[i].method, address(&rig, &rows[i]));
            rq.cookie = rig.cookie;
            rq.host = str_from(foreign[k]);
            const HttpReply r = ask(&rig, &rq);
            assert_int_equal(r.status, 403);
            check_secured(&r);
        }
    for (size_t k = 0; k < sizeof own / sizeof *own; k++) {
        HttpRequest rq = request(&rig, HTTP_GET, STR("/about"));
        rq.host = str_from(own[k]);
        assert_int_equal(ask(&rig, &rq).status, 200);
    }
    web_close(rig.web);
}

TEST(asks_for_a_session_where_the_table_says_so)
{
    static const char *const strangers[] = {"", "auscult=", "auscult=guess", "other=x"};
    Rig                      rig;
    size_t                   n_closed = 0;
    rig_open(&rig, state);
    for (size_t i = 0; i < N_ROWS; i++) {
        HttpRequest rq = request(&rig, rows[i].method, address(&rig, &rows[i]));
        bool        closed = rows[i].who == SIGNED_IN;
        n_closed += closed;
        for (size_t k = 0; k < sizeof strangers / sizeof *strangers; k++) {
            rq.cookie = str_from(strangers[k]);
            const HttpReply r = ask(&rig, &rq);
            check_secured(&r);
            if (closed)
                assert_int_equal(r.status, 403);
            else if (!str_is(rq.path, "/signin"))
                assert_int_not_equal(r.status, 403);
        }
        rq.cookie = rig.cookie;
        if (!str_is(rq.path, "/signin") && !str_is(rq.path, "/signout"))
            assert_int_not_equal(ask(&rig, &rq).status, 403);
    }
    CHECK(n_closed == 4);
    web_close(rig.web);
}

TEST(lets_no_other_site_post)
{
    static const struct Row2 {
        const char *origin, *site;
        bool        ok;
    } table[] = {
        {"http://evil.example", "", false},
        {"https://127.0.0.1:8765", "", false},
        {"http://127.0.0.1:9999", "", false},
        {"null", "", false},
        {"", "cross-site", false},
        {"", "same-site", false},
        {"http://127.0.0.1:8765", "cross-site", false},
        {"http://127.0.0.1:8765", "same-origin", true},
        {"null", "same-origin", true},
        {"http://127.0.0.1:8765", "", true},
        {"", "none", true},
        {"", "", true},
    };
    Rig rig;
    rig_open(&rig, state);
    for (size_t i = 0; i < N_ROWS; i++)
        for (size_t k = 0; k < sizeof table / sizeof *table; k++) {
            HttpRequest rq = request(&rig, rows[i].method, address(&rig, &rows[i]));
            if (rows[i].method != HTTP_POST || str_is(rq.path, "/signout"))
                continue;
            rq.cookie = rig.cookie;
            rq.origin = str_from(table[k].origin);
            rq.sec_fetch_site = str_from(table[k].site);
            const HttpReply r = ask(&rig, &rq);
            CHECK((r.status != 403) == table[k].ok);
        }
    CHECK(!os_exists(rig.data));
    web_close(rig.web);
}

TEST(refuses_other_methods_and_says_which_it_takes)
{
    static const HttpMethod all[] = {HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_DELETE,
                                     HTTP_OTHER};
    Rig                     rig;
    rig_open(&rig, state);
    for (size_t i = 0; i < N_ROWS; i++)
        for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
            HttpRequest rq = request(&rig, all[k], address(&rig, &rows[i]));
            if (all[k] == rows[i].method)
                continue;
            const HttpReply r = ask(&rig, &rq);
            assert_int_equal(r.status, 405);
            CHECK_STR(header(&r, "Allow"),
                      rows[i].method == HTTP_GET ? "GET, HEAD" : "POST");
            check_secured(&r);
        }
    web_close(rig.web);
}

TEST(answers_head_where_it_answers_get)
{
    Rig rig;
    rig_open(&rig, state);
    for (size_t i = 0; i < N_ROWS; i++) {
        HttpRequest rq = request(&rig, rows[i].method, address(&rig, &rows[i]));
        if (rows[i].method != HTTP_GET || str_is(rq.path, "/signin"))
            continue;
        rq.cookie = rig.cookie;
        int got = ask(&rig, &rq).status;
        rq.method = HTTP_HEAD;
        assert_int_equal(ask(&rig, &rq).status, got);
    }
    web_close(rig.web);
}

TEST(plans_what_the_table_says_and_nothing_for_the_rest)
{
    Rig rig;
    rig_open(&rig, state);
    for (size_t i = 0; i < N_ROWS; i++) {
        const HttpPlan p =
            rig.http.plan(rig.http.who, rows[i].method, address(&rig, &rows[i]));
        CHECK(p.most_body == rows[i].most && p.lane == rows[i].lane);
        CHECK(p.arena_budget > 0);
    }
    CHECK(rig.http.plan(rig.http.who, HTTP_POST, STR("/")).most_body == 0);
    CHECK(rig.http.plan(rig.http.who, HTTP_POST, STR("/nowhere")).most_body == 0);
    web_close(rig.web);
}

TEST(has_no_page_beside_the_table)
{
    static const char *const nowhere[] = {"/admin",
                                          "/e/",
                                          "/e/none",
                                          "/e/dvt/x",
                                          "/e/dvt/feedback/x",
                                          "//",
                                          "/E/dvt",
                                          "/sources/none",
                                          "/static/none.js",
                                          "/static/../auscult.kb",
                                          "/index.html"};
    Rig                      rig;
    rig_open(&rig, state);
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++) {
        const HttpReply r = get(&rig, nowhere[i]);
        assert_int_equal(r.status, 404);
        CHECK(str_find(r.body, STR("There is no such page")) != STR_NONE);
        check_secured(&r);
    }
    HttpRequest rq = request(&rig, HTTP_GET, STR("/api/nothing"));
    HttpReply   r = ask(&rig, &rq);
    assert_int_equal(r.status, 404);
    CHECK_STR(r.content_type, "application/json");
    CHECK(str_find(r.body, STR("\"code\":\"MISSING\"")) != STR_NONE);
    rq = request(&rig, HTTP_GET, STR("/demo/other.wav"));
    rq.cookie = rig.cookie;
    assert_int_equal(ask(&rig, &rq).status, 404);
    web_close(rig.web);
}

TEST(signs_in_once_per_link_and_announces_the_next)
{
    Rig rig;
    Err e = {0};
    Str path;
    rig_open(&rig, state);
    assert_int_equal(rig.n_announced, 1); /* the rig's own signing in */
    CHECK_OK(web_sign_in_path(&path, rig.arena, rig.web, &e), &e);
    assert_int_equal(sign_in(&rig, token_of(rig.announced)).status, 403); /* older */
    HttpReply r = sign_in(&rig, token_of(path));
    assert_int_equal(r.status, 303);
    CHECK_STR(header(&r, "Location"), "/consult");
    CHECK_STR(header(&r, "Cache-Control"), "no-store");
    CHECK(str_find(header(&r, "Set-Cookie"), STR("; HttpOnly; SameSite=Strict")) !=
          STR_NONE);
    assert_int_equal(rig.n_announced, 2);
    assert_int_equal(sign_in(&rig, token_of(path)).status, 403); /* used */
    assert_int_equal(sign_in(&rig, STR("")).status, 403);
    assert_int_equal(sign_in(&rig, STR("t=guess")).status, 403);
    assert_int_equal(sign_in(&rig, token_of(rig.announced)).status, 303);
    web_close(rig.web);
}

TEST(signs_out_for_good)
{
    Rig rig;
    rig_open(&rig, state);
    HttpRequest rq = request(&rig, HTTP_GET, STR("/consult"));
    rq.cookie = rig.cookie;
    assert_int_equal(ask(&rig, &rq).status, 200);
    HttpRequest out = request(&rig, HTTP_POST, STR("/signout"));
    out.cookie = rig.cookie;
    const HttpReply r = ask(&rig, &out);
    assert_int_equal(r.status, 303);
    CHECK(str_find(header(&r, "Set-Cookie"), STR("Max-Age=0")) != STR_NONE);
    assert_int_equal(ask(&rig, &rq).status, 403);
    web_close(rig.web);
}

/* ---- pages ------------------------------------------------------------------------- */

/* Each element of a page is closed, in order; void elements are known. */
static void check_balanced(Str page)
{
    static const char *const voids[] = {"meta", "link", "input", "br", "hr", "img"};
    Str                      open[64];
    size_t                   depth = 0, at;
    Str                      rest = str_from_at(page, str_from("<!doctype html>").n);
    while ((at = str_find_char(rest, '<')) != STR_NONE) {
        rest = str_from_at(rest, at + 1);
        bool   closes = rest.n && rest.p[0] == '/';
        size_t n = closes, end = str_find_char(rest, '>');
        while (n < rest.n && ((rest.p[n] >= 'a' && rest.p[n] <= 'z') ||
                              (n > closes && rest.p[n] >= '0' && rest.p[n] <= '9')))
            n++;
        Str  name = str_sub(rest, closes, n - closes);
        bool is_void = end != STR_NONE && rest.p[end - 1] == '/';
        for (size_t i = 0; i < sizeof voids / sizeof *voids; i++)
            is_void = is_void || str_is(name, voids[i]);
        if (is_void)
            continue;
        if (closes) {
            if (!depth || !str_eq(open[--depth], name))
                fail_msg("</" STR_F "> closes what is not open", STR_A(name));
        } else {
            assert_true(depth < 64);
            open[depth++] = name;
        }
    }
    assert_int_equal(depth, 0);
}

TEST(gives_whole_pages_that_need_no_script)
{
    static const char *const pages[][2] = {{"/", "All articles"},
                                           {"/search", "Type a symptom"},
                                           {"/e/nocturnal_leg_cramps", "<h1>"},
                                           {"/sources/hallegraeff2012", "What was taken"},
                                           {"/about", "does not diagnose"}};
    Rig                      rig;
    rig_open(&rig, state);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        const HttpReply r = get(&rig, pages[i][0]);
        assert_int_equal(r.status, 200);
        CHECK_STR(r.content_type, "text/html; charset=utf-8");
        CHECK(str_find(r.body, str_from(pages[i][1])) != STR_NONE);
        CHECK(str_find(r.body, STR("<script>")) == STR_NONE);
        CHECK(str_find(r.body, STR("style=\"")) == STR_NONE);
        CHECK(str_find(r.body, STR("/static/auscult.1.css")) != STR_NONE);
        check_balanced(r.body);
    }
    web_close(rig.web);
}

TEST(gives_every_article_and_every_source)
{
    Rig rig;
    Err e = {0};
    Str path;
    rig_open(&rig, state);
    const Kb *kb = app_kb(rig.app);
    for (uint32_t i = 0; i < kb_n_conditions(kb); i++) {
        CHECK_OK(
            str_fmt(&path, rig.arena, &e, "/e/" STR_F, STR_A(kb_condition(kb, i)->id)),
            &e);
        const HttpReply r = get(&rig, path.p);
        assert_int_equal(r.status, 200);
        check_balanced(r.body);
    }
    for (uint32_t i = 0; i < kb_n_sources(kb); i += 7) {
        CHECK_OK(str_fmt(&path, rig.arena, &e, "/sources/" STR_F,
                         STR_A(kb_source(kb, i)->key)),
                 &e);
        assert_int_equal(get(&rig, path.p).status, 200);
    }
    web_close(rig.web);
}

TEST(shows_a_hostile_query_as_text)
{
    Rig rig;
    rig_open(&rig, state);
    HttpRequest rq = request(&rig, HTTP_GET, STR("/search"));
    rq.query = STR("q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    HttpReply r = ask(&rig, &rq);
    assert_int_equal(r.status, 200);
    CHECK(str_find(r.body, STR("<script>")) == STR_NONE);
    CHECK(str_find(r.body, STR("value=\"&quot;&gt;&lt;script&gt;")) != STR_NONE);
    check_balanced(r.body);
    rq.query = STR("q=%FF%FE");
    assert_int_equal(ask(&rig, &rq).status, 400);
    rq.query = STR("q=cramp");
    CHECK(str_find(ask(&rig, &rq).body, STR("/e/nocturnal_leg_cramps")) != STR_NONE);
    web_close(rig.web);
}

/* ---- remarks ----------------------------------------------------------------------- */

static HttpReply remark(const Rig *rig, const char *body)
{
    HttpRequest rq = request(rig, HTTP_POST, STR("/e/dvt/feedback"));
    rq.content_type = STR("application/x-www-form-urlencoded");
    rq.body = str_from(body);
    return ask(rig, &rq);
}

static Str kept(const Rig *rig)
{
    Err e = {0};
    Str path, text;
    CHECK_OK(os_path(&path, rig->arena, rig->data, STR("feedback.jsonl"), &e), &e);
    if (!os_exists(path))
        return (Str){0};
    CHECK_OK(os_read_file(&text, rig->arena, path, MIB, &e), &e);
    return text;
}

/* "remark=" and `n` times `unit` */
static const char *long_remark(const Rig *rig, const char *unit, int n)
{
    Err e = {0};
    Str s = {0};
    Buf b = buf_open(rig->arena, MIB);
    buf_text(&b, "remark=");
    for (int i = 0; i < n; i++)
        buf_text(&b, unit);
    CHECK_OK(buf_done(&b, &s, &e), &e);
    return s.p;
}

TEST(keeps_a_remark_as_one_line)
{
    Rig rig;
    rig_open(&rig, state);
    const HttpReply r = remark(&rig, "remark=Line+one%0Aline+%22two%22+%3Cb%3E");
    assert_int_equal(r.status, 200);
    CHECK(str_find(r.body, STR("Thank you")) != STR_NONE);
    Str text = kept(&rig);
    CHECK(str_find(text, STR("\"article\":\"dvt\"")) != STR_NONE);
    CHECK(str_find(text, STR("\"remark\":\"Line one\\nline \\\"two\\\" <b>\"}\n")) !=
          STR_NONE);
    CHECK(str_find_char(text, '\n') == text.n - 1);
    web_close(rig.web);
}

TEST(keeps_nothing_that_is_empty_too_long_or_elsewhere)
{
    Rig rig;
    rig_open(&rig, state);
    assert_int_equal(remark(&rig, "remark=").status, 400);
    assert_int_equal(remark(&rig, "remark=+%0A+").status, 400);
    assert_int_equal(remark(&rig, "other=x").status, 400);
    assert_int_equal(remark(&rig, "remark=%FF").status, 400);
    assert_int_equal(remark(&rig, long_remark(&rig, "x", 4001)).status, 400);
    HttpRequest rq = request(&rig, HTTP_POST, STR("/e/none/feedback"));
    rq.body = STR("remark=x");
    rq.content_type = STR("application/x-www-form-urlencoded");
    assert_int_equal(ask(&rig, &rq).status, 404);
    CHECK(kept(&rig).n == 0);
    assert_int_equal(remark(&rig, long_remark(&rig, "x", 4000)).status, 200);
    assert_int_equal(remark(&rig, long_remark(&rig, "%C3%A4", 4000)).status, 200);
    web_close(rig.web);
}

TEST(takes_twenty_remarks_an_hour_and_says_so)
{
    Rig rig;
    rig_open(&rig, state);
    for (int i = 0; i < 20; i++)
        assert_int_equal(remark(&rig, "remark=x").status, 200);
    Str             before = kept(&rig);
    const HttpReply r = remark(&rig, "remark=x");
    assert_int_equal(r.status, 503);
    CHECK(str_find(r.body, STR("try again later")) != STR_NONE);
    CHECK(str_eq(kept(&rig), before));
    web_close(rig.web);
}

TEST(says_clearly_when_a_remark_cannot_be_kept)
{
    Rig rig;
    rig_open(&rig, state);
    test_write(state, test_folder(state), "data", "a file stands here");
    const HttpReply r = remark(&rig, "remark=x");
    assert_int_equal(r.status, 500);
    CHECK(str_find(r.body, STR("your remark could not be kept")) != STR_NONE);
    check_balanced(r.body);
    web_close(rig.web);
}

/* ---- consultations ----------------------------------------------------------------- */

static HttpReply post_talk(const Rig *rig, Str query, Str body)
{
    HttpRequest rq = request(rig, HTTP_POST, STR("/api/consultations"));
    rq.cookie = rig->cookie;
    rq.query = query;
    rq.body = body;
    rq.content_type = STR("text/plain");
    return ask(rig, &rq);
}

TEST(refuses_a_consultation_it_cannot_understand)
{
    static const char *const bad[][2] = {
        {"age=old", "age must be"}, {"age=-1", "age must be"}, {"age=131", "age must be"},
        {"sex=x", "sex must be"},   {"name=%FF", "UTF-8"},     {"", "nothing was sent"},
    };
    Rig rig;
    rig_open(&rig, state);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        bool            is_last = i + 1 == sizeof bad / sizeof *bad;
        const HttpReply r =
            post_talk(&rig, str_from(bad[i][0]), is_last ? (Str){0} : STR("P: cramp"));
        assert_int_equal(r.status, 400);
        CHECK_STR(r.content_type, "application/json");
        if (str_find(r.body, str_from(bad[i][1])) == STR_NONE)
            fail_msg("%s: " STR_F, bad[i][0], STR_A(r.body));
    }
    web_close(rig.web);
}

TEST(refuses_a_consultation_without_the_marker)
{
    Rig rig;
    rig_open(&rig, state);
    HttpRequest rq = request(&rig, HTTP_POST, STR("/api/consultations"));
    rq.cookie = rig.cookie;
    rq.body = STR("P: cramp");
    rq.marker = (Str){0};
    const HttpReply r = ask(&rig, &rq);
    assert_int_equal(r.status, 403);
    CHECK(str_find(r.body, STR("X-Auscult")) != STR_NONE);
    web_close(rig.web);
}

TEST(carries_a_text_from_posting_to_the_answer)
{
    Rig rig;
    Str id, path;
    Err e = {0};
    rig_open(&rig, state);
    HttpReply r = post_talk(&rig, STR("age=67&sex=f&name=talk.txt"),
                            STR("P: I get cramp in my calf in bed at night."));
    assert_int_equal(r.status, 202);
    CHECK(str_starts(r.body, STR("{\"id\":\"")) && str_ends(r.body, STR("\"}")));
    CHECK_STR(header(&r, "Cache-Control"), "no-store");
    id = str_sub(r.body, 7, r.body.n - 9);
    CHECK_OK(str_fmt(&path, rig.arena, &e, "/api/consultations/" STR_F, STR_A(id)), &e);
    HttpRequest rq = request(&rig, HTTP_GET, path);
    rq.cookie = rig.cookie;
    for (int i = 0; i < 3000; i++) {
        r = ask(&rig, &rq);
        assert_int_equal(r.status, 200);
        if (str_starts(r.body, STR("{\"state\":\"done\"")))
            break;
        CHECK(str_starts(r.body, STR("{\"state\":\"working\"")));
        const struct timespec t = {.tv_nsec = 10 * 1000 * 1000};
        nanosleep(&t, NULL);
    }
    CHECK(str_starts(r.body, STR("{\"state\":\"done\",\"consult\":{\"kb\":")));
    CHECK(str_find(r.body, STR("\"age\":67")) != STR_NONE);
    CHECK_STR(header(&r, "Cache-Control"), "no-store");
    CHECK(!os_exists(rig.data)); /* nothing is stored */
    /* somebody else's session sees nothing of it */
    CHECK_OK(web_sign_in_path(&path, rig.arena, rig.web, &e), &e);
    const HttpReply other = sign_in(&rig, token_of(path));
    rq.cookie = cookie_of(&other);
    assert_int_equal(ask(&rig, &rq).status, 404);
    web_close(rig.web);
}

TEST(says_what_is_missing_when_the_pages_are_not_built)
{
    Err             e = {0};
    Web            *web;
    const WebConfig c = {.app = share_app(state, "web-routes"),
                         .share = test_folder(state),
                         .data = test_folder(state)};
    CHECK_ERR(web_open(&web, test_arena(state), &c, &e), &e, ERR_MISSING);
    CHECK_SAYS(&e, "./run");
    test_write(state, test_folder(state), "web/manifest.tsv", "only one column\n");
    CHECK_ERR(web_open(&web, test_arena(state), &c, &e), &e, ERR_CONTENT);
    CHECK_SAYS(&e, "three columns");
    web_close(NULL);
}

TEST_MAIN("web/routes", cmocka_unit_test(answers_on_this_computer_only),
          cmocka_unit_test(asks_for_a_session_where_the_table_says_so),
          cmocka_unit_test(lets_no_other_site_post),
          cmocka_unit_test(refuses_other_methods_and_says_which_it_takes),
          cmocka_unit_test(answers_head_where_it_answers_get),
          cmocka_unit_test(plans_what_the_table_says_and_nothing_for_the_rest),
          cmocka_unit_test(has_no_page_beside_the_table),
          cmocka_unit_test(signs_in_once_per_link_and_announces_the_next),
          cmocka_unit_test(signs_out_for_good),
          cmocka_unit_test(gives_whole_pages_that_need_no_script),
          cmocka_unit_test(gives_every_article_and_every_source),
          cmocka_unit_test(shows_a_hostile_query_as_text),
          cmocka_unit_test(keeps_a_remark_as_one_line),
          cmocka_unit_test(keeps_nothing_that_is_empty_too_long_or_elsewhere),
          cmocka_unit_test(takes_twenty_remarks_an_hour_and_says_so),
          cmocka_unit_test(says_clearly_when_a_remark_cannot_be_kept),
          cmocka_unit_test(refuses_a_consultation_it_cannot_understand),
          cmocka_unit_test(refuses_a_consultation_without_the_marker),
          cmocka_unit_test(carries_a_text_from_posting_to_the_answer),
          cmocka_unit_test(says_what_is_missing_when_the_pages_are_not_built))
