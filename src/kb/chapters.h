/*
 * kb/chapters.h - private to kb: the readers of the five folders of content/.
 *
 * They run in this order, because each refers to what came before by index. Files and
 * ids are sorted before an index is given, so the same content gives the same image.
 */
#ifndef KB_CHAPTERS_H
#define KB_CHAPTERS_H

#include "kb/evidence.h"

typedef struct Folder {
    const ContentFile *v; /* sorted by path */
    size_t             n;
} Folder;

void sources_read(Draft *d, Folder folder);
void findings_read(Draft *d, Folder folder);
void conditions_read(Draft *d, Folder folder);
void pathways_read(Draft *d, Folder folder);
void tables_read(Draft *d, Folder folder);

/* Article rules: headings, references, no numbers typed in prose. */
void prose_check(Draft *d, const Page *page, const KbCondition *c);

/* TABLE_WEIGHT: propagation and q; and the warnings that need all of it. */
void weigh_all(Draft *d);
void lint_all(Draft *d);

#endif
