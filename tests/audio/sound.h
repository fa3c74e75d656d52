/*
 * audio/sound.h - recordings made for tests: WAV and Matroska files as bytes.
 *
 * Memory  in the arena given
 */
#ifndef TESTS_AUDIO_SOUND_H
#define TESTS_AUDIO_SOUND_H

#include "base/buf.h"
#include "harness/test.h"

#include <math.h>
#include <string.h>

typedef struct Sound {
    unsigned rate, channels;
    double   seconds;
    double   tone_hz; /* 0: none */
    double   noise;   /* its largest value, 0..1 */
} Sound;

/* The sample of channel c at frame i: half of full scale for the tone. */
static inline int16_t sound_sample(const Sound *s, size_t i)
{
    double v = 0;
    if (s->tone_hz > 0)
        v += 0.5 * sin(2 * 3.14159265358979 * s->tone_hz * (double)i / s->rate);
    if (s->noise > 0)
        v += s->noise * ((double)(test_random() % 20001) / 10000 - 1);
    return (int16_t)lround(v * 32767);
}

static inline void sound_bytes(Buf *b, uint64_t value, unsigned n, bool big_end_first)
{
    for (unsigned i = 0; i < n; i++)
        buf_char(b, (char)(value >> 8 * (big_end_first ? n - 1 - i : i)));
}

static inline Str sound_samples(Arena *a, const Sound *s)
{
    Err    e = {0};
    Str    out;
    Buf    b = buf_open(a, 64 * MIB);
    size_t n = (size_t)(s->seconds * s->rate);
    for (size_t i = 0; i < n; i++) {
        uint16_t v = (uint16_t)sound_sample(s, i);
        for (unsigned c = 0; c < s->channels; c++)
            sound_bytes(&b, v, 2, false);
    }
    CHECK_OK(buf_done(&b, &out, &e), &e);
    return out;
}

/* 16-bit PCM; `claims` is the length of its data as the header says it. */
static inline Str sound_wav_claiming(Arena *a, const Sound *s, uint32_t claims)
{
    Err e = {0};
    Str out;
    Buf b = buf_open(a, 64 * MIB);
    buf_text(&b, "RIFF");
    sound_bytes(&b, claims + 36u, 4, false);
    buf_text(&b, "WAVEfmt ");
    sound_bytes(&b, 16, 4, false);
    sound_bytes(&b, 1, 2, false);
    sound_bytes(&b, s->channels, 2, false);
    sound_bytes(&b, s->rate, 4, false);
    sound_bytes(&b, (uint64_t)s->rate * s->channels * 2, 4, false);
    sound_bytes(&b, s->channels * 2, 2, false);
    sound_bytes(&b, 16, 2, false);
    buf_text(&b, "data");
    sound_bytes(&b, claims, 4, false);
    buf_str(&b, sound_samples(a, s));
    CHECK_OK(buf_done(&b, &out, &e), &e);
    return out;
}

static inline Str sound_wav(Arena *a, const Sound *s)
{
    return sound_wav_claiming(
        a, s, (uint32_t)((size_t)(s->seconds * s->rate) * s->channels * 2));
}

/* One EBML element: identifier, length in eight bytes, body. */
static inline void sound_element(Buf *b, uint32_t id, Str body)
{
    unsigned n = id > 0xFFFFFF ? 4 : id > 0xFFFF ? 3 : id > 0xFF ? 2 : 1;
    sound_bytes(b, id, n, true);
    sound_bytes(b, 0x0100000000000000u | body.n, 8, true);
    buf_str(b, body);
}

static inline void sound_number(Buf *b, uint32_t id, uint64_t value)
{
    char bytes[8];
    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (char)(value >> 8 * (7 - i));
    sound_element(b, id, (Str){bytes, 8});
}

static inline Str sound_built(Buf *b)
{
    Err e = {0};
    Str out;
    CHECK_OK(buf_done(b, &out, &e), &e);
    return out;
}

static inline Str sound_track(Arena *a, const Sound *s)
{
    Buf      track = buf_open(a, KIB), audio = buf_open(a, KIB), entry = buf_open(a, KIB);
    double   rate = s->rate;
    uint64_t bits;
    memcpy(&bits, &rate, sizeof bits);
    sound_number(&audio, 0xB5, bits); /* SamplingFrequency, a float of eight bytes */
    sound_number(&audio, 0x9F, s->channels);
    sound_number(&audio, 0x6264, 16); /* BitDepth */
    sound_number(&track, 0xD7, 1);    /* TrackNumber */
    sound_number(&track, 0x73C5, 1);  /* TrackUID */
    sound_number(&track, 0x83, 2);    /* TrackType: audio */
    sound_element(&track, 0x86, STR("A_PCM/INT/LIT"));
    sound_element(&track, 0xE1, sound_built(&audio));
    sound_element(&entry, 0xAE, sound_built(&track));
    return sound_built(&entry);
}

/* The container that browsers record to, with plain samples in it. */
static inline Str sound_matroska(Arena *a, const Sound *s)
{
    Buf    file = buf_open(a, 16 * MIB), head = buf_open(a, KIB);
    Buf    segment = buf_open(a, 16 * MIB), cluster = buf_open(a, 16 * MIB);
    Str    samples = sound_samples(a, s);
    size_t piece = (size_t)s->rate / 10 * s->channels * 2;
    sound_element(&head, 0x4282, STR("matroska"));
    sound_element(&file, 0x1A45DFA3, sound_built(&head));
    sound_element(&segment, 0x1654AE6B, sound_track(a, s));
    sound_number(&cluster, 0xE7, 0); /* Timestamp */
    for (size_t at = 0; at < samples.n; at += piece) {
        Buf block = buf_open(a, MIB);
        sound_bytes(&block, 0x81, 1, true); /* track 1 */
        sound_bytes(&block, at / piece * 100, 2, true);
        sound_bytes(&block, 0x80, 1, true);
        buf_str(&block, str_sub(samples, at, piece));
        sound_element(&cluster, 0xA3, sound_built(&block));
    }
    sound_element(&segment, 0x1F43B675, sound_built(&cluster));
    sound_element(&file, 0x18538067, sound_built(&segment));
    return sound_built(&file);
}

#endif
