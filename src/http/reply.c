/*
 * http/reply.c - headers are checked when they are added and again before they leave:
 * a line break in a value would let its author write headers and pages of his own.
 */
#include "http/reply.h"

#include <string.h>

static bool is_token_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool name_is_good(Str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!is_token_char(name.p[i]))
            return false;
    return name.n > 0 && name.n <= 64;
}

static bool value_is_good(Str value)
{
    for (size_t i = 0; i < value.n; i++) {
        unsigned char c = (unsigned char)value.p[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return value.n <= 4096;
}

bool http_header(HttpReply *r, Str name, Str value, Err *e)
{
    if (!name_is_good(name))
        return err_set(e, ERR_INPUT,
                       "a reply header's name is not a word of at most 64 "
                       "letters; name it as HTTP does");
    if (!value_is_good(value))
        return err_set(e, ERR_INPUT,
                       STR_F
                       ": the value has a control character or more than 4096 bytes; "
                       "encode it first",
                       STR_A(name));
    if (r->n_headers == HTTP_HEADERS_MOST)
        return err_set(e, ERR_LIMIT, "a reply has more than %d headers",
                       HTTP_HEADERS_MOST);
    r->headers[r->n_headers++] = (HttpHeader){name, value};
    return true;
}

void reply_plain(HttpReply *r, int status, const char *sentence)
{
    *r = (HttpReply){.status = status,
                     .content_type = STR("text/plain; charset=utf-8"),
                     .body = str_from(sentence),
                     .headers = {{STR("cache-control"), STR("no-store")},
                                 {STR("x-content-type-options"), STR("nosniff")},
                                 {STR("content-security-policy"),
                                  STR("default-src 'none'; frame-ancestors 'none'")},
                                 {STR("referrer-policy"), STR("no-referrer")}},
                     .n_headers = 4};
}

bool reply_is_sound(const HttpReply *r)
{
    bool sound = r->status >= 200 && r->status <= 599 &&
                 r->n_headers <= HTTP_HEADERS_MOST && value_is_good(r->content_type);
    for (size_t i = 0; sound && i < r->n_headers; i++)
        sound = name_is_good(r->headers[i].name) && value_is_good(r->headers[i].value);
    return sound;
}

bool reply_has_body(const HttpReply *r) { return r->status != 204 && r->status != 304; }
