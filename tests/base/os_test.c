/* tests/base/os_test.c - os.h and log.h: files are whole or absent, and errors say why.
 */
#include "base/log.h"
#include "base/os.h"

#include "harness/test.h"

#include <string.h>
#include <sys/stat.h>

static Str at(void **state, const char *name)
{
    Err e = {0};
    Str path = {0};
    CHECK_OK(os_path(&path, test_arena(state), test_folder(state), str_from(name), &e),
             &e);
    return path;
}

TEST(reads_what_was_written)
{
    Err e = {0};
    Str s, path = at(state, "a.txt");
    CHECK_OK(os_write_file(path, (Str){"x\0y\n", 4}, &e), &e);
    CHECK_OK(os_read_file(&s, test_arena(state), path, 100, &e), &e);
    CHECK(s.n == 4 && !memcmp(s.p, "x\0y\n", 5)); /* a zero behind it */
    uint64_t size = 0;
    CHECK_OK(os_file_size(path, &size, &e), &e);
    CHECK(size == 4 && os_exists(path) && !os_is_folder(path));
    CHECK_OK(os_map_file(&s, test_arena(state), path, &e), &e);
    CHECK(s.n == 4 && s.p[3] == '\n');
}

TEST(an_error_names_the_file_and_the_remedy)
{
    Err e = {0};
    Str s;
    CHECK_ERR(os_read_file(&s, test_arena(state), at(state, "none.wav"), 9, &e), &e,
              ERR_MISSING);
    CHECK_SAYS(&e, "none.wav: there is no such file");
    CHECK_ERR(os_read_file(&s, test_arena(state), test_folder(state), 9, &e), &e, ERR_IO);
    CHECK_SAYS(&e, "folder");
    CHECK_ERR(os_read_file(&s, test_arena(state), STR(""), 9, &e), &e, ERR_INPUT);
    test_write(state, test_folder(state), "big", "0123456789");
    CHECK_ERR(os_read_file(&s, test_arena(state), at(state, "big"), 9, &e), &e,
              ERR_LIMIT);
}

TEST(a_failed_write_leaves_the_old_file_and_nothing_else)
{
    Str path = at(state, "note.txt");
    test_write(state, test_folder(state), "note.txt", "old");
    for (size_t nth = 1;; nth++) {
        Err     e = {0}, e2 = {0};
        Str     s;
        OsNames names;
        os_fail_at(nth);
        bool ok = os_write_file(path, STR("new"), &e);
        os_fail_at(0);
        CHECK_OK(os_read_file(&s, test_arena(state), path, 100, &e2), &e2);
        CHECK_STR(s, ok ? "new" : "old");
        CHECK_OK(os_list(&names, test_arena(state), test_folder(state), &e2), &e2);
        CHECK(names.n == 1);
        if (ok)
            break;
        CHECK(e.code == ERR_IO);
    }
}

TEST(a_failed_read_is_an_error_not_a_short_file)
{
    test_write(state, test_folder(state), "a", "0123456789");
    for (size_t nth = 1;; nth++) {
        Err e = {0};
        Str s;
        os_fail_at(nth);
        bool ok = os_read_file(&s, test_arena(state), at(state, "a"), 100, &e);
        os_fail_at(0);
        if (ok) {
            CHECK_STR(s, "0123456789");
            break;
        }
        CHECK(e.code == ERR_IO);
    }
}

TEST(folders_are_made_with_their_parents_and_listed_in_order)
{
    Err     e = {0};
    OsNames names;
    CHECK_OK(os_make_folders(at(state, "x/y/z"), &e), &e);
    CHECK_OK(os_make_folders(at(state, "x/y/z"), &e), &e);
    CHECK(os_is_folder(at(state, "x/y/z")));
    test_write(state, test_folder(state), "x/b", "");
    test_write(state, test_folder(state), "x/a", "");
    CHECK_OK(os_list(&names, test_arena(state), at(state, "x"), &e), &e);
    CHECK(names.n == 3);
    CHECK_STR(names.v[0], "a");
    CHECK_STR(names.v[2], "y");
    CHECK_ERR(os_make_folders(at(state, "x/a/c"), &e), &e, ERR_IO);
}

TEST(lines_are_appended_whole)
{
    Err e = {0};
    Str s;
    CHECK_OK(os_append_line(at(state, "inbox"), STR("one"), &e), &e);
    CHECK_OK(os_append_line(at(state, "inbox"), STR("two"), &e), &e);
    CHECK_OK(os_read_file(&s, test_arena(state), at(state, "inbox"), 100, &e), &e);
    CHECK_STR(s, "one\ntwo\n");
    CHECK_OK(os_remove(at(state, "inbox"), &e), &e);
    CHECK_OK(os_remove(at(state, "inbox"), &e), &e);
}

TEST(a_failed_line_leaves_no_part_of_itself)
{
    Str path = at(state, "inbox");
    test_write(state, test_folder(state), "inbox", "one\n");
    for (size_t nth = 1;; nth++) {
        Err e = {0}, e2 = {0};
        Str s;
        os_fail_at(nth);
        bool ok = os_append_line(path, STR("two"), &e);
        os_fail_at(0);
        CHECK_OK(os_read_file(&s, test_arena(state), path, 100, &e2), &e2);
        CHECK_STR(s, ok ? "one\ntwo\n" : "one\n");
        if (ok)
            break;
        CHECK(e.code == ERR_IO);
    }
}

TEST(time_is_written_in_utc)
{
    (void)state;
    char room[OS_TIME_TEXT];
    CHECK_STR(os_time_text(room, 1795373856), "2026-11-22T18:57:36Z");
    double from = os_uptime_s();
    CHECK(os_uptime_s() >= from && os_now_s() > 1.7e9);
}

TEST(random_bytes_differ)
{
    (void)state;
    Err           e = {0};
    unsigned char a[16] = {0}, b[16] = {0};
    CHECK_OK(os_random(a, sizeof a, &e), &e);
    CHECK_OK(os_random(b, sizeof b, &e), &e);
    CHECK(memcmp(a, b, sizeof a) != 0);
    os_fail_at(1);
    CHECK_ERR(os_random(a, sizeof a, &e), &e, ERR_IO);
}

TEST(a_log_line_is_time_level_event_and_typed_fields)
{
    Err            e = {0};
    Str            s;
    const LogField fields[] = {
        LOG_WORD("route", ID("home")), LOG_INT("status", 200), LOG_NUM("ms", 3.5), {0}};
    CHECK_OK(log_line(&s, test_arena(state), 1795373856, LOG_REQUEST, fields, &e), &e);
    CHECK_STR(s,
              "2026-11-22T18:57:36Z INFO event=REQUEST route=home status=200 ms=3.500\n");
}

TEST_MAIN("base/os", cmocka_unit_test(reads_what_was_written),
          cmocka_unit_test(an_error_names_the_file_and_the_remedy),
          cmocka_unit_test(a_failed_write_leaves_the_old_file_and_nothing_else),
          cmocka_unit_test(a_failed_read_is_an_error_not_a_short_file),
          cmocka_unit_test(folders_are_made_with_their_parents_and_listed_in_order),
          cmocka_unit_test(lines_are_appended_whole),
          cmocka_unit_test(a_failed_line_leaves_no_part_of_itself),
          cmocka_unit_test(time_is_written_in_utc), cmocka_unit_test(random_bytes_differ),
          cmocka_unit_test(a_log_line_is_time_level_event_and_typed_fields))
