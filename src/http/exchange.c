/*
 * http/exchange.c - headers out of the library's tables, answers into its buffers.
 *
 * The library decodes the query while it parses and keeps each field apart, so a "%26"
 * inside a value is already an ampersand here. The fields are encoded again and joined:
 * HttpRequest.query is then what its contract says, text that decodes once.
 */
#include "http/exchange.h"

#include "http/reply.h"
#include "http/request.h"

#include <string.h>

static bool is_plain(Str value)
{
    for (size_t i = 0; i < value.n; i++)
        if (((unsigned char)value.p[i] < 0x20 && value.p[i] != '\t') ||
            value.p[i] == 0x7f)
            return false;
    return true;
}

static void keep(Str *out, Exchange *x, Str value)
{
    x->malformed = x->malformed || !is_plain(value);
    *out = str_trim(value);
}

static bool header(Str *out, Exchange *x, enum lws_token_indexes token, Err *e)
{
    int   n = lws_hdr_total_length(x->wsi, token);
    char *p = n > 0 ? arena_alloc(x->rq.arena, (size_t)n + 1, e) : NULL;
    *out = (Str){0};
    if (n > 0 && !p)
        return false;
    int got = p ? lws_hdr_copy(x->wsi, p, n + 1, token) : 0;
    if (got > 0)
        keep(out, x, (Str){p, (size_t)got});
    return true;
}

static bool rare_header(Str *out, Exchange *x, Str name_colon, Err *e)
{
    int   length = (int)name_colon.n;
    int   n = lws_hdr_custom_length(x->wsi, name_colon.p, length);
    char *p = n > 0 ? arena_alloc(x->rq.arena, (size_t)n + 1, e) : NULL;
    *out = (Str){0};
    if (n > 0 && !p)
        return false;
    int got = p ? lws_hdr_custom_copy(x->wsi, p, n + 1, name_colon.p, length) : 0;
    if (got > 0)
        keep(out, x, (Str){p, (size_t)got});
    return true;
}

static void put_field(Buf *b, Str field)
{
    size_t equals = str_find_char(field, '=');
    if (b->n)
        buf_char(b, '&');
    request_encode(b, str_sub(field, 0, equals));
    if (equals == STR_NONE)
        return;
    buf_char(b, '=');
    request_encode(b, str_from_at(field, equals + 1));
}

static bool read_query(Exchange *x, Err *e)
{
    const int most = REQUEST_QUERY_MOST + 1;
    char     *room = arena_alloc(x->rq.arena, (size_t)most, e);
    if (!room)
        return false;
    Buf b = buf_open(x->rq.arena, (size_t)4 * REQUEST_QUERY_MOST);
    for (int i = 0;; i++) {
        int n = lws_hdr_copy_fragment(x->wsi, room, most, WSI_TOKEN_HTTP_URI_ARGS, i);
        if (n < 0)
            break;
        put_field(&b, (Str){room, (size_t)n});
    }
    return buf_done(&b, &x->rq.query, e);
}

static bool read_head(Exchange *x, Err *e)
{
    HttpRequest *rq = &x->rq;
    char         peer[64];
    const char  *name = lws_get_peer_simple(x->wsi, peer, sizeof peer);
    return header(&rq->host, x, WSI_TOKEN_HOST, e) &&
           header(&rq->origin, x, WSI_TOKEN_ORIGIN, e) &&
           header(&rq->cookie, x, WSI_TOKEN_HTTP_COOKIE, e) &&
           header(&rq->content_type, x, WSI_TOKEN_HTTP_CONTENT_TYPE, e) &&
           header(&rq->accept, x, WSI_TOKEN_HTTP_ACCEPT, e) &&
           header(&rq->user_agent, x, WSI_TOKEN_HTTP_USER_AGENT, e) &&
           header(&rq->if_none_match, x, WSI_TOKEN_HTTP_IF_NONE_MATCH, e) &&
           rare_header(&rq->sec_fetch_site, x, STR("sec-fetch-site:"), e) &&
           rare_header(&rq->marker, x, STR("x-auscult:"), e) &&
           str_copy(&rq->peer, rq->arena, str_from(name), e) && read_query(x, e);
}

bool exchange_open(Exchange **out, struct lws *wsi, HttpMethod method, Str path,
                   size_t body_bytes, size_t budget_bytes, Err *e)
{
    Arena    *arena = arena_new(EXCHANGE_OWN_BYTES + body_bytes + budget_bytes, e);
    Exchange *x = arena ? ARENA_NEW(arena, Exchange, e) : NULL;
    if (x) {
        x->wsi = wsi;
        x->rq.arena = arena;
        x->rq.method = method;
        x->body_room = body_bytes;
        x->body = arena_alloc(arena, body_bytes + 1, e);
    }
    if (!x || !x->body || !str_copy(&x->rq.path, arena, path, e) || !read_head(x, e)) {
        arena_free(arena);
        return false;
    }
    *out = x;
    return true;
}

void exchange_close(Exchange *x)
{
    if (x)
        arena_free(x->rq.arena);
}

bool exchange_take(Exchange *x, Str piece)
{
    if (piece.n > x->body_room - x->body_n)
        return false;
    if (piece.n)
        memcpy(x->body + x->body_n, piece.p, piece.n);
    x->body_n += piece.n;
    return true;
}

/* ---- the answer ---------------------------------------------------------------- */

static bool put(Exchange *x, Str name, Str value, unsigned char **at, unsigned char *end)
{
    char colon[72];
    if (name.n + 2 > sizeof colon)
        return false;
    memcpy(colon, name.p, name.n);
    memcpy(colon + name.n, ":", 2);
    return !lws_add_http_header_by_name(x->wsi, (const unsigned char *)colon,
                                        (const unsigned char *)(value.p ? value.p : ""),
                                        (int)value.n, at, end);
}

static bool put_head(Exchange *x, unsigned char **at, unsigned char *end)
{
    const HttpReply *r = &x->reply;
    bool ok = !lws_add_http_header_status(x->wsi, (unsigned)r->status, at, end);
    if (ok && r->content_type.n)
        ok = put(x, STR("content-type"), r->content_type, at, end);
    for (size_t i = 0; ok && i < r->n_headers; i++)
        ok = put(x, r->headers[i].name, r->headers[i].value, at, end);
    if (ok && x->closes)
        ok = put(x, STR("connection"), STR("close"), at, end);
    if (ok && reply_has_body(r))
        ok = !lws_add_http_header_content_length(x->wsi, r->body.n, at, end);
    return ok && !lws_finalize_http_header(x->wsi, at, end);
}

static bool sends_body(const Exchange *x)
{
    return reply_has_body(&x->reply) && x->rq.method != HTTP_HEAD && x->reply.body.n;
}

static ExchangeWritten write_head(Exchange *x, unsigned char *room)
{
    unsigned char *start = room + LWS_PRE, *end = room + EXCHANGE_SCRATCH_BYTES;
    unsigned char *at = start;
    if (!reply_is_sound(&x->reply) || !put_head(x, &at, end)) {
        reply_plain(&x->reply, 500, "The answer could not be written; try again.");
        at = start;
        if (!put_head(x, &at, end))
            return EXCHANGE_BROKEN;
    }
    bool ends = !sends_body(x);
    int  kind = LWS_WRITE_HTTP_HEADERS | (ends ? LWS_WRITE_H2_STREAM_END : 0);
    if (lws_write(x->wsi, start, (size_t)(at - start), (enum lws_write_protocol)kind) < 0)
        return EXCHANGE_BROKEN;
    x->head_sent = true;
    return ends ? EXCHANGE_ALL : EXCHANGE_MORE;
}

ExchangeWritten exchange_write(Exchange *x, unsigned char room[EXCHANGE_SCRATCH_BYTES])
{
    if (!x->head_sent)
        return write_head(x, room);
    Str  piece = str_sub(x->reply.body, x->sent, EXCHANGE_PIECE_BYTES);
    bool last = x->sent + piece.n == x->reply.body.n;
    memcpy(room + LWS_PRE, piece.p, piece.n);
    if (lws_write(x->wsi, room + LWS_PRE, piece.n,
                  last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < 0)
        return EXCHANGE_BROKEN;
    x->sent += piece.n;
    return last ? EXCHANGE_ALL : EXCHANGE_MORE;
}
