/*
 * fuzz/fuzz_kb_image.c - a damaged or forged knowledge image.
 *
 * The input is a list of edits to a good image: four bytes of place, one of length, then
 * the new bytes. After them the checksum is made right again, so that the edits reach
 * the checks behind it; a first byte that is odd leaves it wrong, and one that is
 * a multiple of four cuts the image at the place of the last edit. An image that opens
 * can be read everywhere and reasoned with.
 */
#include "fuzz/bundle.h"
#include "fuzz/fuzz.h"
#include "kb/image.h"
#include "nlp/nlp.h"
#include "reason/reason.h"

#include <math.h>
#include <string.h>

enum { INPUT_MOST = 512 };

static Str compile(Arena *a)
{
    static const char version[] = "0000000000000000000000000000000000000000000000000000"
                                  "000000000000";
    Err               e = {0};
    Str               image = {0};
    Draft             d;
    CLAIM_OK(bundle_draft(&d, a, bundle_small(a), &e), &e);
    CLAIM(d.n_failures == 0);
    CLAIM_OK(image_write(&image, a, d.tables, str_from(version), &e), &e);
    return image;
}

static Str good_image(void)
{
    static Str image;
    if (!image.n)
        image = compile(fuzz_arena(64 * MIB));
    return image;
}

/* ---- edits ----------------------------------------------------------------------- */

static size_t place_of(Str edits, size_t size)
{
    uint32_t at = 0;
    memcpy(&at, edits.p, sizeof at);
    return at % size;
}

static Str edited(Arena *a, Str edits)
{
    enum { HEAD = 5 };
    Err    e = {0};
    Str    image = {0}, good = good_image();
    size_t at = good.n;
    char   digits[65];
    int    mode = edits.n ? (unsigned char)edits.p[0] : 0;
    CLAIM_OK(str_copy(&image, a, good, &e), &e);
    char *bytes = (char *)(uintptr_t)image.p; /* our own copy */
    for (edits = str_from_at(edits, 1); edits.n > HEAD;) {
        at = place_of(edits, good.n);
        size_t n = (unsigned char)edits.p[4] % 9;
        Str    put = str_sub(edits, HEAD, n < good.n - at ? n : good.n - at);
        memcpy(bytes + at, put.p, put.n);
        edits = str_from_at(edits, HEAD + n);
    }
    if (mode % 4 == 0)
        image.n = at;
    if (mode % 2 == 0 && image.n > IMAGE_AT_DIRECTORY) {
        Str sum = image_checksum(digits, image);
        memcpy(bytes + IMAGE_AT_CHECKSUM, sum.p, sum.n);
    }
    return image;
}

/* ---- reading everything ---------------------------------------------------------- */

static size_t touch(Str s)
{
    size_t sum = 0;
    for (size_t i = 0; i < s.n; i++)
        sum += (unsigned char)s.p[i];
    return sum;
}

static size_t touch_texts(const Kb *kb, KbRange r)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < r.n; i++)
        sum += touch(kb_text_at(kb, r.first + i));
    return sum;
}

static void claim_indices(const Kb *kb, KbRange r, size_t below)
{
    for (uint32_t i = 0; i < r.n; i++)
        CLAIM(kb_index_at(kb, r.first + i) < below);
}

static void read_finding(const Kb *kb, uint32_t i)
{
    const KbFinding *f = kb_finding(kb, i);
    size_t           n = kb_n_findings(kb);
    claim_indices(kb, f->parents, n);
    claim_indices(kb, f->closure, n);
    claim_indices(kb, f->children, n);
    CLAIM(f->background < kb_n_numbers(kb));
    CLAIM(kb_b(kb, i) >= 0 && kb_b(kb, i) <= 1);
    (void)(touch(f->name) + touch(f->ask_patient) + touch_texts(kb, f->say));
}

static void read_condition(const Kb *kb, uint32_t i)
{
    const KbCondition *c = kb_condition(kb, i);
    (void)(touch(c->article) + touch(c->file) + touch_texts(kb, c->aka));
    claim_indices(kb, c->must_ask, kb_n_findings(kb));
    claim_indices(kb, c->mimics, kb_n_conditions(kb));
    for (uint32_t k = 0; k < c->links.n; k++)
        CLAIM(kb_link(kb, c->links.first + k)->finding < kb_n_findings(kb));
    for (uint32_t k = 0; k < c->red_flags.n; k++)
        claim_indices(kb, kb_red_flag(kb, c->red_flags.first + k)->all_of,
                      kb_n_findings(kb));
    for (uint32_t f = 0; f < kb_n_findings(kb); f++)
        CLAIM(kb_q(kb, i, f) >= 0 && kb_q(kb, i, f) <= 1 && kb_p(kb, i, f) <= 1);
}

static void read_rest(const Kb *kb)
{
    for (uint32_t i = 0; i < kb_n_numbers(kb); i++)
        (void)(touch(kb_number(kb, i)->why) + touch(kb_number(kb, i)->file));
    for (uint32_t i = 0; i < kb_n_sources(kb); i++)
        (void)(touch(kb_source(kb, i)->title) + touch_texts(kb, kb_source(kb, i)->taken));
    for (uint32_t i = 0; i < kb_n_tables(kb); i++) {
        const KbTable *t = kb_table(kb, i);
        touch_texts(kb, (KbRange){t->first_cell, t->n_rows * t->n_columns});
    }
    for (uint32_t i = 0; i < kb_n_pathways(kb); i++)
        for (uint32_t k = 0; k < kb_pathway(kb, i)->rows.n; k++) {
            KbRange r = kb_pathway_row(kb, kb_pathway(kb, i)->rows.first + k)->clauses;
            for (uint32_t c = 0; c < r.n; c++)
                (void)kb_clause(kb, r.first + c);
        }
}

static void reason_with(Arena *a, const Kb *kb)
{
    Err            e = {0};
    Case          *c = NULL;
    Differential   d = {0};
    ReasonSettings s = reason_defaults();
    CLAIM_OK(case_open(&c, a, kb, &e), &e);
    c->age_years = 50;
    for (uint32_t i = 0; i < kb_n_findings(kb) && i < 3; i++)
        CLAIM_OK(case_put(c,
                          (CaseFinding){.finding = i,
                                        .state = FINDING_PRESENT,
                                        .origin = FROM_QUESTION,
                                        .certainty = 1},
                          &e),
                 &e);
    if (reason_rank(&d, a, c, &s, &e))
        for (size_t i = 0; i < d.n; i++)
            CLAIM(d.v[i].p_posterior >= 0 && d.v[i].p_posterior <= 1);
    else
        fuzz_claim_error(&e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_MOST)
        return 0;
    Err            e = {0};
    const Kb      *kb = NULL;
    const Lexicon *lex = NULL;
    Arena         *a = fuzz_arena(64 * MIB);
    if (!kb_load(&kb, a, edited(a, (Str){(const char *)data, size}), &e)) {
        CLAIM(e.code == ERR_CONTENT);
        fuzz_claim_error(&e);
    } else {
        for (uint32_t i = 0; i < kb_n_findings(kb); i++)
            read_finding(kb, i);
        for (uint32_t i = 0; i < kb_n_conditions(kb); i++)
            read_condition(kb, i);
        read_rest(kb);
        reason_with(a, kb);
        if (!lexicon_open(&lex, a, kb, &e))
            fuzz_claim_error(&e);
    }
    arena_free(a);
    return 0;
}
