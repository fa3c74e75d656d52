/*
 * base/os_linux.c - os.h on Linux.
 *
 * A write goes to a new file in the same folder, is synced, renamed over the target,
 * and the folder is synced. fsync is never tried twice: after a failed one the kernel
 * may have dropped the pages, and a second success would be a lie.
 */
#define _GNU_SOURCE
#include "base/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

static _Thread_local size_t fail_countdown;

void os_fail_at(size_t nth) { fail_countdown = nth; }

static bool must_fail(void)
{
    if (fail_countdown == 0 || --fail_countdown > 0)
        return false;
    errno = EIO;
    return true;
}

/* The reason in plain words with its remedy, for the errors people meet. */
static const char *reason(int code)
{
    switch (code) {
    case ENOENT: return "there is no such file or folder; check the name";
    case EACCES: return "you may not read or write it; check its permissions";
    case EPERM: return "the system does not permit it; check who owns it";
    case EROFS: return "the disk is read-only; choose another folder";
    case ENOSPC: return "the disk is full; free some space and try again";
    case EISDIR: return "it is a folder; name a file";
    case ENOTDIR: return "a part of the path is not a folder; check the name";
    case EMFILE:
    case ENFILE: return "too many files are open; close some programs";
    case ENAMETOOLONG: return "the name is too long";
    default: return "the system reported a read or write error";
    }
}

static bool refuse(Err *e, int code, Str path)
{
    return err_set(e, code == ENOENT ? ERR_MISSING : ERR_IO, STR_F ": %s", STR_A(path),
                   reason(code));
}

static bool zero_ended(char room[PATH_ROOM], Str path, Err *e)
{
    if (path.n == 0)
        return err_set(e, ERR_INPUT, "a file name is empty; give one");
    if (path.n >= PATH_ROOM || str_find_char(path, '\0') != STR_NONE)
        return err_set(e, ERR_INPUT, "a file name is too long or has a zero byte in it");
    memcpy(room, path.p, path.n);
    room[path.n] = '\0';
    return true;
}

static bool open_to_read(int *fd, Str path, Err *e)
{
    char name[PATH_ROOM];
    if (!zero_ended(name, path, e))
        return false;
    *fd = must_fail() ? -1 : open(name, O_RDONLY | O_CLOEXEC);
    return *fd >= 0 || refuse(e, errno, path);
}

typedef struct Reading {
    Arena *arena;
    char  *p;
    size_t n, room;
} Reading;

static bool read_more(Reading *r, int fd, Str path, Err *e, bool *end)
{
    if (r->n + 1 >= r->room) {
        size_t room = r->room ? 2 * r->room : 64 * KIB;
        char  *p = arena_grow(r->arena, r->p, r->n, room, 1, e);
        if (!p)
            return false;
        r->p = p;
        r->room = room;
    }
    ssize_t got = must_fail() ? -1 : read(fd, r->p + r->n, r->room - r->n - 1);
    if (got < 0)
        return errno == EINTR || refuse(e, errno, path);
    *end = got == 0;
    r->n += (size_t)got;
    return true;
}

static bool read_fd(Str *out, Arena *a, int fd, Str path, size_t most, Err *e)
{
    struct stat st = {0};
    Reading     r = {.arena = a};
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        if ((uint64_t)st.st_size > most)
            return err_set(e, ERR_LIMIT,
                           STR_F ": %llu KiB is more than the %zu KiB allowed here",
                           STR_A(path), (unsigned long long)st.st_size / KIB, most / KIB);
        r.room = (size_t)st.st_size + 2;
        r.p = arena_alloc(a, r.room, e);
        if (!r.p)
            return false;
    }
    for (bool end = false; !end;) {
        if (!read_more(&r, fd, path, e, &end))
            return false;
        if (r.n > most)
            return err_set(e, ERR_LIMIT, STR_F ": more than the %zu KiB allowed here",
                           STR_A(path), most / KIB);
    }
    r.p[r.n] = '\0';
    *out = (Str){r.p, r.n};
    return true;
}

bool os_read_file(Str *out, Arena *a, Str path, size_t most, Err *e)
{
    if (str_is(path, "-"))
        return read_fd(out, a, STDIN_FILENO, STR("standard input"), most, e);
    int fd;
    if (!open_to_read(&fd, path, e))
        return false;
    bool ok = read_fd(out, a, fd, path, most, e);
    close(fd);
    return ok;
}

static bool write_all(int fd, Str bytes)
{
    while (bytes.n) {
        ssize_t n = must_fail() ? -1 : write(fd, bytes.p, bytes.n);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            bytes = str_from_at(bytes, (size_t)n);
    }
    return true;
}

static bool sync_folder_of(const char *name)
{
    char        folder[PATH_ROOM] = ".";
    const char *slash = strrchr(name, '/');
    if (slash)
        snprintf(folder, sizeof folder, "%.*s", slash == name ? 1 : (int)(slash - name),
                 name);
    int  fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

bool os_write_file(Str path, Str bytes, Err *e)
{
    char name[PATH_ROOM], beside[PATH_ROOM + 16];
    if (!zero_ended(name, path, e))
        return false;
    snprintf(beside, sizeof beside, "%s.XXXXXX", name);
    int fd = must_fail() ? -1 : mkostemp(beside, O_CLOEXEC);
    if (fd < 0)
        return refuse(e, errno, path);
    bool ok =
        write_all(fd, bytes) && fchmod(fd, 0644) == 0 && !must_fail() && fsync(fd) == 0;
    int why = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        why = errno;
    }
    if (ok && (must_fail() || rename(beside, name) != 0)) {
        ok = false;
        why = errno;
    }
    if (!ok) {
        unlink(beside);
        return refuse(e, why, path);
    }
    return sync_folder_of(name) || refuse(e, errno, path);
}

/* Writes the line and its end; what a full disk took of it is taken back. */
static bool append_whole(int fd, Str line)
{
    struct stat st = {0};
    if (fstat(fd, &st) != 0)
        return false;
    if (write_all(fd, line) && write_all(fd, STR("\n")) && !must_fail() && fsync(fd) == 0)
        return true;
    int why = errno;
    if (ftruncate(fd, st.st_size) != 0)
        return false;
    errno = why;
    return false;
}

bool os_append_line(Str path, Str line, Err *e)
{
    char name[PATH_ROOM];
    if (!zero_ended(name, path, e))
        return false;
    int fd =
        must_fail() ? -1 : open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return refuse(e, errno, path);
    bool ok = append_whole(fd, line);
    int  why = errno;
    close(fd);
    return ok || refuse(e, why, path);
}

bool os_make_folders(Str path, Err *e)
{
    char name[PATH_ROOM] = "";
    if (!zero_ended(name, path, e))
        return false;
    for (char *p = name + 1;; p++) {
        if (*p != '/' && *p != '\0')
            continue;
        char was = *p;
        *p = '\0';
        if ((must_fail() || mkdir(name, 0755) != 0) && errno != EEXIST)
            return refuse(e, errno, path);
        *p = was;
        if (was == '\0')
            break;
    }
    return os_is_folder(path) || refuse(e, ENOTDIR, path);
}

static bool status(Str path, struct stat *st)
{
    char name[PATH_ROOM];
    Err  ignored;
    return zero_ended(name, path, &ignored) && stat(name, st) == 0;
}

bool os_exists(Str path)
{
    struct stat st = {0};
    return status(path, &st);
}

bool os_is_folder(Str path)
{
    struct stat st = {0};
    return status(path, &st) && S_ISDIR(st.st_mode);
}

bool os_file_size(Str path, uint64_t *bytes, Err *e)
{
    struct stat st = {0};
    if (must_fail() || !status(path, &st))
        return refuse(e, errno, path);
    *bytes = (uint64_t)st.st_size;
    return true;
}

bool os_remove(Str path, Err *e)
{
    char name[PATH_ROOM];
    if (!zero_ended(name, path, e))
        return false;
    return (!must_fail() && (unlink(name) == 0 || errno == ENOENT)) ||
           refuse(e, errno, path);
}

bool os_rename(Str from, Str to, Err *e)
{
    char old_name[PATH_ROOM], new_name[PATH_ROOM];
    if (!zero_ended(old_name, from, e) || !zero_ended(new_name, to, e))
        return false;
    return (!must_fail() && rename(old_name, new_name) == 0) || refuse(e, errno, from);
}

typedef struct Mapping {
    void  *at;
    size_t n;
} Mapping;

static void unmap(void *p)
{
    Mapping *m = p;
    if (m->n)
        munmap(m->at, m->n);
}

bool os_map_file(Str *out, Arena *a, Str path, Err *e)
{
    Mapping *m = ARENA_NEW(a, Mapping, e);
    int      fd;
    if (!m || !open_to_read(&fd, path, e))
        return false;
    struct stat st = {0};
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return err_set(e, ERR_IO, STR_F ": not a plain file", STR_A(path));
    }
    m->n = (size_t)st.st_size;
    m->at = m->n ? mmap(NULL, m->n, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    int why = errno;
    close(fd);
    if (m->at == MAP_FAILED) {
        m->n = 0;
        return refuse(e, why, path);
    }
    *out = (Str){m->at, m->n};
    return arena_defer(a, unmap, m, e);
}

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

static bool list_dir(OsNames *out, Arena *a, DIR *dir, Err *e)
{
    Str   *names = NULL;
    size_t n = 0, room = 0;
    /* readdir is safe here: no other thread has this stream. */
    for (struct dirent *d; (d = readdir(dir));) { /* NOLINT(concurrency-mt-unsafe) */
        if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
            continue;
        if (n == room) {
            room = room ? 2 * room : 64;
            names = arena_grow(a, names, n, room, sizeof *names, e);
            if (!names)
                return false;
        }
        if (!str_copy(&names[n++], a, str_from(d->d_name), e))
            return false;
    }
    if (n)
        qsort(names, n, sizeof *names, by_bytes);
    *out = (OsNames){names, n};
    return true;
}

bool os_list(OsNames *out, Arena *a, Str folder, Err *e)
{
    char name[PATH_ROOM];
    if (!zero_ended(name, folder, e))
        return false;
    DIR *dir = must_fail() ? NULL : opendir(name);
    if (!dir)
        return refuse(e, errno, folder);
    bool ok = list_dir(out, a, dir, e);
    closedir(dir);
    return ok;
}

bool os_program_folder(Str *out, Arena *a, Err *e)
{
    char    name[PATH_ROOM];
    ssize_t n = readlink("/proc/self/exe", name, sizeof name - 1);
    if (n <= 0)
        return err_set(e, ERR_IO, "cannot find where this program lies; mount /proc");
    name[n] = '\0';
    char *slash = strrchr(name, '/');
    return str_copy(out, a, str_span(name, slash ? slash : name), e);
}

bool os_path(Str *out, Arena *a, Str folder, Str name, Err *e)
{
    return str_fmt(out, a, e, STR_F "/" STR_F, STR_A(folder), STR_A(name));
}

bool os_temp_folder(Str *out, Arena *a, Err *e)
{
    char name[] = "/tmp/auscult-XXXXXX";
    if (must_fail() || !mkdtemp(name))
        return refuse(e, errno, STR("/tmp"));
    return str_copy(out, a, str_from(name), e);
}

static double seconds(clockid_t clock)
{
    struct timespec t = {0};
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double os_now_s(void) { return seconds(CLOCK_REALTIME); }
double os_uptime_s(void) { return seconds(CLOCK_BOOTTIME); }

Str os_time_text(char room[OS_TIME_TEXT], double now_s)
{
    time_t    t = (time_t)now_s;
    struct tm tm = {0};
    gmtime_r(&t, &tm);
    size_t n = strftime(room, OS_TIME_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return (Str){room, n};
}

bool os_random(void *bytes, size_t n, Err *e)
{
    unsigned char *p = bytes;
    while (n) {
        ssize_t got = must_fail() ? -1 : getrandom(p, n, 0);
        if (got < 0 && errno != EINTR)
            return err_set(e, ERR_IO, "the system gave no random bytes; restart it");
        if (got > 0) {
            p += got;
            n -= (size_t)got;
        }
    }
    return true;
}

unsigned os_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (unsigned)n : 1;
}

size_t os_peak_memory_bytes(bool of_children)
{
    struct rusage use = {0};
    getrusage(of_children ? RUSAGE_CHILDREN : RUSAGE_SELF, &use);
    return (size_t)use.ru_maxrss * KIB;
}

bool os_print(Str s) { return write_all(STDOUT_FILENO, s); }
bool os_print_error(Str s) { return write_all(STDERR_FILENO, s); }
bool os_error_is_terminal(void) { return isatty(STDERR_FILENO) == 1; }
