/* harness/test.c - see test.h. */
#define _XOPEN_SOURCE 700
#include "harness/test.h"

#include "base/num.h"

#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Scene {
    Arena *arena;
    char   folder[64];
} Scene;

static uint64_t random_state;

uint64_t test_seed(void)
{
    const char *text = getenv("TEST_SEED");
    int64_t     seed = 1;
    return text && num_read_int(str_from(text), &seed) ? (uint64_t)seed : 1;
}

uint64_t test_random(void)
{
    uint64_t z = (random_state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

int test_set_up(void **state)
{
    Err    e = {0};
    Scene *s = calloc(1, sizeof *s);
    if (!s || !(s->arena = arena_new(64 * MIB, &e)))
        return -1;
    random_state = test_seed();
    *state = s;
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

int test_tear_down(void **state)
{
    Scene *s = *state;
    arena_fail_at(0);
    os_fail_at(0);
    arena_free(s->arena);
    if (s->folder[0])
        nftw(s->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(s);
    return 0;
}

Arena *test_arena(void **state) { return ((Scene *)*state)->arena; }

static void fail_at(const char *file, int line)
{
    print_error("(TEST_SEED=%llu)\n", (unsigned long long)test_seed());
    _fail(file, line);
}

void test_check_ok(bool ok, const Err *e, const char *what, const char *file, int line)
{
    if (ok)
        return;
    print_error("%s failed: %s: %s (raised at %s:%d)\n", what, err_name(e->code),
                e->message, e->file ? e->file : "?", e->line);
    fail_at(file, line);
}

void test_check_err(bool ok, const Err *e, ErrCode code, const char *what,
                    const char *file, int line)
{
    if (!ok && e->code == code)
        return;
    print_error("%s: wanted %s, got %s: %s\n", what, err_name(code),
                ok ? "success" : err_name(e->code), ok ? "" : e->message);
    fail_at(file, line);
}

void test_check_says(const Err *e, const char *words, const char *file, int line)
{
    if (strstr(e->message, words))
        return;
    print_error("the error \"%s\" does not say \"%s\"\n", e->message, words);
    fail_at(file, line);
}

void test_check_str(Str s, Str expected, const char *file, int line)
{
    if (str_eq(s, expected))
        return;
    print_error("\"" STR_F "\" is not \"" STR_F "\"\n", STR_A(s), STR_A(expected));
    fail_at(file, line);
}

void test_check_near(double value, double expected, double within, const char *what,
                     const char *file, int line)
{
    if (fabs(value - expected) <= within)
        return;
    print_error("%s is %.9g, wanted %.9g within %.3g\n", what, value, expected, within);
    fail_at(file, line);
}

void test_check_golden(Arena *a, const char *name, Str text, const char *file, int line)
{
    Err e = {0};
    Str path, golden = {0};
    test_check_ok(str_fmt(&path, a, &e, "tests/golden/%s", name), &e, name, file, line);
    if (getenv("TEST_UPDATE")) {
        Str folder = path;
        while (folder.n && folder.p[folder.n - 1] != '/')
            folder.n--;
        folder.n--;
        test_check_ok(os_make_folders(folder, &e), &e, name, file, line);
        test_check_ok(os_write_file(path, text, &e), &e, name, file, line);
        return;
    }
    test_check_ok(os_read_file(&golden, a, path, 16 * MIB, &e), &e, name, file, line);
    if (str_eq(golden, text))
        return;
    size_t at = 0, row = 1;
    for (; at < golden.n && at < text.n && golden.p[at] == text.p[at]; at++)
        row += golden.p[at] == '\n';
    print_error("%s differs from line %zu on (TEST_UPDATE=1 rewrites it). Now:\n" STR_F
                "\n",
                name, row, STR_A(text));
    fail_at(file, line);
}

Str test_folder(void **state)
{
    Scene *s = *state;
    if (!s->folder[0]) {
        snprintf(s->folder, sizeof s->folder, "/tmp/auscult-test-XXXXXX");
        if (!mkdtemp(s->folder))
            fail_at(__FILE__, __LINE__);
    }
    return str_from(s->folder);
}

void test_write(void **state, Str folder, const char *name, const char *text)
{
    Err e = {0};
    Str path, parent;
    CHECK_OK(os_path(&path, test_arena(state), folder, str_from(name), &e), &e);
    parent = path;
    while (parent.p[parent.n - 1] != '/')
        parent.n--;
    parent.n--;
    CHECK_OK(os_make_folders(parent, &e), &e);
    CHECK_OK(os_write_file(path, str_from(text), &e), &e);
}

Str test_build_folder(void)
{
    const char *folder = getenv("AUSCULT_BUILD");
    return str_from(folder ? folder : "build/debug");
}
