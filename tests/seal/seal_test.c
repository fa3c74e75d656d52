/* tests/seal/seal_test.c - fingerprints against published values, tokens, comparison. */
#include "seal/seal.h"

#include "harness/test.h"

#include <string.h>

/* BLAKE2b with 32 bytes of "" and "abc", as b2sum -l 256 prints them. */
TEST(fingerprints_equal_the_published_ones)
{
    (void)state;
    char room[SEAL_HASH_ROOM];
    CHECK_STR(seal_hash_text(room, (Str){0}),
              "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    CHECK_STR(seal_hash_text(room, STR("abc")),
              "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST(a_stream_gives_what_the_whole_gives)
{
    (void)state;
    char text[1000], whole[SEAL_HASH_ROOM], parts[SEAL_HASH_ROOM];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)test_random();
    Str      all = {text, sizeof text};
    SealHash h;
    seal_hash_init(&h);
    size_t at = 0;
    while (at < all.n) {
        size_t step = 1 + (size_t)(test_random() % 200);
        seal_hash_add(&h, str_sub(all, at, step));
        at += step;
    }
    Str a = seal_hash_done(&h, parts), b = seal_hash_text(whole, all);
    CHECK(str_eq(a, b));
    CHECK(a.n == SEAL_HASH_DIGITS && a.p[a.n] == '\0');
}

TEST(tokens_are_url_safe_and_differ)
{
    Err e = {0};
    Str one = {0}, two = {0};
    CHECK_OK(seal_token(&one, test_arena(state), 32, &e), &e);
    CHECK_OK(seal_token(&two, test_arena(state), 32, &e), &e);
    CHECK(one.n == 43 && two.n == 43);
    CHECK(!str_eq(one, two));
    const char *allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (size_t i = 0; i < one.n; i++)
        CHECK(strchr(allowed, one.p[i]));
}

TEST(refuses_tokens_that_could_be_guessed_or_are_too_long)
{
    Err e = {0};
    Str out = {0};
    CHECK_ERR(seal_token(&out, test_arena(state), 15, &e), &e, ERR_INPUT);
    CHECK_ERR(seal_token(&out, test_arena(state), 1025, &e), &e, ERR_INPUT);
    CHECK_SAYS(&e, "16 to 1,024");
    CHECK(out.p == NULL);
}

TEST(a_token_fails_whole_without_memory_or_chance)
{
    Err e = {0};
    Str out = {0};
    arena_fail_at(1);
    CHECK_ERR(seal_token(&out, test_arena(state), 32, &e), &e, ERR_BUSY);
    arena_fail_at(0);
    os_fail_at(1);
    CHECK_ERR(seal_token(&out, test_arena(state), 32, &e), &e, ERR_IO);
    os_fail_at(0);
    CHECK(out.p == NULL);
}

TEST(compares_whole_texts)
{
    (void)state;
    CHECK(seal_equal(STR("secret"), STR("secret")));
    CHECK(!seal_equal(STR("secret"), STR("Secret")));
    CHECK(!seal_equal(STR("secret"), STR("secres")));
    CHECK(!seal_equal(STR("secret"), STR("secret ")));
    CHECK(seal_equal((Str){0}, STR("")));
}

TEST_MAIN("seal/seal", cmocka_unit_test(fingerprints_equal_the_published_ones),
          cmocka_unit_test(a_stream_gives_what_the_whole_gives),
          cmocka_unit_test(tokens_are_url_safe_and_differ),
          cmocka_unit_test(refuses_tokens_that_could_be_guessed_or_are_too_long),
          cmocka_unit_test(a_token_fails_whole_without_memory_or_chance),
          cmocka_unit_test(compares_whole_texts))
