/*
 * base/arena.c - blocks of doubling size, filled from the front.
 *
 * With AddressSanitizer every piece is its own allocation, so that a step beyond a
 * piece is seen; the arena otherwise hides such mistakes (the idea is libgit2's).
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, FIRST_BLOCK = 8 * 1024, LARGEST_BLOCK = 1024 * 1024 };

typedef struct Block Block;
struct Block {
    Block *next;
    size_t used, room;
    _Alignas(ALIGN) unsigned char bytes[];
};

typedef struct Deferred Deferred;
struct Deferred {
    Deferred *next;
    void (*fn)(void *);
    void *p;
};

struct Arena {
    Block    *blocks;
    Deferred *deferred;
    size_t    used, budget;
};

#if defined(__SANITIZE_ADDRESS__)
#define PIECE_IS_BLOCK 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PIECE_IS_BLOCK 1
#endif
#endif
#ifndef PIECE_IS_BLOCK
#define PIECE_IS_BLOCK 0
#endif

static _Thread_local size_t fail_countdown;

void arena_fail_at(size_t nth) { fail_countdown = nth; }

static bool must_fail(void) { return fail_countdown > 0 && --fail_countdown == 0; }

Arena *arena_new(size_t budget_bytes, Err *e)
{
    Arena *a = must_fail() ? NULL : calloc(1, sizeof *a);
    if (!a) {
        err_set(e, ERR_BUSY, "no memory for a new task; close something and try again");
        return NULL;
    }
    a->budget = budget_bytes;
    return a;
}

void arena_free(Arena *a)
{
    if (!a)
        return;
    for (Deferred *d = a->deferred; d; d = d->next)
        d->fn(d->p);
    for (Block *b = a->blocks; b;) {
        Block *next = b->next;
        free(b);
        b = next;
    }
    free(a);
}

static size_t block_room(const Arena *a, size_t size)
{
    if (PIECE_IS_BLOCK)
        return size;
    size_t room = a->blocks ? 2 * a->blocks->room : FIRST_BLOCK;
    if (room > LARGEST_BLOCK)
        room = LARGEST_BLOCK;
    return size > room ? size : room;
}

/* A block with `size` free bytes at its end, or NULL. A large piece gets a block of
   its own behind the current one, so that the rest of the current one is not lost. */
static Block *block_with(Arena *a, size_t size)
{
    Block *b = a->blocks;
    if (b && !PIECE_IS_BLOCK && b->room - b->used >= size)
        return b;
    size_t room = block_room(a, size);
    Block *fresh = malloc(sizeof *fresh + room);
    if (!fresh)
        return NULL;
    *fresh = (Block){.room = room};
    if (b && size == room && room > b->room) {
        fresh->next = b->next;
        b->next = fresh;
    } else {
        fresh->next = b;
        a->blocks = fresh;
    }
    return fresh;
}

void *arena_alloc(Arena *a, size_t size, Err *e)
{
    size_t whole = size ? (size + ALIGN - 1) / ALIGN * ALIGN : ALIGN;
    if (whole < size || whole > a->budget - a->used) {
        err_set(e, ERR_LIMIT,
                "this needs more memory than the %zu KiB allowed for one task; use a "
                "smaller input",
                a->budget / KIB);
        return NULL;
    }
    Block *b = must_fail() ? NULL : block_with(a, PIECE_IS_BLOCK ? size : whole);
    if (!b) {
        err_set(e, ERR_BUSY, "the machine has no free memory; close something and retry");
        return NULL;
    }
    void *p = b->bytes + b->used;
    b->used += PIECE_IS_BLOCK ? size : whole;
    a->used += whole;
    memset(p, 0, size);
    return p;
}

void *arena_array(Arena *a, size_t n, size_t size, Err *e)
{
    if (size && n > SIZE_MAX / size) {
        err_set(e, ERR_LIMIT, "a list of %zu entries is too long; use a smaller input",
                n);
        return NULL;
    }
    return arena_alloc(a, n * size, e);
}

void *arena_grow(Arena *a, const void *old, size_t n, size_t room, size_t size, Err *e)
{
    void *fresh = arena_array(a, room, size, e);
    if (fresh && n)
        memcpy(fresh, old, n * size);
    return fresh;
}

bool arena_defer(Arena *a, void (*fn)(void *), void *p, Err *e)
{
    Deferred *d = ARENA_NEW(a, Deferred, e);
    if (!d) {
        fn(p);
        return false;
    }
    *d = (Deferred){a->deferred, fn, p};
    a->deferred = d;
    return true;
}

size_t arena_used(const Arena *a) { return a->used; }
