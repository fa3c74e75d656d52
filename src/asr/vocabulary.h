/*
 * asr/vocabulary.h - private to asr: from the recogniser's tokens to text.
 *
 * A file of one token a line, line n for token n - 1, in SentencePiece's writing: the
 * mark U+2581 stands for a space, <0xNN> for one byte of a character that has no token.
 *
 * Memory  the table views the mapped file
 * Errors  ERR_MODEL missing, or not 32,000 lines
 */
#ifndef ASR_VOCABULARY_H
#define ASR_VOCABULARY_H

#include "base/str.h"

enum { VOCABULARY_SIZE = 32000, TOKEN_BEGIN = 1, TOKEN_END = 2 };

typedef struct Vocabulary {
    const Str *v;
} Vocabulary;

MUST_USE bool vocabulary_open(Vocabulary *out, Arena *a, Str path, Err *e);

/* Words without spaces at their ends; control tokens and bytes that make no UTF-8 are
   left out. */
MUST_USE bool vocabulary_text(Str *out, Arena *a, Vocabulary voc, const int32_t *tokens,
                              size_t n, Err *e);

#endif
