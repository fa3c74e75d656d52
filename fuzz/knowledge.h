/*
 * fuzz/knowledge.h - knowledge for the targets that need some.
 *
 * Made once, at the first call, and kept until the program ends. Programs run in the
 * source folder, as CTest does.
 */
#ifndef FUZZ_KNOWLEDGE_H
#define FUZZ_KNOWLEDGE_H

#include "kb/kb.h"

/* The repository's own knowledge, compiled from content/. */
const Kb *fuzz_knowledge(void);

#endif
