/*
 * text/text.h - English text as tokens and sentences, and single words as keys.
 *
 * A token is a word, a number, a punctuation mark or a gap (words nobody could hear).
 * Its `norm` is what tables are looked up with: lower case, without accents, clitics
 * written out. Tokens that carry no content (fillers, stutters, hyphens inside a word)
 * are kept and flagged hidden, so that matching can pass over them while every span
 * still points at the words as they were said.
 *
 *     "I don't, um, get get cramps"
 *       i do not [,] [um] [,] [get] get cramps          [..] hidden
 *
 * Speech recognisers and some typists give no punctuation. Where a long stretch has
 * none, sentences are cut before words that usually open a clause ("okay so", "do you").
 *
 * Units   spans in bytes of the text given
 * Assumes the text is UTF-8 (base/utf8.h)
 * Memory  in the arena; norms view static tables, the text, or the arena
 * Threads pure; a Stemmer serves one thread at a time
 * Limits  a text of TRANSCRIPT_MOST bytes
 * Source  docs/decisions/0006-language.md
 */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include "base/str.h"
#include "text/transcript.h"

typedef enum TokenKind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_MARK, TOKEN_GAP } TokenKind;

enum {
    TOKEN_HIDDEN = 1,    /* carries no content */
    TOKEN_GLUED = 2,     /* no white space before it */
    TOKEN_LINE = 4,      /* the first of a line */
    TOKEN_PARAGRAPH = 8, /* the first after an empty line */
    TOKEN_CAPITAL = 16,  /* begins with a capital letter */
    TOKEN_SHOUTED = 32   /* two or more letters, all capitals */
};

typedef struct Token {
    Span      span;
    Str       norm;
    TokenKind kind;
    unsigned  flags;
    double    value; /* of a number in digits; NaN otherwise */
} Token;

typedef struct Tokens {
    const Token *v;
    size_t       n;
} Tokens;

/* The tokens of one part of a text, in order; spans count from the start of `text`. */
MUST_USE bool text_tokens(Tokens *out, Arena *a, Str text, Span part, Err *e);

typedef struct TextSentence {
    uint32_t first, n;    /* tokens */
    bool     is_question; /* ends with "?", or opens like a question and has no end */
} TextSentence;

typedef struct TextSentences {
    const TextSentence *v; /* together they hold every token once, in order */
    size_t              n;
} TextSentences;

MUST_USE bool text_sentences(TextSentences *out, Arena *a, Tokens t, Err *e);

/* Lower case without accents: "Œdème" -> "oedeme". */
MUST_USE bool text_fold(Str *out, Arena *a, Str s, Err *e);

/* Insertions, deletions, changes and swaps of neighbours that turn one word into the
   other, by bytes; `most` + 1 when it is more than `most`. Words over 64 bytes: also. */
unsigned text_distance(Str x, Str y, unsigned most);

typedef struct Stemmer Stemmer;
MUST_USE bool          text_stemmer_open(Stemmer **out, Arena *a, Err *e);
/* The stem of a folded word ("cramping" -> "cramp"), copied into the arena. */
MUST_USE bool text_stem(Str *out, Arena *a, Stemmer *s, Str word, Err *e);

#endif
