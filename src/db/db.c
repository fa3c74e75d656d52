/*
 * db/db.c - SQLite behind db/db.h.
 *
 * SQLite is compiled with threading mode 2, so a connection carries no locks; the
 * server gives each worker its own. A finished file is opened as immutable: no lock
 * files, and it may lie on a medium that cannot be written. Replacing such a file by a
 * rename leaves open connections on the old one.
 *
 * "$1" is a name to SQLite, numbered by first appearance, hence the look-up by name.
 */
#include "db/db.h"

#include "base/buf.h"
#include "base/num.h"
#include "base/os.h"

#include <assert.h>
#include <sqlite3.h>
#include <string.h>

struct Db {
    Arena   *arena;
    sqlite3 *handle;
    DbQuery *queries; /* ours only: full-text tables keep statements of their own */
    Str      name;    /* for messages */
};

struct DbQuery {
    DbQuery      *next;
    Db           *db;
    sqlite3_stmt *handle;
    bool          is_running, has_row, lost_text;
    int           n_parameters;
    int           place[DB_ARGS_MAX]; /* SQLite's number of $1, $2, ... */
};

static bool refused(const Db *d, Err *e)
{
    int code = sqlite3_errcode(d->handle) & 0xFF;
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return err_set(e, ERR_BUSY,
                       STR_F ": somebody else is writing to it; try again in a moment",
                       STR_A(d->name));
    if (code == SQLITE_NOMEM)
        return err_set(e, ERR_BUSY, STR_F ": no memory for this; try again",
                       STR_A(d->name));
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        return err_set(e, ERR_STORE,
                       STR_F ": %s; build it again or restore it from a backup",
                       STR_A(d->name), sqlite3_errmsg(d->handle));
    return err_set(e, ERR_STORE, STR_F ": the database refused: %s", STR_A(d->name),
                   sqlite3_errmsg(d->handle));
}

/* ---- opening ------------------------------------------------------------------- */

static void close_all(void *p)
{
    Db *d = p;
    for (DbQuery *q = d->queries; q; q = q->next)
        sqlite3_finalize(q->handle);
    int code = sqlite3_close(d->handle);
    assert(code == SQLITE_OK);
}

/* file:PATH?immutable=1, with the characters escaped that mean something there. */
static bool address_of(Str *out, Arena *a, Str path, Err *e)
{
    Buf b = buf_open(a, 16 * KIB);
    buf_text(&b, "file:");
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i];
        if (c == '%' || c == '?' || c == '#')
            buf_fmt(&b, "%%%02X", c);
        else
            buf_char(&b, (char)c);
    }
    buf_text(&b, "?immutable=1");
    return buf_done(&b, out, e);
}

static bool connect(Db *d, Str path, DbMode mode, Err *e)
{
    Str address = path;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (mode == DB_FINISHED) {
        flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
        if (!os_exists(path))
            return err_set(e, ERR_MISSING, STR_F ": there is no such file", STR_A(path));
        if (!address_of(&address, d->arena, path, e))
            return false;
    } else {
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        if (!str_copy(&address, d->arena, mode == DB_MEMORY ? STR(":memory:") : path, e))
            return false;
    }
    int code = sqlite3_open_v2(address.p, &d->handle, flags, NULL);
    if (!d->handle)
        return err_set(e, ERR_BUSY, STR_F ": no memory to open it; try again",
                       STR_A(path));
    if (!arena_defer(d->arena, close_all, d, e))
        return false;
    return code == SQLITE_OK || refused(d, e);
}

static bool harden(Db *d, DbMode mode, Err *e)
{
    static const int switches[][2] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0}};
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
        if (sqlite3_db_config(d->handle, switches[i][0], switches[i][1], NULL))
            return refused(d, e);
    sqlite3_limit(d->handle, SQLITE_LIMIT_LENGTH, (int)(64 * MIB));
    sqlite3_limit(d->handle, SQLITE_LIMIT_SQL_LENGTH, (int)(256 * KIB));
    sqlite3_limit(d->handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(d->handle, SQLITE_LIMIT_VARIABLE_NUMBER, DB_ARGS_MAX);
    sqlite3_busy_timeout(d->handle, DB_WAIT_MS);
    if (!db_script(d,
                   STR("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
                       "PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;"),
                   e))
        return false;
    if (mode != DB_SHARED)
        return true;
    return db_script(d, STR("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"), e);
}

bool db_open(Db **out, Arena *a, Str path, DbMode mode, Err *e)
{
    Db *d = ARENA_NEW(a, Db, e);
    if (!d)
        return false;
    *d = (Db){.arena = a};
    if (!str_copy(&d->name, a, mode == DB_MEMORY ? STR("memory") : path, e) ||
        !connect(d, path, mode, e) || !harden(d, mode, e))
        return false;
    *out = d;
    return true;
}

/* ---- statements ---------------------------------------------------------------- */

/* Runs one statement to its end, whatever rows it gives. */
static bool run_once(Db *d, sqlite3_stmt *s, Err *e)
{
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(s);
    bool done = code == SQLITE_DONE || refused(d, e);
    sqlite3_finalize(s);
    return done;
}

bool db_script(Db *d, Str sql, Err *e)
{
    while (sql.n > 0) {
        sqlite3_stmt *s = NULL;
        const char   *rest = NULL;
        if (sqlite3_prepare_v3(d->handle, sql.p, (int)sql.n, 0, &s, &rest))
            return refused(d, e);
        if (s && !run_once(d, s, e))
            return false;
        sql = str_span(rest, sql.p + sql.n);
    }
    return true;
}

static bool find_places(DbQuery *q, Err *e)
{
    int n = sqlite3_bind_parameter_count(q->handle);
    for (int i = 0; i < n; i++) {
        char room[NUM_TEXT_MAX], name[NUM_TEXT_MAX + 1] = "$";
        Str  digits = num_int_text(room, i + 1);
        memcpy(name + 1, digits.p, digits.n);
        q->place[i] = sqlite3_bind_parameter_index(q->handle, name);
        if (q->place[i] == 0)
            return err_set(e, ERR_STORE,
                           "a statement has %d parameters but no %s; number them from $1 "
                           "without a gap",
                           n, name);
    }
    q->n_parameters = n;
    return true;
}

bool db_prepare(DbQuery **out, Db *d, Str sql, Err *e)
{
    const char *rest = NULL;
    DbQuery    *q = ARENA_NEW(d->arena, DbQuery, e);
    if (!q)
        return false;
    *q = (DbQuery){.db = d};
    if (sqlite3_prepare_v3(d->handle, sql.p, (int)sql.n, SQLITE_PREPARE_PERSISTENT,
                           &q->handle, &rest))
        return refused(d, e);
    q->next = d->queries;
    d->queries = q;
    if (!q->handle || str_trim(str_span(rest, sql.p + sql.n)).n > 0)
        return err_set(e, ERR_STORE,
                       STR_F ": exactly one statement can be prepared; use db_script()",
                       STR_A(d->name));
    if (!find_places(q, e))
        return false;
    *out = q;
    return true;
}

static int bind(const DbQuery *q, size_t i, const DbArg *arg)
{
    int at = q->place[i];
    switch (arg->kind) {
    case DB_KIND_TEXT:
        return sqlite3_bind_text64(q->handle, at, arg->text.p ? arg->text.p : "",
                                   arg->text.n, SQLITE_TRANSIENT, SQLITE_UTF8);
    case DB_KIND_INT: return sqlite3_bind_int64(q->handle, at, arg->integer);
    case DB_KIND_REAL: return sqlite3_bind_double(q->handle, at, arg->real);
    case DB_KIND_NULL: break;
    }
    return sqlite3_bind_null(q->handle, at);
}

bool db_start(DbQuery *q, const DbArg *v, size_t n, Err *e)
{
    db_stop(q);
    if (n != (size_t)q->n_parameters)
        return err_set(e, ERR_STORE, "%zu values were given for a statement with %d", n,
                       q->n_parameters);
    for (size_t i = 0; i < n; i++)
        if (bind(q, i, &v[i]))
            return refused(q->db, e);
    q->is_running = true;
    return true;
}

bool db_next(bool *row, DbQuery *q, Err *e)
{
    if (q->lost_text) {
        db_stop(q);
        return err_set(e, ERR_BUSY, STR_F ": no memory for a row; try again",
                       STR_A(q->db->name));
    }
    int code = q->is_running ? sqlite3_step(q->handle) : SQLITE_DONE;
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        refused(q->db, e);
        db_stop(q);
        return false;
    }
    *row = code == SQLITE_ROW;
    if (!*row)
        db_stop(q);
    q->has_row = *row;
    return true;
}

void db_stop(DbQuery *q)
{
    sqlite3_reset(q->handle);
    sqlite3_clear_bindings(q->handle);
    q->is_running = q->has_row = q->lost_text = false;
}

bool db_run(DbQuery *q, const DbArg *v, size_t n, Err *e)
{
    bool row = db_start(q, v, n, e);
    if (!row)
        return false;
    while (row)
        if (!db_next(&row, q, e))
            return false;
    return true;
}

/* ---- rows ---------------------------------------------------------------------- */

Str db_text(DbQuery *q, int column)
{
    assert(q->has_row);
    if (sqlite3_column_type(q->handle, column) == SQLITE_NULL)
        return (Str){0};
    const unsigned char *p = sqlite3_column_text(q->handle, column);
    if (!p) { /* told by the next db_next(), so that a row is never silently empty */
        q->lost_text = true;
        return (Str){0};
    }
    return (Str){(const char *)p, (size_t)sqlite3_column_bytes(q->handle, column)};
}

int64_t db_int(DbQuery *q, int column)
{
    assert(q->has_row);
    return sqlite3_column_int64(q->handle, column);
}

double db_real(DbQuery *q, int column)
{
    assert(q->has_row);
    return sqlite3_column_double(q->handle, column);
}

bool db_is_null(DbQuery *q, int column)
{
    assert(q->has_row);
    return sqlite3_column_type(q->handle, column) == SQLITE_NULL;
}

/* ---- transactions and images --------------------------------------------------- */

/* IMMEDIATE: who cannot write learns it here and not half-way. */
bool db_begin(Db *d, Err *e) { return db_script(d, STR("BEGIN IMMEDIATE"), e); }
bool db_commit(Db *d, Err *e) { return db_script(d, STR("COMMIT"), e); }

void db_rollback(Db *d)
{
    Err ignored = {0}; /* SQLite has rolled back by itself when this fails */
    if (!sqlite3_get_autocommit(d->handle) && !db_script(d, STR("ROLLBACK"), &ignored))
        assert(sqlite3_get_autocommit(d->handle));
}

bool db_image(Str *out, Arena *a, Db *d, Err *e)
{
    sqlite3_int64  n = 0;
    unsigned char *bytes = sqlite3_serialize(d->handle, "main", &n, 0);
    if (!bytes)
        return err_set(e, ERR_BUSY, STR_F ": no memory for its image; try again",
                       STR_A(d->name));
    Str  view = {(const char *)bytes, (size_t)n};
    bool copied = str_copy(out, a, view, e);
    sqlite3_free(bytes);
    return copied;
}
