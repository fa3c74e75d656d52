/* work_test.c - work.h, clause by clause, with the real models. */
#include "work/work.h"

#include "audio/sound.h"
#include "base/os.h"

#include <errno.h>
#include <pthread.h>
#include <sys/wait.h>

#define MODELS STR("build/share/models")

/* The first seconds of the demonstration, as a file of their own length. */
static Str demonstration(void **state, size_t seconds)
{
    Err e = {0};
    Str bytes;
    CHECK_OK(os_read_file(&bytes, test_arena(state),
                          STR("build/share/demo/leg_cramps.wav"), 16 * MIB, &e),
             &e);
    return str_sub(bytes, 0, 44 + seconds * 32000);
}

static void fails(void **state, Str bytes, const WorkLimits *limits, ErrCode code,
                  const char *words)
{
    Err             e = {0};
    Transcription   t = {0};
    const WorkSound sound = {bytes, STR("talk.wav"), MODELS, ASR_TINY, limits, {0}};
    CHECK_ERR(work_transcribe(&t, test_arena(state), &sound, &e), &e, code);
    CHECK_SAYS(&e, words);
    CHECK(t.transcript.n == 0); /* untouched */
    CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

TEST(a_recording_becomes_a_transcript)
{
    Err             e = {0};
    Transcription   t;
    const WorkSound sound = {
        demonstration(state, 15), STR("talk.wav"), MODELS, ASR_BASE, NULL, {0}};
    CHECK_OK(work_transcribe(&t, test_arena(state), &sound, &e), &e);
    CHECK(t.transcript.kind == TRANSCRIPT_SPEECH && t.transcript.n > 3);
    CHECK(str_find(t.transcript.text, STR("cramps at night")) != STR_NONE);
    for (size_t i = 0; i < t.transcript.n; i++) {
        const Turn *turn = &t.transcript.turns[i];
        CHECK(turn->speaker == SPEAKER_UNKNOWN && turn->span.n > 0);
        CHECK(turn->from_s < turn->to_s && turn->to_s <= t.audio_s);
        CHECK(turn->confidence > 0 && turn->confidence <= 1);
    }
    CHECK_NEAR(t.audio_s, 15, 0.1);
    CHECK(t.speech_s > 7 && t.speech_s < 15);
    CHECK(t.wall_s > 0 && t.cpu_s > 0);
    CHECK(t.peak_memory_bytes > 50 * MIB && t.peak_memory_bytes < 2 * GIB);
    CHECK_STR(t.model, "moonshine-base");
    CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD); /* no zombie */
}

TEST(what_is_not_a_recording_is_an_error_of_the_input)
{
    const Sound silence = {16000, 1, 3, 0, 0}, empty = {16000, 1, 0, 0, 0};
    Arena      *a = test_arena(state);
    fails(state, (Str){0}, NULL, ERR_INPUT, "0 bytes");
    fails(state, STR("D: Good morning."), NULL, ERR_INPUT, "not a recording");
    fails(state, sound_wav(a, &empty), NULL, ERR_INPUT, "no sound");
    fails(state, sound_wav(a, &silence), NULL, ERR_INPUT, "no speech");
}

TEST(a_recording_beyond_the_limit_is_refused_at_once)
{
    WorkLimits limits = work_defaults();
    limits.most_audio_s = 10;
    fails(state, demonstration(state, 30), &limits, ERR_LIMIT, "longer than");
}

TEST(a_missing_model_is_named)
{
    Err             e = {0};
    Transcription   t;
    const WorkSound sound = {
        demonstration(state, 5), STR("x"), STR("/nowhere"), ASR_BASE, NULL, {0}};
    CHECK_ERR(work_transcribe(&t, test_arena(state), &sound, &e), &e, ERR_MODEL);
    CHECK_SAYS(&e, "/nowhere");
    CHECK_SAYS(&e, "--models");
}

TEST(too_little_memory_ends_with_an_error_and_this_process_goes_on)
{
    WorkLimits limits = work_defaults();
    limits.most_wall_s = 15; /* a child that is stuck for want of memory counts too */
    for (size_t mib = 8; mib <= 160; mib += 76) {
        Err           e = {0};
        Transcription t = {0};
        limits.most_memory = mib * MIB;
        const WorkSound sound = {
            demonstration(state, 20), STR("x"), MODELS, ASR_BASE, &limits, {0}};
        CHECK(!work_transcribe(&t, test_arena(state), &sound, &e));
        CHECK(e.code == ERR_BUSY || e.code == ERR_LIMIT || e.code == ERR_MODEL);
        CHECK(e.message[0] && waitpid(-1, NULL, WNOHANG) == -1);
    }
    fails(state, STR("no recording"), NULL, ERR_INPUT, "not a recording");
}

TEST(the_wall_time_ends_it)
{
    WorkLimits limits = work_defaults();
    limits.most_wall_s = 0.3;
    fails(state, demonstration(state, 60), &limits, ERR_BUSY, "too long");
}

static bool stop_soon(void *who, double share)
{
    double *last = who;
    CHECK(share >= *last && share <= 1);
    *last = share;
    return share < 0.05;
}

TEST(the_caller_stops_it_by_its_progress)
{
    Err             e = {0};
    Transcription   t;
    double          last = 0;
    const WorkSound sound = {demonstration(state, 60), STR("x"), MODELS, ASR_TINY, NULL,
                             {stop_soon, &last}};
    CHECK_ERR(work_transcribe(&t, test_arena(state), &sound, &e), &e, ERR_BUSY);
    CHECK_SAYS(&e, "stopped");
    CHECK(last >= 0.05 && waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

TEST(damaged_recordings_give_a_transcript_or_an_error)
{
    for (int round = 0; round < 4; round++) {
        Err           e = {0};
        Transcription t;
        Str           bytes;
        CHECK_OK(str_copy(&bytes, test_arena(state), demonstration(state, 4), &e), &e);
        for (int i = 0; i < 20; i++)
            memset((char *)(uintptr_t)bytes.p +
                       test_random() % (round < 2 ? 60 : bytes.n),
                   (int)(test_random() % 256), 1);
        const WorkSound sound = {bytes, STR("x"), MODELS, ASR_TINY, NULL, {0}};
        if (!work_transcribe(&t, test_arena(state), &sound, &e))
            CHECK(e.code == ERR_INPUT || e.code == ERR_LIMIT);
    }
}

typedef struct Call {
    Str    bytes;
    bool   ok;
    Str    text;
    Arena *arena;
} Call;

static void *transcribes(void *p)
{
    Call           *c = p;
    Err             e = {0};
    Transcription   t;
    const WorkSound sound = {c->bytes, STR("x"), MODELS, ASR_TINY, NULL, {0}};
    c->ok = work_transcribe(&t, c->arena, &sound, &e);
    if (c->ok)
        c->text = t.transcript.text;
    return NULL;
}

TEST(two_calls_at_once_do_not_meet)
{
    Err       e = {0};
    Call      calls[2];
    pthread_t threads[2];
    for (size_t i = 0; i < 2; i++) {
        calls[i] = (Call){.bytes = demonstration(state, 12)};
        CHECK((calls[i].arena = arena_new(64 * MIB, &e)));
        CHECK(pthread_create(&threads[i], NULL, transcribes, &calls[i]) == 0);
    }
    for (size_t i = 0; i < 2; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK(calls[0].ok && calls[1].ok && str_eq(calls[0].text, calls[1].text));
    arena_free(calls[0].arena);
    arena_free(calls[1].arena);
}

TEST(without_memory_it_fails_cleanly)
{
    bool ok = false;
    Str  bytes = demonstration(state, 4);
    /* Every allocation of this side, and every 61st of the child, which inherits the
     * count. */
    for (size_t nth = 1; !ok && nth < 400; nth += nth < 8 ? 1 : 61) {
        Err             e = {0};
        Transcription   t = {0};
        const WorkSound sound = {bytes, STR("x"), MODELS, ASR_TINY, NULL, {0}};
        arena_fail_at(nth);
        ok = work_transcribe(&t, test_arena(state), &sound, &e);
        arena_fail_at(0);
        CHECK(ok || t.transcript.n == 0);
        CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
    }
    CHECK(ok);
}

TEST_MAIN("work/work", cmocka_unit_test(a_recording_becomes_a_transcript),
          cmocka_unit_test(what_is_not_a_recording_is_an_error_of_the_input),
          cmocka_unit_test(a_recording_beyond_the_limit_is_refused_at_once),
          cmocka_unit_test(a_missing_model_is_named),
          cmocka_unit_test(too_little_memory_ends_with_an_error_and_this_process_goes_on),
          cmocka_unit_test(the_wall_time_ends_it),
          cmocka_unit_test(the_caller_stops_it_by_its_progress),
          cmocka_unit_test(damaged_recordings_give_a_transcript_or_an_error),
          cmocka_unit_test(two_calls_at_once_do_not_meet),
          cmocka_unit_test(without_memory_it_fails_cleanly))
