/*
 * base/os.h - the only door to files, folders, the clock and chance.
 *
 * Engines do not open this door. Everything else goes through it, so that tests can
 * make the n-th call fail and so that no other file needs system headers.
 *
 * Files are written whole: beside the target, synced, then renamed, so a reader sees
 * the old file or the new one and never a half.
 *
 * Memory  what is read lies in the arena
 * Errors  ERR_MISSING no such file, ERR_LIMIT larger than asked for, ERR_IO else; the
 *         message names the path and what to do
 * Units   times: _s seconds (double) since 1970-01-01 UTC or since start
 */
#ifndef BASE_OS_H
#define BASE_OS_H

#include "base/str.h"

/* Reads a whole file of at most `most` bytes; a NUL lies behind it. "-" is stdin. */
MUST_USE bool os_read_file(Str *out, Arena *a, Str path, size_t most, Err *e);
MUST_USE bool os_write_file(Str path, Str bytes, Err *e); /* whole, as described above */
/* One line to the end of a file (made when absent), whole or not at all, synced before
   it returns. */
MUST_USE bool os_append_line(Str path, Str line, Err *e);
MUST_USE bool os_make_folders(Str path, Err *e); /* with parents; there already is fine */
bool          os_exists(Str path);
bool          os_is_folder(Str path);
MUST_USE bool os_file_size(Str path, uint64_t *bytes, Err *e);
MUST_USE bool os_remove(Str path, Err *e); /* absent is fine */
MUST_USE bool os_rename(Str from, Str to, Err *e);

/* Maps a file read-only until the arena ends. */
MUST_USE bool os_map_file(Str *out, Arena *a, Str path, Err *e);

typedef struct OsNames {
    const Str *v; /* sorted by bytes */
    size_t     n;
} OsNames;

/* Names in a folder, without "." and "..". */
MUST_USE bool os_list(OsNames *out, Arena *a, Str folder, Err *e);

/* Folder of the running program, without a slash at its end. */
MUST_USE bool os_program_folder(Str *out, Arena *a, Err *e);
MUST_USE bool os_path(Str *out, Arena *a, Str folder, Str name, Err *e); /* folder/name */
/* A fresh empty folder only this user can read, under the system's temporary place. */
MUST_USE bool os_temp_folder(Str *out, Arena *a, Err *e);

double os_now_s(void);    /* wall clock */
double os_uptime_s(void); /* never goes back; for measuring */
/* "2026-11-22T18:57:36Z" of a wall-clock time. */
enum { OS_TIME_TEXT = 24 };
Str os_time_text(char room[OS_TIME_TEXT], double now_s);

MUST_USE bool os_random(void *bytes, size_t n, Err *e);
unsigned      os_processors(void);
size_t        os_peak_memory_bytes(bool of_children);

/* Writes to standard output or error; a closed pipe is not an error worth a message. */
bool os_print(Str s);
bool os_print_error(Str s);
bool os_error_is_terminal(void); /* may progress be drawn there? */

/* Tests only: the n-th call from now that could fail, fails with ERR_IO (0: none). */
void os_fail_at(size_t nth);

#endif
