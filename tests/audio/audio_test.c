/* tests/audio/audio_test.c - audio.h, clause by clause, with recordings made here. */
#include "audio/audio.h"

#include "audio/sound.h"
#include "base/num.h"

static const Sound TONE = {16000, 1, 2, 440, 0};

static Audio read_ok(Arena *a, Str bytes)
{
    Err   e = {0};
    Audio audio = {0};
    CHECK_OK(audio_read(&audio, a, bytes, STR("talk"), 600, &e), &e);
    for (size_t i = 0; i < audio.n; i++)
        CHECK(audio.samples[i] >= -1 && audio.samples[i] <= 1);
    return audio;
}

static void read_err(Arena *a, Str bytes, double most_s, ErrCode code, const char *words)
{
    Err   e = {0};
    Audio audio = {0};
    CHECK_ERR(audio_read(&audio, a, bytes, STR("talk.wav"), most_s, &e), &e, code);
    CHECK_SAYS(&e, "talk.wav");
    CHECK_SAYS(&e, words);
    CHECK(!audio.samples);
}

/* How strong a tone is in the middle of the sound: its amplitude. */
static double strength(const Audio *audio, double hz)
{
    double re = 0, im = 0;
    size_t from = audio->n / 4, n = audio->n / 2;
    for (size_t i = from; i < from + n; i++) {
        double angle = 2 * 3.14159265358979 * hz * (double)i / AUDIO_RATE;
        re += (double)audio->samples[i] * cos(angle);
        im += (double)audio->samples[i] * sin(angle);
    }
    return 2 * sqrt(re * re + im * im) / (double)n;
}

TEST(sixteen_kilohertz_mono_comes_through_unchanged)
{
    Audio audio = read_ok(test_arena(state), sound_wav(test_arena(state), &TONE));
    CHECK(audio.n == 32000 && audio.source_rate == 16000 && audio.source_channels == 1);
    for (size_t i = 0; i < audio.n; i += 997)
        CHECK_NEAR((double)audio.samples[i], sound_sample(&TONE, i) / 32768.0, 1e-6);
}

TEST(every_rate_and_channel_count_keeps_tone_length_and_loudness)
{
    const unsigned rates[] = {8000, 11025, 22050, 44100, 48000, 96000};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        Sound sound = {rates[i], 1 + (unsigned)i % 3, 2, 440, 0};
        Audio audio = read_ok(test_arena(state), sound_wav(test_arena(state), &sound));
        CHECK_NEAR(audio_seconds(audio.n), 2, 0.02);
        CHECK_NEAR(strength(&audio, 440), 0.5, 0.01);
        CHECK(strength(&audio, 300) < 0.01);
        CHECK(audio.source_rate == rates[i] && audio.source_channels == sound.channels);
    }
}

TEST(what_libsndfile_cannot_read_libav_reads)
{
    const Sound sound = {48000, 2, 2, 440, 0};
    Audio audio = read_ok(test_arena(state), sound_matroska(test_arena(state), &sound));
    CHECK_NEAR(audio_seconds(audio.n), 2, 0.02);
    CHECK_NEAR(strength(&audio, 440), 0.5, 0.01);
    CHECK(audio.source_rate == 48000 && audio.source_channels == 2);
}

TEST(no_bytes_no_sound_and_no_samples_are_told_apart)
{
    Arena *a = test_arena(state);
    Sound  empty = {16000, 1, 0, 0, 0};
    read_err(a, (Str){0}, 600, ERR_INPUT, "0 bytes");
    read_err(a, sound_wav(a, &empty), 600, ERR_INPUT, "no sound");
    read_err(a, STR("D: Good morning.\nP: Good morning, doctor.\n"), 600, ERR_INPUT,
             "not a recording");
}

TEST(text_named_as_sound_and_pictures_are_refused)
{
    Arena *a = test_arena(state);
    read_err(a, STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), 600, ERR_INPUT, "WAV, FLAC");
    read_err(a, STR("%PDF-1.7\n1 0 obj"), 600, ERR_INPUT, "not a recording");
    read_err(a, STR("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"), 600, ERR_INPUT,
             "not a recording");
}

TEST(a_playlist_cannot_make_it_open_another_file)
{
    read_err(test_arena(state), STR("ffconcat version 1.0\nfile /etc/hostname\n"), 600,
             ERR_INPUT, "not a recording");
}

TEST(a_long_recording_is_refused_by_its_header)
{
    Arena *a = test_arena(state);
    /* Three hours are claimed and two seconds are there: nothing long was decoded. */
    Str three_hours = sound_wav_claiming(a, &TONE, 3u * 3600 * 16000 * 2);
    read_err(a, sound_wav(a, &TONE), 1, ERR_LIMIT, "longer than");
    Err    e = {0};
    Audio  audio;
    size_t before = arena_used(a);
    bool   ok = audio_read(&audio, a, three_hours, STR("talk"), 7200, &e);
    CHECK(ok ? audio.n == 32000 : e.code == ERR_LIMIT);
    CHECK(arena_used(a) - before < MIB);
}

TEST(a_recording_whose_length_is_unknown_is_stopped_at_the_limit)
{
    Arena      *a = test_arena(state);
    const Sound sound = {16000, 1, 5, 440, 0};
    read_err(a, sound_matroska(a, &sound), 2, ERR_LIMIT, "longer than");
}

TEST(a_cut_file_gives_what_is_there)
{
    Arena *a = test_arena(state);
    Str    whole = sound_wav(a, &TONE);
    Audio  audio = read_ok(a, str_sub(whole, 0, 44 + 32000));
    CHECK(audio.n == 16000);
}

TEST(more_than_eight_channels_are_refused)
{
    const Sound many = {16000, 9, 1, 440, 0};
    read_err(test_arena(state), sound_wav(test_arena(state), &many), 600, ERR_INPUT,
             "9 channels");
}

static void put_f32(Buf *b, float v)
{
    uint32_t bits;
    memcpy(&bits, &v, sizeof bits);
    sound_bytes(b, bits, 4, false);
}

TEST(values_that_are_no_numbers_become_silence_and_loud_ones_are_clipped)
{
    Buf b = buf_open(test_arena(state), KIB);
    buf_text(&b, "RIFF");
    sound_bytes(&b, 36 + 16, 4, false);
    buf_text(&b, "WAVEfmt ");
    sound_bytes(&b, 16, 4, false);
    sound_bytes(&b, 3, 2, false); /* floats */
    sound_bytes(&b, 1, 2, false);
    sound_bytes(&b, 16000, 4, false);
    sound_bytes(&b, 64000, 4, false);
    sound_bytes(&b, 4, 2, false);
    sound_bytes(&b, 32, 2, false);
    buf_text(&b, "data");
    sound_bytes(&b, 16, 4, false);
    put_f32(&b, NAN);
    put_f32(&b, INFINITY);
    put_f32(&b, 7.5f);
    put_f32(&b, -0.25f);
    Audio audio = read_ok(test_arena(state), sound_built(&b));
    CHECK(audio.n == 4 && audio.samples[0] == 0 && audio.samples[1] == 0);
    CHECK(audio.samples[2] == 1 && audio.samples[3] == -0.25f);
}

TEST(damaged_bytes_give_sound_or_an_error_and_never_more)
{
    Str files[] = {sound_wav(test_arena(state), &TONE),
                   sound_matroska(test_arena(state), &TONE)};
    for (int round = 0; round < 300; round++) {
        Err    e = {0};
        Audio  audio = {0};
        Arena *a = arena_new(64 * MIB, &e);
        Str    bytes;
        CHECK_OK(str_copy(&bytes, a, files[round % 2], &e), &e);
        bytes.n = round % 3 ? bytes.n : (size_t)(test_random() % bytes.n);
        for (int i = 0; i < 8 && bytes.n; i++) { /* mostly in the headers */
            size_t at = test_random() % (i % 2 ? bytes.n : bytes.n < 400 ? bytes.n : 400);
            memset((char *)(uintptr_t)bytes.p + at, (int)(test_random() % 256), 1);
        }
        bool ok = audio_read(&audio, a, bytes, STR("x"), 60, &e);
        CHECK(ok ? audio.n > 0 && audio_seconds(audio.n) <= 60
                 : e.code == ERR_INPUT || e.code == ERR_LIMIT);
        arena_free(a);
    }
}

TEST(random_bytes_are_refused)
{
    for (int round = 0; round < 100; round++) {
        char  bytes[4096];
        Err   e = {0};
        Audio audio;
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)test_random();
        CHECK_ERR(audio_read(&audio, test_arena(state), (Str){bytes, sizeof bytes},
                             STR("x"), 60, &e),
                  &e, ERR_INPUT);
    }
}

TEST(without_memory_it_fails_cleanly)
{
    const Sound sound = {44100, 2, 1, 440, 0};
    Str         files[] = {sound_wav(test_arena(state), &sound),
                           sound_matroska(test_arena(state), &sound)};
    for (size_t f = 0; f < 2; f++) {
        bool ok = false;
        for (size_t nth = 1; !ok && nth < 20; nth++) {
            Err   e = {0};
            Audio audio = {0};
            arena_fail_at(nth);
            ok = audio_read(&audio, test_arena(state), files[f], STR("x"), 60, &e);
            arena_fail_at(0);
            CHECK(ok || (e.code == ERR_BUSY && !audio.samples));
        }
        CHECK(ok);
    }
}

TEST_MAIN(
    "audio/audio", cmocka_unit_test(sixteen_kilohertz_mono_comes_through_unchanged),
    cmocka_unit_test(every_rate_and_channel_count_keeps_tone_length_and_loudness),
    cmocka_unit_test(what_libsndfile_cannot_read_libav_reads),
    cmocka_unit_test(no_bytes_no_sound_and_no_samples_are_told_apart),
    cmocka_unit_test(text_named_as_sound_and_pictures_are_refused),
    cmocka_unit_test(a_playlist_cannot_make_it_open_another_file),
    cmocka_unit_test(a_long_recording_is_refused_by_its_header),
    cmocka_unit_test(a_recording_whose_length_is_unknown_is_stopped_at_the_limit),
    cmocka_unit_test(a_cut_file_gives_what_is_there),
    cmocka_unit_test(more_than_eight_channels_are_refused),
    cmocka_unit_test(values_that_are_no_numbers_become_silence_and_loud_ones_are_clipped),
    cmocka_unit_test(damaged_bytes_give_sound_or_an_error_and_never_more),
    cmocka_unit_test(random_bytes_are_refused),
    cmocka_unit_test(without_memory_it_fails_cleanly))
