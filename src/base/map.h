/*
 * base/map.h - from text to a number (an index into a table), in an arena.
 *
 * Keys are viewed, not copied: the caller keeps their bytes alive. Iteration is not
 * offered, so that no answer can depend on hash order.
 *
 * Memory  in the arena; grows by doubling, old tables stay until the arena ends
 * Limits  2^31 keys
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

#define MAP_NONE UINT32_MAX

typedef struct Map Map;

MUST_USE bool map_open(Map **out, Arena *a, Err *e);
/* Sets key to value; *was (may be NULL) is the earlier value or MAP_NONE. */
MUST_USE bool map_put(Map *m, Str key, uint32_t value, uint32_t *was, Err *e);
uint32_t      map_get(const Map *m, Str key); /* MAP_NONE when absent */
size_t        map_count(const Map *m);

#endif
