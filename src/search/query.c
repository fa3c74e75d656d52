/*
 * search/query.c - nothing of what was typed reaches the full-text language unquoted.
 *
 * A word is letters and digits of the folded text, so quoting it cannot go wrong and a
 * query cannot be malformed, whatever was typed.
 */
#include "search/query.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/text.h"

/* Words of questions and grammar; by bytes. */
static const char *const stop_words[] = {
    "a",     "about", "am",     "an",     "and",   "any",    "are",  "as",    "at",
    "be",    "been",  "but",    "by",     "can",   "cannot", "cant", "could", "d",
    "did",   "do",    "does",   "doesnt", "dont",  "for",    "from", "get",   "got",
    "had",   "has",   "have",   "he",     "her",   "his",    "how",  "i",     "if",
    "im",    "in",    "is",     "isnt",   "it",    "its",    "ive",  "just",  "like",
    "ll",    "m",     "me",     "my",     "of",    "on",     "or",   "our",   "re",
    "s",     "she",   "should", "so",     "some",  "t",      "that", "the",   "their",
    "them",  "then",  "there",  "they",   "this",  "to",     "ve",   "was",   "we",
    "were",  "what",  "when",   "where",  "which", "who",    "why",  "will",  "with",
    "would", "you",   "your"};

static bool is_stop_word(Str word)
{
    size_t from = 0, to = sizeof stop_words / sizeof *stop_words;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int    order = str_cmp(str_from(stop_words[middle]), word);
        if (order == 0)
            return true;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Cut to the limit without splitting a character; what is not text ends it. */
static Str readable(Str text)
{
    if (text.n > QUERY_BYTES) {
        text.n = QUERY_BYTES;
        while (text.n > 0 && ((unsigned char)text.p[text.n] & 0xC0) == 0x80)
            text.n--;
    }
    size_t fault = utf8_fault(text);
    return fault == STR_NONE ? text : str_sub(text, 0, fault);
}

static bool split(SearchQuery *q, Arena *a, Str folded, Err *e)
{
    Str *words = ARENA_ARRAY(a, Str, folded.n / 2 + 1, e);
    if (!words)
        return false;
    for (size_t i = 0; i < folded.n;) {
        size_t from = i;
        while (i < folded.n && is_letter(folded.p[i]))
            i++;
        if (i > from)
            words[q->n_words++] = str_sub(folded, from, i - from);
        else
            i++;
    }
    q->words = words;
    q->is_open = folded.n > 0 && is_letter(folded.p[folded.n - 1]);
    return true;
}

static bool quote_all(Str *match, Arena *a, const Str *words, size_t n, Err *e)
{
    Buf b = buf_open(a, 4 * KIB);
    for (size_t i = 0; i < n; i++)
        buf_fmt(&b, "%s\"" STR_F "\"", i ? " OR " : "", STR_A(words[i]));
    return buf_done(&b, match, e);
}

static bool add_terms(SearchQuery *q, Arena *a, bool also_stop_words, Err *e)
{
    for (size_t i = 0; i < q->n_words && q->n_terms < QUERY_TERMS; i++) {
        if (!also_stop_words && is_stop_word(q->words[i]))
            continue;
        Term *t = &q->terms[q->n_terms++];
        *t = (Term){.word = q->words[i], .quality = 1, .at = i};
        if (!quote_all(&t->match, a, &t->word, 1, e))
            return false;
    }
    return true;
}

bool query_read(SearchQuery *out, Arena *a, Str text, Err *e)
{
    SearchQuery q = {0};
    Str         folded = {0};
    Buf         key = buf_open(a, 4 * KIB);
    if (!text_fold(&folded, a, readable(text), e) || !split(&q, a, folded, e) ||
        !add_terms(&q, a, false, e))
        return false;
    q.is_grammar = q.n_terms == 0;
    if (q.is_grammar && !add_terms(&q, a, true, e))
        return false;
    for (size_t i = 0; i < q.n_words; i++)
        buf_str(&key, q.words[i]);
    if (!buf_done(&key, &q.key, e))
        return false;
    *out = q;
    return true;
}

static bool complete(Term *t, Arena *a, const Vocabulary *v, Err *e)
{
    Str    words[QUERY_ALTERNATIVES];
    size_t n = vocabulary_complete(words, QUERY_ALTERNATIVES, v, t->word);
    if (n == 0)
        return true;
    t->reading = READ_COMPLETED;
    t->quality = 0.9;
    return quote_all(&t->match, a, words, n, e);
}

static bool correct(Term *t, Arena *a, const Vocabulary *v, Err *e)
{
    Str      words[3];
    unsigned distance = 0;
    size_t   n = vocabulary_correct(words, 3, &distance, v, t->word);
    if (n == 0)
        return true;
    t->reading = READ_CORRECTED;
    t->nearest = words[0];
    t->quality = 1 - 1.5 * distance / (double)t->word.n;
    return quote_all(&t->match, a, words, n, e);
}

bool query_reread(SearchQuery *q, size_t term, Arena *a, const Vocabulary *v, Err *e)
{
    Term *t = &q->terms[term];
    bool  is_last = q->is_open && t->at + 1 == q->n_words;
    t->reading = READ_UNKNOWN;
    if (is_last && !complete(t, a, v, e))
        return false;
    return t->reading != READ_UNKNOWN || correct(t, a, v, e);
}

bool query_phrase(Str *match, Arena *a, const SearchQuery *q, size_t from, size_t to,
                  Err *e)
{
    Buf b = buf_open(a, 4 * KIB);
    buf_char(&b, '"');
    for (size_t i = from; i <= to; i++) {
        if (i > from)
            buf_char(&b, ' ');
        buf_str(&b, q->words[i]);
    }
    buf_char(&b, '"');
    return buf_done(&b, match, e);
}

bool query_any(Str *match, Arena *a, const SearchQuery *q, Err *e)
{
    Buf b = buf_open(a, 16 * KIB);
    for (size_t i = 0; i < q->n_terms; i++) {
        if (i)
            buf_text(&b, " OR ");
        buf_str(&b, q->terms[i].match);
    }
    return buf_done(&b, match, e);
}

/* Byte length of the first three characters, or 0 when there are fewer. */
static size_t three_letters(Str s)
{
    size_t at = 0;
    for (int i = 0; i < 3; i++) {
        if (at >= s.n)
            return 0;
        (void)utf8_next(s, &at);
    }
    return at;
}

bool query_letters(Str *match, Arena *a, const SearchQuery *q, Err *e)
{
    Buf b = buf_open(a, 16 * KIB);
    for (size_t i = 0; i < q->n_words; i++) {
        Str    rest = q->words[i];
        size_t n;
        while ((n = three_letters(rest)) > 0) {
            buf_fmt(&b, "%s\"" STR_F "\"", b.n ? " OR " : "", STR_A(str_sub(rest, 0, n)));
            size_t first = 0;
            (void)utf8_next(rest, &first);
            rest = str_from_at(rest, first);
        }
    }
    return buf_done(&b, match, e);
}
