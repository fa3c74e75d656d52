/*
 * web/web.h - pages and API over the use cases of app/.
 *
 * Every address is a row of routes.def with who may ask and how much may be sent; an
 * address without a row cannot be reached. The encyclopedia is complete HTML from the
 * server and works without scripts; the consultation page is a script over the API.
 *
 *     http ─ plan/handle ─> router (routes.def) ─ session, origin ─> handler ─> app
 *
 * Nothing of a consultation is written to disk: jobs and results are kept in memory,
 * bounded, and vanish with the program.
 *
 * Memory  a Web lives in its arena; web_close must come before that arena ends
 * Threads web_http's functions may be called from any number of threads
 * Errors  ERR_MISSING when the built page files are not in share/web
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "app/app.h"
#include "http/http.h"

typedef struct Web Web;

/* Called after a sign-in link was used, with a fresh one for the next person. */
typedef void WebAnnounce(void *who, Str path);

typedef struct WebConfig {
    App         *app;
    Str          share;    /* with web/manifest.tsv and demo/ */
    Str          data;     /* where readers' remarks are kept; created when needed */
    WebAnnounce *announce; /* may be NULL */
    void        *who;
} WebConfig;

MUST_USE bool web_open(Web **out, Arena *a, const WebConfig *c, Err *e);
void          web_close(Web *w); /* stops jobs; accepts NULL */

HttpApp web_http(Web *w);
/* "/signin?t=...": opens one session, once. */
MUST_USE bool web_sign_in_path(Str *out, Arena *a, Web *w, Err *e);

/* A consultation as one HTML file that needs nothing else: no script, no network. */
MUST_USE bool web_report(Str *out, Arena *a, const App *app, const Consult *c, Str css,
                         Err *e);
/* The style sheet for it, from share/web. */
MUST_USE bool web_report_css(Str *out, Arena *a, Str share, Err *e);

#endif
