/* tests/db/db_test.c - the contract of db/db.h, clause by clause. */
#include "db/db.h"

#include "harness/test.h"

#include <string.h>

static Db *memory(void **state, const char *schema)
{
    Err e = {0};
    Db *d = NULL;
    CHECK_OK(db_open(&d, test_arena(state), STR(""), DB_MEMORY, &e), &e);
    CHECK_OK(db_script(d, str_from(schema), &e), &e);
    return d;
}

static DbQuery *prepared(Db *d, const char *sql)
{
    Err      e = {0};
    DbQuery *q = NULL;
    CHECK_OK(db_prepare(&q, d, str_from(sql), &e), &e);
    return q;
}

static Str file_path(void **state, const char *name)
{
    Err e = {0};
    Str path = {0};
    CHECK_OK(os_path(&path, test_arena(state), test_folder(state), str_from(name), &e),
             &e);
    return path;
}

/* The single number a statement without values gives. */
static int64_t count(Db *d, const char *sql)
{
    Err      e = {0};
    bool     row = false;
    DbQuery *q = prepared(d, sql);
    CHECK_OK(db_start(q, DB_NO_ARGS, &e), &e);
    CHECK_OK(db_next(&row, q, &e), &e);
    CHECK(row);
    int64_t n = db_int(q, 0);
    db_stop(q);
    return n;
}

TEST(values_come_back_as_they_were_bound)
{
    Err  e = {0};
    bool row = false;
    Db  *d = memory(state, "CREATE TABLE t (a TEXT, b INTEGER, c REAL, d TEXT, e TEXT)");
    DbQuery *put = prepared(d, "INSERT INTO t VALUES ($1, $2, $3, $4, $5)");
    Str      odd = STR("a'b\"c\0d \xC3\xA9; DROP TABLE t");
    CHECK_OK(db_run(put,
                    DB_ARGS(DB_TEXT(odd), DB_INT(INT64_MIN), DB_REAL(0.1), DB_NULL,
                            DB_TEXT((Str){0})),
                    &e),
             &e);
    DbQuery *get = prepared(d, "SELECT a, b, c, d, e FROM t");
    CHECK_OK(db_start(get, DB_NO_ARGS, &e), &e);
    CHECK_OK(db_next(&row, get, &e), &e);
    CHECK(row && str_eq(db_text(get, 0), odd));
    CHECK(db_int(get, 1) == INT64_MIN);
    CHECK(db_real(get, 2) == 0.1);
    CHECK(db_is_null(get, 3) && db_text(get, 3).n == 0 && db_int(get, 3) == 0);
    CHECK(!db_is_null(get, 4) && db_text(get, 4).n == 0);
    CHECK_OK(db_next(&row, get, &e), &e);
    CHECK(!row);
    CHECK_OK(db_next(&row, get, &e), &e); /* and stays so */
    CHECK(!row);
}

TEST(parameters_are_bound_by_their_number_not_by_their_place)
{
    Err      e = {0};
    bool     row = false;
    Db      *d = memory(state, "");
    DbQuery *q = prepared(d, "SELECT $2, $1, $2");
    CHECK_OK(db_start(q, DB_ARGS(DB_INT(1), DB_INT(2)), &e), &e);
    CHECK_OK(db_next(&row, q, &e), &e);
    CHECK(db_int(q, 0) == 2 && db_int(q, 1) == 1 && db_int(q, 2) == 2);
}

TEST(a_wrong_number_of_values_is_refused)
{
    Err      e = {0};
    Db      *d = memory(state, "");
    DbQuery *q = prepared(d, "SELECT $1, $2");
    CHECK_ERR(db_start(q, DB_ARGS(DB_INT(1)), &e), &e, ERR_STORE);
    CHECK_SAYS(&e, "1 values were given for a statement with 2");
    DbQuery *gap = NULL;
    CHECK_ERR(db_prepare(&gap, d, STR("SELECT $1, $3"), &e), &e, ERR_STORE);
    CHECK_SAYS(&e, "no $2");
    CHECK_ERR(db_prepare(&gap, d, STR("SELECT ?"), &e), &e, ERR_STORE);
    CHECK(gap == NULL);
}

TEST(a_query_starts_again_from_the_beginning)
{
    Err      e = {0};
    bool     row = false;
    Db      *d = memory(state, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
    DbQuery *q = prepared(d, "SELECT a FROM t WHERE a >= $1 ORDER BY a");
    for (int64_t from = 1; from <= 3; from++) {
        CHECK_OK(db_start(q, DB_ARGS(DB_INT(from)), &e), &e);
        CHECK_OK(db_next(&row, q, &e), &e);
        CHECK(row && db_int(q, 0) == from);
    }
}

TEST(stopping_lets_the_table_be_dropped)
{
    Err      e = {0};
    bool     row = false;
    Db      *d = memory(state, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
    DbQuery *q = prepared(d, "SELECT a FROM t");
    CHECK_OK(db_start(q, DB_NO_ARGS, &e), &e);
    CHECK_OK(db_next(&row, q, &e), &e);
    CHECK(!db_script(d, STR("DROP TABLE t"), &e));
    db_stop(q);
    CHECK_OK(db_script(d, STR("DROP TABLE t"), &e), &e);
}

TEST(only_one_statement_can_be_prepared)
{
    Err      e = {0};
    Db      *d = memory(state, "");
    DbQuery *q = NULL;
    CHECK_ERR(db_prepare(&q, d, STR("SELECT 1; SELECT 2"), &e), &e, ERR_STORE);
    CHECK_ERR(db_prepare(&q, d, STR("  "), &e), &e, ERR_STORE);
    CHECK(q == NULL);
    CHECK_OK(db_prepare(&q, d, STR("SELECT 1; "), &e), &e);
}

TEST(the_databases_message_is_passed_on)
{
    Err e = {0};
    Db *d = memory(state, "CREATE TABLE t (a TEXT NOT NULL)");
    CHECK_ERR(db_script(d, STR("SELECT x FROM nowhere"), &e), &e, ERR_STORE);
    CHECK_SAYS(&e, "no such table: nowhere");
    DbQuery *q = prepared(d, "INSERT INTO t VALUES ($1)");
    CHECK_ERR(db_run(q, DB_ARGS(DB_NULL), &e), &e, ERR_STORE);
    CHECK_SAYS(&e, "NOT NULL constraint failed: t.a");
    CHECK_OK(db_run(q, DB_ARGS(DB_TEXT(STR("x"))), &e), &e); /* usable afterwards */
}

TEST(double_quoted_text_is_a_name)
{
    Err e = {0};
    Db *d = memory(state, "");
    CHECK_ERR(db_script(d, STR("SELECT \"leg\""), &e), &e, ERR_STORE);
}

TEST(no_other_file_can_be_attached)
{
    Err e = {0};
    Db *d = memory(state, "");
    CHECK_ERR(db_script(d, STR("ATTACH ':memory:' AS other"), &e), &e, ERR_STORE);
}

TEST(the_schema_cannot_be_tampered_with)
{
    Err e = {0};
    Db *d = memory(state, "CREATE TABLE t (a); PRAGMA writable_schema = ON");
    CHECK_ERR(db_script(d, STR("UPDATE sqlite_schema SET sql = ''"), &e), &e, ERR_STORE);
    CHECK(count(d, "PRAGMA trusted_schema") == 0);
    CHECK(count(d, "PRAGMA cell_size_check") == 1);
}

TEST(a_rollback_undoes_and_a_commit_keeps)
{
    Err e = {0};
    Db *d = memory(state, "CREATE TABLE t (a)");
    CHECK_OK(db_begin(d, &e), &e);
    CHECK_OK(db_script(d, STR("INSERT INTO t VALUES (1)"), &e), &e);
    db_rollback(d);
    CHECK(count(d, "SELECT count(*) FROM t") == 0);
    CHECK_OK(db_begin(d, &e), &e);
    CHECK_OK(db_script(d, STR("INSERT INTO t VALUES (1)"), &e), &e);
    CHECK_OK(db_commit(d, &e), &e);
    db_rollback(d); /* of nothing */
    CHECK(count(d, "SELECT count(*) FROM t") == 1);
}

TEST(a_shared_file_keeps_what_was_committed_and_makes_a_second_writer_wait)
{
    Err    e = {0};
    Db    *first = NULL, *second = NULL;
    Str    path = file_path(state, "record.db");
    Arena *a = arena_new(1 * MIB, &e);
    CHECK_OK(db_open(&first, a, path, DB_SHARED, &e), &e);
    CHECK_OK(db_script(first, STR("CREATE TABLE t (a)"), &e), &e);
    CHECK_OK(db_open(&second, test_arena(state), path, DB_SHARED, &e), &e);
    CHECK_OK(db_begin(first, &e), &e);
    CHECK_OK(db_script(first, STR("INSERT INTO t VALUES (1)"), &e), &e);
    CHECK(count(second, "SELECT count(*) FROM t") == 0); /* reads without waiting */
    CHECK_ERR(db_begin(second, &e), &e, ERR_BUSY);
    CHECK_SAYS(&e, "somebody else is writing");
    CHECK_OK(db_commit(first, &e), &e);
    arena_free(a);
    CHECK(count(second, "SELECT count(*) FROM t") == 1);
}

TEST(an_image_written_to_a_file_opens_as_finished)
{
    Err e = {0};
    Str image = {0}, again = {0}, path = file_path(state, "odd name %41?#.db");
    Db *d = memory(state, "CREATE TABLE t (a); INSERT INTO t VALUES (7)"), *back = NULL;
    CHECK_OK(db_image(&image, test_arena(state), d, &e), &e);
    CHECK_OK(db_image(&again, test_arena(state), d, &e), &e);
    CHECK(str_eq(image, again));
    CHECK_OK(os_write_file(path, image, &e), &e);
    CHECK_OK(db_open(&back, test_arena(state), path, DB_FINISHED, &e), &e);
    CHECK(count(back, "SELECT a FROM t") == 7);
    CHECK_ERR(db_script(back, STR("INSERT INTO t VALUES (8)"), &e), &e, ERR_STORE);
}

TEST(a_missing_file_is_missing_and_not_made)
{
    Err e = {0};
    Db *d = NULL;
    Str path = file_path(state, "absent.db");
    CHECK_ERR(db_open(&d, test_arena(state), path, DB_FINISHED, &e), &e, ERR_MISSING);
    CHECK_SAYS(&e, "absent.db");
    CHECK(d == NULL && !os_exists(path));
}

TEST(a_file_that_is_no_database_is_refused)
{
    Err e = {0};
    Db *d = NULL;
    test_write(state, test_folder(state), "notes.db",
               "this is a text, not a database, "
               "and it is long enough to be read");
    bool ok =
        db_open(&d, test_arena(state), file_path(state, "notes.db"), DB_FINISHED, &e) &&
        db_script(d, STR("SELECT * FROM sqlite_schema"), &e);
    CHECK_ERR(ok, &e, ERR_STORE);
    CHECK_SAYS(&e, "restore it from a backup");
}

/* Mutation: a damaged file gives rows or an error, and never worse. */
TEST(damaged_files_are_read_or_refused)
{
    Err e = {0};
    Str image = {0}, path = file_path(state, "damaged.db");
    Db *d = memory(state, "CREATE VIRTUAL TABLE t USING fts5(a);"
                          "INSERT INTO t VALUES ('leg cramps at night'), ('calf pain')");
    CHECK_OK(db_image(&image, test_arena(state), d, &e), &e);
    for (int round = 0; round < 300; round++) {
        Arena *a = arena_new(8 * MIB, &e);
        Str    copy = {0};
        Db    *back = NULL;
        CHECK_OK(str_copy(&copy, a, image, &e), &e);
        char *bytes = ARENA_ARRAY(a, char, copy.n, &e);
        memcpy(bytes, copy.p, copy.n);
        for (int k = 0; k < 8; k++)
            bytes[test_random() % copy.n] = (char)test_random();
        CHECK_OK(os_write_file(path, (Str){bytes, copy.n}, &e), &e);
        e = (Err){0};
        bool ok = db_open(&back, a, path, DB_FINISHED, &e) &&
                  db_script(back, STR("SELECT * FROM t WHERE t MATCH '\"leg\"'"), &e);
        CHECK(ok || e.code == ERR_STORE || e.code == ERR_BUSY);
        arena_free(a);
    }
}

TEST(running_out_of_memory_changes_nothing)
{
    (void)state;
    bool ok = false;
    Str  image = {0};
    for (size_t nth = 1; !ok; nth++) {
        Err      e = {0};
        Arena   *a = arena_new(8 * MIB, &e);
        Db      *d = NULL;
        DbQuery *q = NULL;
        arena_fail_at(nth);
        ok = db_open(&d, a, STR(""), DB_MEMORY, &e) &&
             db_script(d, STR("CREATE TABLE t (a)"), &e) &&
             db_prepare(&q, d, STR("INSERT INTO t VALUES ($1)"), &e) &&
             db_run(q, DB_ARGS(DB_INT(1)), &e) && db_image(&image, a, d, &e);
        arena_fail_at(0);
        CHECK(ok || e.code == ERR_BUSY);
        arena_free(a);
    }
}

TEST_MAIN("db/db", cmocka_unit_test(values_come_back_as_they_were_bound),
          cmocka_unit_test(parameters_are_bound_by_their_number_not_by_their_place),
          cmocka_unit_test(a_wrong_number_of_values_is_refused),
          cmocka_unit_test(a_query_starts_again_from_the_beginning),
          cmocka_unit_test(stopping_lets_the_table_be_dropped),
          cmocka_unit_test(only_one_statement_can_be_prepared),
          cmocka_unit_test(the_databases_message_is_passed_on),
          cmocka_unit_test(double_quoted_text_is_a_name),
          cmocka_unit_test(no_other_file_can_be_attached),
          cmocka_unit_test(the_schema_cannot_be_tampered_with),
          cmocka_unit_test(a_rollback_undoes_and_a_commit_keeps),
          cmocka_unit_test(
              a_shared_file_keeps_what_was_committed_and_makes_a_second_writer_wait),
          cmocka_unit_test(an_image_written_to_a_file_opens_as_finished),
          cmocka_unit_test(a_missing_file_is_missing_and_not_made),
          cmocka_unit_test(a_file_that_is_no_database_is_refused),
          cmocka_unit_test(damaged_files_are_read_or_refused),
          cmocka_unit_test(running_out_of_memory_changes_nothing))
