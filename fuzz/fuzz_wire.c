/*
 * fuzz/fuzz_wire.c - what a worker in the jail may say after a hostile recording.
 *
 * A message that is taken is within its limits and is written back to the same bytes.
 */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "work/wire.h"

#include <math.h>
#include <string.h>

static void claim_message(const WireMessage *m)
{
    const AsrSegment *s = &m->segment;
    switch (m->kind) {
    case WIRE_PROGRESS: CLAIM(m->share >= 0 && m->share <= 1); break;
    case WIRE_SEGMENT:
        CLAIM(s->from_s >= 0 && s->from_s <= s->to_s && isfinite(s->to_s));
        CLAIM(s->confidence >= 0 && s->confidence <= 1);
        CLAIM(s->text.n > 0 && utf8_fault(s->text) == STR_NONE);
        break;
    case WIRE_DONE: CLAIM(m->audio_s >= 0 && m->speech_s >= 0); break;
    case WIRE_ERROR:
        CLAIM(m->code > ERR_NONE && m->code < ERR_COUNT);
        CLAIM(utf8_fault(m->text) == STR_NONE);
        break;
    }
}

static void claim_same_bytes(const WireMessage *m, Str bytes)
{
    static char room[WIRE_HEAD + WIRE_MOST];
    size_t      n = wire_encode(room, m);
    CLAIM(n == bytes.n && memcmp(room, bytes.p, n) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str bytes = {(const char *)data, size};
    for (;;) {
        Err         e = {0};
        WireMessage m = {0};
        size_t      used = 0;
        if (!wire_decode(&m, &used, bytes, &e)) {
            fuzz_claim_error(&e);
            return 0;
        }
        if (!used)
            return 0;
        CLAIM(used <= bytes.n);
        claim_message(&m);
        claim_same_bytes(&m, str_sub(bytes, 0, used));
        bytes = str_from_at(bytes, used);
    }
}
