/*
 * nlp/phrase.h - private to nlp: from a written phrase to paths of the trie.
 *
 *     "wak* me|us up?"   inflections, alternatives, an optional word
 *
 * In a finding's phrase every word stands for its plural and spellings, "i" for any
 * person, "is" for any form of to be; "my" and "the" may be missing. In the other tables
 * words mean themselves, unless starred.
 */
#ifndef NLP_PHRASE_H
#define NLP_PHRASE_H

#include "nlp/lexicon.h"

typedef enum PhraseMode { PHRASE_EXACT, PHRASE_FINDING } PhraseMode;

/* `where` names the file and row for the message of a refused phrase. */
MUST_USE bool phrase_add(const Lexicon *l, Str phrase, PhraseMode mode, Entry entry,
                         Str where, Err *e);

/* The same for a finding's phrase; also learns "sensation in part" from two-word ones. */
MUST_USE bool phrase_add_finding(const Lexicon *l, Str phrase, Entry entry, Str where,
                                 Err *e);

#endif
