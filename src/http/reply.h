/*
 * http/reply.h - private to http: what may stand in an answer.
 *
 * Threads pure
 */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "http/http.h"

/* One plain sentence as the answer, with the headers every answer of ours carries. */
void reply_plain(HttpReply *r, int status, const char *sentence);

/* Whether status, content type and headers can be written as they are. */
bool reply_is_sound(const HttpReply *r);

/* 1xx, 204 and 304 have no body and announce none. */
bool reply_has_body(const HttpReply *r);

#endif
