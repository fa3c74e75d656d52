/* tests/base/arena_test.c - err.h, arena.h and buf.h, clause by clause. */
#include "base/arena.h"
#include "base/buf.h"

#include "harness/test.h"

#include <string.h>

TEST(every_code_has_status_exit_and_text)
{
    (void)state;
    for (ErrCode c = ERR_NONE; c < ERR_COUNT; c++) {
        CHECK(err_text(c)[0] && err_name(c)[0]);
        CHECK(c == ERR_NONE ? err_exit(c) == 0 : err_exit(c) > 1);
        for (ErrCode d = ERR_NONE; d < c; d++)
            CHECK(err_exit(d) != err_exit(c)); /* a script can tell them apart */
    }
    CHECK(err_http(ERR_MISSING) == 404 && err_http((ErrCode)999) == 500);
}

TEST(context_goes_before_the_message_and_is_cut_at_the_limit)
{
    (void)state;
    Err e = {0};
    CHECK(!err_set(&e, ERR_INPUT, "line %d is empty", 3));
    CHECK(!err_wrap(&e, "talk.txt"));
    CHECK_SAYS(&e, "talk.txt: line 3 is empty");
    char huge[600];
    memset(huge, 'x', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    err_wrap(&e, "%s", huge);
    CHECK(strlen(e.message) == ERR_MESSAGE_MAX - 1);
    CHECK(e.code == ERR_INPUT);
}

TEST(pieces_are_zeroed_aligned_and_apart)
{
    Err            e = {0};
    Arena         *a = test_arena(state);
    unsigned char *last = NULL;
    for (size_t n = 1; n < 3000; n = n * 3 + 1) {
        unsigned char *p = arena_alloc(a, n, &e);
        assert_non_null(p);
        CHECK((uintptr_t)p % 16 == 0);
        for (size_t i = 0; i < n; i++)
            CHECK(p[i] == 0);
        memset(p, 0xAB, n);
        CHECK(!last || last[0] == 0xAB);
        last = p;
    }
}

TEST(the_budget_is_kept)
{
    (void)state;
    Err    e = {0};
    Arena *a = arena_new(1 * KIB, &e);
    assert_non_null(a);
    assert_non_null(arena_alloc(a, 1000, &e));
    size_t used = arena_used(a);
    assert_null(arena_alloc(a, 100, &e));
    CHECK(e.code == ERR_LIMIT && arena_used(a) == used);
    assert_null(arena_array(a, SIZE_MAX / 2, 4, &e));
    CHECK(e.code == ERR_LIMIT);
    assert_null(arena_alloc(a, SIZE_MAX, &e));
    CHECK(e.code == ERR_LIMIT);
    arena_free(a);
    arena_free(NULL);
}

static void note_call(void *p)
{
    char *calls = p;
    calls[strlen(calls)] = (char)('a' + strlen(calls));
}

typedef struct Mark {
    char *log, name;
} Mark;

static void mark(void *p)
{
    Mark *m = p;
    m->log[strlen(m->log)] = m->name;
}

TEST(deferred_calls_run_last_first)
{
    (void)state;
    Err    e = {0};
    char   log[8] = "";
    Mark   x = {log, 'x'}, y = {log, 'y'};
    Arena *a = arena_new(1 * MIB, &e);
    assert_non_null(a);
    CHECK_OK(arena_defer(a, mark, &x, &e), &e);
    CHECK_OK(arena_defer(a, mark, &y, &e), &e);
    CHECK(log[0] == '\0');
    arena_free(a);
    assert_string_equal(log, "yx");
}

TEST(a_call_that_cannot_be_deferred_is_made_at_once)
{
    Err  e = {0};
    char log[8] = "";
    arena_fail_at(1);
    CHECK_ERR(arena_defer(test_arena(state), note_call, log, &e), &e, ERR_BUSY);
    assert_string_equal(log, "a");
}

TEST(growing_keeps_the_used_pieces)
{
    Err    e = {0};
    Arena *a = test_arena(state);
    int   *v = ARENA_ARRAY(a, int, 4, &e);
    assert_non_null(v);
    for (int i = 0; i < 4; i++)
        v[i] = i + 1;
    int *w = arena_grow(a, v, 4, 64, sizeof *v, &e);
    assert_non_null(w);
    CHECK(w[3] == 4 && w[4] == 0 && v[3] == 4);
}

TEST(a_builder_joins_pieces)
{
    Err e = {0};
    Str s;
    Buf b = buf_open(test_arena(state), 1 * MIB);
    buf_str(&b, STR("P "));
    buf_num(&b, 0.655, 2);
    buf_char(&b, '\n');
    buf_fmt(&b, "%s=%d", "n", 3);
    buf_pad(&b, 6);
    buf_int(&b, -12);
    CHECK_OK(buf_done(&b, &s, &e), &e);
    CHECK_STR(s, "P 0.66\nn=3   -12");
    CHECK(s.p[s.n] == '\0');
}

TEST(a_builder_reports_its_first_failure_once_at_the_end)
{
    Err e = {0};
    Str s = STR("untouched");
    Buf b = buf_open(test_arena(state), 8);
    buf_text(&b, "1234");
    buf_text(&b, "56789"); /* beyond the limit */
    buf_text(&b, "0");     /* ignored */
    CHECK_ERR(buf_done(&b, &s, &e), &e, ERR_LIMIT);
    CHECK_STR(s, "untouched");
}

TEST(a_builder_survives_every_failed_allocation)
{
    for (size_t nth = 1;; nth++) {
        Err    e = {0}, ignored = {0};
        Arena *a = arena_new(1 * MIB, &ignored);
        assert_non_null(a);
        Str s;
        arena_fail_at(nth);
        Buf b = buf_open(a, 1 * MIB);
        for (int i = 0; i < 200; i++)
            buf_text(&b, "0123456789");
        bool ok = buf_done(&b, &s, &e);
        arena_fail_at(0);
        CHECK(ok ? s.n == 2000 : e.code == ERR_BUSY);
        arena_free(a);
        if (ok)
            break;
    }
    (void)state;
}

TEST_MAIN("base/arena", cmocka_unit_test(every_code_has_status_exit_and_text),
          cmocka_unit_test(context_goes_before_the_message_and_is_cut_at_the_limit),
          cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
          cmocka_unit_test(the_budget_is_kept),
          cmocka_unit_test(deferred_calls_run_last_first),
          cmocka_unit_test(a_call_that_cannot_be_deferred_is_made_at_once),
          cmocka_unit_test(growing_keeps_the_used_pieces),
          cmocka_unit_test(a_builder_joins_pieces),
          cmocka_unit_test(a_builder_reports_its_first_failure_once_at_the_end),
          cmocka_unit_test(a_builder_survives_every_failed_allocation))
