/* tests/json/read_test.c - the contract of json/read.h, clause by clause. */
#include "json/read.h"

#include "harness/test.h"

#include <stdio.h>
#include <string.h>

static const JsonValue *read_ok(void **state, const char *text)
{
    Err              e = {0};
    const JsonValue *v = NULL;
    CHECK_OK(json_read(&v, test_arena(state), str_from(text), "request", &e), &e);
    return v;
}

static void refuses(void **state, Str text, const char *words)
{
    Err              e = {0};
    const JsonValue *v = NULL;
    CHECK_ERR(json_read(&v, test_arena(state), text, "request", &e), &e, ERR_INPUT);
    CHECK_SAYS(&e, words);
    CHECK(v == NULL);
}

TEST(reads_values_by_path)
{
    const JsonValue *v =
        read_ok(state, "{\"patient\":{\"name\":\"J\\u00e4ger\",\"age\":68,"
                       "\"bmi\":27.5,\"smoker\":true},\"list\":[1,[],{}]}");
    double           age = 0, bmi = 0;
    bool             smoker = false;
    const JsonValue *patient = json_get(v, "patient");
    CHECK(json_is_object(v) && json_is_object(patient));
    CHECK_STR(json_as_str(json_get(patient, "name")), "J\xC3\xA4ger");
    CHECK(json_as_num(json_get(patient, "age"), &age) && age == 68);
    CHECK(json_as_num(json_get(patient, "bmi"), &bmi) && bmi == 27.5);
    CHECK(json_as_bool(json_get(patient, "smoker"), &smoker) && smoker);
    CHECK(json_length(json_get(v, "list")) == 3);
    CHECK(json_is_object(json_at(json_get(v, "list"), 2)));
}

TEST(what_is_absent_or_of_another_kind_is_null_and_can_be_chained)
{
    const JsonValue *v = read_ok(state, "{\"a\":[1],\"s\":\"x\",\"n\":null}");
    double           number = 7;
    bool             flag = true;
    CHECK(json_get(json_get(json_get(v, "no"), "such"), "path") == NULL);
    CHECK(json_at(json_get(v, "a"), 1) == NULL && json_at(v, 0) == NULL);
    CHECK(json_get(json_get(v, "a"), "a") == NULL);
    CHECK(json_length(v) == 0 && json_length(NULL) == 0);
    CHECK(!json_is_object(json_get(v, "a")) && !json_is_object(NULL));
    CHECK(json_as_str(json_get(v, "a")).p == NULL && json_as_str(NULL).n == 0);
    CHECK(!json_as_num(json_get(v, "s"), &number) && number == 7);
    CHECK(!json_as_bool(json_get(v, "n"), &flag) && flag);
    CHECK(!json_as_num(NULL, &number) && !json_as_bool(NULL, &flag));
}

TEST(a_single_value_is_json_too)
{
    double seven = 0;
    CHECK(json_as_num(read_ok(state, " 7 "), &seven) && seven == 7);
}

TEST(refuses_with_line_and_column)
{
    refuses(state, STR("{\n  \"a\": 1,\n  \"a\": 2\n}"),
            "request: line 3, column 6: the key");
    refuses(state, STR("[1] 2"), "something stands behind");
    refuses(state, STR("{\"a\":"), "ends before the value does");
    refuses(state, STR(""), "line 1, column 1");
    refuses(state, STR("[1,]"), "line 1, column 5: this is not JSON");
    refuses(state, STR("[01]"), "this is not JSON");
    refuses(state, STR("[1e999]"), "too large");
    refuses(state, STR("[\"\xFF\"]"), "not valid UTF-8");
    refuses(state, STR("[\"a\\u0000b\"]"), "NUL");
    refuses(state, STR("{\"a\\u0000b\":1}"), "NUL");
    refuses(state, STR("[\"\\ud800\"]"), "this is not JSON");
}

TEST(the_message_does_not_repeat_the_text)
{
    Err              e = {0};
    const JsonValue *v = NULL;
    CHECK_ERR(
        json_read(&v, test_arena(state), STR("{\"name\": Mustermann}"), "request", &e),
        &e, ERR_INPUT);
    CHECK(strstr(e.message, "Mustermann") == NULL);
}

static Str nested(Arena *a, size_t depth)
{
    Err   e = {0};
    char *p = ARENA_ARRAY(a, char, 2 * depth, &e);
    CHECK(p != NULL);
    memset(p, '[', depth);
    memset(p + depth, ']', depth);
    return (Str){p, 2 * depth};
}

TEST(nesting_beyond_the_limit_is_refused)
{
    Err              e = {0};
    Arena           *a = test_arena(state);
    const JsonValue *v = NULL;
    CHECK_OK(json_read(&v, a, nested(a, JSON_READ_DEPTH), "request", &e), &e);
    refuses(state, nested(a, JSON_READ_DEPTH + 1), "line 1, column 65: nested deeper");
    refuses(state, nested(a, 100000), "nested deeper than 64");
}

TEST(brackets_inside_text_are_not_nesting)
{
    read_ok(state, "[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
                   "[[[[[[[[[[[[[[[[ \\\" [[[[[[[\"]");
}

TEST(too_many_values_are_refused)
{
    Err              e = {0};
    Arena           *a = test_arena(state);
    const JsonValue *v = NULL;
    size_t           n = 2 * (size_t)JSON_READ_VALUES + 1;
    char            *p = ARENA_ARRAY(a, char, n, &e);
    CHECK(p != NULL);
    for (size_t i = 0; i < n; i++)
        p[i] = i % 2 ? '1' : ',';
    p[0] = '[', p[n - 1] = ']';
    CHECK_ERR(json_read(&v, a, (Str){p, n}, "request", &e), &e, ERR_LIMIT);
    CHECK(v == NULL);
}

TEST(running_out_of_memory_changes_nothing)
{
    bool ok = false;
    for (size_t nth = 1; !ok; nth++) {
        Err              e = {0};
        const JsonValue *v = NULL;
        arena_fail_at(nth);
        ok = json_read(&v, test_arena(state), STR("{\"a\":1}"), "request", &e);
        CHECK(ok ? v != NULL : v == NULL && e.code == ERR_BUSY);
    }
    arena_fail_at(0);
}

/* Mutation: a good text with a few bytes changed is read or refused, never worse. */
TEST(changed_bytes_are_read_or_refused)
{
    static const char good[] =
        "{\"a\":[1,2.5e3,\"x\\n\\u00e9\",true,null],\"b\":{\"c\":[]}}";
    for (int round = 0; round < 5000; round++) {
        Err              e = {0};
        char             bytes[sizeof good];
        const JsonValue *v = NULL;
        Str              text = {bytes, sizeof good - 1 - test_random() % 4};
        memcpy(bytes, good, sizeof good);
        for (uint64_t n = test_random() % 4; n > 0; n--)
            bytes[test_random() % (sizeof good - 1)] = (char)test_random();
        bool ok = json_read(&v, test_arena(state), text, "request", &e);
        CHECK(ok ? v != NULL : e.code == ERR_INPUT);
    }
}

TEST_MAIN("json/read", cmocka_unit_test(reads_values_by_path),
          cmocka_unit_test(what_is_absent_or_of_another_kind_is_null_and_can_be_chained),
          cmocka_unit_test(a_single_value_is_json_too),
          cmocka_unit_test(refuses_with_line_and_column),
          cmocka_unit_test(the_message_does_not_repeat_the_text),
          cmocka_unit_test(nesting_beyond_the_limit_is_refused),
          cmocka_unit_test(brackets_inside_text_are_not_nesting),
          cmocka_unit_test(too_many_values_are_refused),
          cmocka_unit_test(running_out_of_memory_changes_nothing),
          cmocka_unit_test(changed_bytes_are_read_or_refused))
