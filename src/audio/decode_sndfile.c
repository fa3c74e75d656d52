/* audio/decode_sndfile.c - WAV, FLAC, Ogg and MP3 from memory by libsndfile. */
#include "audio/decode.h"

#include <sndfile.h>
#include <stdio.h>
#include <string.h>

enum { CHUNK_VALUES = 8192 };

typedef struct Tape {
    Str    bytes;
    size_t at;
} Tape;

static sf_count_t tape_length(void *who) { return (sf_count_t)((Tape *)who)->bytes.n; }

static sf_count_t tape_tell(void *who) { return (sf_count_t)((Tape *)who)->at; }

static sf_count_t tape_seek(sf_count_t offset, int whence, void *who)
{
    Tape      *t = who;
    sf_count_t n = (sf_count_t)t->bytes.n, base = 0, to = 0;
    if (whence == SEEK_CUR)
        base = (sf_count_t)t->at;
    else if (whence == SEEK_END)
        base = n;
    if (__builtin_add_overflow(base, offset, &to) || to < 0 || to > n)
        return -1;
    t->at = (size_t)to;
    return to;
}

static sf_count_t tape_read(void *out, sf_count_t n, void *who)
{
    Tape *t = who;
    Str   part = str_sub(t->bytes, t->at, n > 0 ? (size_t)n : 0);
    if (part.n)
        memcpy(out, part.p, part.n);
    t->at += part.n;
    return (sf_count_t)part.n;
}

static sf_count_t tape_write(const void *p, sf_count_t n, void *who)
{
    (void)p, (void)n, (void)who;
    return 0;
}

static bool read_all(Audio *out, Arena *a, SNDFILE *file, const SF_INFO *info,
                     const DecodeTask *task, Err *e)
{
    float      room[CHUNK_VALUES];
    Pour      *pour;
    PourSource source = {.rate = (unsigned)info->samplerate,
                         .channels = (unsigned)info->channels,
                         .most_s = task->most_s,
                         .name = task->name};
    if (info->samplerate > 0 && info->frames > 0 && info->frames < SF_COUNT_MAX)
        source.expected_s = (double)info->frames / info->samplerate;
    if (!pour_open(&pour, a, &source, e))
        return false;
    sf_count_t most = CHUNK_VALUES / info->channels, n;
    while ((n = sf_readf_float(file, room, most)) > 0)
        if (!pour_add(pour, room, (size_t)n, e))
            return false;
    return pour_done(pour, out, e);
}

bool decode_sndfile(Audio *out, bool *is_mine, Arena *a, const DecodeTask *task, Err *e)
{
    Tape          tape = {.bytes = task->bytes};
    SF_VIRTUAL_IO io = {tape_length, tape_seek, tape_read, tape_write, tape_tell};
    SF_INFO       info = {0};
    SNDFILE      *file = sf_open_virtual(&io, SFM_READ, &info, &tape);
    if (!file)
        return false;
    *is_mine = true;
    sf_command(file, SFC_SET_SCALE_FLOAT_INT_READ, NULL, SF_TRUE);
    bool ok = read_all(out, a, file, &info, task, e);
    sf_close(file);
    return ok;
}
