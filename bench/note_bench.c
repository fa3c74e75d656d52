/*
 * bench/note_bench.c - the note of a consultation, and a whole consultation from text.
 *
 * The text is the demonstration script. The reference checks the same script once for
 * being good text, which every text that enters has to pass.
 */
#include "app/consult.h"
#include "base/os.h"
#include "base/utf8.h"
#include "bench/bench.h"
#include "bench/knowledge.h"

#include <math.h>
#include <stdio.h>

typedef struct Room {
    App         *app;
    ConsultInput input;
    Consult      finished;
} Room;

static void consult(void *who)
{
    const Room *r = who;
    Err         e = {0};
    Consult     c = {0};
    Arena      *a = bench_arena(512 * MIB);
    bench_must(app_consult(&c, a, r->app, &r->input, &e), &e);
    bench_keep(c.note.n);
    arena_free(a);
}

static void write_note(void *who)
{
    const Room *r = who;
    Err         e = {0};
    Note        note = {0};
    Str         text = {0};
    Arena      *a = bench_arena(64 * MIB);
    bench_must(consult_note(&note, a, app_kb(r->app), &r->finished, &e), &e);
    bench_must(note_text(&text, a, &note, &e), &e);
    bench_keep(text.n);
    arena_free(a);
}

static void check_script(void *who)
{
    const Room *r = who;
    bench_keep(utf8_fault(r->input.bytes));
}

/* Builds what the program reads into a folder of its own; opened, it can go. */
static App *open_app(Arena *a)
{
    Err      e = {0};
    App     *app = NULL;
    Str      share = {0}, path = {0};
    KbReport report = {0};
    bench_must(os_temp_folder(&share, a, &e), &e);
    bench_must(app_build(&report, a, STR("content"), share, &e), &e);
    bench_must(app_open(&app, a, share, &e), &e);
    static const char *const files[] = {"auscult.kb", "content.db"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        bench_must(os_path(&path, a, share, str_from(files[i]), &e), &e);
        bench_must(os_remove(path, &e), &e);
    }
    (void)remove(share.p);
    return app;
}

int main(void)
{
    Err    e = {0};
    Arena *a = bench_arena(1 * GIB);
    Room   r = {.app = open_app(a),
                .input = {.name = STR("leg_cramps.txt"),
                          .age_years = NAN,
                          .sex = KB_SEX_UNKNOWN,
                          .setting = SETTING_GP}};
    bench_must(os_read_file(&r.input.bytes, a, STR("demo/leg_cramps.txt"), 1 * MIB, &e),
               &e);
    bench_must(app_consult(&r.finished, a, r.app, &r.input, &e), &e);
    BenchTimes plain = bench_time(check_script, &r, 1000);
    BenchRow   rows[] = {
          {"note of the demonstration", bench_time(write_note, &r, 500), 10e-3,
           "the script checked as text", plain},
          {"whole consultation from text", bench_time(consult, &r, 100), 0,
           "the script checked as text", plain},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        bench_row(&rows[i]);
    arena_free(a);
    return 0;
}
