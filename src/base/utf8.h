/*
 * base/utf8.h - the check at the border: bytes that pass here are text everywhere.
 *
 * Refused: overlong forms, surrogates, beyond U+10FFFF, cut sequences, NUL, and the
 * bidirectional control characters that can make a line read differently than it is.
 *
 * Threads pure
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

/* Byte offset of the first fault, or STR_NONE when all of s is good text. */
size_t utf8_fault(Str s);

/* ERR_INPUT naming `what`, line and byte (counted from 1) of the first fault. */
MUST_USE bool utf8_check(Str s, const char *what, Err *e);

/* The code point at *at (which moves behind it). s must have passed utf8_fault(). */
uint32_t utf8_next(Str s, size_t *at);

#endif
