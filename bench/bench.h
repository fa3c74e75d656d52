/*
 * bench/bench.h - time a call many times, and beside it a plain piece of work.
 *
 * A bench asserts no time: machines differ. It prints one row of a Markdown table with
 * the middle and the slow end of many runs, and the ratio to a reference measured in the
 * same run over the same data (reading it once, a plain scan), which travels better
 * from machine to machine than milliseconds do.
 *
 *     | ranking, worked case | 0.61 ms | 0.70 ms | every weight read once | 0.02 ms | 30
 * |
 *
 * Units   _s seconds
 * Memory  the bench's own; a call makes and frees its arena, as a request does
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "base/str.h"

typedef void BenchCall(void *who);

typedef struct BenchTimes {
    double p50_s, p99_s;
    size_t runs;
} BenchTimes;

/* After three runs that are not counted. */
BenchTimes bench_time(BenchCall *call, void *who, size_t runs);

/* One row; `budget_s` is the p99 we want on a quiet machine, 0: none. */
typedef struct BenchRow {
    const char *what;
    BenchTimes  times;
    double      budget_s;
    const char *reference;
    BenchTimes  reference_times;
} BenchRow;
void bench_row(const BenchRow *row);

/* A sum that the compiler cannot leave out. */
void bench_keep(uint64_t value);
/* Reads every byte once and keeps their sum. */
void bench_read_all(Str bytes);

/* Ends the program with the error of a call that must work. */
void bench_must(bool ok, const Err *e);
/* Never NULL. */
Arena *bench_arena(size_t budget_bytes);

uint64_t bench_random(uint64_t *state); /* splitmix64 */

#endif
