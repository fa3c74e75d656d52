/*
 * http/request.h - private to http: what a request line and its headers must be.
 *
 * Pure judgement over text, apart from the library that reads sockets, so that each
 * refusal can be tested by itself.
 *
 * Threads pure
 * Limits  REQUEST_PATH_MOST, REQUEST_QUERY_MOST bytes after decoding
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/buf.h"
#include "http/http.h"

enum { REQUEST_PATH_MOST = 2048, REQUEST_QUERY_MOST = 8192 };

/* A header that came twice has its values joined by a comma. */
typedef struct RequestHead {
    Str version, path, query, host;
    Str content_length, transfer_encoding, content_encoding;
} RequestHead;

typedef struct Refusal {
    int         status; /* 0: the request may go on */
    const char *why;    /* one sentence for the one who sent it */
} Refusal;

/* *body_bytes is the length announced; 0 without Content-Length. */
Refusal request_judge(size_t *body_bytes, const RequestHead *head);

/* "name[:port]", "192.0.2.1[:port]" or "[address]:port". */
bool request_host_is_good(Str host);

/* Undoes %XX and, when `plus_is_space`, '+'. ERR_INPUT unless the result is text. */
MUST_USE bool request_decode(Str *out, Arena *a, Str raw, bool plus_is_space, Err *e);

/* Writes a decoded field name or value so that request_decode() gives it back. */
void request_encode(Buf *b, Str decoded);

#endif
