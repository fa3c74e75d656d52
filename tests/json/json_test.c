/* tests/json/json_test.c - the contract of json/json.h, clause by clause. */
#include "json/json.h"

#include "base/utf8.h"
#include "harness/test.h"

#include <math.h>

static Str done(Json *j)
{
    Err e = {0};
    Str text = {0};
    CHECK_OK(json_done(j, &text, &e), &e);
    return text;
}

TEST(writes_the_example_of_the_header)
{
    Json j = json_open(test_arena(state), 1 * MIB);
    json_object(&j);
    json_key(&j, "name"), json_str(&j, STR("leg cramp"));
    json_key(&j, "p"), json_num(&j, 0.653, 4);
    json_end(&j);
    CHECK_STR(done(&j), "{\"name\":\"leg cramp\",\"p\":0.653}");
}

TEST(sets_commas_in_nested_values)
{
    Json j = json_open(test_arena(state), 1 * MIB);
    json_array(&j);
    json_array(&j), json_end(&j);
    json_object(&j);
    json_key(&j, "a"), json_array(&j), json_int(&j, 1), json_int(&j, -2), json_end(&j);
    json_key(&j, "b"), json_object(&j), json_end(&j);
    json_key(&j, "c"), json_null(&j);
    json_end(&j);
    json_bool(&j, true), json_bool(&j, false);
    json_end(&j);
    CHECK_STR(done(&j), "[[],{\"a\":[1,-2],\"b\":{},\"c\":null},true,false]");
}

TEST(pretty_gives_every_member_its_own_line)
{
    Json j = json_open(test_arena(state), 1 * MIB);
    j.pretty = true;
    json_object(&j);
    json_key(&j, "a"), json_array(&j), json_int(&j, 1), json_text(&j, "x"), json_end(&j);
    json_key(&j, "b"), json_object(&j), json_end(&j);
    json_end(&j);
    CHECK_STR(done(&j), "{\n  \"a\": [\n    1,\n    \"x\"\n  ],\n  \"b\": {}\n}");
}

TEST(escapes_what_json_reserves)
{
    Json j = json_open(test_arena(state), 1 * MIB);
    json_str(&j, STR("a\"b\\c\n\t\r\b\f\x01\x7f d"));
    CHECK_STR(done(&j), "\"a\\\"b\\\\c\\n\\t\\r\\b\\f\\u0001\\u007f d\"");
}

TEST(keeps_nul_and_direction_controls_as_escapes)
{
    Json j = json_open(test_arena(state), 1 * MIB);
    json_str(&j, STR("a\0b\xE2\x80\xAE\xE2\x81\xA9z"));
    CHECK_STR(done(&j), "\"a\\u0000b\\u202e\\u2069z\"");
}

TEST(bytes_that_are_no_text_become_replacement_characters)
{
    Json j = json_open(test_arena(state), 1 * MIB);
    json_str(&j, STR("caf\xC3\xA9 \xFFx\xE2\x80"));
    CHECK_STR(done(&j), "\"caf\xC3\xA9 \xEF\xBF\xBDx\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(numbers_are_rounded_and_lose_their_trailing_zeros)
{
    static const struct {
        double      value;
        int         decimals;
        const char *text;
    } cases[] = {{0.5, 4, "0.5"},       {100, 2, "100"},
                 {-0.00001, 2, "0"},    {2.675, 2, "2.68"},
                 {1200, 0, "1200"},     {NAN, 2, "null"},
                 {INFINITY, 2, "null"}, {-INFINITY, 2, "null"},
                 {1e15, 0, "null"},     {0.000000001, 9, "0.000000001"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Json j = json_open(test_arena(state), 1 * MIB);
        json_num(&j, cases[i].value, cases[i].decimals);
        CHECK_STR(done(&j), cases[i].text);
    }
}

TEST(integers_keep_all_their_digits)
{
    Json j = json_open(test_arena(state), 1 * MIB);
    json_array(&j);
    json_int(&j, INT64_MIN), json_int(&j, INT64_MAX);
    json_end(&j);
    CHECK_STR(done(&j), "[-9223372036854775808,9223372036854775807]");
}

TEST(nesting_beyond_the_limit_is_refused_at_the_end)
{
    for (int depth = JSON_DEPTH; depth <= JSON_DEPTH + 2; depth++) {
        Err  e = {0};
        Str  text = {0};
        Json j = json_open(test_arena(state), 1 * MIB);
        for (int i = 0; i < depth; i++)
            json_array(&j);
        for (int i = 0; i < depth; i++)
            json_end(&j);
        if (depth == JSON_DEPTH) {
            CHECK_OK(json_done(&j, &text, &e), &e);
            CHECK(text.n == 2 * JSON_DEPTH);
        } else {
            CHECK_ERR(json_done(&j, &text, &e), &e, ERR_LIMIT);
            CHECK_SAYS(&e, "deeper than 32");
        }
    }
}

TEST(a_text_larger_than_asked_for_is_refused)
{
    Err  e = {0};
    Str  text = {0};
    Json j = json_open(test_arena(state), 1 * KIB);
    json_array(&j);
    for (int i = 0; i < 2000; i++)
        json_int(&j, i);
    json_end(&j);
    CHECK_ERR(json_done(&j, &text, &e), &e, ERR_LIMIT);
    CHECK(text.p == NULL);
}

TEST(running_out_of_memory_is_told_at_the_end)
{
    bool ok = false;
    for (size_t nth = 1; !ok; nth++) {
        Err e = {0};
        Str text = {0};
        arena_fail_at(nth);
        Json j = json_open(test_arena(state), 1 * MIB);
        json_array(&j);
        for (int i = 0; i < 500; i++)
            json_text(&j, "leg cramp");
        json_end(&j);
        ok = json_done(&j, &text, &e);
        CHECK(ok || (e.code == ERR_BUSY && text.p == NULL));
    }
    arena_fail_at(0);
}

/* Property: whatever bytes are written as text, the result is JSON, and text that was
   good comes back as it was. */
TEST(any_bytes_make_readable_json)
{
    for (int round = 0; round < 3000; round++) {
        Err              e = {0};
        char             bytes[24];
        const JsonValue *v = NULL;
        Str              s = {bytes, test_random() % sizeof bytes};
        for (size_t i = 0; i < s.n; i++) {
            uint64_t r = test_random();
            bytes[i] = (char)(r % 3 ? r >> 8 & 0x7F : r >> 8);
        }
        Json j = json_open(test_arena(state), 1 * MIB);
        json_array(&j), json_str(&j, s), json_end(&j);
        Str text = done(&j);
        CHECK(utf8_fault(text) == STR_NONE);
        if (str_find(text, STR("\\u0000")) != STR_NONE) {
            CHECK_ERR(json_read(&v, test_arena(state), text, "t", &e), &e, ERR_INPUT);
            continue;
        }
        CHECK_OK(json_read(&v, test_arena(state), text, "t", &e), &e);
        if (utf8_fault(s) == STR_NONE)
            CHECK(str_eq(json_as_str(json_at(v, 0)), s));
    }
}

TEST_MAIN("json/json", cmocka_unit_test(writes_the_example_of_the_header),
          cmocka_unit_test(sets_commas_in_nested_values),
          cmocka_unit_test(pretty_gives_every_member_its_own_line),
          cmocka_unit_test(escapes_what_json_reserves),
          cmocka_unit_test(keeps_nul_and_direction_controls_as_escapes),
          cmocka_unit_test(bytes_that_are_no_text_become_replacement_characters),
          cmocka_unit_test(numbers_are_rounded_and_lose_their_trailing_zeros),
          cmocka_unit_test(integers_keep_all_their_digits),
          cmocka_unit_test(nesting_beyond_the_limit_is_refused_at_the_end),
          cmocka_unit_test(a_text_larger_than_asked_for_is_refused),
          cmocka_unit_test(running_out_of_memory_is_told_at_the_end),
          cmocka_unit_test(any_bytes_make_readable_json))
