/*
 * audio/decode_libav.c - M4A, WebM, AAC and the like from memory by libav.
 *
 * Only the containers and codecs that a telephone or a browser records are allowed, no
 * protocol at all (a container that points to another file finds none), one thread.
 */
#include "audio/decode.h"

#include <assert.h>

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <stdio.h>
#include <string.h>

enum { IO_ROOM = 32768, CHUNK_VALUES = 8192 };

static const char FORMATS[] = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,aac,mp3,ogg,flac,"
                              "wav,amr,caf,aiff";
static const char CODECS[] = "aac,aac_latm,alac,opus,libopus,vorbis,libvorbis,flac,mp3,"
                             "mp3float,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,"
                             "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s32le,pcm_f32le,pcm_u8,"
                             "pcm_alaw,pcm_mulaw";

typedef struct Tape {
    Str    bytes;
    size_t at;
} Tape;

/* Everything that is freed in the end, together. */
typedef struct Player {
    Tape             tape;
    AVIOContext     *io;
    AVFormatContext *format;
    AVCodecContext  *codec;
    AVPacket        *packet;
    AVFrame         *frame;
    int              stream;
} Player;

static int tape_read(void *who, uint8_t *out, int n)
{
    Tape *t = who;
    Str   part = str_sub(t->bytes, t->at, n > 0 ? (size_t)n : 0);
    if (part.n == 0)
        return AVERROR_EOF;
    memcpy(out, part.p, part.n);
    t->at += part.n;
    return (int)part.n;
}

static int64_t tape_seek(void *who, int64_t offset, int whence)
{
    Tape   *t = who;
    int64_t n = (int64_t)t->bytes.n, base = 0, to = 0;
    if (whence == AVSEEK_SIZE)
        return n;
    if ((whence & ~AVSEEK_FORCE) == SEEK_CUR)
        base = (int64_t)t->at;
    else if ((whence & ~AVSEEK_FORCE) == SEEK_END)
        base = n;
    if (__builtin_add_overflow(base, offset, &to) || to < 0 || to > n)
        return AVERROR(EINVAL);
    t->at = (size_t)to;
    return to;
}

static void player_close(Player *p)
{
    av_frame_free(&p->frame);
    av_packet_free(&p->packet);
    avcodec_free_context(&p->codec);
    avformat_close_input(&p->format);
    if (p->io)
        av_freep(&p->io->buffer);
    avio_context_free(&p->io);
}

/* The container, or false when the bytes are none we take. */
static bool open_container(Player *p)
{
    AVDictionary *options = NULL;
    uint8_t      *room = av_malloc(IO_ROOM);
    if (!room)
        return false;
    p->io = avio_alloc_context(room, IO_ROOM, 0, &p->tape, tape_read, NULL, tape_seek);
    if (!p->io) {
        av_free(room);
        return false;
    }
    if (!(p->format = avformat_alloc_context()))
        return false;
    p->format->pb = p->io;
    p->format->flags |= AVFMT_FLAG_CUSTOM_IO;
    av_dict_set(&options, "format_whitelist", FORMATS, 0);
    av_dict_set(&options, "codec_whitelist", CODECS, 0);
    av_dict_set(&options, "protocol_whitelist", "none", 0);
    int code = avformat_open_input(&p->format, "", NULL, &options);
    av_dict_free(&options);
    /* A low score means the format was guessed from bytes that could be anything. */
    return code >= 0 && p->format->probe_score > AVPROBE_SCORE_RETRY &&
           avformat_find_stream_info(p->format, NULL) >= 0;
}

static bool open_codec(Player *p)
{
    const AVCodec *codec = NULL;
    p->stream = av_find_best_stream(p->format, AVMEDIA_TYPE_AUDIO, -1, -1, &codec, 0);
    if (p->stream < 0 || !codec || !(p->codec = avcodec_alloc_context3(codec)))
        return false;
    p->codec->thread_count = 1;
    return avcodec_parameters_to_context(p->codec,
                                         p->format->streams[p->stream]->codecpar) >= 0 &&
           avcodec_open2(p->codec, codec, NULL) >= 0 && (p->packet = av_packet_alloc()) &&
           (p->frame = av_frame_alloc());
}

/* One value of a frame as -1..1; false for a kind of sample we do not know. */
static bool value_of(float *out, const uint8_t *p, enum AVSampleFormat packed, size_t at)
{
    switch (packed) {
    case AV_SAMPLE_FMT_U8: *out = ((float)p[at] - 128.0f) / 128.0f; return true;
    case AV_SAMPLE_FMT_S16:
        *out = (float)((const int16_t *)p)[at] / 32768.0f;
        return true;
    case AV_SAMPLE_FMT_S32:
        *out = (float)((const int32_t *)p)[at] / 2147483648.0f;
        return true;
    case AV_SAMPLE_FMT_FLT: *out = ((const float *)p)[at]; return true;
    case AV_SAMPLE_FMT_DBL: *out = (float)((const double *)p)[at]; return true;
    default: return false;
    }
}

/* Does the frame go on as the file began? */
static bool frame_fits(const AVFrame *f, const PourSource *source, Err *e)
{
    if (f->sample_rate != (int)source->rate)
        return err_set(e, ERR_INPUT, STR_F " changes its rate midway; convert it first",
                       STR_A(source->name));
    if (source->channels == 0 || f->ch_layout.nb_channels != (int)source->channels)
        return err_set(e, ERR_INPUT,
                       STR_F " changes its channels midway; convert it first",
                       STR_A(source->name));
    return true;
}

static bool pour_frame(Pour *pour, const AVFrame *f, const PourSource *source, Err *e)
{
    const unsigned      channels = source->channels;
    float               room[CHUNK_VALUES];
    enum AVSampleFormat packed = av_get_packed_sample_fmt(f->format);
    bool                is_planar = av_sample_fmt_is_planar(f->format) != 0;
    size_t              n = 0, frames = f->nb_samples > 0 ? (size_t)f->nb_samples : 0;
    if (!frame_fits(f, source, e))
        return false;
    assert(channels > 0); /* frame_fits refuses none */
    for (size_t i = 0; i < frames; i++) {
        for (unsigned c = 0; c < channels; c++) {
            const uint8_t *plane = f->extended_data[is_planar ? c : 0];
            if (!value_of(&room[n++], plane, packed, is_planar ? i : i * channels + c))
                return err_set(e, ERR_INPUT, STR_F " has an unknown kind of samples",
                               STR_A(source->name));
        }
        if (n + channels > CHUNK_VALUES || i + 1 == frames) {
            if (!pour_add(pour, room, n / channels, e))
                return false;
            n = 0;
        }
    }
    return true;
}

/* What the decoder has ready; damaged packets are skipped, as players do. */
static bool pour_ready(Player *p, Pour *pour, const PourSource *source, Err *e)
{
    while (avcodec_receive_frame(p->codec, p->frame) >= 0) {
        bool ok = pour_frame(pour, p->frame, source, e);
        av_frame_unref(p->frame);
        if (!ok)
            return false;
    }
    return true;
}

static bool play(Audio *out, Arena *a, Player *p, const DecodeTask *task, Err *e)
{
    Pour      *pour;
    int        channels = p->codec->ch_layout.nb_channels, rate = p->codec->sample_rate;
    PourSource source = {.rate = rate > 0 ? (unsigned)rate : 0,
                         .channels = channels > 0 ? (unsigned)channels : 0,
                         .most_s = task->most_s,
                         .name = task->name};
    if (p->format->duration > 0)
        source.expected_s = (double)p->format->duration / AV_TIME_BASE;
    if (!pour_open(&pour, a, &source, e))
        return false;
    while (av_read_frame(p->format, p->packet) >= 0) {
        bool ok = true;
        if (p->packet->stream_index == p->stream &&
            avcodec_send_packet(p->codec, p->packet) >= 0)
            ok = pour_ready(p, pour, &source, e);
        av_packet_unref(p->packet);
        if (!ok)
            return false;
    }
    if (avcodec_send_packet(p->codec, NULL) >= 0 && !pour_ready(p, pour, &source, e))
        return false;
    return pour_done(pour, out, e);
}

bool decode_libav(Audio *out, bool *is_mine, Arena *a, const DecodeTask *task, Err *e)
{
    Player p = {.tape = {.bytes = task->bytes}};
    av_log_set_level(AV_LOG_QUIET);
    bool ok = false;
    if (open_container(&p) && open_codec(&p)) {
        *is_mine = true;
        ok = play(out, a, &p, task, e);
    }
    player_close(&p);
    return ok;
}
