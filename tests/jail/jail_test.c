/* tests/jail/jail_test.c - jail.h, clause by clause: what the child can no longer do,
   how it ends, and that the parent does not notice. */
#define _GNU_SOURCE
#include "jail/jail.h"

#include "base/os.h"
#include "harness/test.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const JailLimits ROOMY = {
    .most_memory = 256 * MIB, .most_cpu_s = 20, .most_wall_s = 30};

/* Starts the job, hears all it says (at most `room` bytes), waits for its end. */
static JailEnd run(void **state, Str *said, char *text, size_t room, const JailJob *job,
                   const JailLimits *limits)
{
    Err    e = {0};
    Jail  *jail;
    size_t n = 0, got = 1;
    CHECK_OK(jail_start(&jail, test_arena(state), job, limits, &e), &e);
    while (got && n < room) {
        CHECK_OK(jail_hear(&got, jail, text + n, room - n, &e), &e);
        n += got;
    }
    *said = (Str){text, n};
    return jail_end(jail);
}

static bool says_hello(void *who, JailDoor *door)
{
    return jail_say(door, who, strlen(who));
}

TEST(a_child_answers_over_its_pipe_and_ends)
{
    char    text[64], hello[] = "hello";
    Str     said;
    JailJob job = {.work = says_hello, .who = hello};
    JailEnd end = run(state, &said, text, sizeof text, &job, &ROOMY);
    CHECK_STR(said, "hello");
    CHECK(end.fate == JAIL_DONE && end.cpu_s >= 0 && end.peak_memory_bytes > 0);
}

static bool refuses(void *who, JailDoor *door)
{
    (void)who, (void)door;
    return false;
}

TEST(a_child_that_says_false_has_given_up)
{
    char    text[64];
    Str     said;
    JailJob late = {.work = refuses}, early = {.prepare = refuses, .work = says_hello};
    CHECK(run(state, &said, text, sizeof text, &late, &ROOMY).fate == JAIL_GAVE_UP);
    CHECK(run(state, &said, text, sizeof text, &early, &ROOMY).fate == JAIL_GAVE_UP);
    CHECK(said.n == 0); /* work was never begun */
}

/* One letter per deed: y when the kernel let it happen, n when it refused. */
static bool tries_everything(void *who, JailDoor *door)
{
    const char *path = who;
    char       *no_words[] = {NULL};
    int         pair[2];
    const bool  done[] = {
         open("/etc/hostname", O_RDONLY) >= 0,
         open(path, O_WRONLY | O_CREAT, 0600) >= 0,
         openat(AT_FDCWD, "/", O_RDONLY | O_DIRECTORY) >= 0,
         unlink(path) == 0,
         socket(AF_INET, SOCK_STREAM, 0) >= 0,
         socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0,
         pipe(pair) == 0,
         fork() >= 0,
         execve("/bin/true", no_words, no_words) == 0,
         kill(getppid(), 0) == 0,
         ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0,
         mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
             MAP_FAILED,
         setuid(0) == 0,
         chdir("/") == 0,
    };
    char letters[sizeof done / sizeof *done];
    for (size_t i = 0; i < sizeof letters; i++)
        letters[i] = done[i] ? 'y' : 'n';
    return jail_say(door, letters, sizeof letters);
}

TEST(inside_no_file_socket_program_or_process_can_be_had)
{
    char text[64], path[128] = "";
    Str  said;
    Str  folder = test_folder(state);
    memcpy(path, folder.p, folder.n);
    memcpy(path + folder.n, "/f", 3);
    test_write(state, folder, "f", "here before");
    JailJob job = {.work = tries_everything, .who = path};
    CHECK(run(state, &said, text, sizeof text, &job, &ROOMY).fate == JAIL_DONE);
    CHECK_STR(said, "nnnnnnnnnnnnnn");
    CHECK(os_exists(str_from(path)));
}

static bool reads_early(void *who, JailDoor *door)
{
    (void)door;
    *(int *)who = open("/proc/self/stat", O_RDONLY);
    return *(int *)who >= 0;
}

static bool reads_on(void *who, JailDoor *door)
{
    char    text[16] = "";
    ssize_t n = read(*(int *)who, text, sizeof text);
    return n > 0 && jail_say(door, "open", 4);
}

TEST(what_was_opened_before_the_walls_closed_stays_readable)
{
    char    text[64];
    Str     said;
    int     fd = -1;
    JailJob job = {reads_early, reads_on, &fd};
    CHECK(run(state, &said, text, sizeof text, &job, &ROOMY).fate == JAIL_DONE);
    CHECK_STR(said, "open");
}

static bool looks_at_parents_file(void *who, JailDoor *door)
{
    char c;
    return jail_say(door,
                    read(*(int *)who, &c, 1) < 0 && errno == EBADF ? "gone" : "here", 4);
}

TEST(the_parents_open_files_are_not_there)
{
    char    text[64];
    Str     said;
    int     fd = open("/dev/zero", O_RDONLY);
    JailJob job = {.work = looks_at_parents_file, .who = &fd};
    CHECK(run(state, &said, text, sizeof text, &job, &ROOMY).fate == JAIL_DONE);
    CHECK_STR(said, "gone");
    close(fd);
}

static void *adds(void *p)
{
    ++*(int *)p;
    return NULL;
}

static bool uses_threads(void *who, JailDoor *door)
{
    pthread_t thread;
    int       n = 0;
    (void)who;
    return pthread_create(&thread, NULL, adds, &n) == 0 &&
           pthread_join(thread, NULL) == 0 && n == 1 && jail_say(door, "two", 3);
}

TEST(threads_work_inside)
{
    char    text[64];
    Str     said;
    JailJob job = {.work = uses_threads};
    CHECK(run(state, &said, text, sizeof text, &job, &ROOMY).fate == JAIL_DONE);
    CHECK_STR(said, "two");
}

static bool eats_memory(void *who, JailDoor *door)
{
    (void)who, (void)door;
    for (size_t n = 0; n < 4096; n++) {
        volatile char *p = malloc(MIB);
        if (!p)
            return false;
        for (size_t i = 0; i < MIB; i += 512) /* 4 GiB in all, were there no wall */
            p[i] = 1;
    }
    return true;
}

TEST(a_memory_bomb_ends_and_the_parent_goes_on)
{
    char    text[64];
    Str     said;
    JailJob job = {.work = eats_memory};
    JailEnd end = run(state, &said, text, sizeof text, &job, &ROOMY);
    CHECK(end.fate == JAIL_GAVE_UP || end.fate == JAIL_CRASHED);
    CHECK(end.peak_memory_bytes < 600 * MIB);
    a_child_answers_over_its_pipe_and_ends(state);
}

static bool spins(void *who, JailDoor *door)
{
    volatile unsigned n = 0;
    (void)who, (void)door;
    while (n != 1)
        n += 2;
    return true;
}

TEST(an_endless_loop_runs_out_of_computing_time)
{
    char       text[64];
    Str        said;
    JailJob    job = {.work = spins};
    JailLimits limits = {.most_memory = 64 * MIB, .most_cpu_s = 1, .most_wall_s = 30};
    JailEnd    end = run(state, &said, text, sizeof text, &job, &limits);
    CHECK(end.fate == JAIL_OUT_OF_CPU);
    CHECK(end.cpu_s >= 0.9);
}

TEST(a_silent_child_is_stopped_when_its_wall_time_is_over)
{
    Err        e = {0};
    Jail      *jail;
    char       text[8];
    size_t     got;
    JailJob    job = {.work = spins};
    JailLimits limits = {.most_memory = 64 * MIB, .most_cpu_s = 20, .most_wall_s = 0.2};
    CHECK_OK(jail_start(&jail, test_arena(state), &job, &limits, &e), &e);
    CHECK_ERR(jail_hear(&got, jail, text, sizeof text, &e), &e, ERR_BUSY);
    CHECK_SAYS(&e, "took too long");
    CHECK(jail_end(jail).fate == JAIL_STOPPED);
    CHECK(jail_end(jail).fate == JAIL_STOPPED); /* asking again is fine */
}

static bool closes_door_and_spins(void *who, JailDoor *door)
{
    close(3);
    return spins(who, door);
}

TEST(a_child_that_closes_its_pipe_and_stays_is_stopped_too)
{
    char       text[8];
    Str        said;
    JailJob    job = {.work = closes_door_and_spins};
    JailLimits limits = {.most_memory = 64 * MIB, .most_cpu_s = 20, .most_wall_s = 0.3};
    CHECK(run(state, &said, text, sizeof text, &job, &limits).fate == JAIL_STOPPED);
    CHECK(said.n == 0);
}

static bool crashes(void *who, JailDoor *door)
{
    (void)who, (void)door;
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
    return true;
}

TEST(a_crash_is_told_from_a_stop)
{
    char    text[8];
    Str     said;
    JailJob job = {.work = crashes};
    CHECK(run(state, &said, text, sizeof text, &job, &ROOMY).fate == JAIL_CRASHED);
}

TEST(with_its_arena_the_child_goes_and_leaves_no_zombie)
{
    Err     e = {0};
    Jail   *jail;
    JailJob job = {.work = spins};
    Arena  *a = arena_new(MIB, &e);
    (void)state;
    CHECK_OK(jail_start(&jail, a, &job, &ROOMY, &e), &e);
    arena_free(a);
    CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

TEST(without_memory_nothing_is_started)
{
    JailJob job = {.work = spins};
    for (size_t nth = 1; nth <= 2; nth++) {
        Err   e = {0};
        Jail *jail = NULL;
        arena_fail_at(nth);
        CHECK_ERR(jail_start(&jail, test_arena(state), &job, &ROOMY, &e), &e, ERR_BUSY);
        arena_fail_at(0);
        CHECK(!jail && waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
    }
}

static bool tells_its_number(void *who, JailDoor *door)
{
    pid_t self = getpid();
    return jail_say(door, &self, sizeof self) && spins(who, door);
}

/* Whether a process still computes: gone and zombie are both no. */
static bool is_alive(Arena *a, pid_t pid)
{
    Err    e = {0};
    Str    path, stat;
    size_t at;
    if (!str_fmt(&path, a, &e, "/proc/%d/stat", (int)pid) ||
        !os_read_file(&stat, a, path, 4096, &e))
        return false;
    at = str_find(stat, STR(") "));
    return at != STR_NONE && stat.p[at + 2] != 'Z' && stat.p[at + 2] != 'X';
}

TEST(a_child_dies_with_its_parent)
{
    int   relay[2];
    pid_t grandchild = 0;
    CHECK(pipe(relay) == 0);
    pid_t parent = fork();
    if (parent == 0) {
        Err     e = {0};
        Jail   *jail;
        size_t  got;
        JailJob job = {.work = tells_its_number};
        bool    ok = jail_start(&jail, test_arena(state), &job, &ROOMY, &e) &&
                  jail_hear(&got, jail, &grandchild, sizeof grandchild, &e) &&
                  write(relay[1], &grandchild, sizeof grandchild) > 0;
        _exit(ok ? 0 : 1); /* without a word to the child */
    }
    CHECK(waitpid(parent, NULL, 0) == parent);
    CHECK(read(relay[0], &grandchild, sizeof grandchild) == sizeof grandchild);
    for (int i = 0; i < 500 && is_alive(test_arena(state), grandchild); i++)
        usleep(10000);
    CHECK(!is_alive(test_arena(state), grandchild));
    close(relay[0]);
    close(relay[1]);
}

TEST(the_walls_have_names)
{
    Err e = {0};
    Str walls;
    CHECK_OK(jail_walls(&walls, test_arena(state), &e), &e);
    CHECK(str_find(walls, STR("seccomp")) != STR_NONE);
}

TEST_MAIN("jail/jail", cmocka_unit_test(a_child_answers_over_its_pipe_and_ends),
          cmocka_unit_test(a_child_that_says_false_has_given_up),
          cmocka_unit_test(inside_no_file_socket_program_or_process_can_be_had),
          cmocka_unit_test(what_was_opened_before_the_walls_closed_stays_readable),
          cmocka_unit_test(the_parents_open_files_are_not_there),
          cmocka_unit_test(threads_work_inside),
          cmocka_unit_test(a_memory_bomb_ends_and_the_parent_goes_on),
          cmocka_unit_test(an_endless_loop_runs_out_of_computing_time),
          cmocka_unit_test(a_silent_child_is_stopped_when_its_wall_time_is_over),
          cmocka_unit_test(a_child_that_closes_its_pipe_and_stays_is_stopped_too),
          cmocka_unit_test(a_crash_is_told_from_a_stop),
          cmocka_unit_test(with_its_arena_the_child_goes_and_leaves_no_zombie),
          cmocka_unit_test(without_memory_nothing_is_started),
          cmocka_unit_test(a_child_dies_with_its_parent),
          cmocka_unit_test(the_walls_have_names))
