/*
 * fuzz/fuzz_nlp.c - talk of any kind, read with the repository's own knowledge.
 *
 * Every span lies inside the text, every index inside the knowledge, every finding has
 * evidence, and the same talk gives the same findings. Untagged talk also goes through
 * the assignment of speakers, which may change neither the text nor the order of words.
 */
#include "fuzz/fuzz.h"
#include "fuzz/knowledge.h"
#include "nlp/nlp.h"

#include <math.h>

enum { INPUT_MOST = 4096 };

static const Lexicon *lexicon(void)
{
    static const Lexicon *lex;
    Err                   e = {0};
    if (!lex)
        CLAIM_OK(lexicon_open(&lex, fuzz_arena(256 * MIB), fuzz_knowledge(), &e), &e);
    return lex;
}

static bool is_in(Str text, Span s) { return fuzz_is_span(text, s.at, s.n); }

static void claim_finding(const FoundFinding *f, Str text)
{
    CLAIM(f->finding < kb_n_findings(fuzz_knowledge()));
    CLAIM(f->certainty >= 0 && f->certainty <= 1);
    CLAIM(isnan(f->duration_days) || f->duration_days >= 0);
    CLAIM(is_in(text, f->severity) && is_in(text, f->duration) &&
          is_in(text, f->frequency));
    CLAIM(f->n > 0 && f->status <= STATUS_UNKNOWN);
    for (size_t i = 0; i < f->n; i++) {
        CLAIM(f->v[i].said.n > 0 && is_in(text, f->v[i].said));
        CLAIM(is_in(text, f->v[i].question) && f->v[i].rule);
        CLAIM(f->v[i].weight > 0 && f->v[i].weight <= 1);
    }
}

static void claim_medication(const Medication *m, Str text)
{
    CLAIM(m->finding == KB_NONE || m->finding < kb_n_findings(fuzz_knowledge()));
    CLAIM(m->name.n > 0 && is_in(text, m->name));
    CLAIM(is_in(text, m->dose) && is_in(text, m->frequency));
}

static void claim_findings(const Findings *f, const Transcript *t)
{
    uint32_t end = 0;
    for (size_t i = 0; i < f->n; i++)
        claim_finding(&f->v[i], t->text);
    for (size_t i = 0; i < f->n_medications; i++)
        claim_medication(&f->medications[i], t->text);
    for (size_t i = 0; i < f->n_unmatched; i++)
        CLAIM(f->unmatched[i].n > 0 && is_in(t->text, f->unmatched[i]));
    for (size_t i = 0; i < f->n_sentences; i++) {
        const Sentence *s = &f->sentences[i];
        CLAIM(is_in(t->text, s->span) && s->span.at >= end && s->turn < t->n);
        end = s->span.at + s->span.n;
    }
    CLAIM(is_in(t->text, f->age_said) && is_in(t->text, f->sex_said) &&
          is_in(t->text, f->complaint));
    CLAIM(isnan(f->age_years) || (f->age_years >= 0 && f->age_years <= 130));
}

static void claim_same(const Findings *x, const Findings *y)
{
    CLAIM(x->n == y->n && x->n_medications == y->n_medications);
    for (size_t i = 0; i < x->n; i++)
        CLAIM(x->v[i].finding == y->v[i].finding && x->v[i].status == y->v[i].status);
}

static void read_twice(Arena *a, const Transcript *t)
{
    Err      e = {0};
    Findings once = {0}, twice = {0};
    Case    *facts = NULL;
    CLAIM_OK(nlp_read(&once, a, lexicon(), t, &e), &e);
    claim_findings(&once, t);
    CLAIM_OK(nlp_read(&twice, a, lexicon(), t, &e), &e);
    claim_same(&once, &twice);
    CLAIM_OK(nlp_case(&facts, a, fuzz_knowledge(), &once, &e), &e);
    for (size_t i = 1; i < facts->n; i++)
        CLAIM(facts->v[i - 1].finding < facts->v[i].finding);
}

static void claim_speakers(Arena *a, const Transcript *t)
{
    Err        e = {0};
    Transcript told = {0};
    uint32_t   end = 0;
    CLAIM_OK(nlp_speakers(&told, a, lexicon(), t, &e), &e);
    CLAIM(told.text.p == t->text.p && told.text.n == t->text.n && told.n >= t->n);
    for (size_t i = 0; i < told.n; i++) {
        CLAIM(is_in(told.text, told.turns[i].span) && told.turns[i].span.at >= end);
        CLAIM(told.turns[i].p_speaker >= 0 && told.turns[i].p_speaker <= 1);
        end = told.turns[i].span.at + told.turns[i].span.n;
    }
    read_twice(a, &told);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_MOST)
        return 0;
    Err        e = {0};
    Transcript t = {0};
    Arena     *a = fuzz_arena(64 * MIB);
    if (transcript_read(&t, a, (Str){(const char *)data, size}, &e)) {
        read_twice(a, &t);
        if (t.kind == TRANSCRIPT_PROSE)
            claim_speakers(a, &t);
    }
    arena_free(a);
    return 0;
}
