/*
 * fuzz/fuzz_transcript.c - dialogue files and prose, their tokens and sentences.
 *
 * Turns and tokens lie inside the text, in order, without overlap, between characters;
 * sentences hold every token once. A turn is found at each of its bytes.
 */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "text/text.h"

#include <math.h>

enum { INPUT_MOST = 16384 };

static void claim_sentences(Arena *a, Tokens t)
{
    Err           e = {0};
    TextSentences s = {0};
    uint32_t      next = 0;
    CLAIM_OK(text_sentences(&s, a, t, &e), &e);
    for (size_t i = 0; i < s.n; i++) {
        CLAIM(s.v[i].first == next && s.v[i].n > 0);
        next += s.v[i].n;
    }
    CLAIM(next == t.n);
}

static void claim_tokens(Arena *a, Str text, Span part)
{
    Err    e = {0};
    Tokens t = {0};
    size_t end = part.at;
    CLAIM_OK(text_tokens(&t, a, text, part, &e), &e);
    for (size_t i = 0; i < t.n; i++) {
        const Token *token = &t.v[i];
        CLAIM(fuzz_is_span(text, token->span.at, token->span.n));
        /* The parts of "don't" share its span. */
        CLAIM(token->span.at >= end || (i && token->span.at == t.v[i - 1].span.at) ||
              (i && token->span.at >= t.v[i - 1].span.at));
        CLAIM(token->span.at + token->span.n <= part.at + part.n);
        CLAIM(utf8_fault(token->norm) == STR_NONE);
        CLAIM(token->kind == TOKEN_NUMBER || isnan(token->value));
        end = token->span.at + token->span.n;
    }
    claim_sentences(a, t);
}

static void claim_turns(Arena *a, const Transcript *t)
{
    uint32_t end = 0;
    for (size_t i = 0; i < t->n; i++) {
        const Turn *turn = &t->turns[i];
        CLAIM(turn->span.n > 0 && turn->span.at >= end);
        CLAIM(fuzz_is_span(t->text, turn->span.at, turn->span.n));
        CLAIM(turn->p_speaker >= 0 && turn->p_speaker <= 1);
        CLAIM(isnan(turn->from_s) && isnan(transcript_time_at(t, turn->span.at)));
        CLAIM(transcript_turn_at(t, turn->span.at) == turn);
        CLAIM(transcript_turn_at(t, turn->span.at + turn->span.n - 1) == turn);
        claim_tokens(a, t->text, turn->span);
        end = turn->span.at + turn->span.n;
    }
    CLAIM(transcript_turn_at(t, (uint32_t)t->text.n) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_MOST)
        return 0;
    Err        e = {0};
    Transcript t = {0};
    Arena     *a = fuzz_arena(32 * MIB);
    Str        s = {(const char *)data, size};
    if (transcript_read(&t, a, s, &e)) {
        CLAIM(utf8_fault(t.text) == STR_NONE && t.n > 0);
        claim_turns(a, &t);
    } else {
        fuzz_claim_error(&e);
    }
    arena_free(a);
    return 0;
}
