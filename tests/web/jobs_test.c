/* tests/web/jobs_test.c - consultations in memory: queued, run, read by their owner. */
#include "web/jobs.h"

#include "app/share.h"
#include "base/buf.h"

#include <math.h>
#include <time.h>

static Jobs *open_jobs(void **state)
{
    Err   e = {0};
    Jobs *j = NULL;
    CHECK_OK(jobs_open(&j, test_arena(state), share_app(state, "web-jobs"), &e), &e);
    return j;
}

static bool add(Str *id, void **state, Jobs *j, const char *session, Str text, Err *e)
{
    const ConsultInput in = {.bytes = text,
                             .name = STR("talk.txt"),
                             .age_years = NAN,
                             .sex = KB_SEX_UNKNOWN,
                             .setting = SETTING_GP};
    return jobs_add(id, test_arena(state), j, str_from(session), &in, e);
}

static Str added(void **state, Jobs *j, const char *session, Str text)
{
    Err e = {0};
    Str id = {0};
    CHECK_OK(add(&id, state, j, session, text, &e), &e);
    CHECK(id.n >= 21);
    return id;
}

static JobView look(void **state, Jobs *j, const char *session, Str id)
{
    Err     e = {0};
    JobView v;
    CHECK_OK(jobs_look(&v, test_arena(state), j, str_from(session), id, &e), &e);
    return v;
}

/* Waits at most a minute. */
static JobView finished(void **state, Jobs *j, const char *session, Str id)
{
    for (int i = 0; i < 6000; i++) {
        JobView v = look(state, j, session, id);
        if (v.state != JOB_WAITING && v.state != JOB_WORKING)
            return v;
        const struct timespec t = {.tv_nsec = 10 * 1000 * 1000};
        nanosleep(&t, NULL);
    }
    fail_msg("the job never finished");
    return (JobView){.state = JOB_NONE};
}

static const Str talk = STR_INIT("P: I get cramp in my calf in bed at night.");

TEST(runs_a_text_to_the_document_of_the_page)
{
    Jobs   *j = open_jobs(state);
    Str     id = added(state, j, "ann", talk);
    JobView v = finished(state, j, "ann", id);
    CHECK(v.state == JOB_DONE);
    CHECK(str_starts(v.result, STR("{\"kb\":")) && str_ends(v.result, STR("}")));
    CHECK(str_find(v.result, STR("\"timing\"")) != STR_NONE);
    jobs_close(j);
}

TEST(says_why_a_job_failed)
{
    Jobs   *j = open_jobs(state);
    JobView v = finished(state, j, "ann", added(state, j, "ann", STR("P: \xFF\xFE")));
    CHECK(v.state == JOB_FAILED && v.failure.code == ERR_INPUT && v.result.n == 0);
    CHECK_SAYS(&v.failure, "talk.txt");
    jobs_close(j);
}

TEST(shows_a_job_to_its_owner_only)
{
    Jobs *j = open_jobs(state);
    Str   id = added(state, j, "ann", talk);
    CHECK(finished(state, j, "ann", id).state == JOB_DONE);
    CHECK(look(state, j, "bob", id).state == JOB_NONE);
    CHECK(look(state, j, "", id).state == JOB_NONE);
    CHECK(look(state, j, "ann", STR("guess")).state == JOB_NONE);
    CHECK(look(state, j, "ann", (Str){0}).state == JOB_NONE);
    jobs_close(j);
}

TEST(keeps_its_own_copy_of_the_input)
{
    Jobs *j = open_jobs(state);
    char  bytes[] = "P: I get cramp in my calf in bed at night.";
    Str   id = added(state, j, "ann", str_from(bytes));
    for (size_t i = 0; bytes[i]; i++)
        bytes[i] = '?';
    JobView v = finished(state, j, "ann", id);
    CHECK(str_find(v.result, STR("cramp in my calf in bed")) != STR_NONE);
    jobs_close(j);
}

/* A text that takes long enough for others to queue behind it. */
static Str long_text(void **state)
{
    Err e = {0};
    Str s = {0};
    Buf b = buf_open(test_arena(state), MIB);
    for (int i = 0; i < 6000; i++)
        buf_text(&b, "P: I get cramp in my calf in bed at night.\n");
    CHECK_OK(buf_done(&b, &s, &e), &e);
    return s;
}

TEST(is_busy_when_every_place_waits_and_evicts_the_oldest_finished)
{
    Jobs *j = open_jobs(state);
    Err   e = {0};
    Str   ids[JOBS_MOST], one_more = {0};
    ids[0] = added(state, j, "ann", long_text(state));
    for (int i = 1; i < JOBS_MOST; i++)
        ids[i] = added(state, j, "ann", talk);
    CHECK_ERR(add(&one_more, state, j, "bob", talk, &e), &e, ERR_BUSY);
    CHECK_SAYS(&e, "try again");
    CHECK(one_more.n == 0);
    for (int i = 0; i < JOBS_MOST; i++)
        CHECK(finished(state, j, "ann", ids[i]).state == JOB_DONE);
    one_more = added(state, j, "bob", talk);
    CHECK(look(state, j, "ann", ids[0]).state == JOB_NONE);
    for (int i = 1; i < JOBS_MOST; i++)
        CHECK(look(state, j, "ann", ids[i]).state == JOB_DONE);
    CHECK(finished(state, j, "bob", one_more).state == JOB_DONE);
    jobs_close(j);
}

TEST(closes_with_jobs_on_their_way)
{
    Jobs *j = open_jobs(state);
    for (int i = 0; i < 4; i++)
        added(state, j, "ann", talk);
    jobs_close(j);
    jobs_close(NULL);
}

TEST(adds_nothing_when_memory_ends)
{
    Jobs *j = open_jobs(state);
    for (size_t n = 1;; n++) {
        Err e = {0};
        Str id = {0};
        arena_fail_at(n);
        bool ok = add(&id, state, j, "ann", talk, &e);
        arena_fail_at(0);
        if (ok) {
            CHECK(n > 3);
            CHECK(finished(state, j, "ann", id).state == JOB_DONE);
            break;
        }
        CHECK(e.code == ERR_BUSY && id.n == 0);
    }
    jobs_close(j);
}

TEST_MAIN("web/jobs", cmocka_unit_test(runs_a_text_to_the_document_of_the_page),
          cmocka_unit_test(says_why_a_job_failed),
          cmocka_unit_test(shows_a_job_to_its_owner_only),
          cmocka_unit_test(keeps_its_own_copy_of_the_input),
          cmocka_unit_test(is_busy_when_every_place_waits_and_evicts_the_oldest_finished),
          cmocka_unit_test(closes_with_jobs_on_their_way),
          cmocka_unit_test(adds_nothing_when_memory_ends))
