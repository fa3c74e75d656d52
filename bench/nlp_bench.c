/*
 * bench/nlp_bench.c - findings of a consultation of 1,300 words.
 *
 * The talk is the demonstration script, repeated up to 1,300 words. The reference scans
 * the same bytes once and counts the words.
 */
#include "base/buf.h"
#include "base/os.h"
#include "bench/bench.h"
#include "bench/knowledge.h"
#include "nlp/nlp.h"

enum { WORDS = 1300 };

typedef struct Talk {
    const Lexicon *lex;
    Str            text;
} Talk;

static size_t count_words(Str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] > ' ' && (i + 1 == s.n || s.p[i + 1] <= ' ');
    return n;
}

static void scan(void *who)
{
    const Talk *t = who;
    bench_keep(count_words(t->text));
}

static void read_findings(void *who)
{
    const Talk *t = who;
    Err         e = {0};
    Transcript  talk = {0};
    Findings    found = {0};
    Arena      *a = bench_arena(128 * MIB);
    bench_must(transcript_read(&talk, a, t->text, &e), &e);
    bench_must(nlp_read(&found, a, t->lex, &talk, &e), &e);
    bench_keep(found.n);
    arena_free(a);
}

static void tell_speakers(void *who)
{
    const Talk     *t = who;
    Err             e = {0};
    Transcript      talk = {0}, told = {0};
    TranscriptPiece one = {.text = t->text};
    Arena          *a = bench_arena(128 * MIB);
    bench_must(transcript_join(&talk, a, &one, 1, &e), &e);
    bench_must(nlp_speakers(&told, a, t->lex, &talk, &e), &e);
    bench_keep(told.n);
    arena_free(a);
}

static void open_lexicon(void *who)
{
    Err            e = {0};
    const Lexicon *lex = NULL;
    Arena         *a = bench_arena(256 * MIB);
    bench_must(lexicon_open(&lex, a, who, &e), &e);
    bench_keep((uint64_t)(uintptr_t)lex);
    arena_free(a);
}

static Str long_talk(Arena *a)
{
    Err e = {0};
    Str script = {0}, text = {0};
    bench_must(os_read_file(&script, a, STR("demo/leg_cramps.txt"), 1 * MIB, &e), &e);
    Buf    b = buf_open(a, 1 * MIB);
    size_t n = count_words(script), left = WORDS;
    for (; left >= n; left -= n)
        buf_str(&b, script);
    for (Str rest = script, line; left && str_next(&rest, '\n', &line);) {
        size_t words = count_words(line);
        left -= words < left ? words : left;
        buf_str(&b, line);
        buf_char(&b, '\n');
    }
    bench_must(buf_done(&b, &text, &e), &e);
    return text;
}

int main(void)
{
    Err       e = {0};
    Arena    *a = bench_arena(1 * GIB);
    const Kb *kb = knowledge_load(a, knowledge_image(a));
    Talk      talk = {.text = long_talk(a)};
    bench_must(lexicon_open(&talk.lex, a, kb, &e), &e);
    BenchTimes plain = bench_time(scan, &talk, 1000);
    BenchRow   rows[] = {
          {"findings of 1,300 words", bench_time(read_findings, &talk, 300), 10e-3,
           "the words counted once", plain},
          {"speakers of 1,300 words", bench_time(tell_speakers, &talk, 300), 0,
           "the words counted once", plain},
          {"open the lexicon", bench_time(open_lexicon, (void *)(uintptr_t)kb, 100), 0,
           "the words counted once", plain},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        bench_row(&rows[i]);
    arena_free(a);
    return 0;
}
