/*
 * bench/search_bench.c - the search box over the encyclopedia of the repository.
 *
 * The reference looks for the first word typed in the text of every article, letter by
 * letter, without an index.
 */
#include "base/os.h"
#include "bench/bench.h"
#include "bench/knowledge.h"
#include "pedia/pedia.h"
#include "search/search.h"

#include <stdio.h>

static const char *const queries[] = {
    "leg cramps",
    "why do my legs cramp at night",
    "leg crmaps",
    "charley horse",
    "R25.2",
    "water tablet",
    "bendroflumethiazide",
    "swollen calf after a flight",
    "restless le",
    "pain when walking that goes away when i stop",
    "slipped disc",
    "numb saddle",
    "cold white leg",
    "low potasium",
    "pins and needles",
    "statin muscle pain",
    "varicose veins",
    "quinine",
    "when should i see a doctor",
    "xyzzy",
};
enum { QUERIES = sizeof queries / sizeof *queries };

typedef struct Box {
    const Kb *kb;
    Search   *search;
    size_t    next;
} Box;

static Str next_query(Box *b) { return str_from(queries[b->next++ % QUERIES]); }

static void look_up(void *who)
{
    Box         *b = who;
    Err          e = {0};
    SearchResult r = {0};
    Arena       *a = bench_arena(16 * MIB);
    bench_must(search_run(&r, a, b->search, next_query(b), &e), &e);
    bench_keep(r.n);
    arena_free(a);
}

static void scan(void *who)
{
    Box     *b = who;
    uint64_t n = 0;
    Str      rest = next_query(b), word = {0};
    if (!str_next(&rest, ' ', &word))
        return;
    for (uint32_t i = 0; i < kb_n_conditions(b->kb); i++)
        n += str_find(kb_condition(b->kb, i)->article, word) != STR_NONE;
    bench_keep(n);
}

int main(void)
{
    Err    e = {0};
    Str    folder = {0}, path = {0};
    Arena *a = bench_arena(1 * GIB);
    Box    box = {.kb = knowledge_load(a, knowledge_image(a))};
    bench_must(os_temp_folder(&folder, a, &e), &e);
    bench_must(os_path(&path, a, folder, STR("content.db"), &e), &e);
    bench_must(pedia_build(a, box.kb, path, &e), &e);
    bench_must(search_open(&box.search, a, path, kb_version(box.kb), &e), &e);
    bench_must(os_remove(path, &e), &e); /* an open database stays readable */
    (void)remove(folder.p);
    BenchRow row = {.what = "search: 20 queries in turn",
                    .times = bench_time(look_up, &box, 1000),
                    .budget_s = 20e-3,
                    .reference = "one word in every article",
                    .reference_times = bench_time(scan, &box, 1000)};
    bench_row(&row);
    arena_free(a);
    return 0;
}
