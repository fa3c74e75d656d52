/*
 * fuzz/bundle.h - a content folder in one text, so that one input can hold it.
 *
 *     %% findings/chest.yaml
 *     - id: cough
 *     ...
 *     %% conditions/asthma.md
 *     ...
 *
 * The files go to the readers of kb/ in memory, in the order and with the checks of
 * kb_build; nothing is written to disk. fuzz/corpus/kb_content/small is the least
 * knowledge that uses every part of the format.
 */
#ifndef FUZZ_BUNDLE_H
#define FUZZ_BUNDLE_H

#include "kb/draft.h"

#define BUNDLE_SMALL "fuzz/corpus/kb_content/small"

/* Reads and weighs all files. false with the draft's failure. */
MUST_USE bool bundle_draft(Draft *d, Arena *a, Str bundle, Err *e);

/* The bundle BUNDLE_SMALL. */
Str bundle_small(Arena *a);

#endif
