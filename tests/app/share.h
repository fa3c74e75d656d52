/*
 * tests/app/share.h - the repository's own content, compiled once per test program.
 *
 * The share folder lies in the build folder under the program's name; pages get small
 * stand-ins for the bundled files, so that no test depends on them.
 */
#ifndef TESTS_APP_SHARE_H
#define TESTS_APP_SHARE_H

#include "app/app.h"
#include "base/log.h"
#include "harness/test.h"

static inline Str share_folder(void **state, const char *program)
{
    static bool built;
    Arena      *a = test_arena(state);
    Err         e = {0};
    Str         share = {0};
    KbReport    report;
    CHECK_OK(
        str_fmt(&share, a, &e, STR_F "/share-%s", STR_A(test_build_folder()), program),
        &e);
    log_silence(true);
    if (built)
        return share;
    CHECK_OK(app_build(&report, a, STR("content"), share, &e), &e);
    test_write(state, share, "web/manifest.tsv",
               "auscult.css\tauscult.1.css\ttext/css\n"
               "consult.js\tconsult.2.js\ttext/javascript\n"
               "favicon.svg\tfavicon.svg\timage/svg+xml\n");
    test_write(state, share, "web/auscult.1.css", "body{}");
    test_write(state, share, "web/consult.2.js", "\"use strict\";");
    test_write(state, share, "web/favicon.svg", "<svg/>");
    test_write(state, share, "demo/leg_cramps.wav", "RIFF");
    built = true;
    return share;
}

static inline App *share_app(void **state, const char *program)
{
    Err  e = {0};
    App *app = NULL;
    CHECK_OK(app_open(&app, test_arena(state), share_folder(state, program), &e), &e);
    return app;
}

#endif
