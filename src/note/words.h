/*
 * note/words.h - private to note: a spoken sentence as words, and its courtesies.
 *
 * Words are views into the sentence, cut at ASCII white space. They are compared by
 * their letters: case, punctuation around them and the form of the apostrophe do not
 * matter, so "Don’t," is "don't".
 *
 * Threads pure
 * Limits  WORDS_MOST words; words_split() says false beyond
 */
#ifndef NOTE_WORDS_H
#define NOTE_WORDS_H

#include "base/str.h"

enum { WORDS_MOST = 120 };

typedef struct Words {
    Str    v[WORDS_MOST];
    size_t n, from; /* words before `from` are gone */
} Words;

/* False when there is no word, or too many. */
bool words_split(Words *w, Str said);
void words_drop(Words *w, size_t at);

/* Is this word the one of the table? `table` is lower case with a plain apostrophe. */
bool words_same(Str word, const char *table);
bool words_is_one_of(Str word, const char *const *list, size_t n);
#define WORDS_IS_ONE_OF(word, list)                                                      \
    words_is_one_of((word), (list), sizeof(list) / sizeof *(list))

/* Number of words when `phrase` stands at word `at`; 0 otherwise. */
size_t words_phrase_at(const Words *w, size_t at, const char *phrase);

/* What is left of a sentence without greetings, thanks, offers of a seat and the
   hesitations between them; empty when it holds nothing else. */
Str words_without_courtesy(Str said);

#endif
