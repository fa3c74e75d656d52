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
    if (report.n_failures)
        CLAIM_OK(err_set(&e, ERR_CONTENT, STR_F ":%u: " STR_F, STR_A(report.v[0].file),
                         report.v[0].line, STR_A(report.v[0].text)),
                 &e);
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
