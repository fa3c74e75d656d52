/*
 * fuzz/fuzz_note.c - spoken sentences rewritten for a note.
 *
 * The result is empty or one sentence: good text on one line, ended by a full stop, not
 * much longer than what was said, and nobody's "you" is left in it. The first byte of
 * the input chooses who spoke.
 */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "note/note.h"

enum { INPUT_MOST = 2048, FRAME_MOST = 32 };

static void claim_sentence(Str written, Str said)
{
    CLAIM(utf8_fault(written) == STR_NONE);
    CLAIM(written.n <= said.n + FRAME_MOST);
    CLAIM(str_find_char(written, '\n') == STR_NONE);
    CLAIM(str_find_char(written, '?') == STR_NONE);
    CLAIM(written.p[written.n - 1] == '.');
    CLAIM(!(written.p[0] >= 'a' && written.p[0] <= 'z'));
    CLAIM(str_find(written, STR(" you ")) == STR_NONE);
    CLAIM(str_find(written, STR(" I ")) == STR_NONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Err e = {0};
    Str said = {0}, written = {0};
    if (size < 1 || size > INPUT_MOST || !fuzz_text(&said, data + 1, size - 1))
        return 0;
    Arena *a = fuzz_arena(1 * MIB);
    CLAIM_OK(note_rewrite(&written, a, said, (Speaker)(data[0] % 4), &e), &e);
    if (written.n)
        claim_sentence(written, said);
    arena_free(a);
    return 0;
}
