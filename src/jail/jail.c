/*
 * jail/jail.c - see jail.h: fork, the pipe, and the end of the child.
 *
 * The child is forked rather than started anew so that it needs no file of its own and
 * gets its task by value. Between fork and walls it does four things: dies with its
 * parent, gives up the parent's signals and files, lets the job load its models, and
 * closes the walls. Its exit code is the only other thing it can say.
 */
#define _GNU_SOURCE
#include "jail/jail.h"

#include "base/os.h"
#include "jail/wall.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The child's exit codes; high, so that no library's exit(1) is mistaken for ours. */
enum { EXIT_DONE = 100, EXIT_GAVE_UP = 101, EXIT_NO_WALLS = 102 };

enum { PIPE_FD = 3 };

struct Jail {
    pid_t   pid; /* 0: reaped */
    int     pipe;
    double  until_s; /* uptime */
    bool    is_stopped;
    JailEnd end;
};

struct JailDoor {
    int pipe;
};

bool jail_say(JailDoor *door, const void *bytes, size_t n)
{
    const char *p = bytes;
    while (n) {
        ssize_t done = write(door->pipe, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        p += done;
        n -= (size_t)done;
    }
    return true;
}

/* All of the parent's signal handling is about the parent. A closed pipe is an error
   of write and no death. */
static void signals_reset(void)
{
    sigset_t none;
    for (int s = 1; s < NSIG; s++)
        sigaction(s, &(struct sigaction){.sa_handler = s == SIGPIPE ? SIG_IGN : SIG_DFL},
                  NULL);
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
}

/* Standard input, output and errors lead nowhere; the pipe is the fourth and last. */
static bool files_leave(int pipe)
{
    int nowhere = open("/dev/null", O_RDWR);
    if (nowhere < 0)
        return false;
    int  high = fcntl(pipe, F_DUPFD, 10);
    bool ok = high >= 0;
    for (int fd = 0; ok && fd < PIPE_FD; fd++)
        ok = dup2(nowhere, fd) == fd;
    return ok && dup2(high, PIPE_FD) == PIPE_FD && close_range(PIPE_FD + 1, ~0u, 0) == 0;
}

static _Noreturn void child_live(const JailJob *job, const JailLimits *limits, int pipe,
                                 pid_t parent)
{
    JailDoor door = {PIPE_FD};
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(EXIT_NO_WALLS);
    signals_reset();
    if (!files_leave(pipe) || !wall_memory(limits->most_memory))
        _exit(EXIT_NO_WALLS);
    if (job->prepare && !job->prepare(job->who, &door))
        _exit(EXIT_GAVE_UP);
    if (!wall_landlock() || !wall_limits(limits->most_cpu_s) || !wall_seccomp())
        _exit(EXIT_NO_WALLS);
    _exit(job->work(job->who, &door) ? EXIT_DONE : EXIT_GAVE_UP);
}

/* Kills and reaps a child that nobody waited for. */
static void jail_close(void *p)
{
    jail_stop(p);
    jail_end(p);
}

bool jail_start(Jail **out, Arena *a, const JailJob *job, const JailLimits *limits,
                Err *e)
{
    int   pipe[2];
    pid_t self = getpid();
    Jail *j = ARENA_NEW(a, Jail, e);
    if (!j)
        return false;
    if (pipe2(pipe, O_CLOEXEC) != 0)
        return err_set(e, ERR_BUSY, "no pipe can be had; close some programs and retry");
    *j = (Jail){.until_s = os_uptime_s() + limits->most_wall_s, .pipe = pipe[0]};
    j->pid = fork();
    if (j->pid == 0)
        child_live(job, limits, pipe[1], self);
    close(pipe[1]);
    if (j->pid < 0) {
        close(pipe[0]);
        return err_set(e, ERR_BUSY,
                       "no process can be had; close some programs and retry");
    }
    if (!arena_defer(a, jail_close, j, e))
        return false;
    *out = j;
    return true;
}

void jail_stop(Jail *j)
{
    if (j->pid > 0) {
        j->is_stopped = true;
        kill(j->pid, SIGKILL);
    }
}

static bool time_is_over(Jail *j, Err *e)
{
    jail_stop(j);
    return err_set(e, ERR_BUSY,
                   "the work took too long and was stopped; give a shorter "
                   "recording or a longer limit");
}

bool jail_hear(size_t *got, Jail *j, void *bytes, size_t room, Err *e)
{
    for (;;) {
        double        left_s = j->until_s - os_uptime_s();
        struct pollfd wait = {.fd = j->pipe, .events = POLLIN};
        if (left_s <= 0)
            return time_is_over(j, e);
        int ready = poll(&wait, 1, left_s > 60 ? 60000 : (int)(left_s * 1000) + 1);
        if (ready == 0 || (ready < 0 && errno == EINTR))
            continue;
        ssize_t n = ready < 0 ? -1 : read(j->pipe, bytes, room);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(e, ERR_BUSY, "the worker's pipe broke; try again");
        *got = (size_t)n;
        return true;
    }
}

static JailFate fate_of(int status, bool is_stopped)
{
    if (WIFEXITED(status)) {
        switch (WEXITSTATUS(status)) {
        case EXIT_DONE: return JAIL_DONE;
        case EXIT_GAVE_UP: return JAIL_GAVE_UP;
        case EXIT_NO_WALLS: return JAIL_NO_WALLS;
        default: return JAIL_CRASHED;
        }
    }
    if (WTERMSIG(status) == SIGXCPU)
        return JAIL_OUT_OF_CPU;
    return WTERMSIG(status) == SIGKILL && is_stopped ? JAIL_STOPPED : JAIL_CRASHED;
}

/* Gives the child until its wall time to end by itself. */
static void wait_or_stop(Jail *j)
{
    siginfo_t     seen = {0};
    struct pollfd none = {.fd = -1};
    while (!j->is_stopped &&
           waitid(P_PID, (id_t)j->pid, &seen, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           seen.si_pid == 0) {
        if (os_uptime_s() > j->until_s)
            jail_stop(j);
        else
            poll(&none, 1, 2);
    }
}

JailEnd jail_end(Jail *j)
{
    int           status = 0;
    struct rusage use = {0};
    if (j->pid <= 0)
        return j->end;
    wait_or_stop(j);
    while (wait4(j->pid, &status, 0, &use) < 0 && errno == EINTR)
        continue;
    close(j->pipe);
    j->pid = 0;
    j->end =
        (JailEnd){.fate = fate_of(status, j->is_stopped),
                  .cpu_s = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
                           (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6,
                  .peak_memory_bytes = (size_t)use.ru_maxrss * KIB};
    return j->end;
}

bool jail_walls(Str *out, Arena *a, Err *e)
{
    int landlock = wall_landlock_version();
    return landlock ? str_fmt(out, a, e, "limits, Landlock %d, seccomp", landlock)
                    : str_fmt(out, a, e, "limits, seccomp (this kernel has no Landlock)");
}
