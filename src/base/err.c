/* base/err.c - the message is cut, never allocated, so an error cannot fail. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct ErrRow {
    int         http, exit_code;
    const char *name, *text;
} ErrRow;

static const ErrRow rows[ERR_COUNT] = {[ERR_NONE] = {200, 0, "NONE", "done"},
#define X(id, http_status, exit_status, meaning)                                         \
    [ERR_##id] = {http_status, exit_status, #id, meaning},
                                       ERR_TABLE(X)
#undef X
};

bool err_set_at(Err *e, ErrCode code, const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    e->code = code;
    e->file = file;
    e->line = line;
    vsnprintf(e->message, sizeof e->message, fmt, ap);
    va_end(ap);
    return false;
}

/* Puts `more` at `at`, cut to what fits; gives the new end. */
static size_t append(char whole[ERR_MESSAGE_MAX], size_t at, const char *more)
{
    size_t n = strlen(more), room = ERR_MESSAGE_MAX - 1 - at;
    if (n > room)
        n = room;
    memcpy(whole + at, more, n);
    whole[at + n] = '\0';
    return at + n;
}

bool err_wrap(Err *e, const char *fmt, ...)
{
    char    whole[ERR_MESSAGE_MAX];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(whole, sizeof whole, fmt, ap);
    va_end(ap);
    if (n < 0)
        return false;
    size_t at = (size_t)n < sizeof whole ? (size_t)n : sizeof whole - 1;
    at = append(whole, at, ": ");
    at = append(whole, at, e->message);
    memcpy(e->message, whole, at + 1);
    return false;
}

static const ErrRow *row(ErrCode code)
{
    return &rows[code >= ERR_NONE && code < ERR_COUNT ? code : ERR_IO];
}

int         err_http(ErrCode code) { return row(code)->http; }
int         err_exit(ErrCode code) { return row(code)->exit_code; }
const char *err_name(ErrCode code) { return row(code)->name; }
const char *err_text(ErrCode code) { return row(code)->text; }
