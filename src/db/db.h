/*
 * db/db.h - a database: statements with values, rows, transactions.
 *
 * SQL text lies in *_sql.h beside the module that owns the tables; values are bound,
 * never printed into it. Parameters are written $1, $2, ... so that the same text runs
 * on SQLite, which stands behind this header now, and on PostgreSQL.
 *
 *     if (!db_start(q, DB_ARGS(DB_TEXT(slug), DB_INT(3)), e))
 *         return false;
 *     for (bool row; db_next(&row, q, e);) {
 *         if (!row)
 *             return true;
 *         use(db_text(q, 0), db_real(q, 1));
 *     }
 *     return false;
 *
 * A file is opened distrustfully: its schema may call no function with side effects,
 * cells are checked for size as they are read, double-quoted text is a name and never a
 * string, nothing is memory-mapped, no other file can be attached.
 *
 * Memory  a Db and its queries end with the arena; SQLite's own memory lies outside the
 *         arena's budget (a page cache of 2 MiB and the largest row)
 * Threads one thread at a time per Db
 * Errors  ERR_STORE with the database's message; ERR_MISSING when the file is not
 *         there; ERR_BUSY when somebody else writes for longer than DB_WAIT_MS, or
 *         without memory
 * Limits  values of at most 64 MiB, 32 parameters
 * Source  docs/decisions/0008-search-and-content-db.md
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/str.h"

enum { DB_WAIT_MS = 2000, DB_ARGS_MAX = 32 };

typedef struct Db      Db;
typedef struct DbQuery DbQuery; /* a prepared statement; used again and again */

typedef enum DbMode {
    DB_FINISHED, /* read a file that nobody will write again */
    DB_SHARED, /* read and write, made when absent; readers do not wait for the writer */
    DB_MEMORY  /* in memory only; `path` is not used */
} DbMode;

MUST_USE bool db_open(Db **out, Arena *a, Str path, DbMode mode, Err *e);

/* Runs several statements without values, such as a schema. */
MUST_USE bool db_script(Db *d, Str sql, Err *e);

/* Prepares exactly one statement. */
MUST_USE bool db_prepare(DbQuery **out, Db *d, Str sql, Err *e);

typedef enum DbKind { DB_KIND_NULL, DB_KIND_TEXT, DB_KIND_INT, DB_KIND_REAL } DbKind;

typedef struct DbArg {
    DbKind  kind;
    Str     text;
    int64_t integer;
    double  real;
} DbArg;

#define DB_TEXT(s) ((DbArg){.kind = DB_KIND_TEXT, .text = (s)})
#define DB_INT(i)  ((DbArg){.kind = DB_KIND_INT, .integer = (i)})
#define DB_REAL(x) ((DbArg){.kind = DB_KIND_REAL, .real = (x)})
#define DB_NULL    ((DbArg){.kind = DB_KIND_NULL})
#define DB_ARGS(...)                                                                     \
    (DbArg[]){__VA_ARGS__}, sizeof((DbArg[]){__VA_ARGS__}) / sizeof(DbArg)
#define DB_NO_ARGS NULL, 0

/* Binds v[0] to $1 and so on (copied), from the beginning again if it was running.
   ERR_STORE when the number of values is not the number of parameters. */
MUST_USE bool db_start(DbQuery *q, const DbArg *v, size_t n, Err *e);
/* Steps to the next row. After the last one *row is false, and stays so. */
MUST_USE bool db_next(bool *row, DbQuery *q, Err *e);
/* Leaves the rows that remain, so that others may write. */
void db_stop(DbQuery *q);
/* Starts, passes over any rows, and stops. */
MUST_USE bool db_run(DbQuery *q, const DbArg *v, size_t n, Err *e);

/* Columns of the current row from 0; NULL reads as 0 or the empty text. A text is a view
   that lives until the next db_next(), db_start() or db_stop() of this query. */
Str     db_text(DbQuery *q, int column);
int64_t db_int(DbQuery *q, int column);
double  db_real(DbQuery *q, int column);
bool    db_is_null(DbQuery *q, int column);

/* From begin to commit all of it happens or nothing. Rollback of nothing is fine. */
MUST_USE bool db_begin(Db *d, Err *e);
MUST_USE bool db_commit(Db *d, Err *e);
void          db_rollback(Db *d);

/* The bytes that the database would have as a file (outside a transaction). */
MUST_USE bool db_image(Str *out, Arena *a, Db *d, Err *e);

#endif
