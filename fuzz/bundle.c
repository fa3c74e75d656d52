/* fuzz/bundle.c - see bundle.h. */
#include "fuzz/bundle.h"

#include "base/os.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "kb/chapters.h"

enum { FILES_MOST = 32, BUNDLE_MOST = 256 * 1024 };

typedef struct Chapter {
    const char *folder, *ending;
    void (*read)(Draft *, Folder);
} Chapter;

static const Chapter chapters[] = {
    {"sources/", ".md", sources_read},       {"findings/", ".yaml", findings_read},
    {"conditions/", ".md", conditions_read}, {"pathways/", ".yaml", pathways_read},
    {"lexicon/", ".tsv", tables_read},
};

typedef struct Bundle {
    ContentFile v[FILES_MOST]; /* sorted by path */
    size_t      n;
} Bundle;

/* In its place; a second file of one path cannot lie in a folder and is left out. */
static void add(Bundle *b, ContentFile f)
{
    size_t at = b->n;
    while (at && str_cmp(f.path, b->v[at - 1].path) < 0)
        at--;
    if (b->n == FILES_MOST || (at && str_eq(f.path, b->v[at - 1].path)))
        return;
    for (size_t i = b->n++; i > at; i--)
        b->v[i] = b->v[i - 1];
    b->v[at] = f;
}

static Bundle split(Str text)
{
    static const char mark[] = "%% ";
    Bundle            b = {0};
    Str               rest = text;
    while (str_starts(rest, str_from(mark))) {
        size_t end = str_find_char(rest, '\n');
        Str    path = str_sub(rest, sizeof mark - 1, end - (sizeof mark - 1));
        if (end == STR_NONE)
            break;
        rest = str_from_at(rest, end + 1);
        size_t next = str_starts(rest, str_from(mark)) ? 0 : str_find(rest, STR("\n%% "));
        size_t n = next == STR_NONE ? rest.n : next + (rest.p[next] == '\n');
        add(&b, (ContentFile){.path = path, .text = str_sub(rest, 0, n)});
        rest = str_from_at(rest, n);
    }
    return b;
}

static bool belongs(const Chapter *c, ContentFile *f)
{
    Str folder = str_from(c->folder), ending = str_from(c->ending);
    if (!str_starts(f->path, folder) || !str_ends(f->path, ending) ||
        f->path.n < folder.n + ending.n)
        return false;
    f->stem = str_sub(f->path, folder.n, f->path.n - folder.n - ending.n);
    return str_find_char(f->stem, '/') == STR_NONE;
}

static void read_chapter(Draft *d, const Bundle *b, const Chapter *c)
{
    ContentFile v[FILES_MOST];
    size_t      n = 0;
    for (size_t i = 0; i < b->n; i++) {
        ContentFile f = b->v[i];
        if (!belongs(c, &f))
            continue;
        if (utf8_fault(f.text) == STR_NONE && str_find_char(f.text, '\r') == STR_NONE)
            v[n++] = f;
        else
            draft_fail(d, (Place){f.path, 1, 1}, "not-utf8", "not text");
    }
    c->read(d, (Folder){v, n});
}

bool bundle_draft(Draft *d, Arena *a, Str bundle, Err *e)
{
    Bundle b = split(bundle);
    if (!draft_open(d, a, e))
        return false;
    for (size_t i = 0; i < sizeof chapters / sizeof *chapters; i++)
        read_chapter(d, &b, &chapters[i]);
    if (!d->n_failures && !d->failure.code) {
        weigh_all(d);
        lint_all(d);
    }
    *e = d->failure;
    return !d->failure.code;
}

Str bundle_small(Arena *a)
{
    Err e = {0};
    Str text = {0};
    CLAIM_OK(os_read_file(&text, a, STR(BUNDLE_SMALL), BUNDLE_MOST, &e), &e);
    return text;
}
