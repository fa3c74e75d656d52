/*
 * pedia/related.h - private to pedia: which pages belong to a page, and why.
 *
 * A relation written in one file is read from both ends: if A names B as a cause, B's
 * page says that it can cause A.
 */
#ifndef PEDIA_RELATED_H
#define PEDIA_RELATED_H

#include "pedia/pedia.h"

/* Sets related and n_related of *out: causes first, then look-alikes, then pages that a
   warning sign may point to; within each by name. */
MUST_USE bool related_pages(Article *out, Arena *a, const Kb *kb, uint32_t condition,
                            Err *e);

#endif
