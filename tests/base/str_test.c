/* tests/base/str_test.c - str.h, map.h and utf8.h, clause by clause. */
#include "base/map.h"
#include "base/str.h"
#include "base/utf8.h"

#include "harness/test.h"

#include <stdio.h>
#include <string.h>

TEST(views_are_clipped_to_their_text)
{
    (void)state;
    Str s = STR("calf");
    CHECK_STR(str_sub(s, 1, 2), "al");
    CHECK_STR(str_sub(s, 2, 99), "lf");
    CHECK_STR(str_sub(s, 9, 1), "");
    CHECK_STR(str_from_at(s, 3), "f");
    CHECK_STR(str_from(NULL), "");
}

TEST(compares_by_bytes_shorter_first)
{
    (void)state;
    CHECK(str_cmp(STR("leg"), STR("leg_cramp")) < 0);
    CHECK(str_cmp(STR("b"), STR("a")) > 0);
    CHECK(str_cmp(STR(""), (Str){0}) == 0);
    CHECK(str_eq_nocase(STR("HbA1c"), STR("hba1C")));
    CHECK(!str_eq_nocase(STR("ab"), STR("abc")));
}

TEST(finds_trims_and_splits)
{
    (void)state;
    CHECK(str_find(STR("calf pain"), STR("pain")) == 5);
    CHECK(str_find(STR("calf"), STR("calves")) == STR_NONE);
    CHECK(str_find_char(STR("a:b"), ':') == 1);
    CHECK_STR(str_trim(STR(" \t x y \n")), "x y");
    CHECK(str_starts(STR("leg_cramp.at_night"), STR("leg_cramp")));
    CHECK(str_ends(STR("note.md"), STR(".md")) && !str_ends(STR("d"), STR(".md")));
    Str rest = STR("a,,b"), part;
    CHECK(str_next(&rest, ',', &part));
    CHECK_STR(part, "a");
    CHECK(str_next(&rest, ',', &part));
    CHECK_STR(part, "");
    CHECK(str_next(&rest, ',', &part));
    CHECK_STR(part, "b");
    CHECK(!str_next(&rest, ',', &part));
}

TEST(copies_have_a_zero_behind_them)
{
    Err    e = {0};
    Arena *a = test_arena(state);
    Str    s, low;
    CHECK_OK(str_copy(&s, a, STR("Quinine"), &e), &e);
    CHECK(s.p[s.n] == '\0');
    CHECK_OK(str_lower(&low, a, s, &e), &e);
    CHECK_STR(low, "quinine");
    CHECK_OK(str_fmt(&s, a, &e, "%s:%d", "dvt.md", 12), &e);
    CHECK_STR(s, "dvt.md:12");
}

TEST(a_failed_copy_changes_nothing)
{
    Err e = {0};
    Str s = STR("before");
    arena_fail_at(1);
    CHECK_ERR(str_copy(&s, test_arena(state), STR("after"), &e), &e, ERR_BUSY);
    CHECK_STR(s, "before");
}

TEST(the_hash_is_the_published_one)
{
    (void)state;
    CHECK(str_hash(STR("")) == 0xcbf29ce484222325u); /* FNV-1a test vectors */
    CHECK(str_hash(STR("a")) == 0xaf63dc4c8601ec8cu);
    CHECK(str_hash(STR("foobar")) == 0x85944171f73967e8u);
}

TEST(a_map_keeps_every_key_as_it_grows)
{
    Err    e = {0};
    Arena *a = test_arena(state);
    Map   *m = NULL;
    Str    keys[500];
    CHECK_OK(map_open(&m, a, &e), &e);
    for (uint32_t i = 0; i < 500; i++) {
        uint32_t was = 0;
        CHECK_OK(str_fmt(&keys[i], a, &e, "k%u", i), &e);
        CHECK_OK(map_put(m, keys[i], i, &was, &e), &e);
        CHECK(was == MAP_NONE);
    }
    uint32_t was = 0;
    CHECK_OK(map_put(m, STR("k7"), 70, &was, &e), &e);
    CHECK(was == 7 && map_count(m) == 500 && map_get(m, STR("k7")) == 70);
    for (uint32_t i = 0; i < 500; i++)
        CHECK(map_get(m, keys[i]) == (i == 7 ? 70 : i));
    CHECK(map_get(m, STR("absent")) == MAP_NONE);
}

TEST(a_map_without_memory_keeps_what_it_had)
{
    Err    e = {0};
    Arena *a = test_arena(state);
    Map   *m = NULL;
    Str    keys[16];
    CHECK_OK(map_open(&m, a, &e), &e);
    for (uint32_t i = 0; i < 16; i++) {
        CHECK_OK(str_fmt(&keys[i], a, &e, "k%u", i), &e);
        if (i < 15)
            CHECK_OK(map_put(m, keys[i], i, NULL, &e), &e);
    }
    CHECK_OK(map_put(m, keys[15], 15, NULL, &e), &e);
    arena_fail_at(1);
    CHECK_ERR(map_put(m, STR("one more"), 16, NULL, &e), &e, ERR_BUSY);
    CHECK(map_count(m) == 16 && map_get(m, keys[3]) == 3);
}

TEST(accepts_good_text)
{
    (void)state;
    CHECK(utf8_fault(STR("plain")) == STR_NONE);
    CHECK(utf8_fault(STR("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\xA9\xBA")) == STR_NONE);
    CHECK(utf8_fault(STR("")) == STR_NONE);
}

TEST(refuses_bad_bytes_and_says_where)
{
    static const char *const bad[] = {
        "ab\xFF",
        "ab\xC0\x80",
        "ab\xE0\x80\x80",
        "ab\xED\xA0\x80",
        "ab\xF4\x90\x80\x80",
        "ab\xE2\x82",
        "ab\x80",
        "ab\xF5\x80\x80\x80",
        "ab\xE2\x80\xAE" /* right-to-left override */,
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(utf8_fault(str_from(bad[i])) == 2);
    CHECK(utf8_fault((Str){"ab\0c", 4}) == 2);
    Err e = {0};
    CHECK_ERR(utf8_check(STR("one\ntwo \xFF"), "talk.txt", &e), &e, ERR_INPUT);
    CHECK_SAYS(&e, "talk.txt: line 2, byte 9");
    CHECK_SAYS(&e, "UTF-8");
    CHECK_ERR(utf8_check(STR("a\xE2\x80\xAE"), "x", &e), &e, ERR_INPUT);
    CHECK_SAYS(&e, "turns the direction");
}

TEST(reads_code_points_in_order)
{
    (void)state;
    Str    s = STR("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\xA9\xBA");
    size_t at = 0;
    CHECK(utf8_next(s, &at) == 'a');
    CHECK(utf8_next(s, &at) == 0xE9);
    CHECK(utf8_next(s, &at) == 0x20AC);
    CHECK(utf8_next(s, &at) == 0x1FA7A);
    CHECK(at == s.n);
}

TEST(random_bytes_are_judged_without_reading_beyond_them)
{
    Err    e = {0};
    Arena *a = test_arena(state);
    for (int round = 0; round < 2000; round++) {
        size_t n = test_random() % 9;
        char  *p = arena_alloc(a, n, &e);
        assert_non_null(p);
        for (size_t i = 0; i < n; i++)
            p[i] = (char)(test_random() >> 13);
        size_t at = utf8_fault((Str){p, n});
        CHECK(at == STR_NONE || at < n);
    }
}

TEST_MAIN("base/str", cmocka_unit_test(views_are_clipped_to_their_text),
          cmocka_unit_test(compares_by_bytes_shorter_first),
          cmocka_unit_test(finds_trims_and_splits),
          cmocka_unit_test(copies_have_a_zero_behind_them),
          cmocka_unit_test(a_failed_copy_changes_nothing),
          cmocka_unit_test(the_hash_is_the_published_one),
          cmocka_unit_test(a_map_keeps_every_key_as_it_grows),
          cmocka_unit_test(a_map_without_memory_keeps_what_it_had),
          cmocka_unit_test(accepts_good_text),
          cmocka_unit_test(refuses_bad_bytes_and_says_where),
          cmocka_unit_test(reads_code_points_in_order),
          cmocka_unit_test(random_bytes_are_judged_without_reading_beyond_them))
