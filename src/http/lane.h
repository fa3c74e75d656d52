/*
 * http/lane.h - private to http: a few threads that take jobs from a bounded queue.
 *
 *     lane_offer() ─▶ [ . . . . ] ─▶ thread 1..n ─▶ run(job)
 *                     refuses when full
 *
 * Memory  in the arena given; lane_close() joins the threads and must come first
 * Threads lane_offer() from any thread; each job runs on one worker, signals blocked
 * Errors  ERR_BUSY when the system gives no more threads
 */
#ifndef HTTP_LANE_H
#define HTTP_LANE_H

#include "base/arena.h"

typedef struct Lane Lane;

typedef struct LaneConfig {
    unsigned workers, queue;
    void (*run)(void *job);
    void (*drop)(void *job); /* called instead for jobs still waiting at the end */
} LaneConfig;

MUST_USE bool lane_open(Lane **out, Arena *a, const LaneConfig *c, Err *e);
MUST_USE bool lane_offer(Lane *lane, void *job); /* false: full, the job is not taken */
/* Waits for the running jobs and drops the waiting ones. */
void lane_close(Lane *lane); /* accepts NULL, and a lane already closed */

#endif
