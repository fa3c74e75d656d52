/*
 * web/jobs.h - private to web: consultations on their way, in memory only.
 *
 * One thread runs them one after the other (a recording already uses every processor).
 * A finished job is kept until its place is needed; whoever knows its id and owns its
 * session may read it. Nothing is written to disk.
 *
 * Threads safe
 * Errors  ERR_BUSY when every place holds a job that has not finished
 * Limits  JOBS_MOST places
 */
#ifndef WEB_JOBS_H
#define WEB_JOBS_H

#include "app/app.h"

enum { JOBS_MOST = 8 };

typedef struct Jobs Jobs;

MUST_USE bool jobs_open(Jobs **out, Arena *a, App *app, Err *e);
void jobs_close(Jobs *j); /* stops the running job and the thread; NULL is fine */

/* Queues a copy of the input. *id is a fresh unguessable name in `a`. */
MUST_USE bool jobs_add(Str *id, Arena *a, Jobs *j, Str session, const ConsultInput *in,
                       Err *e);

typedef enum JobState {
    JOB_NONE,
    JOB_WAITING,
    JOB_WORKING,
    JOB_DONE,
    JOB_FAILED
} JobState;

typedef struct JobView {
    JobState state;
    double   progress; /* 0..1 */
    Str      result;   /* JSON when done */
    Err      failure;
} JobView;

/* JOB_NONE when there is no such job of this session. Texts are copied into `a`. */
MUST_USE bool jobs_look(JobView *out, Arena *a, Jobs *j, Str session, Str id, Err *e);

#endif
