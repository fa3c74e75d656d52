/*
 * fuzz/replay.c - runs one fuzz target over a corpus, and over mutations of it.
 *
 *     replay_json fuzz/corpus/json [MUTATIONS [SEED [KEEP]]]
 *
 * Needs no libFuzzer, so every compiler replays every input that was ever a fault. The
 * same seed gives the same mutations. Each input is written to the file KEEP, when one
 * is named, before it is run: after a crash it holds the input that did it.
 */
#include "base/num.h"
#include "base/os.h"
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MOST = 64 * 1024, CORPUS_MOST = 1024, STEPS_MOST = 6, PIECE_MOST = 64 };

typedef struct Corpus {
    Str    v[CORPUS_MOST];
    size_t n;
} Corpus;

typedef struct Input {
    char   bytes[INPUT_MOST];
    size_t n;
} Input;

typedef struct Dice {
    uint64_t state;
} Dice;

static uint64_t throw_dice(Dice *d) /* splitmix64 */
{
    uint64_t z = (d->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static size_t below(Dice *d, size_t n) { return n ? (size_t)(throw_dice(d) % n) : 0; }

/* ---- mutation -------------------------------------------------------------------- */

static void cut(Input *in, size_t at, size_t n)
{
    memmove(in->bytes + at, in->bytes + at + n, in->n - at - n);
    in->n -= n;
}

static void insert(Input *in, size_t at, Str piece)
{
    char   copy[PIECE_MOST];
    size_t n = piece.n < PIECE_MOST ? piece.n : PIECE_MOST;
    if (n > INPUT_MOST - in->n)
        n = INPUT_MOST - in->n;
    if (!n)
        return;
    memcpy(copy, piece.p, n); /* the piece may be of this input */
    memmove(in->bytes + at + n, in->bytes + at, in->n - at);
    memcpy(in->bytes + at, copy, n);
    in->n += n;
}

static Str any_piece(Dice *d, Str from)
{
    size_t at = below(d, from.n);
    return str_sub(from, at, 1 + below(d, PIECE_MOST));
}

/* Bytes that parsers treat apart. */
static const char edges[] =
    "\0\x01\x7f\x80\xc0\xe2\xed\xf4\xff \t\n\r\"'%&+,-.:;<=>[]{}#@"
    "\\/019";

static void step(Input *in, Dice *d, const Corpus *c)
{
    size_t at = below(d, in->n + 1), left = in->n - at;
    switch (throw_dice(d) % 7) {
    case 0:
        if (left)
            in->bytes[at] = (char)(in->bytes[at] ^ (1 << below(d, 8)));
        break;
    case 1:
        if (left)
            in->bytes[at] = (char)throw_dice(d);
        break;
    case 2:
        if (left)
            in->bytes[at] = edges[below(d, sizeof edges - 1)];
        break;
    case 3: cut(in, at, below(d, left + 1) % PIECE_MOST); break;
    case 4: insert(in, at, any_piece(d, (Str){in->bytes, in->n})); break;
    case 5: insert(in, at, any_piece(d, c->v[below(d, c->n)])); break;
    default: insert(in, at, (Str){&edges[below(d, sizeof edges - 1)], 1}); break;
    }
}

/* ---- running --------------------------------------------------------------------- */

/* On the heap and of its exact size, so that a read beyond it is seen. */
static void run(const char *bytes, size_t n, const char *keep)
{
    Err e = {0};
    if (keep)
        CLAIM_OK(os_write_file(str_from(keep), (Str){bytes, n}, &e), &e);
    uint8_t *exact = malloc(n ? n : 1);
    CLAIM(exact != NULL);
    if (n)
        memcpy(exact, bytes, n);
    (void)LLVMFuzzerTestOneInput(exact, n);
    free(exact);
}

static void load(Corpus *c, Arena *a, const char *folder)
{
    Err     e = {0};
    Str     path = {0};
    OsNames names = {0};
    CLAIM_OK(os_list(&names, a, str_from(folder), &e), &e);
    CLAIM(names.n > 0 && names.n <= CORPUS_MOST);
    for (size_t i = 0; i < names.n; i++) {
        CLAIM_OK(os_path(&path, a, str_from(folder), names.v[i], &e), &e);
        CLAIM_OK(os_read_file(&c->v[i], a, path, INPUT_MOST, &e), &e);
    }
    c->n = names.n;
}

static size_t number(int argc, char **argv, int at, size_t otherwise)
{
    int64_t n = 0;
    if (argc <= at)
        return otherwise;
    CLAIM(num_read_int(str_from(argv[at]), &n) && n >= 0);
    return (size_t)n;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        (void)fprintf(stderr, "replay FOLDER [MUTATIONS [SEED [KEEP]]]\n");
        return 2;
    }
    static Corpus corpus;
    static Input  in;
    size_t        n = number(argc, argv, 2, 0);
    Dice          dice = {number(argc, argv, 3, 1)};
    const char   *keep = argc > 4 ? argv[4] : NULL;
    Arena        *a = fuzz_arena(64 * MIB);
    load(&corpus, a, argv[1]);
    run("", 0, keep);
    for (size_t i = 0; i < corpus.n; i++)
        run(corpus.v[i].p, corpus.v[i].n, keep);
    for (size_t i = 0; i < n; i++) {
        Str from = corpus.v[i % corpus.n];
        in.n = 0;
        if (from.n)
            memcpy(in.bytes, from.p, in.n = from.n);
        for (size_t s = 1 + below(&dice, STEPS_MOST); s; s--)
            step(&in, &dice, &corpus);
        run(in.bytes, in.n, keep);
    }
    printf("1..1\nok 1 - %s: %zu inputs, %zu mutations\n", argv[1], corpus.n, n);
    arena_free(a);
    return 0;
}
