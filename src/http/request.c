/*
 * http/request.c - refuse what two readers could understand in two ways.
 *
 * A proxy in front of us and the library below us must agree where a request ends. Both
 * accept more than the standard; we accept less: one plain decimal length, no transfer
 * encoding, one Host. Chunked uploads are therefore answered with 411.
 *
 * The library also takes an encoded line break in an address for the end of the request
 * line, so that a link on another site could write headers of its own ("/a%0aOrigin:
 * ..."). Such a line has lost its version: a request without one is refused.
 */
#include "http/request.h"

#include "base/utf8.h"

#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_alnum(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A path that begins with '/' and climbs nowhere. Control characters and backslashes
   have no business in our addresses and mean different things to different readers. */
static bool path_is_good(Str path)
{
    if (!path.n || path.p[0] != '/' || utf8_fault(path) != STR_NONE)
        return false;
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.p[i] < 0x20 || path.p[i] == 0x7f || path.p[i] == '\\')
            return false;
    Str rest = path, part;
    while (str_next(&rest, '/', &part))
        if (str_is(part, "..") || str_is(part, "."))
            return false;
    return true;
}

static bool port_is_good(Str port)
{
    if (port.n < 1 || port.n > 5)
        return false;
    for (size_t i = 0; i < port.n; i++)
        if (!is_digit(port.p[i]))
            return false;
    return true;
}

static bool host_char_is_good(char c, bool bracketed)
{
    return is_alnum(c) || c == '.' || (bracketed ? c == ':' : c == '-' || c == '_');
}

bool request_host_is_good(Str host)
{
    bool   bracketed = host.n && host.p[0] == '[';
    size_t end = str_find_char(host, bracketed ? ']' : ':');
    if (bracketed && end == STR_NONE)
        return false;
    Str name = str_sub(host, bracketed, (end == STR_NONE ? host.n : end) - bracketed);
    Str after = end == STR_NONE ? (Str){0} : str_from_at(host, end + bracketed);
    if (!name.n || name.n > 253)
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (!host_char_is_good(name.p[i], bracketed))
            return false;
    return !after.n || (after.p[0] == ':' && port_is_good(str_from_at(after, 1)));
}

/* Digits only: no sign, no space, no list; at most 15 of them cannot overflow. */
static bool length_is_good(size_t *bytes, Str text)
{
    *bytes = 0;
    if (text.n < 1 || text.n > 15)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (!is_digit(text.p[i]))
            return false;
        *bytes = *bytes * 10 + (size_t)(text.p[i] - '0');
    }
    return true;
}

Refusal request_judge(size_t *body_bytes, const RequestHead *h)
{
    *body_bytes = 0;
    if (!str_is(h->version, "HTTP/1.1") && !str_is(h->version, "HTTP/1.0"))
        return (Refusal){400,
                         "The first line does not end with HTTP/1.1; the address may "
                         "contain a line break."};
    if (h->transfer_encoding.p && h->content_length.p)
        return (Refusal){400, "A request has a Content-Length or a Transfer-Encoding, "
                              "not both; send the length only."};
    if (h->transfer_encoding.p)
        return (Refusal){411, "Send the body with a Content-Length; a transfer encoding "
                              "is not accepted here."};
    if (h->content_length.p && !length_is_good(body_bytes, h->content_length))
        return (Refusal){400, "The Content-Length is not one plain number; send it once, "
                              "in digits."};
    if (!request_host_is_good(h->host))
        return (Refusal){400, "The Host header is missing, repeated or not a host name; "
                              "send the name you connected to."};
    if (h->path.n > REQUEST_PATH_MOST || h->query.n > REQUEST_QUERY_MOST)
        return (Refusal){414, "The address is too long; send long text in the body."};
    if (!path_is_good(h->path))
        return (Refusal){400, "The address is not well formed; open the start page and "
                              "follow a link from there."};
    if (h->content_encoding.p && !str_eq_nocase(h->content_encoding, STR("identity")))
        return (Refusal){415, "Send the body as it is; a compressed body is not accepted "
                              "here."};
    return (Refusal){0};
}

/* ---- fields -------------------------------------------------------------------- */

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The byte behind raw.p[at] == '%', or -1. */
static int escaped_byte(Str raw, size_t at)
{
    int high = at + 2 < raw.n ? hex_value(raw.p[at + 1]) : -1;
    int low = high >= 0 ? hex_value(raw.p[at + 2]) : -1;
    return low >= 0 ? high * 16 + low : -1;
}

bool request_decode(Str *out, Arena *a, Str raw, bool plus_is_space, Err *e)
{
    char *p = arena_alloc(a, raw.n + 1, e);
    if (!p)
        return false;
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];
        if (c == '%') {
            int byte = escaped_byte(raw, i);
            if (byte < 0)
                return err_set(
                    e, ERR_INPUT,
                    "a percent sign is not followed by two hexadecimal digits; "
                    "write it as %%25");
            c = (char)byte;
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        p[n++] = c;
    }
    Str decoded = {p, n};
    if (utf8_fault(decoded) != STR_NONE)
        return err_set(e, ERR_INPUT, "the field is not UTF-8 text; send it as UTF-8");
    *out = decoded;
    return true;
}

void request_encode(Buf *b, Str decoded)
{
    for (size_t i = 0; i < decoded.n; i++) {
        char c = decoded.p[i];
        if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~')
            buf_char(b, c);
        else
            buf_fmt(b, "%%%02X", (unsigned char)c);
    }
}

/* The first field called `name` of "a=1&b=2". A name that does not decode is another. */
static bool field(Str *out, Arena *a, Str fields, const char *name, Err *e)
{
    Str rest = fields, pair = {0}, found = {0};
    *out = (Str){0};
    while (str_next(&rest, '&', &pair)) {
        size_t equals = str_find_char(pair, '=');
        size_t end = equals == STR_NONE ? pair.n : equals;
        Err    ignored;
        if (!request_decode(&found, a, str_sub(pair, 0, end), true, &ignored)) {
            if (ignored.code != ERR_INPUT)
                return err_set(e, ignored.code, "%s", ignored.message);
            continue;
        }
        if (!str_is(found, name))
            continue;
        if (!request_decode(&found, a, str_from_at(pair, end + 1), true, e))
            return err_wrap(e, "%s", name);
        *out = found;
        return true;
    }
    return true;
}

bool http_query(Str *out, const HttpRequest *rq, const char *name, Err *e)
{
    return field(out, rq->arena, rq->query, name, e);
}

static bool is_form(Str content_type)
{
    size_t semicolon = str_find_char(content_type, ';');
    Str    kind = str_trim(str_sub(content_type, 0, semicolon));
    return str_eq_nocase(kind, STR("application/x-www-form-urlencoded"));
}

bool http_form(Str *out, const HttpRequest *rq, const char *name, Err *e)
{
    if (!is_form(rq->content_type))
        return err_set(e, ERR_INPUT,
                       "the body is not a form; send it as "
                       "application/x-www-form-urlencoded");
    return field(out, rq->arena, rq->body, name, e);
}

Str http_cookie(const HttpRequest *rq, const char *name)
{
    Str rest = rq->cookie, pair = {0};
    while (str_next(&rest, ';', &pair)) {
        pair = str_trim(pair);
        size_t equals = str_find_char(pair, '=');
        if (equals != STR_NONE && str_is(str_sub(pair, 0, equals), name))
            return str_from_at(pair, equals + 1);
    }
    return (Str){0};
}
