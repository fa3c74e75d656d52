/*
 * asr/phrase.h - private to asr: a decoded segment back into sentences, with times.
 *
 * Long segments are understood better, but a reader, a subtitle and whoever asks "who
 * said this?" want sentences. The decoder writes full stops and no times. A sentence's
 * share of the segment's letters says about where in its speech it ended; when a pause
 * lies near, it ended there.
 *
 *     text     "Any swelling?  No, none.  Good."
 *     speech   [-----------]   [------]  [---]       the end found at 55 % of the letters
 *                           ^ moved to this pause    lies 0.2 s from a pause
 *
 * Threads pure
 */
#ifndef ASR_PHRASE_H
#define ASR_PHRASE_H

#include "asr/cut.h"
#include "asr/moonshine.h"
#include "asr/vocabulary.h"

typedef struct Phrase {
    size_t first, n; /* of the tokens */
    size_t from, to; /* samples of the recording */
} Phrase;

/* Writes at most h->n phrases to `out`, in order, covering all tokens; how many. */
size_t phrase_split(Phrase *out, const Heard *h, Vocabulary voc, const Cut *cut);

#endif
