/*
 * http/exchange.h - private to http: one request and its answer on one connection.
 *
 *     READING ── body complete ──▶ WORKING ── handler done ──▶ WRITING ──▶ closed
 *        └──────────── refused ─────────────────────────────────▲
 *
 * Memory  an exchange lies in its own arena; exchange_close() ends both
 * Threads the event thread, except that `rq` and `reply` are a worker's while WORKING
 */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "http/http.h"

#include <libwebsockets.h>

enum {
    EXCHANGE_STALL_S = 30,            /* a client that neither sends nor takes */
    EXCHANGE_PIECE_BYTES = 32 * 1024, /* written at one time, so that all get a turn */
    EXCHANGE_OWN_BYTES = 96 * 1024    /* headers and query, beside body and handler */
};

typedef enum ExchangeStage {
    EXCHANGE_READING,
    EXCHANGE_WORKING,
    EXCHANGE_WRITING
} ExchangeStage;

typedef struct Exchange Exchange;
struct Exchange {
    HttpServer   *server;
    struct lws   *wsi; /* NULL once the client has gone */
    ExchangeStage stage;
    HttpRequest   rq;
    HttpReply     reply;
    HttpLane      lane;
    char         *body;
    size_t        body_room, body_n; /* announced, and here so far */
    size_t        sent;              /* bytes of the reply's body */
    bool          malformed;         /* a header has a control character */
    bool          head_sent, closes;
    Exchange     *next; /* among the finished ones */
};

/* Makes the request of the headers on this connection; the body is still to come. */
MUST_USE bool exchange_open(Exchange **out, struct lws *wsi, HttpMethod method, Str path,
                            size_t body_bytes, size_t budget_bytes, Err *e);
void          exchange_close(Exchange *x); /* accepts NULL */

/* False when more comes than was announced. */
MUST_USE bool exchange_take(Exchange *x, Str piece);

typedef enum ExchangeWritten {
    EXCHANGE_MORE,  /* ask for another turn */
    EXCHANGE_ALL,   /* the answer has left */
    EXCHANGE_BROKEN /* the connection must be closed */
} ExchangeWritten;

/* Writes the head or the next piece of the body; `room` is scratch for it. */
enum { EXCHANGE_SCRATCH_BYTES = LWS_PRE + EXCHANGE_PIECE_BYTES };
ExchangeWritten exchange_write(Exchange *x, unsigned char room[EXCHANGE_SCRATCH_BYTES]);

#endif
