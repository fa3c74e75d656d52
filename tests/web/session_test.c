/* tests/web/session_test.c - who is signed in, for how long, and who gives way. */
#include "web/session.h"

#include "harness/test.h"

static Sessions *fresh(void **state)
{
    Err       e = {0};
    Sessions *s = NULL;
    CHECK_OK(sessions_open(&s, test_arena(state), &e), &e);
    return s;
}

static Str new_token(void **state, Sessions *s)
{
    Err e = {0};
    Str t = {0};
    CHECK_OK(sessions_new_token(&t, test_arena(state), s, &e), &e);
    CHECK(t.n >= 43);
    return t;
}

static Str sign_in(void **state, Sessions *s, Str token, double now_s)
{
    Err e = {0};
    Str id = STR("as before");
    CHECK_OK(sessions_sign_in(&id, test_arena(state), s, token, now_s, &e), &e);
    return id;
}

TEST(opens_one_session_once_per_token)
{
    Sessions *s = fresh(state);
    Str       token = new_token(state, s), id = sign_in(state, s, token, 0);
    CHECK(id.n >= 43 && !str_eq(id, token));
    CHECK(sessions_knows(s, id, 1));
    CHECK(sign_in(state, s, token, 1).n == 0);
    CHECK(sessions_knows(s, id, 2));
    CHECK(!sessions_knows(s, token, 2));
}

TEST(takes_the_newest_token_only)
{
    Sessions *s = fresh(state);
    Str       old = new_token(state, s), newest = new_token(state, s);
    CHECK(!str_eq(old, newest));
    CHECK(sign_in(state, s, old, 0).n == 0);
    CHECK(sign_in(state, s, newest, 0).n > 0);
}

TEST(refuses_a_wrong_token_and_keeps_the_good_one)
{
    Sessions *s = fresh(state);
    CHECK(sign_in(state, s, STR(""), 0).n == 0); /* before there is any */
    Str token = new_token(state, s);
    CHECK(sign_in(state, s, STR(""), 0).n == 0);
    CHECK(sign_in(state, s, STR("guess"), 0).n == 0);
    CHECK(sign_in(state, s, str_sub(token, 0, token.n - 1), 0).n == 0);
    CHECK(sign_in(state, s, token, 0).n > 0);
}

TEST(knows_no_empty_or_unknown_session)
{
    Sessions *s = fresh(state);
    CHECK(!sessions_knows(s, (Str){0}, 0));
    CHECK(!sessions_knows(s, STR("nobody"), 0));
    sessions_end(s, STR("nobody"));
    sessions_end(s, (Str){0});
}

TEST(ends_after_twelve_idle_hours_and_not_before)
{
    Sessions *s = fresh(state);
    Str       id = sign_in(state, s, new_token(state, s), 100);
    CHECK(sessions_knows(s, id, 100 + SESSION_IDLE_S - 1)); /* and counts anew */
    CHECK(sessions_knows(s, id, 100 + 2.0 * SESSION_IDLE_S - 2));
    CHECK(!sessions_knows(s, id, 100 + 3.0 * SESSION_IDLE_S));
    CHECK(!sessions_knows(s, id, 101)); /* gone for good */
}

TEST(ends_at_once_when_told)
{
    Sessions *s = fresh(state);
    Str       a = sign_in(state, s, new_token(state, s), 0);
    Str       b = sign_in(state, s, new_token(state, s), 0);
    sessions_end(s, a);
    CHECK(!sessions_knows(s, a, 1) && sessions_knows(s, b, 1));
}

TEST(gives_the_place_of_the_longest_idle_to_the_thirty_third)
{
    Sessions *s = fresh(state);
    Str       ids[SESSIONS_MOST + 1];
    for (int i = 0; i < SESSIONS_MOST; i++)
        ids[i] = sign_in(state, s, new_token(state, s), i);
    CHECK(sessions_knows(s, ids[0], 100)); /* now the second is idle longest */
    ids[SESSIONS_MOST] = sign_in(state, s, new_token(state, s), 101);
    for (int i = 0; i <= SESSIONS_MOST; i++)
        CHECK(sessions_knows(s, ids[i], 102) == (i != 1));
}

TEST(takes_twenty_remarks_in_any_hour)
{
    Err           e = {0};
    FeedbackRate *r;
    CHECK_OK(feedback_rate_open(&r, test_arena(state), &e), &e);
    for (int i = 0; i < 20; i++)
        CHECK(feedback_rate_allows(r, i));
    CHECK(!feedback_rate_allows(r, 21));
    CHECK(!feedback_rate_allows(r, 3600));
    CHECK(feedback_rate_allows(r, 3600.5)); /* the first is an hour old */
    CHECK(!feedback_rate_allows(r, 3600.6));
    CHECK(feedback_rate_allows(r, 3601.5));
}

TEST(fails_cleanly_at_every_allocation)
{
    for (size_t n = 1;; n++) {
        Err       e = {0};
        Sessions *s = NULL;
        arena_fail_at(n);
        bool ok = sessions_open(&s, test_arena(state), &e);
        arena_fail_at(0);
        if (ok) {
            CHECK(n > 1);
            return;
        }
        CHECK(s == NULL && e.code == ERR_BUSY);
    }
}

TEST_MAIN("web/session", cmocka_unit_test(opens_one_session_once_per_token),
          cmocka_unit_test(takes_the_newest_token_only),
          cmocka_unit_test(refuses_a_wrong_token_and_keeps_the_good_one),
          cmocka_unit_test(knows_no_empty_or_unknown_session),
          cmocka_unit_test(ends_after_twelve_idle_hours_and_not_before),
          cmocka_unit_test(ends_at_once_when_told),
          cmocka_unit_test(gives_the_place_of_the_longest_idle_to_the_thirty_third),
          cmocka_unit_test(takes_twenty_remarks_in_any_hour),
          cmocka_unit_test(fails_cleanly_at_every_allocation))
