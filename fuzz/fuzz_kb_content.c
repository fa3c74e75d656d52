/*
 * fuzz/fuzz_kb_content.c - the files of a content folder, in one bundle (bundle.h).
 *
 * Front matter, findings, sources, pathways and word tables in any state are read or
 * complained about: each complaint names a rule, a place in a file of the bundle, and a
 * remedy. What draws no failure makes an image, and the image opens.
 */
#include "fuzz/bundle.h"
#include "fuzz/fuzz.h"
#include "kb/image.h"

enum { INPUT_MOST = 32768 };

static void claim_complaints(const Draft *d, Str bundle)
{
    size_t n_failures = 0;
    for (size_t i = 0; i < d->n_complaints; i++) {
        const KbComplaint *c = &d->complaints[i];
        CLAIM(c->line >= 1 && c->column >= 1 && c->rule.n > 0 && c->text.n > 0);
        CLAIM(c->line <= bundle.n + 1 && c->column <= bundle.n + 1);
        CLAIM(str_find(bundle, c->file) != STR_NONE);
        n_failures += c->severity == KB_FAILURE;
    }
    CLAIM(n_failures == d->n_failures);
}

static void claim_image(Arena *a, const Draft *d)
{
    static const char version[] = "0000000000000000000000000000000000000000000000000000"
                                  "000000000000";
    Err               e = {0};
    Str               image = {0};
    const Kb         *kb = NULL;
    CLAIM_OK(image_write(&image, a, d->tables, str_from(version), &e), &e);
    CLAIM_OK(kb_load(&kb, a, image, &e), &e);
    for (uint32_t i = 0; i < kb_n_findings(kb); i++)
        CLAIM(kb_find_finding(kb, kb_finding(kb, i)->id) == i);
    for (uint32_t i = 0; i < kb_n_conditions(kb); i++)
        CLAIM(kb_find_condition(kb, kb_condition(kb, i)->id) == i);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_MOST)
        return 0;
    Err    e = {0};
    Draft  d;
    Arena *a = fuzz_arena(64 * MIB);
    Str    bundle = {(const char *)data, size};
    if (bundle_draft(&d, a, bundle, &e)) {
        claim_complaints(&d, bundle);
        if (!d.n_failures)
            claim_image(a, &d);
    } else {
        fuzz_claim_error(&e);
    }
    arena_free(a);
    return 0;
}
