/* tests/asr/asr_test.c - asr.h, clause by clause, with the real models. What is said in
   the demonstration is known from its script (demo/leg_cramps.txt). */
#include "asr/asr.h"

#include "audio/audio.h"
#include "audio/sound.h"
#include "base/os.h"

#define MODELS STR("build/share/models")

static Recogniser *open_ok(void **state, AsrModel model, unsigned threads)
{
    Err         e = {0};
    Recogniser *r;
    CHECK_OK(asr_open(&r, test_arena(state), MODELS, model, threads, &e), &e);
    return r;
}

static Audio sound_of(void **state, const Sound *sound)
{
    Err   e = {0};
    Audio audio;
    CHECK_OK(audio_read(&audio, test_arena(state), sound_wav(test_arena(state), sound),
                        STR("x"), 60, &e),
             &e);
    return audio;
}

static Audio demonstration(void **state)
{
    Err   e = {0};
    Str   bytes;
    Audio audio;
    CHECK_OK(os_read_file(&bytes, test_arena(state),
                          STR("build/share/demo/leg_cramps.wav"), 16 * MIB, &e),
             &e);
    CHECK_OK(audio_read(&audio, test_arena(state), bytes, STR("demo"), 600, &e), &e);
    return audio;
}

static AsrResult run_ok(void **state, AsrModel model, unsigned threads,
                        const Audio *audio)
{
    Err       e = {0};
    AsrResult result;
    CHECK_OK(asr_run(&result, test_arena(state), open_ok(state, model, threads),
                     (AsrSound){audio->samples, audio->n}, (AsrWatch){0}, &e),
             &e);
    return result;
}

/* --- word error against the script ---------------------------------------------------
 */

enum { WORDS_MOST = 800 };

typedef struct Words {
    Str    v[WORDS_MOST];
    size_t n;
} Words;

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'';
}

static void words_add(void **state, Words *w, Str text)
{
    Err e = {0};
    CHECK_OK(str_lower(&text, test_arena(state), text, &e), &e);
    for (size_t i = 0, n; i < text.n; i += n) {
        for (n = 0; i + n < text.n && is_letter(text.p[i + n]); n++)
            continue;
        if (n && w->n < WORDS_MOST)
            w->v[w->n++] = str_sub(text, i, n);
        n += !n;
    }
}

/* Levenshtein's distance in words. */
static size_t errors(const Words *a, const Words *b)
{
    size_t row[WORDS_MOST + 1];
    for (size_t j = 0; j <= b->n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a->n; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b->n; j++) {
            size_t change = corner + !str_eq(a->v[i - 1], b->v[j - 1]);
            size_t best = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            corner = row[j];
            row[j] = change < best ? change : best;
        }
    }
    return row[b->n];
}

TEST(the_demonstration_is_understood)
{
    Err       e = {0};
    Audio     audio = demonstration(state);
    AsrResult result = run_ok(state, ASR_BASE, 2, &audio);
    Words     said = {.n = 0}, heard = {.n = 0};
    Str       script, line;
    double    last_s = 0;
    CHECK_OK(
        os_read_file(&script, test_arena(state), STR("demo/leg_cramps.txt"), MIB, &e),
        &e);
    while (str_next(&script, '\n', &line))
        words_add(state, &said, str_from_at(line, 3));
    for (size_t i = 0; i < result.n; i++) {
        const AsrSegment *s = &result.v[i];
        words_add(state, &heard, s->text);
        CHECK(s->from_s >= last_s && s->to_s > s->from_s && s->to_s <= result.audio_s);
        CHECK(s->text.n > 0 && s->confidence > 0.3 && s->confidence <= 1);
        CHECK(s->to_s - s->from_s <= 25.5);
        last_s = s->from_s;
    }
    CHECK(said.n > 300);
    CHECK((double)errors(&said, &heard) <= 0.08 * (double)said.n);
    CHECK(result.n > 30); /* sentences, not windows */
    CHECK_NEAR(result.audio_s, audio_seconds(audio.n), 1e-9);
    CHECK(result.speech_s > 0.6 * result.audio_s && result.speech_s < result.audio_s);
}

TEST(the_text_does_not_depend_on_the_number_of_threads)
{
    Audio audio = demonstration(state);
    audio.n = 35 * AUDIO_RATE;
    AsrResult one = run_ok(state, ASR_TINY, 1, &audio),
              three = run_ok(state, ASR_TINY, 3, &audio);
    CHECK(one.n == three.n && one.n > 3); /* the small model, which runs too */
    for (size_t i = 0; i < one.n; i++) {
        CHECK(str_eq(one.v[i].text, three.v[i].text));
        CHECK(one.v[i].confidence == three.v[i].confidence);
        CHECK(one.v[i].from_s == three.v[i].from_s && one.v[i].to_s == three.v[i].to_s);
    }
}

TEST(silence_noise_and_hum_give_no_words)
{
    const Sound sounds[] = {{16000, 1, 12, 0, 0},      {16000, 1, 12, 0, 0.01},
                            {16000, 1, 12, 0, 0.3},    {16000, 1, 12, 50, 0},
                            {16000, 1, 12, 440, 0.02}, {16000, 1, 0.01, 0, 0}};
    for (size_t i = 0; i < sizeof sounds / sizeof *sounds; i++) {
        Audio     audio = sound_of(state, &sounds[i]);
        AsrResult result = run_ok(state, ASR_TINY, 1, &audio);
        CHECK(result.n == 0 && result.speech_s < 0.5);
    }
}

typedef struct Watch {
    double last;
    int    calls, most;
} Watch;

static bool watch(void *who, double share)
{
    Watch *w = who;
    CHECK(share >= w->last && share <= 1);
    w->last = share;
    return ++w->calls < w->most;
}

TEST(progress_only_grows_and_reaches_one)
{
    Err       e = {0};
    Audio     audio = demonstration(state);
    AsrResult result;
    Watch     w = {0, 0, 1000};
    CHECK_OK(asr_run(&result, test_arena(state), open_ok(state, ASR_TINY, 2),
                     (AsrSound){audio.samples, 30 * AUDIO_RATE}, (AsrWatch){watch, &w},
                     &e),
             &e);
    CHECK(w.calls > 2 && w.last == 1);
}

TEST(a_false_from_progress_stops_the_work)
{
    Audio audio = demonstration(state);
    for (int most = 1; most <= 4; most += 3) { /* while finding speech; while decoding */
        Err       e = {0};
        AsrResult result = {0};
        Watch     w = {0, 0, most};
        CHECK_ERR(asr_run(&result, test_arena(state), open_ok(state, ASR_TINY, 1),
                          (AsrSound){audio.samples, 60 * AUDIO_RATE},
                          (AsrWatch){watch, &w}, &e),
                  &e, ERR_BUSY);
        CHECK_SAYS(&e, "stopped");
        CHECK(!result.v && w.calls == most);
    }
}

TEST(a_missing_model_is_named_with_its_remedy)
{
    Err         e = {0};
    Recogniser *r = NULL;
    CHECK_ERR(asr_open(&r, test_arena(state), STR("/nowhere"), ASR_BASE, 1, &e), &e,
              ERR_MODEL);
    CHECK_SAYS(&e, "/nowhere/silero_vad_v6.onnx");
    CHECK_SAYS(&e, "./run");
    CHECK_SAYS(&e, "--models");
    CHECK(!r);
}

TEST_MAIN("asr/asr", cmocka_unit_test(the_demonstration_is_understood),
          cmocka_unit_test(the_text_does_not_depend_on_the_number_of_threads),
          cmocka_unit_test(silence_noise_and_hum_give_no_words),
          cmocka_unit_test(progress_only_grows_and_reaches_one),
          cmocka_unit_test(a_false_from_progress_stops_the_work),
          cmocka_unit_test(a_missing_model_is_named_with_its_remedy))
