/*
 * web/route.h - private to web: one request on its way to its handler.
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "web/html.h"
#include "web/jobs.h"
#include "web/session.h"
#include "web/web.h"

typedef struct Asset { /* a file of share/web, kept in memory */
    Str name, file, mime, bytes;
} Asset;

struct Web {
    Arena        *arena;
    WebConfig     config;
    Sessions     *sessions;
    Jobs         *jobs;
    Asset        *assets;
    size_t        n_assets;
    FeedbackRate *feedback;
};

typedef struct Visit {
    Web               *web;
    const HttpRequest *rq;
    HttpReply         *reply;
    Str                part;    /* what stood for {} */
    Str                session; /* id of the session; empty when not signed in */
} Visit;

typedef bool Handler(Visit *v, Err *e);

#define ROUTE(method, path, handler, who, lane, most) Handler handler;
#include "web/routes.def"
#undef ROUTE

/* Files of share/web by their logical name ("auscult.css"); NULL when not built. */
const Asset *asset_named(const Web *w, const char *name);

/* ---- frame.c: the page around every page ---------------------------------------- */

typedef struct Frame {
    const char *body_class;
    Str         title;
    Str         query;  /* what stands in the search box */
    const char *script; /* logical name of a script, or NULL */
} Frame;

Html          frame_open(const Visit *v, const Frame *f); /* leaves <main> open */
MUST_USE bool frame_close(Visit *v, Html *h, int status, Err *e);

#endif
