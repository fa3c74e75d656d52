/*
 * http/lane.c - one mutex and one condition; jobs are pages and sentences, not packets,
 * so a lock per job costs nothing that a reader could notice.
 */
#include "http/lane.h"

#include <pthread.h>
#include <signal.h>

struct Lane {
    pthread_mutex_t lock;
    pthread_cond_t  wake;
    pthread_t      *threads;
    unsigned        n_threads;
    void          **jobs; /* a ring of `room` places */
    size_t          room, first, n;
    bool            closing;
    void (*run)(void *job);
    void (*drop)(void *job);
};

static void *next_job(Lane *lane)
{
    pthread_mutex_lock(&lane->lock);
    while (!lane->closing && !lane->n)
        pthread_cond_wait(&lane->wake, &lane->lock);
    void *job = NULL;
    if (!lane->closing) {
        job = lane->jobs[lane->first];
        lane->first = (lane->first + 1) % lane->room;
        lane->n--;
    }
    pthread_mutex_unlock(&lane->lock);
    return job;
}

static void *work(void *who)
{
    Lane *lane = who;
    for (void *job = next_job(lane); job; job = next_job(lane))
        lane->run(job);
    return NULL;
}

bool lane_offer(Lane *lane, void *job)
{
    pthread_mutex_lock(&lane->lock);
    bool taken = !lane->closing && lane->n < lane->room;
    if (taken) {
        lane->jobs[(lane->first + lane->n) % lane->room] = job;
        lane->n++;
        pthread_cond_signal(&lane->wake);
    }
    pthread_mutex_unlock(&lane->lock);
    return taken;
}

void lane_close(Lane *lane)
{
    if (!lane || lane->closing)
        return;
    pthread_mutex_lock(&lane->lock);
    lane->closing = true;
    pthread_cond_broadcast(&lane->wake);
    pthread_mutex_unlock(&lane->lock);
    for (unsigned i = 0; i < lane->n_threads; i++)
        pthread_join(lane->threads[i], NULL);
    for (; lane->n; lane->n--, lane->first = (lane->first + 1) % lane->room)
        lane->drop(lane->jobs[lane->first]);
    pthread_cond_destroy(&lane->wake);
    pthread_mutex_destroy(&lane->lock);
}

/* Signals are for the thread that serves; a worker must never be the one to take them. */
static bool start_threads(Lane *lane, unsigned wanted)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (lane->n_threads < wanted &&
           !pthread_create(&lane->threads[lane->n_threads], NULL, work, lane))
        lane->n_threads++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return lane->n_threads == wanted;
}

bool lane_open(Lane **out, Arena *a, const LaneConfig *c, Err *e)
{
    Lane *lane = ARENA_NEW(a, Lane, e);
    if (!lane)
        return false;
    lane->run = c->run;
    lane->drop = c->drop;
    lane->room = c->queue ? c->queue : 1;
    lane->jobs = ARENA_ARRAY(a, void *, lane->room, e);
    lane->threads = lane->jobs ? ARENA_ARRAY(a, pthread_t, c->workers, e) : NULL;
    if (!lane->threads)
        return false;
    if (pthread_mutex_init(&lane->lock, NULL))
        return err_set(e, ERR_BUSY, "the system has no room for a lock; close programs");
    if (pthread_cond_init(&lane->wake, NULL)) {
        pthread_mutex_destroy(&lane->lock);
        return err_set(e, ERR_BUSY, "the system has no room for a lock; close programs");
    }
    if (!start_threads(lane, c->workers)) {
        lane_close(lane);
        return err_set(
            e, ERR_BUSY,
            "the system gives only %u of %u worker threads; raise its limit on "
            "processes",
            lane->n_threads, c->workers);
    }
    *out = lane;
    return true;
}
