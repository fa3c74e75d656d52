/*
 * fuzz/fuzz_audio.c - recordings of any kind, and what is none.
 *
 * What is decoded is sound: finite, within -1..1, no longer than allowed, from a rate and
 * a number of channels that exist. The decoders are other people's; the product runs them
 * in a jail (work/).
 */
#include "audio/audio.h"
#include "fuzz/fuzz.h"

enum { INPUT_MOST = 32768 };

static const double most_s = 4;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_MOST)
        return 0;
    Err    e = {0};
    Audio  audio = {0};
    Arena *a = fuzz_arena(8 * MIB);
    Str    bytes = {(const char *)data, size};
    if (audio_read(&audio, a, bytes, STR("input"), most_s, &e)) {
        CLAIM(audio.n > 0 && audio_seconds(audio.n) <= most_s + 0.1);
        CLAIM(audio.source_channels >= 1 && audio.source_channels <= 8);
        CLAIM(audio.source_rate >= 4000 && audio.source_rate <= 192000);
        for (size_t i = 0; i < audio.n; i++)
            CLAIM(audio.samples[i] >= -1 && audio.samples[i] <= 1);
    } else {
        fuzz_claim_error(&e);
    }
    arena_free(a);
    return 0;
}
