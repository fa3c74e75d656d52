/*
 * base/arena.h - memory that dies together.
 *
 * One arena belongs to one unit of work: a request, a command, a loaded knowledge
 * image, a test. Pieces are never freed one by one; closing the arena frees them
 * all. What is not memory (a file, a handle) is tied to it with arena_defer().
 *
 * Each arena has a budget. Beyond it an allocation is refused with ERR_LIMIT; when
 * the machine has no memory, with ERR_BUSY. One request fails, the server lives.
 *
 * Memory  arena_new() owns; arena_free() accepts NULL. Pieces are aligned to 16
 *         bytes and zeroed.
 * Threads one thread at a time per arena
 * Errors  ERR_LIMIT over budget, ERR_BUSY out of memory; NULL is returned and the
 *         arena is as before
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/err.h"

#include <stddef.h>

typedef struct Arena Arena;

#define KIB ((size_t)1024)
#define MIB (KIB * 1024)
#define GIB (MIB * 1024)

/* NULL with ERR_BUSY when there is no memory. */
Arena *arena_new(size_t budget_bytes, Err *e);
void   arena_free(Arena *a); /* runs deferred calls, last first, then frees */

void *arena_alloc(Arena *a, size_t size, Err *e);
void *arena_array(Arena *a, size_t n, size_t size, Err *e); /* overflow is ERR_LIMIT */
/* A larger copy of an array of `n` used pieces; the old one stays until the end. */
void *arena_grow(Arena *a, const void *old, size_t n, size_t room, size_t size, Err *e);

#define ARENA_NEW(a, Type, e)      ((Type *)arena_alloc((a), sizeof(Type), (e)))
#define ARENA_ARRAY(a, Type, n, e) ((Type *)arena_array((a), (n), sizeof(Type), (e)))

/* Calls fn(p) when the arena ends; when that cannot be promised, calls it at once. */
MUST_USE bool arena_defer(Arena *a, void (*fn)(void *), void *p, Err *e);

size_t arena_used(const Arena *a); /* bytes counted against the budget */

/* Tests only: the n-th allocation from now fails with ERR_BUSY (0: none). This thread. */
void arena_fail_at(size_t nth);

#endif
