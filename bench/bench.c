/* bench/bench.c - see bench.h. */
#include "bench/bench.h"

#include "base/num.h"
#include "base/os.h"

#include <stdio.h>
#include <stdlib.h>

enum { WARM_UP = 3, RUNS_MOST = 20000 };

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

BenchTimes bench_time(BenchCall *call, void *who, size_t runs)
{
    static double took[RUNS_MOST];
    if (runs > RUNS_MOST)
        runs = RUNS_MOST;
    for (size_t i = 0; i < WARM_UP; i++)
        call(who);
    for (size_t i = 0; i < runs; i++) {
        double began = os_uptime_s();
        call(who);
        took[i] = os_uptime_s() - began;
    }
    qsort(took, runs, sizeof *took, by_size);
    return (BenchTimes){took[runs / 2], took[runs * 99 / 100], runs};
}

/* Three digits that matter, in the unit a person would choose. */
static void print_time(double seconds)
{
    char        room[NUM_TEXT_MAX];
    bool        is_ms = seconds >= 1e-3;
    double      value = seconds * (is_ms ? 1e3 : 1e6);
    int         decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    const char *unit = is_ms ? "ms" : "us";
    Str         text = num_text(room, value, decimals);
    printf(" " STR_F " %s |", STR_A(text), unit);
}

void bench_row(const BenchRow *r)
{
    char   room[NUM_TEXT_MAX];
    double ratio = r->times.p50_s / r->reference_times.p50_s;
    printf("| %s |", r->what);
    print_time(r->times.p50_s);
    print_time(r->times.p99_s);
    if (r->budget_s > 0)
        print_time(r->budget_s);
    else
        printf(" |");
    printf(" %s |", r->reference);
    print_time(r->reference_times.p50_s);
    Str text = num_text(room, ratio, ratio < 10 ? 1 : 0);
    printf(" " STR_F " | %zu |\n", STR_A(text), r->times.runs);
}

void bench_keep(uint64_t value)
{
    static volatile uint64_t kept;
    kept = kept ^ value;
}

void bench_read_all(Str bytes)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < bytes.n; i++)
        sum += (unsigned char)bytes.p[i];
    bench_keep(sum);
}

void bench_must(bool ok, const Err *e)
{
    if (ok)
        return;
    (void)fprintf(stderr, "bench: %s\n", e->message);
    exit(1);
}

Arena *bench_arena(size_t budget_bytes)
{
    Err    e = {0};
    Arena *a = arena_new(budget_bytes, &e);
    bench_must(a != NULL, &e);
    return a;
}

uint64_t bench_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}
