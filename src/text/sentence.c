/*
 * text/sentence.c - where a sentence ends, with and without punctuation.
 *
 * With punctuation: after . ? ! that white space follows, except behind abbreviations,
 * single initials and inside numbers; at a paragraph; at a line that opens like one
 * (capital, bullet) behind a line that did not end in the middle.
 *
 * Without: half of real dialogue transcripts and all raw recogniser output have
 * stretches without any mark. A stretch of more than 22 words with fewer than one mark
 * in 25 words is cut before phrases that usually open a clause. Strong openers cut after
 * two words, weak ones only when eight words have passed, and never behind a word that
 * must be followed by something ("that", "of", "and").
 */
#include "text/token.h"

enum { STRETCH_WORDS = 22, WORDS_PER_MARK = 25, STRONG_AFTER = 2, WEAK_AFTER = 8 };

static const char *const abbreviations[] = {"dr",   "mr",     "mrs", "ms",  "st", "vs",
                                            "prof", "approx", "no",  "fig", NULL};

static const char *const strong_openers[] = {
    "okay so",     "okay and",   "okay",         "so let",        "let 's",   "so for",
    "for your",    "looking at", "listening to", "on your exam",  "now on",   "now for",
    "now looking", "do you",     "have you",     "did you",       "are you",  "how is",
    "how are",     "how long",   "how often",    "how many",      "how much", "how have",
    "how 's",      "what about", "what brings",  "what is",       "what 's",  "when did",
    "where is",    "where do",   "any other",    "is there any",  "can you",  "could you",
    "does it",     "does the",   "i reviewed",   "i am going to", NULL};

static const char *const weak_openers[] = {
    "and i",     "and you",    "and it", "and he",  "and she", "and we",   "and my",
    "and any",   "but i",      "but it", "but you", "so i",    "so it",    "so you",
    "because",   "if you",     "it 's",  "it is",   "that 's", "there is", "there are",
    "there 's",  "i have",     "i am",   "i feel",  "i take",  "i do",     "i was",
    "you have",  "you should", "no i",   "yes i",   "yes it",  "no it",    "yes",
    "thank you", NULL};

static const char *const bound_words[] = {
    "that",  "which", "if",   "when",  "where", "what",  "how",  "because", "as",  "like",
    "think", "know",  "see",  "sure",  "and",   "but",   "so",   "or",      "to",  "of",
    "the",   "for",   "with", "while", "since", "until", "than", "who",     "say", "said",
    "a",     "my",    "your", "is",    "was",   "not",   NULL};

static bool is_listed(const Token *t, const char *const *words)
{
    for (; *words; words++) {
        if (token_is(t, *words))
            return true;
    }
    return false;
}

/* "?DVT": the mark of doubt in written notes. */
static bool is_query(const Token *v, size_t n, size_t i)
{
    return token_is(&v[i], "?") && !(v[i].flags & TOKEN_GLUED) && i + 1 < n &&
           v[i + 1].flags & TOKEN_GLUED && v[i + 1].kind == TOKEN_WORD;
}

static bool ends_sentence(const Token *t)
{
    return t->kind == TOKEN_MARK && (token_is(t, ".") || token_is(t, "?") ||
                                     token_is(t, "!") || token_is(t, "..."));
}

/* Does the full stop at i belong to "Dr." or "J. Smith"? */
static bool is_abbreviation(const Token *v, size_t n, size_t i)
{
    if (!i || !token_is(&v[i], ".") || v[i - 1].kind != TOKEN_WORD)
        return false;
    bool glued_next = i + 1 < n && v[i + 1].flags & TOKEN_GLUED;
    bool initial = v[i - 1].span.n == 1 && v[i - 1].flags & TOKEN_CAPITAL &&
                   !token_is(&v[i - 1], "i");
    bool dotted =
        i >= 2 && v[i - 1].flags & TOKEN_GLUED && token_is(&v[i - 2], "."); /* e.g. */
    bool no_number =
        token_is(&v[i - 1], "no") && !(i + 1 < n && v[i + 1].kind == TOKEN_NUMBER);
    if (no_number)
        return glued_next;
    return glued_next || initial || dotted || is_listed(&v[i - 1], abbreviations);
}

static bool line_opens(const Token *v, size_t i)
{
    if (!i || !(v[i].flags & TOKEN_LINE))
        return false;
    if (v[i].flags & (TOKEN_PARAGRAPH | TOKEN_CAPITAL))
        return true;
    return token_is(&v[i], "-") || token_is(&v[i], "*") ||
           token_is(&v[i], "\xe2\x80\xa2") || v[i].kind == TOKEN_NUMBER;
}

/* Do the visible words from i on begin with `phrase`? */
static bool opens_with(const Token *v, size_t n, size_t i, const char *phrase)
{
    Str rest = str_from(phrase), word;
    while (str_next(&rest, ' ', &word)) {
        while (i < n && v[i].flags & TOKEN_HIDDEN)
            i++;
        if (i >= n || !str_eq(v[i].norm, word))
            return false;
        i++;
    }
    return true;
}

static bool opens_any(const Token *v, size_t n, size_t i, const char *const *phrases)
{
    for (; *phrases; phrases++) {
        if (opens_with(v, n, i, *phrases))
            return true;
    }
    return false;
}

typedef struct SentenceList {
    TextSentence *v;
    size_t        n;
    const Token  *tokens;
} SentenceList;

static const char *const question_openers[] = {"do you",
                                               "have you",
                                               "did you",
                                               "are you",
                                               "how",
                                               "what",
                                               "when did",
                                               "where is",
                                               "any",
                                               "is there",
                                               "can you",
                                               "could you",
                                               "does it",
                                               "does the",
                                               "okay do you",
                                               "okay have you",
                                               "and do you",
                                               "and have you",
                                               "and are you",
                                               "and any",
                                               "okay and any",
                                               "okay any",
                                               "so any",
                                               "has it",
                                               "have there",
                                               "has there",
                                               "is it",
                                               "was it",
                                               "okay and do you",
                                               "okay and have you",
                                               "okay so do you",
                                               "okay so have you",
                                               "were you",
                                               "which",
                                               "why",
                                               "where do",
                                               "when do",
                                               "okay how",
                                               "okay what",
                                               "and how",
                                               "and what",
                                               "so how",
                                               "so what",
                                               NULL};

static void close_sentence(SentenceList *l, size_t from, size_t to)
{
    if (to <= from)
        return;
    const Token *last = &l->tokens[to - 1];
    bool         asked = token_is(last, "?");
    for (size_t i = to; !asked && i > from && l->tokens[i - 1].kind == TOKEN_MARK; i--)
        asked = token_is(&l->tokens[i - 1], "?");
    bool open_end = !ends_sentence(last);
    asked = asked || (open_end && opens_any(l->tokens, to, from, question_openers));
    l->v[l->n++] = (TextSentence){(uint32_t)from, (uint32_t)(to - from), asked};
}

static size_t count_words(const Token *v, size_t from, size_t to, size_t *marks)
{
    size_t words = 0;
    *marks = 0;
    for (size_t i = from; i < to; i++) {
        words += v[i].kind == TOKEN_WORD && !(v[i].flags & TOKEN_HIDDEN);
        *marks += token_is(&v[i], ",") || token_is(&v[i], ";");
    }
    return words;
}

/* A stretch between two sentence ends; cut further when it has no marks of its own. */
static void close_stretch(SentenceList *l, size_t from, size_t to)
{
    const Token *v = l->tokens;
    size_t       marks, words = count_words(v, from, to, &marks), passed = 0;
    if (words <= STRETCH_WORDS || marks * WORDS_PER_MARK >= words) {
        close_sentence(l, from, to);
        return;
    }
    const Token *before = NULL;
    for (size_t i = from; i < to; i++) {
        if (v[i].flags & TOKEN_HIDDEN || v[i].kind == TOKEN_MARK)
            continue;
        bool may_cut =
            passed >= STRONG_AFTER && before && !is_listed(before, bound_words);
        if (may_cut && (opens_any(v, to, i, strong_openers) ||
                        (passed >= WEAK_AFTER && opens_any(v, to, i, weak_openers)))) {
            close_sentence(l, from, i);
            from = i;
            passed = 0;
        }
        before = &v[i];
        passed++;
    }
    close_sentence(l, from, to);
}

bool text_sentences(TextSentences *out, Arena *a, Tokens t, Err *e)
{
    SentenceList l = {.tokens = t.v};
    l.v = ARENA_ARRAY(a, TextSentence, t.n + 1, e);
    if (!l.v)
        return false;
    size_t from = 0;
    for (size_t i = 0; i < t.n; i++) {
        if (line_opens(t.v, i)) {
            close_stretch(&l, from, i);
            from = i;
        }
        if (!ends_sentence(&t.v[i]) || is_abbreviation(t.v, t.n, i) ||
            is_query(t.v, t.n, i))
            continue;
        size_t end = i + 1; /* "?!" and a closing quote stay with their sentence */
        while (end < t.n && t.v[end].flags & TOKEN_GLUED && t.v[end].kind == TOKEN_MARK)
            end++;
        if (end < t.n && t.v[end].flags & TOKEN_GLUED && !token_is(&t.v[i], "?"))
            continue; /* a point inside a word: "b.d" */
        close_stretch(&l, from, end);
        from = end;
        i = end - 1;
    }
    close_stretch(&l, from, t.n);
    *out = (TextSentences){l.v, l.n};
    return true;
}
