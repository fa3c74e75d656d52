/*
 * bench/kb_bench.c - opening the compiled knowledge, as every start does.
 *
 * The reference is the fingerprint of the same bytes, which opening has to take.
 */
#include "bench/bench.h"
#include "bench/knowledge.h"
#include "seal/seal.h"

static void open_image(void *who)
{
    const Str *image = who;
    Arena     *a = bench_arena(512 * MIB);
    bench_keep(kb_n_conditions(knowledge_load(a, *image)));
    arena_free(a);
}

static void fingerprint(void *who)
{
    const Str *image = who;
    SealHash   h;
    char       digits[SEAL_HASH_ROOM];
    seal_hash_init(&h);
    seal_hash_add(&h, *image);
    seal_hash_done(&h, digits);
    bench_keep((unsigned char)digits[0]);
}

static void measure(const char *what, Str image, double budget_s)
{
    BenchRow row = {.what = what,
                    .times = bench_time(open_image, &image, 200),
                    .budget_s = budget_s,
                    .reference = "BLAKE2b of the image",
                    .reference_times = bench_time(fingerprint, &image, 200)};
    bench_row(&row);
}

int main(void)
{
    Arena *a = bench_arena(1 * GIB);
    measure("open the knowledge of the repository", knowledge_image(a), 20e-3);
    measure("open 500 made-up conditions", knowledge_made_up_image(a), 20e-3);
    arena_free(a);
    return 0;
}
