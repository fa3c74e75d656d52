/* tests/base/num_test.c - num.h: numbers do not depend on where the computer stands. */
#include "base/num.h"

#include "harness/test.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>

static double read_num(const char *text)
{
    double v = NAN;
    return num_read(str_from(text), &v) ? v : NAN;
}

TEST(reads_plain_decimals_exactly)
{
    (void)state;
    CHECK(read_num("7") == 7.0);
    CHECK(read_num("-0.5") == -0.5);
    CHECK(read_num("+.25") == 0.25);
    CHECK(read_num("0.1") == 0.1);
    CHECK(read_num("1000.25") == 1000.25);
    CHECK(read_num("123456789012345") == 123456789012345.0);
}

TEST(refuses_what_is_not_wholly_a_number)
{
    static const char *const bad[] = {"",
                                      "-",
                                      ".",
                                      "1.",
                                      "1,5",
                                      "1e3",
                                      " 1",
                                      "1 ",
                                      "0x1",
                                      "nan",
                                      "1.2.3",
                                      "--1",
                                      "1234567890123456"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(isnan(read_num(bad[i])));
    int64_t n = 5;
    CHECK(!num_read_int(STR("99999999999999999999"), &n) && n == 5);
    CHECK(!num_read_int(STR("-"), &n) && !num_read_int(STR("1.0"), &n));
    CHECK(num_read_int(STR("-42"), &n) && n == -42);
}

TEST(writes_rounded_half_away_from_zero)
{
    static const struct {
        double      value;
        int         decimals;
        const char *text;
    } rows[] = {
        {0, 0, "0"},         {0.5, 0, "1"},
        {-0.5, 0, "-1"},     {2.675, 2, "2.68"},
        {-0.004, 2, "0.00"}, {0.996, 2, "1.00"},
        {65.3, 1, "65.3"},   {1e14, 0, "100000000000000"},
        {1e15, 0, "inf"},    {-INFINITY, 1, "-inf"},
        {NAN, 1, "nan"},     {0.05, 1, "0.1"},
        {12, -3, "12"},      {0.1, 9, "0.100000000"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char room[NUM_TEXT_MAX];
        CHECK_STR(num_text(room, rows[i].value, rows[i].decimals), rows[i].text);
    }
    char room[NUM_TEXT_MAX];
    CHECK_STR(num_int_text(room, INT64_MIN), "-9223372036854775808");
    CHECK_STR(num_int_text(room, 0), "0");
}

TEST(what_is_written_is_read_back)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        char   room[NUM_TEXT_MAX];
        double v = (double)((int64_t)(test_random() % 2000000000) - 1000000000) / 1000;
        double back = NAN;
        CHECK(num_read(num_text(room, v, 3), &back));
        CHECK(back == v);
    }
}

TEST(a_german_or_turkish_locale_changes_nothing)
{
    static const char *const names[] = {"de_DE.UTF-8", "tr_TR.UTF-8", "C.UTF-8", "C"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        setlocale(LC_ALL,
                  names[i]); /* absent on a bare machine: then C is tested again */
        char room[NUM_TEXT_MAX];
        CHECK_STR(num_text(room, 0.5, 1), "0.5");
        CHECK(read_num("0.5") == 0.5 && isnan(read_num("0,5")));
    }
    setlocale(LC_ALL, "C");
}

TEST_MAIN("base/num", cmocka_unit_test(reads_plain_decimals_exactly),
          cmocka_unit_test(refuses_what_is_not_wholly_a_number),
          cmocka_unit_test(writes_rounded_half_away_from_zero),
          cmocka_unit_test(what_is_written_is_read_back),
          cmocka_unit_test(a_german_or_turkish_locale_changes_nothing))
