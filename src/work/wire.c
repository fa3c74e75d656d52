/* work/wire.c - see wire.h. */
#include "work/wire.h"

#include "base/utf8.h"

#include <math.h>
#include <string.h>

/* A cursor over the bytes written or read. */
typedef struct Pen {
    char  *p;
    size_t n;
} Pen;

static void put(Pen *pen, const void *value, size_t n)
{
    if (n)
        memcpy(pen->p + pen->n, value, n);
    pen->n += n;
}

static void put_text(Pen *pen, Str s)
{
    size_t n = s.n < WIRE_TEXT_MOST ? s.n : WIRE_TEXT_MOST;
    while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--; /* never inside a character */
    put(pen, s.p, n);
}

size_t wire_encode(char *room, const WireMessage *m)
{
    Pen           pen = {room + WIRE_HEAD, 0};
    unsigned char byte;
    switch (m->kind) {
    case WIRE_PROGRESS: put(&pen, &m->share, sizeof m->share); break;
    case WIRE_SEGMENT:
        byte = m->segment.is_doubtful;
        put(&pen, &m->segment.from_s, sizeof(double));
        put(&pen, &m->segment.to_s, sizeof(double));
        put(&pen, &m->segment.confidence, sizeof(double));
        put(&pen, &byte, 1);
        put_text(&pen, m->segment.text);
        break;
    case WIRE_DONE:
        put(&pen, &m->audio_s, sizeof(double));
        put(&pen, &m->speech_s, sizeof(double));
        break;
    case WIRE_ERROR:
        byte = (unsigned char)m->code;
        put(&pen, &byte, 1);
        put_text(&pen, m->text);
        break;
    }
    uint32_t n = (uint32_t)pen.n;
    room[0] = (char)m->kind;
    memcpy(room + 1, &n, sizeof n);
    return WIRE_HEAD + pen.n;
}

static bool take(Str *body, void *out, size_t n)
{
    if (body->n < n)
        return false;
    memcpy(out, body->p, n);
    *body = str_from_at(*body, n);
    return true;
}

static bool take_number(Str *body, double *out, double most)
{
    return take(body, out, sizeof *out) && isfinite(*out) && *out >= 0 && *out <= most;
}

/* Nobody records for so long; every time and duration is below it. */
static const double LONGEST_S = 7 * 24 * 3600.0;

static bool segment_read(AsrSegment *out, Str body)
{
    unsigned char doubt = 0;
    if (!take_number(&body, &out->from_s, LONGEST_S) ||
        !take_number(&body, &out->to_s, LONGEST_S) ||
        !take_number(&body, &out->confidence, 1) || !take(&body, &doubt, 1) || doubt > 1)
        return false;
    out->is_doubtful = doubt == 1;
    out->text = body;
    return out->from_s <= out->to_s && body.n > 0 && utf8_fault(body) == STR_NONE;
}

static bool error_read(WireMessage *out, Str body)
{
    unsigned char code = 0;
    if (!take(&body, &code, 1) || code == ERR_NONE || code >= ERR_COUNT)
        return false;
    out->code = (ErrCode)code;
    out->text = body;
    return utf8_fault(body) == STR_NONE;
}

static bool body_read(WireMessage *out, Str body)
{
    switch (out->kind) {
    case WIRE_PROGRESS: return take_number(&body, &out->share, 1) && body.n == 0;
    case WIRE_SEGMENT: return segment_read(&out->segment, body);
    case WIRE_DONE:
        return take_number(&body, &out->audio_s, LONGEST_S) &&
               take_number(&body, &out->speech_s, LONGEST_S) && body.n == 0;
    case WIRE_ERROR: return error_read(out, body);
    }
    return false;
}

bool wire_decode(WireMessage *out, size_t *used, Str bytes, Err *e)
{
    uint32_t n = 0;
    *used = 0;
    if (bytes.n < WIRE_HEAD)
        return true;
    memcpy(&n, bytes.p + 1, sizeof n);
    *out = (WireMessage){.kind = (WireKind)(unsigned char)bytes.p[0]};
    if (n <= WIRE_MOST && bytes.n < WIRE_HEAD + n)
        return true;
    if (n > WIRE_MOST || !body_read(out, str_sub(bytes, WIRE_HEAD, n)))
        return err_set(e, ERR_BUSY,
                       "the worker gave a malformed answer and was stopped; "
                       "try again");
    *used = WIRE_HEAD + n;
    return true;
}
