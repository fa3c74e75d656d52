/* bench/knowledge.c - see knowledge.h. */
#include "bench/knowledge.h"

#include "base/buf.h"
#include "base/os.h"
#include "bench/bench.h"

#include <stdio.h>

static Str image_of(Arena *a, Str folder)
{
    Err      e = {0};
    Str      image = {0};
    KbReport report = {0};
    bench_must(kb_build(&image, &report, a, folder, &e), &e);
    for (size_t i = 0; i < report.n && report.n_failures; i++)
        (void)fprintf(stderr, STR_F ":%u: " STR_F "\n", STR_A(report.v[i].file),
                      report.v[i].line, STR_A(report.v[i].text));
    if (report.n_failures)
        bench_must(err_set(&e, ERR_CONTENT, "the knowledge has failures; see above"), &e);
    return image;
}

Str knowledge_image(Arena *a) { return image_of(a, STR("content")); }

const Kb *knowledge_load(Arena *a, Str image)
{
    Err       e = {0};
    const Kb *kb = NULL;
    bench_must(kb_load(&kb, a, image, &e), &e);
    return kb;
}

/* ---- made up --------------------------------------------------------------------- */

static Str findings_text(Arena *a)
{
    Err e = {0};
    Str text = {0};
    Buf b = buf_open(a, 4 * MIB);
    for (int i = 0; i < MADE_UP_FINDINGS; i++)
        buf_fmt(&b,
                "- id: f%03d\n  name: finding %d\n  plain: finding %d\n"
                "  class: symptom\n  import: 2\n  cost: 1\n"
                "  bg: {p: 0.%02d, ev: E, by: ed, why: made up}\n"
                "  ask_patient: \"Do you have %d?\"\n  ask_clinician: \"%d?\"\n"
                "  say: [word%d here]\n",
                i, i, i, 1 + i % 29, i, i, i);
    bench_must(buf_done(&b, &text, &e), &e);
    return text;
}

static Str condition_text(Arena *a, int k, uint64_t *dice)
{
    Err e = {0};
    Str text = {0};
    Buf b = buf_open(a, 1 * MIB);
    buf_fmt(&b,
            "---\nid: c%03d\nname: Condition %d\nicd10: X%02d\nsystem: other\n"
            "kind: disease\nlevel: 1\nharm: 1\nsummary: \"Made up.\"\n"
            "prior: {per1000: %d, ev: E, by: ed, why: made up}\nfindings:\n",
            k, k, k % 100, 1 + k % 20);
    for (int i = 0; i < MADE_UP_LINKS; i++)
        buf_fmt(&b, "  - {id: f%03d, p: 0.%02d, ev: E, by: ed, why: made up}\n",
                (k * 7 + i * (MADE_UP_FINDINGS / MADE_UP_LINKS) +
                 (int)(bench_random(dice) % 10)) %
                    MADE_UP_FINDINGS,
                1 + (int)(bench_random(dice) % 99));
    buf_text(&b, "updated: 2026-11-22\nreview_due: 2027-11-22\nreviewed_by: \"\"\n"
                 "changes:\n  - {on: 2026-11-22, what: \"First version.\"}\n---\n"
                 "## Definition\nMade up.\n## Causes\nNone.\n## Symptoms\nSome.\n"
                 "## Treatment and prevention\nRest.\n"
                 "## When to seek medical attention\nIf it lasts.\n"
                 "## FAQs\n### Is it real?\nNo.\n");
    bench_must(buf_done(&b, &text, &e), &e);
    return text;
}

static Str sub_folder(Arena *a, Str folder, Str name)
{
    Err e = {0};
    Str path = {0};
    bench_must(os_path(&path, a, folder, name, &e), &e);
    bench_must(os_make_folders(path, &e), &e);
    return path;
}

static void write_one(Arena *a, Str folder, Str name, Str text)
{
    Err e = {0};
    Str path = {0};
    bench_must(os_path(&path, a, folder, name, &e), &e);
    bench_must(os_write_file(path, text, &e), &e);
}

static void write_condition(Arena *a, Str folder, int k, uint64_t *dice)
{
    Err e = {0};
    Str name = {0};
    bench_must(str_fmt(&name, a, &e, "c%03d.md", k), &e);
    write_one(a, folder, name, condition_text(a, k, dice));
}

static void remove_all(Arena *a, Str folder)
{
    Err     e = {0};
    Str     path = {0};
    OsNames names = {0};
    bench_must(os_list(&names, a, folder, &e), &e);
    for (size_t i = 0; i < names.n; i++) {
        bench_must(os_path(&path, a, folder, names.v[i], &e), &e);
        bench_must(os_remove(path, &e), &e);
    }
    (void)remove(folder.p);
}

Str knowledge_made_up_image(Arena *a)
{
    Err      e = {0};
    Str      folder = {0};
    uint64_t dice = 1;
    Arena   *scratch = bench_arena(1 * GIB);
    bench_must(os_temp_folder(&folder, scratch, &e), &e);
    Str findings = sub_folder(scratch, folder, STR("findings"));
    Str conditions = sub_folder(scratch, folder, STR("conditions"));
    write_one(scratch, findings, STR("made_up.yaml"), findings_text(scratch));
    for (int k = 0; k < MADE_UP_CONDITIONS; k++)
        write_condition(scratch, conditions, k, &dice);
    Str image = image_of(a, folder);
    remove_all(scratch, findings);
    remove_all(scratch, conditions);
    (void)remove(folder.p);
    arena_free(scratch);
    return image;
}
