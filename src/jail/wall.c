/*
 * jail/wall.c - see wall.h.
 *
 * The seccomp list is what computing needs: memory, threads, futexes, clocks, reading and
 * writing what is open, exit. A refused call gives
 * EPERM rather than death, because libraries probe for things (processors, fonts, time
 * zones) and go on without. clone is allowed for threads only; clone3 hides its flags
 * from the filter and "does not exist", upon which the C library uses clone. No memory
 * may become executable.
 */
#define _GNU_SOURCE
#include "jail/wall.h"

#include "base/num.h"

#include <errno.h>
#include <linux/landlock.h>
#include <malloc.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Two heaps: more only spread the same memory over more address space. */
enum { HEAPS = 2 };

static bool limit(__rlimit_resource_t which, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(which, &now) != 0)
        return false;
    if (now.rlim_max != RLIM_INFINITY && most > now.rlim_max)
        most = now.rlim_max;
    return setrlimit(which, &(struct rlimit){most, most}) == 0;
}

/* Bytes of address space this process has now; 0 when nobody says. */
static size_t address_space(void)
{
    FILE   *f = fopen("/proc/self/statm", "re");
    char    line[128] = "";
    int64_t pages = 0;
    if (!f)
        return 0;
    bool read = fgets(line, sizeof line, f) != NULL;
    fclose(f);
    Str text = str_from(line), first;
    if (!read || !str_next(&text, ' ', &first) || !num_read_int(first, &pages) ||
        pages < 0)
        return 0;
    return (size_t)pages * (size_t)getpagesize();
}

bool wall_memory(size_t most_more)
{
    size_t now = address_space(), most;
    mallopt(M_ARENA_MAX, HEAPS); /* NOLINT(concurrency-mt-unsafe): one thread yet */
    return now != 0 && !__builtin_add_overflow(now, most_more, &most) &&
           limit(RLIMIT_AS, most);
}

bool wall_limits(unsigned most_cpu_s)
{
    /* A second between the soft and the hard limit: SIGXCPU tells, SIGKILL ends. */
    struct rlimit cpu = {most_cpu_s, (rlim_t)most_cpu_s + 1};
    return limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 3) &&
           setrlimit(RLIMIT_CPU, &cpu) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

int wall_landlock_version(void)
{
    long version =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version > 0 ? (int)version : 0;
}

bool wall_landlock(void)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    if (wall_landlock_version() == 0)
        return true;
    struct landlock_ruleset_attr rules = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                             LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                             LANDLOCK_ACCESS_FS_REMOVE_DIR |
                             LANDLOCK_ACCESS_FS_REMOVE_FILE |
                             LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                             LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                             LANDLOCK_ACCESS_FS_MAKE_FIFO |
                             LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM};
    int fd = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    if (fd < 0)
        return false;
    bool ok = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
    close(fd);
    return ok;
}

/* What computing needs, with any arguments. */
static const int ALLOWED[] = {SCMP_SYS(read),
                              SCMP_SYS(write),
                              SCMP_SYS(writev),
                              SCMP_SYS(close),
                              SCMP_SYS(lseek),
                              SCMP_SYS(fstat),
                              SCMP_SYS(brk),
                              SCMP_SYS(munmap),
                              SCMP_SYS(mremap),
                              SCMP_SYS(madvise),
                              SCMP_SYS(futex),
                              SCMP_SYS(set_robust_list),
                              SCMP_SYS(rseq),
                              SCMP_SYS(sched_yield),
                              SCMP_SYS(sched_getaffinity),
                              SCMP_SYS(getpid),
                              SCMP_SYS(gettid),
                              SCMP_SYS(clock_gettime),
                              SCMP_SYS(gettimeofday),
                              SCMP_SYS(clock_nanosleep),
                              SCMP_SYS(nanosleep),
                              SCMP_SYS(rt_sigreturn),
                              SCMP_SYS(rt_sigprocmask),
                              SCMP_SYS(rt_sigaction),
                              SCMP_SYS(sigaltstack),
                              SCMP_SYS(tgkill),
                              SCMP_SYS(getrusage),
                              SCMP_SYS(sysinfo),
                              SCMP_SYS(getcpu),
                              SCMP_SYS(restart_syscall),
                              SCMP_SYS(getrandom),
                              SCMP_SYS(exit),
                              SCMP_SYS(exit_group)};

static bool allow_guarded(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM,
                                    CLONE_THREAD | CLONE_VM)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

bool wall_seccomp(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter)
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof ALLOWED / sizeof *ALLOWED; i++)
        ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, ALLOWED[i], 0) == 0;
    ok = ok && allow_guarded(filter) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return ok;
}
