/*
 * fuzz/fuzz_http.c - request lines, headers, queries, forms and cookies.
 *
 * A head that is accepted has a path that climbs nowhere and a length of digits alone;
 * any text that is encoded is decoded to itself; a field is good text or is refused.
 * The input's lines are: version, path, query, Host, length, transfer encoding, content
 * encoding, cookie; the rest is the body.
 */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "http/request.h"

enum { INPUT_MOST = 16384, LINES = 8 };

typedef struct Lines {
    Str v[LINES], body;
} Lines;

static Lines split(Str s)
{
    Lines l = {0};
    Str   rest = s;
    for (size_t i = 0; i < LINES; i++) {
        Str line = {0};
        if (!str_next(&rest, '\n', &line))
            break;
        if (line.n) /* an absent header has no p */
            l.v[i] = line;
    }
    l.body = rest.p ? rest : (Str){0};
    return l;
}

static void claim_head(const Lines *l)
{
    size_t      body_bytes = 0;
    RequestHead head = {.version = l->v[0],
                        .path = l->v[1],
                        .query = l->v[2],
                        .host = l->v[3],
                        .content_length = l->v[4],
                        .transfer_encoding = l->v[5],
                        .content_encoding = l->v[6]};
    Refusal     r = request_judge(&body_bytes, &head);
    if (r.status) {
        CLAIM(r.status >= 400 && r.status < 500 && r.why && r.why[0]);
        return;
    }
    CLAIM(head.path.p[0] == '/' && utf8_fault(head.path) == STR_NONE);
    CLAIM(head.path.n <= REQUEST_PATH_MOST && head.query.n <= REQUEST_QUERY_MOST);
    CLAIM(str_find(head.path, STR("/../")) == STR_NONE);
    CLAIM(!str_ends(head.path, STR("/..")) && !str_ends(head.path, STR("/.")));
    CLAIM(request_host_is_good(head.host) && !head.transfer_encoding.p);
    CLAIM(head.content_length.p || body_bytes == 0);
    CLAIM(body_bytes < 1000000000000000u);
}

static void claim_decoding(Arena *a, Str raw)
{
    Err e = {0};
    Str text = {0}, encoded = {0}, again = {0};
    if (!request_decode(&text, a, raw, true, &e)) {
        fuzz_claim_error(&e);
        return;
    }
    CLAIM(text.n <= raw.n && utf8_fault(text) == STR_NONE);
    Buf b = buf_open(a, 1 * MIB);
    request_encode(&b, text);
    CLAIM_OK(buf_done(&b, &encoded, &e), &e);
    CLAIM_OK(request_decode(&again, a, encoded, true, &e), &e);
    CLAIM(str_eq(again, text));
    CLAIM_OK(request_decode(&again, a, encoded, false, &e), &e);
    CLAIM(str_eq(again, text));
}

static void claim_field(bool taken, Str value, Str from, const Err *e)
{
    if (!taken)
        fuzz_claim_error(e);
    else
        CLAIM(value.n <= from.n && utf8_fault(value) == STR_NONE);
}

static void claim_fields(Arena *a, const Lines *l)
{
    static const char *const names[] = {"q", "age", "remark", "csrf", ""};
    HttpRequest              rq = {.query = l->v[2],
                                   .cookie = l->v[7],
                                   .body = l->body,
                                   .content_type = STR("application/x-www-form-urlencoded"),
                                   .arena = a};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Err e = {0};
        Str value = {0};
        claim_field(http_query(&value, &rq, names[i], &e), value, rq.query, &e);
        claim_field(http_form(&value, &rq, names[i], &e), value, rq.body, &e);
        Str cookie = http_cookie(&rq, names[i]);
        CLAIM(!cookie.p || (cookie.p >= rq.cookie.p &&
                            cookie.p + cookie.n <= rq.cookie.p + rq.cookie.n));
        CLAIM(str_find_char(cookie, ';') == STR_NONE);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_MOST)
        return 0;
    Arena *a = fuzz_arena(16 * MIB);
    Lines  l = split((Str){(const char *)data, size});
    claim_head(&l);
    claim_decoding(a, l.v[2]);
    claim_decoding(a, l.body);
    claim_fields(a, &l);
    arena_free(a);
    return 0;
}
