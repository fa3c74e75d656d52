/*
 * web/jobs.c - a table of places, a lock, and one thread that takes the oldest waiting.
 *
 * A job's bytes and result live in an arena of its own, so that giving up a place frees
 * everything of that consultation at once.
 */
#include "web/jobs.h"

#include "base/log.h"
#include "base/os.h"
#include "seal/seal.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

enum { ID_BYTES = 16, JOB_MEMORY_MIB = 768 };

typedef struct Job {
    JobState      state;
    Arena        *arena;
    Str           id;
    char          owner[SEAL_HASH_ROOM];
    uint64_t      number; /* order of arrival */
    ConsultInput  input;
    Str           result;
    Err           failure;
    _Atomic float progress;
    Jobs         *jobs;
} Job;

struct Jobs {
    App            *app;
    pthread_mutex_t lock;
    pthread_cond_t  something;
    pthread_t       thread;
    bool            has_thread;
    atomic_bool     stop;
    uint64_t        arrived;
    Job             v[JOBS_MOST];
};

static bool note_progress(void *who, double share)
{
    Job *job = who;
    job->progress = (float)share;
    return !job->jobs->stop;
}

static bool run(Job *job, Str *result, Err *e)
{
    Consult c;
    job->input.progress = note_progress;
    job->input.who = job;
    return app_consult(&c, job->arena, job->jobs->app, &job->input, e) &&
           app_consult_json(result, job->arena, job->jobs->app, &c, true, e);
}

static Job *oldest(Jobs *j, JobState state)
{
    Job *best = NULL;
    for (size_t i = 0; i < JOBS_MOST; i++)
        if (j->v[i].state == state && (!best || j->v[i].number < best->number))
            best = &j->v[i];
    return best;
}

static void *work(void *p)
{
    Jobs *j = p;
    pthread_mutex_lock(&j->lock);
    while (!j->stop) {
        Job *job = oldest(j, JOB_WAITING);
        if (!job) {
            pthread_cond_wait(&j->something, &j->lock);
            continue;
        }
        job->state = JOB_WORKING;
        pthread_mutex_unlock(&j->lock);
        Err    e = {0};
        Str    result = {0};
        double start = os_uptime_s();
        log_event(LOG_JOB_STARTED, LOG_INT("bytes", job->input.bytes.n));
        bool ok = run(job, &result, &e);
        if (ok)
            log_event(LOG_JOB_FINISHED, LOG_NUM("seconds", os_uptime_s() - start));
        else
            log_event(LOG_JOB_FAILED, LOG_INT("code", err_exit(e.code)));
        pthread_mutex_lock(&j->lock);
        job->result = result;
        job->failure = e;
        job->state = ok ? JOB_DONE : JOB_FAILED;
    }
    pthread_mutex_unlock(&j->lock);
    return NULL;
}

/* Blocks every signal in the new thread: SIGTERM is for the one that serves, and a thread
   that did not block it would end the process instead. */
static bool start_thread(Jobs *j)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    j->has_thread = !pthread_create(&j->thread, NULL, work, j);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return j->has_thread;
}

bool jobs_open(Jobs **out, Arena *a, App *app, Err *e)
{
    Jobs *j = ARENA_NEW(a, Jobs, e);
    if (!j)
        return false;
    j->app = app;
    for (size_t i = 0; i < JOBS_MOST; i++)
        j->v[i].jobs = j;
    if (pthread_mutex_init(&j->lock, NULL) != 0 ||
        pthread_cond_init(&j->something, NULL) != 0)
        return err_set(e, ERR_BUSY, "the system has no more locks; close some programs");
    if (!start_thread(j))
        return err_set(e, ERR_BUSY,
                       "the system has no more threads; close some programs");
    *out = j;
    return true;
}

void jobs_close(Jobs *j)
{
    if (!j)
        return;
    pthread_mutex_lock(&j->lock);
    j->stop = true;
    pthread_cond_broadcast(&j->something);
    pthread_mutex_unlock(&j->lock);
    if (j->has_thread)
        pthread_join(j->thread, NULL);
    for (size_t i = 0; i < JOBS_MOST; i++)
        arena_free(j->v[i].arena);
    pthread_cond_destroy(&j->something);
    pthread_mutex_destroy(&j->lock);
}

/* A place for a new job: a free one, else the oldest that has finished. */
static Job *place(Jobs *j)
{
    Job *job = oldest(j, JOB_NONE);
    if (!job) {
        Job *done = oldest(j, JOB_DONE), *failed = oldest(j, JOB_FAILED);
        job = !done || (failed && failed->number < done->number) ? failed : done;
    }
    return job;
}

static bool fill(Job *fresh, Str session, const ConsultInput *in, Err *e)
{
    fresh->arena = arena_new(JOB_MEMORY_MIB * MIB, e);
    if (!fresh->arena)
        return false;
    seal_hash_text(fresh->owner, session);
    fresh->input = *in;
    return seal_token(&fresh->id, fresh->arena, ID_BYTES, e) &&
           str_copy(&fresh->input.bytes, fresh->arena, in->bytes, e) &&
           str_copy(&fresh->input.name, fresh->arena, in->name, e);
}

static bool take_place(Jobs *j, const Job *fresh, Err *e)
{
    pthread_mutex_lock(&j->lock);
    Job *job = place(j);
    if (job) {
        arena_free(job->arena);
        job->state = JOB_WAITING;
        job->arena = fresh->arena;
        job->id = fresh->id;
        memcpy(job->owner, fresh->owner, sizeof job->owner);
        job->number = ++j->arrived;
        job->input = fresh->input;
        job->result = (Str){0};
        job->progress = 0;
        pthread_cond_signal(&j->something);
    }
    pthread_mutex_unlock(&j->lock);
    return job || err_set(e, ERR_BUSY,
                          "%d consultations are waiting already; try again in a minute",
                          JOBS_MOST);
}

bool jobs_add(Str *id, Arena *a, Jobs *j, Str session, const ConsultInput *in, Err *e)
{
    Job fresh = {.jobs = j};
    Str name;
    if (!fill(&fresh, session, in, e) || !str_copy(&name, a, fresh.id, e) ||
        !take_place(j, &fresh, e)) {
        arena_free(fresh.arena);
        return false;
    }
    *id = name;
    return true;
}

static bool copy_view(JobView *out, Arena *a, const Job *job, Err *e)
{
    *out = (JobView){
        .state = job->state, .progress = job->progress, .failure = job->failure};
    return job->state != JOB_DONE || str_copy(&out->result, a, job->result, e);
}

bool jobs_look(JobView *out, Arena *a, Jobs *j, Str session, Str id, Err *e)
{
    char owner[SEAL_HASH_ROOM];
    bool ok = true;
    seal_hash_text(owner, session);
    *out = (JobView){.state = JOB_NONE};
    pthread_mutex_lock(&j->lock);
    for (size_t i = 0; i < JOBS_MOST; i++) {
        const Job *job = &j->v[i];
        if (job->state != JOB_NONE && seal_equal(job->id, id) &&
            seal_equal(str_from(job->owner), str_from(owner)))
            ok = copy_view(out, a, job, e);
    }
    pthread_mutex_unlock(&j->lock);
    return ok;
}
