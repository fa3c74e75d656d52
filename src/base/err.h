/*
 * base/err.h - the one error type.
 *
 * A function that can fail returns bool and takes an Err as its last argument:
 * true means done, false means *e says why. The Err is a plain value on the
 * caller's stack: raising one allocates nothing, so it works when memory or
 * disk is exhausted, and two threads never share one.
 *
 *     if (!kb_open(&kb, arena, path, e))
 *         return err_wrap(e, "start-up");      "start-up: auscult.kb: ..."
 *
 * "Nothing found" is an answer, not an error: such functions succeed and give
 * NULL or an empty list. A message says what is wrong and what to do about it,
 * and names the file, line, route or term, never a patient's words.
 *
 * Memory  none; an Err is a value of about 430 bytes
 * Threads pure
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/attr.h"

#include <stdbool.h>

/* clang-format off */
/*   code       HTTP  exit  meaning; the text is shown when no message is safe */
#define ERR_TABLE(X)                                                                     \
    X(INPUT,    400,  2,    "the request or file is not valid")                          \
    X(MISSING,  404,  3,    "there is no such thing")                                    \
    X(AUTH,     403,  4,    "you are not allowed to do this")                            \
    X(CONFLICT, 409,  5,    "somebody changed this meanwhile")                           \
    X(LIMIT,    413,  6,    "this is larger than the configured limit")                  \
    X(CONTENT,  500,  7,    "a knowledge file is malformed")                             \
    X(STORE,    500,  8,    "the database refused")                                      \
    X(IO,       500,  9,    "a file or socket failed")                                   \
    X(BUSY,     503,  10,   "there is no room for this now; try again")                  \
    X(MODEL,    500,  11,   "the speech model is missing or failed")
/* clang-format on */

typedef enum ErrCode {
    ERR_NONE = 0,
#define X(name, http, exit_code, text) ERR_##name,
    ERR_TABLE(X)
#undef X
        ERR_COUNT
} ErrCode;

enum { ERR_MESSAGE_MAX = 400 }; /* bytes with the final NUL; longer text is cut */

typedef struct Err {
    ErrCode     code;
    const char *file; /* where it was raised; static storage */
    int         line;
    char        message[ERR_MESSAGE_MAX]; /* outermost context first */
} Err;

/* Raises an error; false, so that `return err_set(...)` reads as one thought. */
#define err_set(e, code, ...) err_set_at((e), (code), __FILE__, __LINE__, __VA_ARGS__)

bool err_set_at(Err *e, ErrCode code, const char *file, int line, const char *fmt, ...)
    PRINTF_LIKE(5, 6);

/* Puts "context: " before the message of an error already raised; false. */
bool err_wrap(Err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

int         err_http(ErrCode code); /* 200 for ERR_NONE */
int         err_exit(ErrCode code); /* 0 for ERR_NONE; the table is in docs/cli.md */
const char *err_name(ErrCode code); /* "INPUT"; "NONE" for ERR_NONE */
const char *err_text(ErrCode code); /* static, safe to show to anybody */

#endif
