/* fuzz/knowledge.c - see knowledge.h. */
#include "fuzz/knowledge.h"

#include "fuzz/fuzz.h"

static const Kb *compile(void)
{
    Err       e = {0};
    Str       image = {0};
    KbReport  report = {0};
    const Kb *kb = NULL;
    Arena    *a = fuzz_arena(256 * MIB);
    CLAIM_OK(kb_build(&image, &report, a, STR("content"), &e), &e);
    CLAIM(report.n_failures == 0);
    CLAIM_OK(kb_load(&kb, a, image, &e), &e);
    return kb;
}

const Kb *fuzz_knowledge(void)
{
    static const Kb *kb;
    if (!kb)
        kb = compile();
    return kb;
}
