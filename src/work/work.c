/*
 * work/work.c - see work.h: one job, one jailed child, one answer.
 *
 * The child gets its task as memory of the fork. It opens the models before the walls
 * close and touches the recording only after. Progress, segments and the one error it
 * may have come as messages (wire.h).
 */
#include "work/work.h"

#include "audio/audio.h"
#include "base/os.h"
#include "jail/jail.h"
#include "work/wire.h"

#include <string.h>

enum { SEGMENTS_MOST = 20000, ROOM = WIRE_HEAD + WIRE_MOST };

typedef struct Task {
    Str        bytes, name, models;
    AsrModel   model;
    WorkLimits limits;
    /* the child's own */
    Arena      *arena;
    Recogniser *recogniser;
    JailDoor   *door;
} Task;

/* What the parent has heard so far. */
typedef struct Listener {
    Arena           *arena;
    TranscriptPiece *pieces;
    size_t           n, room, text_bytes;
    double           audio_s, speech_s;
    bool             is_done;
    AsrWatch         watch;
} Listener;

WorkLimits work_defaults(void)
{
    return (WorkLimits){
        .most_audio_s = 2 * 3600.0, .most_memory = 2 * GIB, .most_wall_s = 3600};
}

/* --- the child --------------------------------------------------------------------- */

static bool say(JailDoor *door, const WireMessage *m)
{
    char room[ROOM];
    return jail_say(door, room, wire_encode(room, m));
}

static bool say_error(JailDoor *door, const Err *e)
{
    const WireMessage m = {
        .kind = WIRE_ERROR, .code = e->code, .text = str_from(e->message)};
    say(door, &m);
    return false;
}

static bool child_prepare(void *who, JailDoor *door)
{
    Task *t = who;
    Err   e = {0};
    t->door = door;
    if (!(t->arena = arena_new(t->limits.most_memory, &e)) ||
        !asr_open(&t->recogniser, t->arena, t->models, t->model, t->limits.threads, &e))
        return say_error(door, &e);
    return true;
}

static bool child_progress(void *who, double share)
{
    const WireMessage m = {.kind = WIRE_PROGRESS, .share = share};
    return say(((Task *)who)->door, &m);
}

static bool child_transcribe(AsrResult *out, Task *t, Err *e)
{
    Audio audio;
    if (!audio_read(&audio, t->arena, t->bytes, t->name, t->limits.most_audio_s, e) ||
        !asr_run(out, t->arena, t->recogniser, (AsrSound){audio.samples, audio.n},
                 (AsrWatch){child_progress, t}, e))
        return false;
    if (out->n == 0)
        return err_set(e, ERR_INPUT,
                       STR_F ": no speech was found in it; check the microphone and "
                             "record again",
                       STR_A(t->name));
    return true;
}

static bool child_work(void *who, JailDoor *door)
{
    Task     *t = who;
    AsrResult result;
    Err       e = {0};
    if (!child_transcribe(&result, t, &e))
        return say_error(door, &e);
    for (size_t i = 0; i < result.n; i++) {
        const WireMessage m = {.kind = WIRE_SEGMENT, .segment = result.v[i]};
        if (!say(door, &m))
            return false;
    }
    const WireMessage m = {
        .kind = WIRE_DONE, .audio_s = result.audio_s, .speech_s = result.speech_s};
    return say(door, &m);
}

/* --- the parent -------------------------------------------------------------------- */

static bool keep_segment(Listener *l, const AsrSegment *s, Err *e)
{
    l->text_bytes += s->text.n + 1;
    if (l->n == SEGMENTS_MOST || l->text_bytes > TRANSCRIPT_MOST)
        return err_set(e, ERR_LIMIT,
                       "the transcript is longer than %zu KiB; split the recording",
                       TRANSCRIPT_MOST / KIB);
    if (l->n == l->room) {
        size_t           room = l->room ? 2 * l->room : 64;
        TranscriptPiece *fresh =
            arena_grow(l->arena, l->pieces, l->n, room, sizeof *fresh, e);
        if (!fresh)
            return false;
        l->pieces = fresh;
        l->room = room;
    }
    TranscriptPiece piece = {.from_s = s->from_s,
                             .to_s = s->to_s,
                             .confidence = s->confidence,
                             .speaker = SPEAKER_UNKNOWN};
    if (!str_copy(&piece.text, l->arena, s->text, e))
        return false;
    l->pieces[l->n++] = piece;
    return true;
}

static bool take_message(Listener *l, const WireMessage *m, Err *e)
{
    switch (m->kind) {
    case WIRE_PROGRESS:
        if (l->watch.progress && !l->watch.progress(l->watch.who, m->share))
            return err_set(e, ERR_BUSY, "the transcription was stopped");
        return true;
    case WIRE_SEGMENT: return keep_segment(l, &m->segment, e);
    case WIRE_DONE:
        l->audio_s = m->audio_s;
        l->speech_s = m->speech_s;
        l->is_done = true;
        return true;
    case WIRE_ERROR: return err_set(e, m->code, STR_F, STR_A(m->text));
    }
    return false;
}

/* Takes the whole messages from the front of room; *n bytes stay. */
static bool take_messages(Listener *l, char *room, size_t *n, Err *e)
{
    size_t at = 0, used = 0;
    do {
        WireMessage m;
        if (!wire_decode(&m, &used, (Str){room + at, *n - at}, e) ||
            (used && !take_message(l, &m, e)))
            return false;
        at += used;
    } while (used);
    memmove(room, room + at, *n - at);
    *n -= at;
    return true;
}

static bool listen_to(Listener *l, Jail *jail, Err *e)
{
    char  *room = arena_alloc(l->arena, ROOM, e);
    size_t n = 0, got = 1;
    if (!room)
        return false;
    while (got) {
        if (!jail_hear(&got, jail, room + n, ROOM - n, e))
            return false;
        n += got;
        if (!take_messages(l, room, &n, e))
            return false;
    }
    return true;
}

/* Why a child that said neither a result nor an error ended. */
static bool explain(JailFate fate, Str name, Err *e)
{
    switch (fate) {
    case JAIL_OUT_OF_CPU:
        return err_set(e, ERR_BUSY,
                       STR_F
                       ": transcription used up its computing time and was stopped; "
                       "give a shorter recording",
                       STR_A(name));
    case JAIL_NO_WALLS:
        return err_set(e, ERR_BUSY,
                       "this system refuses the sandbox that recordings are "
                       "read in; allow seccomp and try again");
    default:
        return err_set(e, ERR_BUSY,
                       STR_F
                       ": the transcription stopped half-way, because the file is "
                       "damaged or memory ran out; convert or shorten the recording",
                       STR_A(name));
    }
}

static bool result_write(Transcription *out, Arena *a, const Listener *l,
                         const JailEnd *end, const Task *t, Err *e)
{
    Transcription result = {.audio_s = l->audio_s,
                            .speech_s = l->speech_s,
                            .cpu_s = end->cpu_s,
                            .peak_memory_bytes = end->peak_memory_bytes,
                            .model = t->model == ASR_TINY ? STR("moonshine-tiny")
                                                          : STR("moonshine-base")};
    if (!transcript_join(&result.transcript, a, l->pieces, l->n, e))
        return false;
    result.transcript.kind = TRANSCRIPT_SPEECH;
    *out = result;
    return true;
}

static Task task_make(const WorkSound *s)
{
    Task t = {.bytes = s->bytes, .name = s->name, .models = s->models, .model = s->model};
    t.limits = s->limits ? *s->limits : work_defaults();
    if (t.limits.threads == 0)
        t.limits.threads = os_processors();
    return t;
}

bool work_transcribe(Transcription *out, Arena *a, const WorkSound *sound, Err *e)
{
    Task             task = task_make(sound);
    const JailJob    job = {child_prepare, child_work, &task};
    double           cpu_s = task.limits.most_wall_s * task.limits.threads + 1;
    const JailLimits jail_limits = {task.limits.most_memory, (unsigned)cpu_s,
                                    task.limits.most_wall_s};
    Listener         listener = {.arena = a, .watch = sound->watch};
    Jail            *jail;
    double           began_s = os_uptime_s();
    if (!jail_start(&jail, a, &job, &jail_limits, e))
        return false;
    bool ok = listen_to(&listener, jail, e);
    if (!ok)
        jail_stop(jail);
    JailEnd end = jail_end(jail);
    if (!ok)
        return false;
    if (!listener.is_done || end.fate != JAIL_DONE)
        return explain(end.fate, sound->name, e);
    if (!result_write(out, a, &listener, &end, &task, e))
        return false;
    out->wall_s = os_uptime_s() - began_s;
    return true;
}
