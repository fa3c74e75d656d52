/* base/map.c - open addressing, linear steps, at most half full. */
#include "base/map.h"

typedef struct Slot {
    Str      key;
    uint32_t value;
    bool     used;
} Slot;

struct Map {
    Arena *arena;
    Slot  *slots;
    size_t n, room; /* room is a power of two */
};

bool map_open(Map **out, Arena *a, Err *e)
{
    Map *m = ARENA_NEW(a, Map, e);
    if (!m)
        return false;
    *m = (Map){.arena = a, .room = 32};
    m->slots = ARENA_ARRAY(a, Slot, m->room, e);
    if (!m->slots)
        return false;
    *out = m;
    return true;
}

static Slot *slot_of(Slot *slots, size_t room, Str key)
{
    size_t i = (size_t)str_hash(key) & (room - 1);
    while (slots[i].used && !str_eq(slots[i].key, key))
        i = (i + 1) & (room - 1);
    return &slots[i];
}

static bool make_room(Map *m, Err *e)
{
    if (2 * (m->n + 1) <= m->room)
        return true;
    size_t room = 2 * m->room;
    Slot  *slots = ARENA_ARRAY(m->arena, Slot, room, e);
    if (!slots)
        return false;
    for (size_t i = 0; i < m->room; i++)
        if (m->slots[i].used)
            *slot_of(slots, room, m->slots[i].key) = m->slots[i];
    m->slots = slots;
    m->room = room;
    return true;
}

bool map_put(Map *m, Str key, uint32_t value, uint32_t *was, Err *e)
{
    if (!make_room(m, e))
        return false;
    Slot *s = slot_of(m->slots, m->room, key);
    if (was)
        *was = s->used ? s->value : MAP_NONE;
    m->n += !s->used;
    *s = (Slot){key, value, true};
    return true;
}

uint32_t map_get(const Map *m, Str key)
{
    const Slot *s = slot_of(m->slots, m->room, key);
    return s->used ? s->value : MAP_NONE;
}

size_t map_count(const Map *m) { return m->n; }
