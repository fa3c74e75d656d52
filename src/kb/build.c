/*
 * kb/build.c - a content folder in, an image and a list of complaints out.
 *
 * Chapters are read in the order in which they refer to each other. The version is the
 * fingerprint of every file's path, length and bytes in sorted order, so it changes
 * when anything does and with nothing else.
 */
#include "base/os.h"
#include "base/utf8.h"
#include "kb/chapters.h"
#include "kb/image.h"
#include "seal/seal.h"

#include <stdlib.h>

enum { FILE_MOST = 1024 * 1024 };

typedef struct Chapter {
    const char *folder, *ending;
    void (*read)(Draft *, Folder);
} Chapter;

static const Chapter chapters[] = {
    {"sources", ".md", sources_read},       {"findings", ".yaml", findings_read},
    {"conditions", ".md", conditions_read}, {"pathways", ".yaml", pathways_read},
    {"lexicon", ".tsv", tables_read},
};

static void add_to_version(SealHash *h, const ContentFile *f)
{
    unsigned char length[8];
    for (size_t i = 0; i < sizeof length; i++)
        length[i] = (unsigned char)((uint64_t)f->text.n >> (8 * i));
    seal_hash_add(h, f->path);
    seal_hash_add(h, (Str){"", 1});
    seal_hash_add(h, (Str){(const char *)length, sizeof length});
    seal_hash_add(h, f->text);
}

static bool is_text(Draft *d, const ContentFile *f)
{
    size_t at = utf8_fault(f->text), cr = str_find_char(f->text, '\r');
    size_t fault = at < cr ? at : cr;
    if (fault == STR_NONE)
        return true;
    Place place = {f->path, 1, 1};
    for (size_t i = 0; i < fault; i++, place.column++)
        if (f->text.p[i] == '\n') {
            place.line++;
            place.column = 0;
        }
    draft_fail(d, place, at < cr ? "not-utf8" : "carriage-return",
               at < cr
                   ? "a byte is not UTF-8 text; save the file as UTF-8"
                   : "lines must end with a line feed only; save with Unix line ends");
    return false;
}

static bool read_file(ContentFile *f, Draft *d, Str root, const char *folder, Str name,
                      Err *e)
{
    Str path = {0};
    if (!str_fmt(&f->path, d->arena, e, "%s/" STR_F, folder, STR_A(name)) ||
        !os_path(&path, d->arena, root, f->path, e))
        return false;
    size_t dot = STR_NONE;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == '.')
            dot = i;
    f->stem = str_sub(name, 0, dot);
    return os_read_file(&f->text, d->arena, path, FILE_MOST, e);
}

static bool is_wanted(Draft *d, const Chapter *c, Str name, Err *e)
{
    Str path = {0};
    if (str_starts(name, STR(".")))
        return false;
    if (str_ends(name, str_from(c->ending)))
        return true;
    if (!str_fmt(&path, d->arena, e, "%s/" STR_F, c->folder, STR_A(name)))
        d->failure = *e;
    else
        draft_fail(d, (Place){path, 1, 1}, "unknown-file",
                   "only files ending in %s belong here; move or rename it", c->ending);
    return false;
}

static bool gather(Folder *out, Draft *d, SealHash *h, Str root, const Chapter *c, Err *e)
{
    Str     path = {0};
    OsNames names = {0};
    *out = (Folder){0};
    if (!os_path(&path, d->arena, root, str_from(c->folder), e))
        return false;
    if (!os_is_folder(path))
        return true;
    if (!os_list(&names, d->arena, path, e))
        return false;
    ContentFile *v = ARENA_ARRAY(d->arena, ContentFile, names.n + 1, e);
    size_t       n = 0;
    if (!v)
        return false;
    for (size_t i = 0; i < names.n; i++) {
        if (!is_wanted(d, c, names.v[i], e))
            continue;
        if (!read_file(&v[n], d, root, c->folder, names.v[i], e))
            return false;
        add_to_version(h, &v[n]);
        n += is_text(d, &v[n]);
    }
    *out = (Folder){v, n};
    return true;
}

static int by_place(const void *a, const void *b)
{
    const KbComplaint *x = a, *y = b;
    int                order = str_cmp(x->file, y->file);
    if (order)
        return order;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    order = str_cmp(x->rule, y->rule);
    return order ? order : str_cmp(x->text, y->text);
}

static KbReport report_of(const Draft *d)
{
    if (d->n_complaints)
        qsort(d->complaints, d->n_complaints, sizeof *d->complaints, by_place);
    return (KbReport){d->complaints, d->n_complaints, d->n_failures,
                      d->n_complaints - d->n_failures};
}

static bool read_all(Draft *d, Str root, char version[SEAL_HASH_ROOM], Err *e)
{
    SealHash h;
    seal_hash_init(&h);
    for (size_t i = 0; i < sizeof chapters / sizeof *chapters; i++) {
        Folder folder;
        if (!gather(&folder, d, &h, root, &chapters[i], e))
            return false;
        chapters[i].read(d, folder);
    }
    seal_hash_done(&h, version);
    if (!d->n_failures && !d->failure.code) {
        weigh_all(d);
        lint_all(d);
    }
    if (!d->failure.code)
        return true;
    *e = d->failure;
    return false;
}

bool kb_build(Str *image, KbReport *report, Arena *a, Str content_folder, Err *e)
{
    Draft d;
    char  version[SEAL_HASH_ROOM];
    Str   built = {0};
    if (!os_is_folder(content_folder))
        return err_set(e, ERR_MISSING,
                       STR_F ": there is no such content folder; name one that holds "
                             "conditions/ and findings/",
                       STR_A(content_folder));
    if (!draft_open(&d, a, e) || !read_all(&d, content_folder, version, e))
        return false;
    if (!d.n_failures && !image_write(&built, a, d.tables, str_from(version), e))
        return false;
    *image = built;
    *report = report_of(&d);
    return true;
}
