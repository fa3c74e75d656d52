/*
 * text/hide.c - flags tokens that carry no content: fillers, stutters, inner hyphens.
 *
 * They are hidden, never deleted, because a span shown to a clinician must hold the
 * words as they were said. A filler takes the comma behind it along, since that comma
 * marks the hesitation and not a clause.
 */
#include "text/token.h"

#include <string.h>

static bool is_any(const Token *t, const char *const *words)
{
    for (; *words; words++) {
        if (token_is(t, *words))
            return true;
    }
    return false;
}

static void hide_run(Token *v, size_t n, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        v[i].flags |= TOKEN_HIDDEN;
    if (to < n && token_is(&v[to], ","))
        v[to].flags |= TOKEN_HIDDEN;
}

/* A comma directly before a hidden filler belongs to the hesitation when another word
   follows: "pain, um, in my calf". */
static void hide_comma_before(Token *v, size_t n, size_t i)
{
    bool closed = i + 1 < n && token_is(&v[i + 1], ",");
    if (closed && i && token_is(&v[i - 1], ","))
        v[i - 1].flags |= TOKEN_HIDDEN;
}

static void hide_fillers(Token *v, size_t n)
{
    static const char *const fillers[] = {"uh",  "um",  "er", "erm",       "mm",
                                          "hmm", "ah",  "oh", "eh",        "uhm",
                                          "umm", "ehm", "hm", "basically", NULL};
    for (size_t i = 0; i < n; i++) {
        bool uh_huh = i + 1 < n && token_is(&v[i], "uh") &&
                      (token_is(&v[i + 1], "huh") || token_is(&v[i + 1], "-"));
        bool mm_hm = i + 1 < n && token_is(&v[i], "mm") && token_is(&v[i + 1], "-");
        if (v[i].kind == TOKEN_WORD && is_any(&v[i], fillers) && !uh_huh && !mm_hm) {
            hide_comma_before(v, n, i);
            hide_run(v, n, i, i + 1);
        }
    }
}

/* "you know", "sort of", "kind of", "i mean" unless they are part of the sentence. */
static void hide_phrases(Token *v, size_t n)
{
    static const struct {
        const char *first, *second;
        const char *not_after[12], *not_before[10];
    } phrases[] = {
        {"you",
         "know",
         {"do", "did", "if", "as", "that", "to", "not", "let", "would", NULL},
         {"what", "why", "how", "if", "about", "that", "the", "whether", "of", NULL}},
        {"sort",
         "of",
         {"what", "any", "this", "that", "some", "a", "which", "same", "every", "the",
          NULL},
         {NULL}},
        {"kind",
         "of",
         {"what", "any", "this", "that", "some", "a", "which", "same", "every", "the",
          NULL},
         {NULL}},
        {"i", "mean", {"do", "what", NULL}, {NULL}},
    };
    for (size_t i = 0; i + 1 < n; i++) {
        for (size_t k = 0; k < sizeof phrases / sizeof *phrases; k++) {
            bool here = token_is(&v[i], phrases[k].first) &&
                        token_is(&v[i + 1], phrases[k].second);
            if (here && !(i && is_any(&v[i - 1], phrases[k].not_after)) &&
                !(i + 2 < n && is_any(&v[i + 2], phrases[k].not_before))) {
                hide_comma_before(v, n, i);
                hide_run(v, n, i, i + 2);
            }
        }
    }
}

/* "like" as a filler: only with a comma on one side, and not "feels like,". */
static void hide_like(Token *v, size_t n)
{
    static const char *const keep_after[] = {"feel",  "feels",     "look",     "looks",
                                             "would", "felt",      "anything", "nothing",
                                             "just",  "something", "sound",    NULL};
    for (size_t i = 1; i + 1 < n; i++) {
        if (!token_is(&v[i], "like") || is_any(&v[i - 1], keep_after))
            continue;
        bool number_follows = v[i + 1].kind == TOKEN_NUMBER;
        if (token_is(&v[i + 1], ",") || (token_is(&v[i - 1], ",") && !number_follows)) {
            hide_comma_before(v, n, i);
            hide_run(v, n, i, i + 1);
        }
    }
}

static bool same_word(const Token *x, const Token *y)
{
    return x->kind == TOKEN_WORD && y->kind == TOKEN_WORD && str_eq(x->norm, y->norm);
}

/* The next visible token after i, passing one comma; n when there is none. */
static size_t next_shown(const Token *v, size_t n, size_t i)
{
    bool passed_comma = false;
    for (i++; i < n; i++) {
        if (v[i].flags & TOKEN_HIDDEN)
            continue;
        if (passed_comma || !token_is(&v[i], ","))
            return i;
        passed_comma = true;
    }
    return n;
}

/* "I I", "it's, it's": the first saying is hidden, with what stands between. "No, no"
   is an answer and "very very" a degree; both stay. */
static void hide_stutters(Token *v, size_t n)
{
    static const char *const keep[] = {"no", "yes", "very", "really", "so", "not", NULL};
    for (size_t i = 0; i < n; i++) {
        if (v[i].flags & TOKEN_HIDDEN || v[i].kind != TOKEN_WORD)
            continue;
        size_t j = next_shown(v, n, i);
        if (j < n && same_word(&v[i], &v[j]) && !is_any(&v[i], keep)) {
            for (size_t k = i; k < j; k++)
                v[k].flags |= TOKEN_HIDDEN;
            continue;
        }
        size_t k = j < n ? next_shown(v, n, j) : n;
        size_t l = k < n ? next_shown(v, n, k) : n;
        if (l < n && same_word(&v[i], &v[k]) && same_word(&v[j], &v[l]) &&
            !is_any(&v[i], keep)) {
            for (size_t m = i; m < k; m++)
                v[m].flags |= TOKEN_HIDDEN;
        }
    }
}

/* Hyphens inside words, and a word cut off before it is said in full: "medic-
 * medication". */
static void hide_hyphens(Token *v, size_t n)
{
    for (size_t i = 1; i + 1 < n; i++) {
        if (!token_is(&v[i], "-") || !(v[i].flags & TOKEN_GLUED))
            continue;
        bool words = v[i - 1].kind == TOKEN_WORD && v[i + 1].kind == TOKEN_WORD;
        bool inner = v[i + 1].flags & TOKEN_GLUED && v[i + 1].kind != TOKEN_MARK;
        if (inner && (words || v[i - 1].kind == TOKEN_NUMBER)) {
            bool range = v[i - 1].kind == TOKEN_NUMBER && v[i + 1].kind == TOKEN_NUMBER;
            if (!range)
                v[i].flags |= TOKEN_HIDDEN;
        } else if (words && str_starts(v[i + 1].norm, v[i - 1].norm)) {
            v[i - 1].flags |= TOKEN_HIDDEN;
            v[i].flags |= TOKEN_HIDDEN;
        }
    }
}

/* Transcripts that cut clitics off as words: "gon na", "got ta", "do n't". */
static void join_clitics(Token *v, size_t n)
{
    static const struct {
        const char *first, *second, *norm_first, *norm_second;
    } pairs[] = {{"gon", "na", "going", "to"},
                 {"wan", "na", "want", "to"},
                 {"got", "ta", "got", "to"},
                 {"lem", "me", "let", "me"}};
    for (size_t i = 0; i + 1 < n; i++) {
        for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
            if (token_is(&v[i], pairs[k].first) && token_is(&v[i + 1], pairs[k].second)) {
                v[i].norm = str_from(pairs[k].norm_first);
                v[i + 1].norm = str_from(pairs[k].norm_second);
            }
        }
    }
}

void hide_tokens(Token *v, size_t n)
{
    join_clitics(v, n);
    hide_hyphens(v, n);
    hide_fillers(v, n);
    hide_phrases(v, n);
    hide_like(v, n);
    hide_stutters(v, n);
}
