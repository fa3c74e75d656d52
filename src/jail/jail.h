/*
 * jail/jail.h - a child process that can compute and answer, and nothing else.
 *
 *     parent                      child
 *     jail_start ───fork───────►  prepare(who)     may still open files: load models
 *                                 the walls close
 *     jail_hear  ◄────pipe──────  work(who, door)  hostile bytes are handled only here
 *     jail_end   ◄────exit──────
 *
 * Once the walls are closed the child can open no file, make no socket and start no
 * program; it keeps one pipe, its memory and its threads. Three walls stand behind each
 * other: resource limits with no-new-privileges, Landlock where the kernel has it, and a
 * seccomp filter that allows a short list of calls and refuses every other one. If the
 * parent dies the child is killed.
 *
 * What the child says is hostile too: jail_hear gives bytes, the caller checks them.
 *
 * Units   _s seconds
 * Assumes no other thread of the parent holds a lock of a library that the child uses
 *         (malloc's own are safe across a fork)
 * Memory  a Jail is an arena object; with the arena the child is killed and reaped
 * Threads any thread may start jails; a Jail is used by the thread that started it, which
 *         must outlive it (the kernel ties the child's life to that thread)
 * Errors  ERR_BUSY no process or pipe to be had, or the wall time is over
 */
#ifndef JAIL_JAIL_H
#define JAIL_JAIL_H

#include "base/str.h"

typedef struct Jail     Jail;
typedef struct JailDoor JailDoor; /* the child's end of the pipe */

typedef struct JailJob {
    /* Before the walls close; false ends the child. May be NULL. */
    bool (*prepare)(void *who, JailDoor *door);
    bool (*work)(void *who, JailDoor *door);
    void *who;
} JailJob;

typedef struct JailLimits {
    size_t   most_memory; /* bytes of address space beyond what the parent had */
    unsigned most_cpu_s;
    double   most_wall_s;
} JailLimits;

/* How a child ended. */
typedef enum JailFate {
    JAIL_DONE,    /* work said true */
    JAIL_GAVE_UP, /* prepare or work said false */
    JAIL_CRASHED, /* by a signal not of our sending */
    JAIL_OUT_OF_CPU,
    JAIL_NO_WALLS, /* the kernel refused to close them; no work was done */
    JAIL_STOPPED   /* by jail_stop, or its wall time was over */
} JailFate;

typedef struct JailEnd {
    JailFate fate;
    double   cpu_s;
    size_t   peak_memory_bytes;
} JailEnd;

MUST_USE bool jail_start(Jail **out, Arena *a, const JailJob *job,
                         const JailLimits *limits, Err *e);

/* Child: writes all of it; false when the parent no longer listens. */
bool jail_say(JailDoor *door, const void *bytes, size_t n);

/* Parent: up to `room` bytes as they come; *got == 0 at the end of what the child says.
   ERR_BUSY when the wall time is over: the child is then stopped. */
MUST_USE bool jail_hear(size_t *got, Jail *j, void *bytes, size_t room, Err *e);

void    jail_stop(Jail *j); /* kills; jail_end still tells the fate */
JailEnd jail_end(Jail *j); /* waits (within the wall time) and reaps; once more is fine */

/* Which walls this kernel gives, for `doctor`: "limits, Landlock 4, seccomp". */
MUST_USE bool jail_walls(Str *out, Arena *a, Err *e);

#endif
