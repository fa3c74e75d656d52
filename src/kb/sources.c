/* kb/sources.c - what was read, and when. */
#include "kb/chapters.h"

static const Key source_keys[] = {
    {"key", true},   {"title", true}, {"authors", false}, {"published", true},
    {"year", false}, {"doi", false},  {"url", false},     {"kind", true},
    {"read", true},  {"what", true},  {"taken", true},
};

static const char *const kinds[] = {"review",  "study",      "guideline",
                                    "leaflet", "definition", "database"};
static const char *const whats[] = {"abstract", "full text", "page"};

static void read_one(Draft *d, const Page *page)
{
    const Node *top = page->top;
    if (!READER_KEYS(d, top, source_keys))
        return;
    Str key = reader_words(d, top, "key");
    if (tree_get(top, "key") && !str_eq(key, page->file->stem))
        draft_fail(d, reader_place(top, "key"), "id-not-file",
                   "the key is \"" STR_F "\" but the file is called " STR_F
                   ".md; make them equal",
                   STR_A(key), STR_A(page->file->stem));
    if (!reader_text(d, top, "doi").n && !reader_text(d, top, "url").n)
        draft_fail(d, top->at, "missing-key", "a source needs doi or url; add one");
    reader_choice(d, top, "kind", kinds, sizeof kinds / sizeof *kinds);
    reader_choice(d, top, "what", whats, sizeof whats / sizeof *whats);
    draft_add(d, TABLE_SOURCE,
              &(KbSource){
                  .key = page->file->stem,
                  .title = reader_words(d, top, "title"),
                  .authors = reader_text(d, top, "authors"),
                  .published = reader_words(d, top, "published"),
                  .doi = reader_text(d, top, "doi"),
                  .url = reader_text(d, top, "url"),
                  .kind = reader_text(d, top, "kind"),
                  .read = reader_date(d, top, "read"),
                  .what = reader_text(d, top, "what"),
                  .year = (int32_t)reader_whole(d, top, "year", 1500, 2100, 0),
                  .taken = reader_texts(d, top, "taken"),
              });
}

void sources_read(Draft *d, Folder folder)
{
    for (size_t i = 0; i < folder.n; i++) {
        Page     page = reader_page(d, &folder.v[i]);
        uint32_t index = draft_count(d, TABLE_SOURCE);
        read_one(d, &page);
        d->sources_partial = d->sources_partial || !page.top;
        if (draft_count(d, TABLE_SOURCE) > index)
            draft_name(d, d->sources, folder.v[i].stem, index);
    }
}
