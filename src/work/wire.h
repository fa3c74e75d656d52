/*
 * work/wire.h - private to work: what a worker says, message by message.
 *
 *     kind (1 byte) | length (4 bytes) | body (at most WIRE_MOST bytes)
 *
 * Both ends are the same program, so numbers travel as they lie in memory. The reading
 * end trusts nothing: the child has handled hostile bytes, and everything it says is
 * checked for length, range and UTF-8 before anybody sees it.
 *
 * Memory  a decoded message views the bytes it was read from
 * Threads pure
 * Errors  ERR_BUSY the message is malformed
 */
#ifndef WORK_WIRE_H
#define WORK_WIRE_H

#include "asr/asr.h"

enum { WIRE_HEAD = 5, WIRE_MOST = 64 * 1024, WIRE_TEXT_MOST = WIRE_MOST - 64 };

typedef enum WireKind {
    WIRE_PROGRESS = 'p',
    WIRE_SEGMENT = 's',
    WIRE_DONE = 'd',
    WIRE_ERROR = 'e'
} WireKind;

typedef struct WireMessage {
    WireKind   kind;
    double     share;             /* progress: 0..1 */
    AsrSegment segment;           /* segment */
    double     audio_s, speech_s; /* done */
    ErrCode    code;              /* error */
    Str        text;              /* error */
} WireMessage;

/* Bytes written to room (WIRE_HEAD + WIRE_MOST of them fit); longer text is cut. */
size_t wire_encode(char *room, const WireMessage *m);

/* *used == 0: the message is not whole yet. */
MUST_USE bool wire_decode(WireMessage *out, size_t *used, Str bytes, Err *e);

#endif
