/*
 * text/token.h - private to text: the passes behind text_tokens().
 *
 * token_pull() cuts the text; hide_tokens() then flags what carries no content.
 */
#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H

#include "text/text.h"

typedef struct TokenList {
    Arena *arena;
    Str    text;
    Token *v;
    size_t n, room;
} TokenList;

MUST_USE bool token_push(TokenList *l, Token t, Err *e);

/* A word and its clitics ("don't" -> "do", "not") into the list. */
MUST_USE bool clitic_push(TokenList *l, Span word, unsigned flags, Err *e);

void hide_tokens(Token *v, size_t n);

bool token_is(const Token *t, const char *norm);

#endif
