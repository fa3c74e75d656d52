/*
 * tests/http/server_test.c - a real server, spoken to through real sockets.
 *
 * Each test starts its own server on a free port, and every read has a time limit, so a
 * server that hangs fails the test instead of stopping the run.
 */
#include "http/http.h"

#include "base/buf.h"
#include "base/log.h"
#include "harness/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SMALL_BODY = 1000, BIG_ANSWER = 3 * 1024 * 1024 };

typedef struct Rig {
    HttpServer     *server;
    pthread_t       thread;
    uint16_t        port;
    atomic_int      handled;
    pthread_mutex_t lock;
    pthread_cond_t  opened;
    bool            gate_open;
    char           *big;
} Rig;

static HttpPlan plan(void *who, HttpMethod method, Str path)
{
    (void)who, (void)method;
    return (HttpPlan){.most_body = str_starts(path, STR("/large")) ? 8 * MIB : SMALL_BODY,
                      .arena_budget = 256 * KIB,
                      .lane = str_starts(path, STR("/slow")) ? HTTP_SLOW : HTTP_FAST};
}

static void nap_ms(long ms)
{
    struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

static void wait_at_gate(Rig *rig)
{
    pthread_mutex_lock(&rig->lock);
    while (!rig->gate_open)
        pthread_cond_wait(&rig->opened, &rig->lock);
    pthread_mutex_unlock(&rig->lock);
}

static void open_gate(Rig *rig)
{
    pthread_mutex_lock(&rig->lock);
    rig->gate_open = true;
    pthread_cond_broadcast(&rig->opened);
    pthread_mutex_unlock(&rig->lock);
}

static void echo(const HttpRequest *rq, HttpReply *reply)
{
    Err e;
    Buf b = buf_open(rq->arena, 128 * KIB);
    buf_fmt(&b, "%d " STR_F " q=" STR_F " n=%zu host=" STR_F, (int)rq->method,
            STR_A(rq->path), STR_A(rq->query), rq->body.n, STR_A(rq->host));
    buf_fmt(&b, " marker=" STR_F " site=" STR_F " peer=" STR_F " cookie=" STR_F,
            STR_A(rq->marker), STR_A(rq->sec_fetch_site), STR_A(rq->peer),
            STR_A(rq->cookie));
    *reply = (HttpReply){.status = 200, .content_type = STR("text/plain")};
    if (!http_header(reply, STR("x-test"), STR("yes"), &e) ||
        !buf_done(&b, &reply->body, &e))
        reply->status = 500;
}

static void handle(void *who, const HttpRequest *rq, HttpReply *reply)
{
    Rig *rig = who;
    atomic_fetch_add(&rig->handled, 1);
    if (reply->status || reply->n_headers || reply->body.n)
        return; /* not zeroed: the answer then lacks what the tests look for */
    if (str_starts(rq->path, STR("/slow")))
        wait_at_gate(rig);
    if (str_is(rq->path, "/silent"))
        return;
    echo(rq, reply);
    if (str_is(rq->path, "/big"))
        reply->body = (Str){rig->big, BIG_ANSWER};
    if (str_is(rq->path, "/large/sum")) {
        unsigned sum = 0;
        for (size_t i = 0; i < rq->body.n; i++)
            sum += (unsigned char)rq->body.p[i];
        reply->status = sum % 251 == 42 ? 200 : 201;
    }
    if (str_is(rq->path, "/split"))
        reply->content_type = STR("text/plain\r\nset-cookie: a=b");
    if (str_is(rq->path, "/none"))
        reply->status = 304;
}

static void *serve(void *who)
{
    Rig *rig = who;
    Err  e;
    CHECK_OK(http_serve(rig->server, &e), &e);
    return NULL;
}

static HttpConfig small_config(void)
{
    HttpConfig c = http_defaults();
    c.port = 0;
    c.fast_workers = 2;
    c.slow_workers = 1;
    c.queue = 1;
    c.most_drain_s = 3;
    return c;
}

static Rig *start_with(void **state, HttpConfig c)
{
    Err  e;
    Rig *rig = ARENA_NEW(test_arena(state), Rig, &e);
    assert_non_null(rig);
    log_silence(true);
    atomic_init(&rig->handled, 0);
    pthread_mutex_init(&rig->lock, NULL);
    pthread_cond_init(&rig->opened, NULL);
    rig->big = arena_alloc(test_arena(state), BIG_ANSWER, &e);
    assert_non_null(rig->big);
    memset(rig->big, 'b', BIG_ANSWER);
    HttpApp app = {plan, handle, rig};
    CHECK_OK(http_start(&rig->server, &c, &app, &rig->port, &e), &e);
    assert_int_equal(pthread_create(&rig->thread, NULL, serve, rig), 0);
    return rig;
}

static Rig *start(void **state) { return start_with(state, small_config()); }

static void stop(Rig *rig)
{
    open_gate(rig);
    http_stop(rig->server);
    pthread_join(rig->thread, NULL);
    http_free(rig->server);
    pthread_cond_destroy(&rig->opened);
    pthread_mutex_destroy(&rig->lock);
}

/* ---- a client without manners -------------------------------------------------- */

static int dial(uint16_t port)
{
    int                fd = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval     limit = {.tv_sec = 10};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(fd >= 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* False when the server has closed meanwhile. */
static bool say(int fd, Str bytes)
{
    for (size_t at = 0; at < bytes.n;) {
        ssize_t n = send(fd, bytes.p + at, bytes.n - at, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

static bool has(Str answer, const char *words)
{
    return str_find(answer, str_from(words)) != STR_NONE;
}

/* Reads until `enough` is seen, or to the end when it is NULL. */
static Str hear(void **state, int fd, const char *enough)
{
    Err    e;
    size_t n = 0;
    char  *p = arena_alloc(test_arena(state), 64 * KIB, &e);
    assert_non_null(p);
    while (n < 64 * KIB && !(enough && has((Str){p, n}, enough))) {
        ssize_t got = recv(fd, p + n, 64 * KIB - n, 0);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    return (Str){p, n};
}

static void wait_at_most_ms(int fd, long ms)
{
    struct timeval limit = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

/* One request, then the answer until the server closes or `ms` pass in silence. */
static Str ask_for(void **state, const Rig *rig, Str request, long ms)
{
    int fd = dial(rig->port);
    wait_at_most_ms(fd, ms);
    (void)!say(fd, request);
    Str answer = hear(state, fd, NULL);
    close(fd);
    return answer;
}

static Str ask(void **state, const Rig *rig, Str request)
{
    return ask_for(state, rig, request, 10000);
}

#define ASK(rig, text) ask(state, (rig), STR(text))
#define HOST           "Host: localhost\r\n"
#define LAST           HOST "Connection: close\r\n"

/* ---- the contract -------------------------------------------------------------- */

TEST(gives_the_handler_the_request_and_the_client_its_answer)
{
    Rig *rig = start(state);
    Str  a =
        ASK(rig, "GET /e/caf%C3%A9?q=a%26b&c=d+e HTTP/1.1\r\n" LAST
                 "Cookie: s=1\r\nX-Auscult: 1\r\nSec-Fetch-Site: same-origin\r\n\r\n");
    CHECK(str_starts(a, STR("HTTP/1.1 200 OK\r\n")));
    CHECK(has(a, "x-test: yes\r\n"));
    CHECK(has(a, "0 /e/caf\xc3\xa9 q=q=a%26b&c=d%20e n=0 host=localhost marker=1 "
                 "site=same-origin peer=127.0.0.1 cookie=s=1"));
    stop(rig);
}

TEST(head_has_the_length_and_no_body)
{
    Rig *rig = start(state);
    Str  a = ASK(rig, "HEAD /x HTTP/1.1\r\n" LAST "\r\n");
    CHECK(has(a, "content-length: "));
    CHECK(str_ends(a, STR("\r\n\r\n")));
    stop(rig);
}

TEST(a_304_has_neither_body_nor_length)
{
    Rig *rig = start(state);
    Str  a = ASK(rig, "GET /none HTTP/1.1\r\n" LAST "\r\n");
    CHECK(str_starts(a, STR("HTTP/1.1 304 ")));
    CHECK(!has(a, "content-length"));
    CHECK(str_ends(a, STR("\r\n\r\n")));
    stop(rig);
}

TEST(a_handler_that_says_nothing_is_a_500)
{
    Rig *rig = start(state);
    Str  a = ASK(rig, "GET /silent HTTP/1.1\r\n" LAST "\r\n");
    CHECK(str_starts(a, STR("HTTP/1.1 500 ")));
    stop(rig);
}

TEST(an_answer_that_would_split_becomes_a_500)
{
    Rig *rig = start(state);
    Str  a = ASK(rig, "GET /split HTTP/1.1\r\n" LAST "\r\n");
    CHECK(str_starts(a, STR("HTTP/1.1 500 ")));
    CHECK(!has(a, "set-cookie"));
    stop(rig);
}

TEST(refuses_ambiguous_framing_before_the_handler)
{
    static const Str requests[] = {
        STR_INIT("POST /p HTTP/1.1\r\n" HOST "Content-Length: 5\r\n"
                 "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        STR_INIT("POST /p HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n"
                 "Content-Length: 5\r\n\r\n0\r\n\r\n"),
        STR_INIT("POST /p HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"),
        STR_INIT("POST /p HTTP/1.1\r\n" HOST "Content-Length: 5\r\n"
                 "Content-Length: 5\r\n\r\nhello"),
        STR_INIT("POST /p HTTP/1.1\r\n" HOST "Content-Length: 5\r\n"
                 "content-length: 6\r\n\r\nhello!"),
        STR_INIT("POST /p HTTP/1.1\r\n" HOST "Content-Length: -5\r\n\r\nhello"),
        STR_INIT("POST /p HTTP/1.1\r\n" HOST "Content-Length: +5\r\n\r\nhello"),
        STR_INIT("POST /p HTTP/1.1\r\n" HOST
                 "Content-Length: 99999999999999999999\r\n\r\nhello"),
        STR_INIT("POST /p HTTP/1.1\r\n" HOST "Content-Length : 5\r\n\r\nhello"),
        STR_INIT("POST /p HTTP/1.1\r\n" HOST "Transfer-Encoding : chunked\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\n" HOST HOST "\r\n"),
        STR_INIT("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\n" HOST "X-Auscult: a\0b\r\n\r\n"),
        STR_INIT("GET /\xc3 HTTP/1.1\r\n" HOST "\r\n"),
        STR_INIT("GET /%C0%AE HTTP/1.1\r\n" HOST "\r\n"),
        STR_INIT("GET /%0a HTTP/1.1\r\n" HOST "\r\n"),
        STR_INIT("GET /a%0aX-Auscult:1 HTTP/1.1\r\n" HOST "\r\n"),
        STR_INIT("GET /a%20HTTP/1.1%0d%0aX-Auscult:1 HTTP/1.1\r\n" HOST "\r\n"),
        STR_INIT("GET /a?q=b%0d%0aOrigin:%20x HTTP/1.1\r\n" HOST "\r\n"),
        STR_INIT("GET /a\r\n" HOST "\r\n"),
        STR_INIT("GET /%5c HTTP/1.1\r\n" HOST "\r\n"),
    };
    Rig *rig = start(state);
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        Str a = ask(state, rig, requests[i]);
        CHECK(str_starts(a, STR("HTTP/1.")));
        CHECK(has(a, " 400 ") || has(a, " 411 "));
        CHECK(has(a, "connection: close\r\n"));
    }
    assert_int_equal(atomic_load(&rig->handled), 0);
    stop(rig);
}

/* What the library itself refuses: with an answer or without, never with a handler. */
TEST(garbage_never_reaches_a_handler)
{
    static const Str requests[] = {
        STR_INIT("GET /a%00b HTTP/1.1\r\n" HOST "\r\n"),
        STR_INIT("GET /a\0b HTTP/1.1\r\n" HOST "\r\n"),
        STR_INIT("GET /a%zz HTTP/1.1\r\n" HOST "\r\n"),
        STR_INIT("GET /a?q=%00 HTTP/1.1\r\n" HOST "\r\n"),
        STR_INIT("GET http://localhost/ HTTP/1.1\r\n" HOST "\r\n"),
        STR_INIT("TRACE / HTTP/1.1\r\n" HOST "\r\n"),
        STR_INIT("CONNECT a:1 HTTP/1.1\r\n" HOST "\r\n\x16\x03\x01"),
        STR_INIT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\n" HOST "Connection: Upgrade, HTTP2-Settings\r\n"
                 "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\n" HOST "Connection: Upgrade\r\n"
                 "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\n" HOST "Connection: Upgrade\r\nUpgrade: x\r\n\r\n"),
        STR_INIT("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
    };
    Rig *rig = start(state);
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        Str a = ask_for(state, rig, requests[i], 500);
        CHECK(!has(a, " 200 ") && !has(a, " 101 "));
    }
    assert_int_equal(atomic_load(&rig->handled), 0);
    Str a = ASK(rig, "GET /alive HTTP/1.1\r\n" LAST "\r\n");
    CHECK(has(a, "/alive"));
    stop(rig);
}

TEST(dot_segments_cannot_climb)
{
    Rig *rig = start(state);
    Str  a = ASK(rig, "GET /static/../../%2e%2e/etc/passwd HTTP/1.1\r\n" LAST "\r\n");
    CHECK(has(a, "0 /etc/passwd q="));
    a = ASK(rig, "GET /a/%252e%252e/b HTTP/1.1\r\n" LAST "\r\n");
    CHECK(has(a, "0 /a/%2e%2e/b q="));
    stop(rig);
}

TEST(random_bytes_do_not_stop_the_server)
{
    HttpConfig c = small_config();
    c.queue = 300;
    Rig *rig = start_with(state, c);
    for (int round = 0; round < 200; round++) {
        static const char head[] =
            "POST /p?a=b HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n"
            "\r\nbodybody!";
        char bytes[sizeof head];
        memcpy(bytes, head, sizeof head);
        for (int flips = 1 + (int)(test_random() % 6); flips; flips--)
            bytes[test_random() % (sizeof head - 1)] = (char)test_random();
        int fd = dial(rig->port);
        (void)!say(fd, (Str){bytes, sizeof head - 1});
        shutdown(fd, SHUT_WR);
        close(fd);
    }
    CHECK(has(ASK(rig, "GET /alive HTTP/1.1\r\n" LAST "\r\n"), "/alive"));
    stop(rig);
}

TEST(pipelined_requests_are_answered_in_order_and_garbage_ends_them)
{
    Rig *rig = start(state);
    int  fd = dial(rig->port);
    CHECK(say(fd, STR("POST /1 HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello"
                      "GET /2 HTTP/1.1\r\n" HOST "\r\n"
                      "\x00\xff garbage\r\n\r\n")));
    Str a = hear(state, fd, NULL);
    close(fd);
    size_t first = str_find(a, STR("2 /1 q= n=5")), second = str_find(a, STR("0 /2 q="));
    CHECK(first != STR_NONE && second != STR_NONE && first < second);
    assert_int_equal(atomic_load(&rig->handled), 2);
    stop(rig);
}

TEST(a_kept_connection_serves_again)
{
    Rig *rig = start(state);
    int  fd = dial(rig->port);
    for (int i = 0; i < 20; i++) {
        CHECK(say(fd, STR("GET /k HTTP/1.1\r\n" HOST "\r\n")));
        CHECK(has(hear(state, fd, "cookie="), "0 /k q="));
    }
    close(fd);
    stop(rig);
}

TEST(headers_cut_into_single_bytes_are_the_same_request)
{
    Rig             *rig = start(state);
    static const Str request =
        STR_INIT("POST /p?a=1 HTTP/1.1\r\n" LAST "X-Auscult: yes\r\n"
                 "Sec-Fetch-Site: none\r\nContent-Length: 3\r\n\r\nabc");
    int fd = dial(rig->port);
    for (size_t i = 0; i < request.n; i++)
        CHECK(say(fd, str_sub(request, i, 1)));
    Str a = hear(state, fd, NULL);
    close(fd);
    CHECK(has(a, "2 /p q=a=1 n=3 host=localhost marker=yes site=none"));
    stop(rig);
}

/* ---- bodies -------------------------------------------------------------------- */

TEST(a_body_beyond_its_route_is_refused_before_it_is_read)
{
    Rig *rig = start(state);
    Str  a = ASK(rig, "POST /p HTTP/1.1\r\n" HOST "Content-Length: 1001\r\n\r\n");
    CHECK(str_starts(a, STR("HTTP/1.1 413 ")));
    a = ASK(rig, "POST /p HTTP/1.1\r\n" HOST "Content-Length: 999999999999\r\n"
                 "Expect: 100-continue\r\n\r\n");
    CHECK(str_starts(a, STR("HTTP/1.1 413 ")));
    assert_int_equal(atomic_load(&rig->handled), 0);
    stop(rig);
}

TEST(a_client_that_sends_on_still_hears_the_refusal)
{
    Rig  *rig = start(state);
    Err   e;
    char *p = arena_alloc(test_arena(state), 4 * MIB, &e);
    assert_non_null(p);
    int fd = dial(rig->port);
    CHECK(say(fd, STR("POST /p HTTP/1.1\r\n" HOST "Content-Length: 4194304\r\n\r\n")));
    (void)!say(fd, (Str){p, 4 * MIB});
    Str a = hear(state, fd, "\r\n\r\n");
    close(fd);
    CHECK(str_starts(a, STR("HTTP/1.1 413 ")));
    stop(rig);
}

TEST(a_large_body_arrives_whole)
{
    Rig  *rig = start(state);
    Err   e;
    char *p = arena_alloc(test_arena(state), 5 * MIB, &e);
    assert_non_null(p);
    unsigned sum = 0;
    for (size_t i = 0; i < 5 * MIB; i++) {
        p[i] = (char)(test_random() & 0xff);
        sum += (unsigned char)p[i];
    }
    sum -= (unsigned char)p[0];
    p[0] = (char)((42 + 251 - sum % 251) % 251);
    int fd = dial(rig->port);
    CHECK(say(fd, STR("POST /large/sum HTTP/1.1\r\n" LAST "Content-Length: 5242880\r\n"
                      "Expect: 100-continue\r\n\r\n")));
    CHECK(str_starts(hear(state, fd, "\r\n\r\n"), STR("HTTP/1.1 100 ")));
    CHECK(say(fd, (Str){p, 5 * MIB}));
    Str a = hear(state, fd, NULL);
    close(fd);
    CHECK(str_starts(a, STR("HTTP/1.1 200 ")));
    CHECK(has(a, "n=5242880 "));
    stop(rig);
}

TEST(all_bodies_together_have_a_limit)
{
    HttpConfig c = small_config();
    c.most_bodies = 6 * MIB;
    Rig *rig = start_with(state, c);
    int  fd = dial(rig->port);
    CHECK(say(fd, STR("POST /large/1 HTTP/1.1\r\n" HOST "Content-Length: 5000000\r\n"
                      "Expect: 100-continue\r\n\r\n")));
    CHECK(has(hear(state, fd, "\r\n\r\n"), " 100 "));
    Str a = ASK(rig, "POST /large/2 HTTP/1.1\r\n" HOST "Content-Length: 5000000\r\n\r\n");
    CHECK(str_starts(a, STR("HTTP/1.1 503 ")));
    CHECK(has(a, "retry-after: "));
    close(fd); /* and its share is free again */
    for (int tries = 0; tries < 50; tries++) {
        fd = dial(rig->port);
        CHECK(say(fd, STR("POST /large/3 HTTP/1.1\r\n" HOST "Content-Length: 5000000\r\n"
                          "Expect: 100-continue\r\n\r\n")));
        a = hear(state, fd, "\r\n\r\n");
        close(fd);
        if (has(a, " 100 "))
            break;
        nap_ms(20);
    }
    CHECK(has(a, " 100 "));
    stop(rig);
}

TEST(a_large_answer_arrives_whole)
{
    Rig   *rig = start(state);
    size_t n = 0;
    char   room[16384];
    int    fd = dial(rig->port);
    CHECK(say(fd, STR("GET /big HTTP/1.1\r\n" LAST "\r\n")));
    for (ssize_t got; (got = recv(fd, room, sizeof room, 0)) > 0;)
        n += (size_t)got;
    close(fd);
    CHECK(n > BIG_ANSWER && n < BIG_ANSWER + 1000);
    stop(rig);
}

/* ---- lanes, disconnects, the end ----------------------------------------------- */

static void wait_for_handled(Rig *rig, int n)
{
    for (int tries = 0; tries < 500 && atomic_load(&rig->handled) < n; tries++)
        nap_ms(10);
    CHECK(atomic_load(&rig->handled) >= n);
}

TEST(a_full_slow_lane_says_503_and_does_not_delay_pages)
{
    Rig *rig = start(state);
    int  running = dial(rig->port), waiting = dial(rig->port);
    CHECK(say(running, STR("GET /slow/1 HTTP/1.1\r\n" LAST "\r\n")));
    wait_for_handled(rig, 1);
    CHECK(say(waiting, STR("GET /slow/2 HTTP/1.1\r\n" LAST "\r\n")));
    Str a = {0}; /* one worker, one place: the third must be refused */
    for (int tries = 0; tries < 50 && !has(a, " 503 "); tries++) {
        int fd = dial(rig->port);
        CHECK(say(fd, STR("GET /slow/3 HTTP/1.1\r\n" LAST "\r\n")));
        wait_at_most_ms(fd, 200);
        a = hear(state, fd, "\r\n\r\n");
        close(fd);
    }
    CHECK(str_starts(a, STR("HTTP/1.1 503 ")));
    CHECK(has(a, "retry-after: "));
    CHECK(has(ASK(rig, "GET /page HTTP/1.1\r\n" LAST "\r\n"), "0 /page"));
    open_gate(rig);
    CHECK(has(hear(state, running, NULL), "/slow/1"));
    CHECK(has(hear(state, waiting, NULL), "/slow/2"));
    close(running);
    close(waiting);
    stop(rig);
}

static void vanish(int fd)
{
    struct linger hard = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close(fd);
}

TEST(clients_that_vanish_at_any_moment_leave_the_server_well)
{
    static const Str request =
        STR_INIT("POST /large HTTP/1.1\r\n" HOST "Content-Length: 40\r\n\r\n"
                 "0123456789012345678901234567890123456789");
    Rig *rig = start(state);
    for (size_t cut = 0; cut <= request.n; cut += 7) {
        int fd = dial(rig->port);
        CHECK(say(fd, str_sub(request, 0, cut)));
        vanish(fd);
    }
    for (int i = 0; i < 20; i++) { /* in the middle of an answer */
        char room[1000];
        int  fd = dial(rig->port);
        CHECK(say(fd, STR("GET /big HTTP/1.1\r\n" HOST "\r\n")));
        CHECK(recv(fd, room, sizeof room, 0) > 0);
        vanish(fd);
    }
    int fd = dial(rig->port); /* while its handler runs */
    CHECK(say(fd, STR("GET /slow HTTP/1.1\r\n" HOST "\r\n")));
    wait_for_handled(rig, 21);
    vanish(fd);
    CHECK(has(ASK(rig, "GET /alive HTTP/1.1\r\n" LAST "\r\n"), "/alive"));
    stop(rig);
}

TEST(a_stop_lets_the_answer_under_way_finish)
{
    Rig *rig = start(state);
    int  fd = dial(rig->port);
    CHECK(say(fd, STR("GET /slow HTTP/1.1\r\n" LAST "\r\n")));
    wait_for_handled(rig, 1);
    http_stop(rig->server);
    nap_ms(50);
    open_gate(rig);
    CHECK(has(hear(state, fd, NULL), "0 /slow"));
    close(fd);
    stop(rig);
}

static void *open_later(void *rig)
{
    nap_ms(200);
    open_gate(rig);
    return NULL;
}

TEST(freeing_a_server_ends_requests_that_never_ran)
{
    HttpConfig c = small_config();
    c.most_drain_s = 0.2;
    Rig *rig = start_with(state, c);
    int  running = dial(rig->port), waiting = dial(rig->port);
    CHECK(say(running, STR("GET /slow/1 HTTP/1.1\r\n" HOST "\r\n")));
    wait_for_handled(rig, 1);
    CHECK(say(waiting, STR("GET /slow/2 HTTP/1.1\r\n" HOST "\r\n")));
    nap_ms(100);
    http_stop(rig->server);
    pthread_join(rig->thread, NULL);
    pthread_t later;
    assert_int_equal(pthread_create(&later, NULL, open_later, rig), 0);
    http_free(rig->server);
    pthread_join(later, NULL);
    assert_int_equal(atomic_load(&rig->handled), 1);
    close(running);
    close(waiting);
    pthread_cond_destroy(&rig->opened);
    pthread_mutex_destroy(&rig->lock);
}

TEST(a_taken_port_is_said_with_address_and_remedy)
{
    Err         e;
    Rig        *rig = start(state);
    HttpServer *second = NULL;
    HttpConfig  c = small_config();
    HttpApp     app = {plan, handle, rig};
    uint16_t    port = 0;
    c.port = rig->port;
    CHECK_ERR(http_start(&second, &c, &app, &port, &e), &e, ERR_BUSY);
    CHECK(!second);
    CHECK_SAYS(&e, "127.0.0.1:");
    CHECK_SAYS(&e, "choose another port");
    stop(rig);
}

TEST(an_address_of_another_machine_is_refused_with_a_remedy)
{
    Err         e;
    HttpServer *server = NULL;
    HttpConfig  c = small_config();
    HttpApp     app = {plan, handle, NULL};
    uint16_t    port = 0;
    c.address = STR("192.0.2.1");
    (void)state;
    CHECK_ERR(http_start(&server, &c, &app, &port, &e), &e, ERR_IO);
    CHECK_SAYS(&e, "192.0.2.1:0");
    c.address = STR("not an address");
    CHECK_ERR(http_start(&server, &c, &app, &port, &e), &e, ERR_IO);
    http_free(NULL);
}

TEST(starting_survives_lack_of_memory)
{
    HttpConfig c = small_config();
    HttpApp    app = {plan, handle, NULL};
    bool       done = false;
    (void)state;
    for (size_t n = 1; !done && n < 100; n++) {
        Err         e;
        HttpServer *server = NULL;
        uint16_t    port = 0;
        arena_fail_at(n);
        done = http_start(&server, &c, &app, &port, &e);
        arena_fail_at(0);
        if (!done) {
            CHECK(!server);
            assert_int_equal(e.code, ERR_BUSY);
        }
        http_free(server);
    }
    CHECK(done);
}

static void serve_in_child(void)
{
    Err         e;
    HttpServer *server = NULL;
    HttpConfig  c = small_config();
    HttpApp     app = {plan, handle, NULL};
    uint16_t    port = 0;
    bool        ok = http_start(&server, &c, &app, &port, &e) && http_serve(server, &e);
    http_free(server);
    _exit(ok ? 7 : 1);
}

TEST(both_signals_end_the_service_in_good_order)
{
    (void)state;
    int signals[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < 2; i++) {
        /* Blocked until http_serve() takes it over, so that an early one waits. */
        sigset_t set, before;
        sigemptyset(&set);
        sigaddset(&set, signals[i]);
        pthread_sigmask(SIG_BLOCK, &set, &before);
        pid_t child = fork();
        assert_true(child >= 0);
        if (!child)
            serve_in_child();
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        int status = 0;
        nap_ms(300);
        assert_int_equal(kill(child, signals[i]), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        CHECK(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 7);
    }
}

TEST_MAIN(
    "http/server", cmocka_unit_test(both_signals_end_the_service_in_good_order),
    cmocka_unit_test(gives_the_handler_the_request_and_the_client_its_answer),
    cmocka_unit_test(head_has_the_length_and_no_body),
    cmocka_unit_test(a_304_has_neither_body_nor_length),
    cmocka_unit_test(a_handler_that_says_nothing_is_a_500),
    cmocka_unit_test(an_answer_that_would_split_becomes_a_500),
    cmocka_unit_test(refuses_ambiguous_framing_before_the_handler),
    cmocka_unit_test(garbage_never_reaches_a_handler),
    cmocka_unit_test(dot_segments_cannot_climb),
    cmocka_unit_test(random_bytes_do_not_stop_the_server),
    cmocka_unit_test(pipelined_requests_are_answered_in_order_and_garbage_ends_them),
    cmocka_unit_test(a_kept_connection_serves_again),
    cmocka_unit_test(headers_cut_into_single_bytes_are_the_same_request),
    cmocka_unit_test(a_body_beyond_its_route_is_refused_before_it_is_read),
    cmocka_unit_test(a_client_that_sends_on_still_hears_the_refusal),
    cmocka_unit_test(a_large_body_arrives_whole),
    cmocka_unit_test(all_bodies_together_have_a_limit),
    cmocka_unit_test(a_large_answer_arrives_whole),
    cmocka_unit_test(a_full_slow_lane_says_503_and_does_not_delay_pages),
    cmocka_unit_test(clients_that_vanish_at_any_moment_leave_the_server_well),
    cmocka_unit_test(a_stop_lets_the_answer_under_way_finish),
    cmocka_unit_test(freeing_a_server_ends_requests_that_never_ran),
    cmocka_unit_test(a_taken_port_is_said_with_address_and_remedy),
    cmocka_unit_test(an_address_of_another_machine_is_refused_with_a_remedy),
    cmocka_unit_test(starting_survives_lack_of_memory))
