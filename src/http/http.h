/*
 * http/http.h - bytes to requests and back; knows no medicine.
 *
 * One event thread (libwebsockets) reads and writes; handlers run on two bounded lanes
 * of worker threads, so a slow job cannot delay a page. When a lane is full the answer
 * is 503 with Retry-After. Ambiguous framing (Content-Length with Transfer-Encoding,
 * two lengths, a bad Host) is refused before any handler sees it, and so is a body
 * larger than its route allows: nothing of it is read.
 *
 *     socket ─ event thread ─ queue ─ lane worker ─ HttpHandler ─ reply ─ event thread
 *
 * Memory  each request has an arena with the budget of its plan; it dies after the reply
 * Threads handlers run on worker threads, each request on one
 * Errors  http_serve: ERR_BUSY when the port is taken (says by what address, and what
 *         to do)
 * Limits  headers 16 KiB; path 2 KiB; query 8 KiB; body per route; 512 connections; all
 *         bodies together as configured (503 beyond); a stalled client 30 s
 *
 * http_start() lets its worker threads block every signal, and http_serve() takes SIGINT
 * and SIGTERM for itself: other threads of the program must block both, or the default
 * action ends the process. A handler that starts a process clears the mask in the child.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/str.h"

typedef enum HttpMethod {
    HTTP_GET,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_DELETE,
    HTTP_OTHER
} HttpMethod;
typedef enum HttpLane { HTTP_FAST, HTTP_SLOW } HttpLane;

typedef struct HttpRequest {
    HttpMethod method;
    Str        path;  /* decoded, begins with '/', no "..", no NUL */
    Str        query; /* raw, without '?' */
    Str        body;
    Str        host, origin, cookie, content_type, accept, user_agent, sec_fetch_site,
        if_none_match;
    Str    marker; /* the header X-Auscult, which a form of another site cannot send */
    Str    peer;   /* the address, for limits by address */
    Arena *arena;
} HttpRequest;

/* The decoded value of the first such query or form field; {0} when absent. ERR_INPUT
   when it is not well-formed text, or when the body is not a form. */
MUST_USE bool http_query(Str *out, const HttpRequest *rq, const char *name, Err *e);
MUST_USE bool http_form(Str *out, const HttpRequest *rq, const char *name, Err *e);
/* The value as sent; {0} when absent. */
Str http_cookie(const HttpRequest *rq, const char *name);

typedef struct HttpHeader {
    Str name, value;
} HttpHeader;

enum { HTTP_HEADERS_MOST = 24 };

typedef struct HttpReply {
    int        status;
    Str        content_type;
    Str        body; /* must live in rq->arena or be static */
    HttpHeader headers[HTTP_HEADERS_MOST];
    size_t     n_headers;
} HttpReply;

/* Adds a header; refuses line breaks in name or value (ERR_INPUT). */
MUST_USE bool http_header(HttpReply *r, Str name, Str value, Err *e);

/* Asked before the body is read: how much it may be, which lane, and how much memory
   the handler may use beside the body. */
typedef struct HttpPlan {
    size_t   most_body;
    size_t   arena_budget;
    HttpLane lane;
} HttpPlan;

typedef struct HttpApp {
    HttpPlan (*plan)(void *who, HttpMethod method, Str path);
    void (*handle)(void *who, const HttpRequest *rq, HttpReply *reply); /* reply: zeroed;
                                                          left without status: 500 */
    void *who;
} HttpApp;

typedef struct HttpConfig {
    Str      address; /* "127.0.0.1" */
    uint16_t port;    /* 0: any free one */
    unsigned fast_workers, slow_workers;
    unsigned queue;        /* requests that may wait in each lane */
    size_t   most_bodies;  /* bytes of all request bodies held at one time */
    double   most_drain_s; /* how long answers under way may take after the stop */
} HttpConfig;

HttpConfig http_defaults(void);

typedef struct HttpServer HttpServer;

/* Starts listening; *port is the one in use. */
MUST_USE bool http_start(HttpServer **out, const HttpConfig *c, const HttpApp *app,
                         uint16_t *port, Err *e);
/* Serves until http_stop() from any thread, or SIGINT/SIGTERM. */
MUST_USE bool http_serve(HttpServer *s, Err *e);
void          http_stop(HttpServer *s); /* safe from a signal handler and any thread */
void          http_free(HttpServer *s); /* waits for running handlers; accepts NULL */

#endif
