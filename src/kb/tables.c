/* kb/tables.c - word tables: tab-separated, the first line names the columns. */
#include "kb/chapters.h"

static uint32_t count_cells(Str line)
{
    uint32_t n = 1;
    for (size_t i = 0; i < line.n; i++)
        n += line.p[i] == '\t';
    return n;
}

static void add_cells(Draft *d, Str line)
{
    Str rest = line, cell;
    while (str_next(&rest, '\t', &cell))
        draft_text(d, str_trim(cell));
}

static void read_one(Draft *d, const ContentFile *file)
{
    KbTable t = {.name = file->stem, .first_cell = draft_count(d, TABLE_TEXT)};
    Place   at = {file->path, 1, 1};
    Str     rest = file->text, line;
    for (; str_next(&rest, '\n', &line); at.line++) {
        if (!str_trim(line).n || line.p[0] == '#')
            continue;
        uint32_t n = count_cells(line);
        if (!t.n_rows)
            t.n_columns = n;
        if (n != t.n_columns) {
            draft_fail(
                d, at, "table-shape",
                "cells in this row: %u, columns named in the first line: %u; put one tab "
                "between cells",
                (unsigned)n, (unsigned)t.n_columns);
            continue;
        }
        add_cells(d, line);
        t.n_rows++;
    }
    if (!t.n_rows)
        draft_fail(d, (Place){file->path, 1, 1}, "table-shape",
                   "the table is empty; name its columns in the first line");
    draft_add(d, TABLE_LEXICON, &t);
}

void tables_read(Draft *d, Folder folder)
{
    for (size_t i = 0; i < folder.n; i++)
        read_one(d, &folder.v[i]);
}
