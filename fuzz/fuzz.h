/*
 * fuzz/fuzz.h - what the fuzz targets share.
 *
 * Each fuzz_<parser>.c gives any bytes to one parser and claims more than "no crash":
 * spans lie inside the text, what was written is read back, a refusal has a sentence.
 * libFuzzer drives a target where AUSCULT_FUZZ is on; replay.c drives it everywhere.
 *
 *     bytes ─ LLVMFuzzerTestOneInput ─> parser ─> CLAIM(...)
 *
 * Memory  an arena for each input; what every input shares is made once and kept
 * Threads one
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program, naming file, line and claim, when the claim does not hold. */
#define CLAIM(claim) ((claim) ? (void)0 : fuzz_broken(#claim, __FILE__, __LINE__))
_Noreturn void fuzz_broken(const char *claim, const char *file, int line);

/* A fallible call of ours that no input may make fail; shows its error. */
#define CLAIM_OK(call, e)                                                                \
    ((call) ? (void)0 : fuzz_refused(#call, (e), __FILE__, __LINE__))
_Noreturn void fuzz_refused(const char *call, const Err *e, const char *file, int line);

/* A refusal says why: a code and a sentence of good text. */
void fuzz_claim_error(const Err *e);

/* Never NULL. */
Arena *fuzz_arena(size_t budget_bytes);

/* The bytes as text; false when they do not pass the border (base/utf8.h). */
bool fuzz_text(Str *out, const uint8_t *data, size_t size);

/* Does a run of bytes lie inside the text and begin and end between characters? */
bool fuzz_is_span(Str text, size_t at, size_t n);

#endif
