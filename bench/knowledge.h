/*
 * bench/knowledge.h - the knowledge that is measured on.
 *
 * The repository's own, and a made-up one of the size the budgets are written for: 500
 * conditions with 40 links each among 400 findings. Programs run in the source folder.
 */
#ifndef BENCH_KNOWLEDGE_H
#define BENCH_KNOWLEDGE_H

#include "kb/kb.h"

enum { MADE_UP_CONDITIONS = 500, MADE_UP_FINDINGS = 400, MADE_UP_LINKS = 40 };

Str knowledge_image(Arena *a);         /* of content/ */
Str knowledge_made_up_image(Arena *a); /* the same at every call */

const Kb *knowledge_load(Arena *a, Str image);

#endif
