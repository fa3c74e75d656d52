/* app/app.c - opens what every use case needs, once, shared and read-only. */
#include "app/app.h"

#include "base/os.h"

#include <pthread.h>

struct App {
    const Kb       *kb;
    const Lexicon  *lexicon;
    Search         *search;
    Str             models;
    pthread_mutex_t search_lock; /* a Search serves one thread at a time */
};

static void destroy_lock(void *p) { pthread_mutex_destroy(p); }

static bool open_search(App *app, Arena *a, Str share, Err *e)
{
    Str path;
    if (!os_path(&path, a, share, STR("content.db"), e) ||
        !search_open(&app->search, a, path, kb_version(app->kb), e))
        return false;
    if (pthread_mutex_init(&app->search_lock, NULL) != 0)
        return err_set(e, ERR_BUSY, "the system has no more locks; close some programs");
    return arena_defer(a, destroy_lock, &app->search_lock, e);
}

bool app_open(App **out, Arena *a, Str share, Err *e)
{
    App *app = ARENA_NEW(a, App, e);
    Str  image;
    if (!app || !os_path(&image, a, share, STR("auscult.kb"), e) ||
        !os_path(&app->models, a, share, STR("models"), e))
        return false;
    if (!os_exists(image))
        return err_set(e, ERR_MISSING,
                       STR_F ": the compiled knowledge is missing; run ./run once, or "
                             "auscult kb build",
                       STR_A(image));
    if (!kb_open(&app->kb, a, image, e) || !lexicon_open(&app->lexicon, a, app->kb, e) ||
        !open_search(app, a, share, e))
        return false;
    *out = app;
    return true;
}

const Kb      *app_kb(const App *app) { return app->kb; }
Str            app_models(const App *app) { return app->models; }
const Lexicon *app_lexicon(const App *app) { return app->lexicon; }

/* The first failure of a report as an error. */
static bool first_failure(const KbReport *r, Err *e)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].severity == KB_FAILURE)
            return err_set(e, ERR_CONTENT, STR_F ":%u:%u: " STR_F, STR_A(r->v[i].file),
                           r->v[i].line, r->v[i].column, STR_A(r->v[i].text));
    return true;
}

bool app_build(KbReport *report, Arena *a, Str content, Str share, Err *e)
{
    Str       image, image_path, db_path;
    const Kb *kb;
    if (!kb_build(&image, report, a, content, e) || !first_failure(report, e))
        return false;
    return kb_load(&kb, a, image, e) && os_make_folders(share, e) &&
           os_path(&image_path, a, share, STR("auscult.kb"), e) &&
           os_path(&db_path, a, share, STR("content.db"), e) &&
           pedia_build(a, kb, db_path, e) && os_write_file(image_path, image, e);
}

bool app_search(SearchResult *out, Arena *a, App *app, Str query, Err *e)
{
    pthread_mutex_lock(&app->search_lock);
    bool ok = search_run(out, a, app->search, query, e);
    pthread_mutex_unlock(&app->search_lock);
    return ok;
}
