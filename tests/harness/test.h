/*
 * harness/test.h - what our tests add to cmocka.
 *
 *     TEST(cuts_text_at_its_end) { Arena *a = test_arena(state); ... }
 *     TEST_MAIN("base/str", cmocka_unit_test(cuts_text_at_its_end))
 *
 * Each test has an arena of 64 MiB that is freed behind it. Random tests draw from
 * test_random(), seeded by TEST_SEED (default 1), and print the seed when they fail.
 * Golden files lie in tests/golden/; TEST_UPDATE=1 rewrites them, and the difference
 * is then read in review.
 */
#ifndef HARNESS_TEST_H
#define HARNESS_TEST_H

#include "base/os.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TEST(name) static void name(void **state)

#define TEST_MAIN(group, ...)                                                            \
    int main(void)                                                                       \
    {                                                                                    \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                                 \
        for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {                      \
            struct CMUnitTest *t = (struct CMUnitTest *)(uintptr_t)&tests[i];            \
            if (!t->setup_func)                                                          \
                t->setup_func = test_set_up;                                             \
            if (!t->teardown_func)                                                       \
                t->teardown_func = test_tear_down;                                       \
        }                                                                                \
        return cmocka_run_group_tests_name(group, tests, NULL, NULL);                    \
    }

int    test_set_up(void **state);
int    test_tear_down(void **state);
Arena *test_arena(void **state);

uint64_t test_random(void); /* splitmix64 */
uint64_t test_seed(void);

#define CHECK(claim) assert_true(claim)

/* A fallible call that must work; prints its error when it does not. */
#define CHECK_OK(call, e) test_check_ok((call), (e), #call, __FILE__, __LINE__)
/* A fallible call that must fail with `error_code`. */
#define CHECK_ERR(call, e, error_code)                                                   \
    test_check_err((call), (e), (error_code), #call, __FILE__, __LINE__)
/* The message of *e must contain `words`. */
#define CHECK_SAYS(e, words) test_check_says((e), (words), __FILE__, __LINE__)
#define CHECK_STR(str, expected)                                                         \
    test_check_str((str), str_from(expected), __FILE__, __LINE__)
#define CHECK_NEAR(value, expected, within)                                              \
    test_check_near((value), (expected), (within), #value, __FILE__, __LINE__)
/* `text` must equal tests/golden/<name>. */
#define CHECK_GOLDEN(arena, name, text)                                                  \
    test_check_golden((arena), (name), (text), __FILE__, __LINE__)

void test_check_ok(bool ok, const Err *e, const char *what, const char *file, int line);
void test_check_err(bool ok, const Err *e, ErrCode code, const char *what,
                    const char *file, int line);
void test_check_says(const Err *e, const char *words, const char *file, int line);
void test_check_str(Str s, Str expected, const char *file, int line);
void test_check_near(double value, double expected, double within, const char *what,
                     const char *file, int line);
void test_check_golden(Arena *a, const char *name, Str text, const char *file, int line);

/* A fresh folder, removed with all in it when the test ends. */
Str test_folder(void **state);
/* Writes a file below `folder`, making folders on the way. */
void test_write(void **state, Str folder, const char *name, const char *text);
/* The build folder (AUSCULT_BUILD), for tests that need derived files. */
Str test_build_folder(void);

#endif
