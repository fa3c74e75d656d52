/* tests/asr/cut_test.c - cut.h: from frames of speech to segments. */
#include "asr/cut.h"

#include "audio/audio.h"
#include "harness/test.h"

#include <string.h>

enum { MOST = 8000 };

/* Frames written as text: '#' speech, '.' silence, '-' between the two thresholds. */
typedef struct Picture {
    float  p[MOST], loudness[MOST];
    size_t n;
} Picture;

static void draw(Picture *d, char sign, double seconds)
{
    size_t n = (size_t)(seconds * AUDIO_RATE / VAD_FRAME + 0.5);
    for (size_t i = 0; i < n; i++) {
        CHECK(d->n < MOST);
        d->p[d->n] = sign == '#' ? 0.9f : sign == '-' ? 0.4f : 0.1f;
        d->loudness[d->n++] = sign == '.' ? 0.0f : 1.0f;
    }
}

static Cuts cuts_of(void **state, const Picture *d)
{
    Err       e = {0};
    Cuts      cuts;
    VadFrames frames = {d->p, d->loudness, d->n};
    CHECK_OK(
        cut_speech(&cuts, test_arena(state), &frames, d->n * VAD_FRAME, &CUT_RULES, &e),
        &e);
    return cuts;
}

static double begin_s(const Cut *c) { return audio_seconds(c->views[0].from); }
static double end_s(const Cut *c) { return audio_seconds(c->views[0].to); }

TEST(silence_gives_nothing)
{
    Picture d = {.n = 0};
    CHECK(cuts_of(state, &d).n == 0);
    draw(&d, '.', 60);
    CHECK(cuts_of(state, &d).n == 0);
    draw(&d, '-', 5); /* never sure enough to begin */
    CHECK(cuts_of(state, &d).n == 0);
}

TEST(a_click_is_no_speech)
{
    Picture d = {.n = 0};
    draw(&d, '.', 2);
    draw(&d, '#', 0.06);
    draw(&d, '.', 2);
    CHECK(cuts_of(state, &d).n == 0);
}

TEST(one_sentence_is_one_segment_with_padding)
{
    Picture d = {.n = 0};
    draw(&d, '.', 2);
    draw(&d, '#', 3);
    draw(&d, '.', 2);
    Cuts cuts = cuts_of(state, &d);
    CHECK(cuts.n == 1 && cuts.v[0].n == 1);
    CHECK_NEAR(begin_s(&cuts.v[0]), 2 - CUT_RULES.pad_s[0], 0.04);
    CHECK_NEAR(end_s(&cuts.v[0]), 5 + CUT_RULES.pad_s[0], 0.04);
    CHECK_NEAR(audio_seconds(cuts.v[0].speech), 3, 0.04);
}

TEST(weaker_speech_goes_on_but_does_not_begin)
{
    Picture d = {.n = 0};
    draw(&d, '-', 1);
    draw(&d, '#', 1);
    draw(&d, '-', 1);
    draw(&d, '.', 5);
    Cuts cuts = cuts_of(state, &d);
    CHECK(cuts.n == 1);
    CHECK_NEAR(audio_seconds(cuts.v[0].stretches[0].from), 1, 0.04);
    CHECK_NEAR(audio_seconds(cuts.v[0].stretches[0].to), 3, 0.04);
}

TEST(neighbours_are_joined_and_strangers_are_not)
{
    Picture d = {.n = 0};
    draw(&d, '#', 2);
    draw(&d, '.', CUT_RULES.join_s - 0.5);
    draw(&d, '#', 2);
    draw(&d, '.', CUT_RULES.join_s + 0.5);
    draw(&d, '#', 2);
    Cuts cuts = cuts_of(state, &d);
    CHECK(cuts.n == 2 && cuts.v[0].n == 2 && cuts.v[1].n == 1);
}

TEST(a_long_run_is_cut_at_its_longest_pause)
{
    Picture d = {.n = 0};
    for (int i = 0; i < 8; i++) { /* 8 x 4 s; the pause after the fifth is the longest */
        draw(&d, '#', 4);
        draw(&d, '.', i == 4 ? 0.9 : 0.5);
    }
    Cuts cuts = cuts_of(state, &d);
    CHECK(cuts.n == 2 && cuts.v[0].n == 5 && cuts.v[1].n == 3);
}

TEST(talk_without_a_pause_is_cut_where_it_is_quietest)
{
    Picture d = {.n = 0};
    draw(&d, '#', 40);
    size_t quiet = (size_t)(20.0 * AUDIO_RATE / VAD_FRAME);
    d.loudness[quiet] = 0.01f;
    Cuts cuts = cuts_of(state, &d);
    CHECK(cuts.n == 2);
    CHECK(cuts.v[0].views[0].to == quiet * VAD_FRAME);
    CHECK(cuts.v[1].views[0].from == quiet * VAD_FRAME); /* nothing twice, nothing lost */
}

/* Whatever the talk: segments are in order, inside the recording, never too long, never
   overlapping, and every stretch of speech is in exactly one. */
TEST(random_talk_keeps_every_promise)
{
    for (int round = 0; round < 100; round++) {
        Picture *d = arena_alloc(test_arena(state), sizeof *d, &(Err){0});
        CHECK(d);
        while (d->n < MOST - 1300) {
            draw(d, "##-."[test_random() % 4], (double)(test_random() % 400) / 100);
            if (test_random() % 20 == 0)
                draw(d, '#', 30);
        }
        Cuts   cuts = cuts_of(state, d);
        size_t behind = 0, stretch_behind = 0;
        for (size_t i = 0; i < cuts.n; i++) {
            const Cut *c = &cuts.v[i];
            CHECK(c->n > 0 && c->speech > 0);
            for (size_t k = 0; k < CUT_VIEWS; k++) {
                CHECK(c->views[k].from >= behind && c->views[k].to > c->views[k].from);
                CHECK(c->views[k].to <= d->n * VAD_FRAME);
                CHECK(audio_seconds(c->views[k].to - c->views[k].from) <=
                      CUT_RULES.longest_s + 0.5);
            }
            for (size_t k = 0; k < c->n; k++) {
                CHECK(c->stretches[k].from >= stretch_behind);
                stretch_behind = c->stretches[k].to;
            }
            for (size_t k = 0; k < CUT_VIEWS; k++)
                if (c->views[k].to > behind)
                    behind = c->views[k].to;
        }
    }
}

TEST(without_memory_it_fails_cleanly)
{
    Picture   d = {.n = 0};
    VadFrames frames = {d.p, d.loudness, 0};
    bool      ok = false;
    draw(&d, '#', 5);
    frames.n = d.n;
    for (size_t nth = 1; !ok && nth < 10; nth++) {
        Err  e = {0};
        Cuts cuts = {0};
        arena_fail_at(nth);
        ok = cut_speech(&cuts, test_arena(state), &frames, d.n * VAD_FRAME, &CUT_RULES,
                        &e);
        arena_fail_at(0);
        CHECK(ok || (!cuts.v && e.code == ERR_BUSY));
    }
    CHECK(ok);
}

TEST_MAIN("asr/cut", cmocka_unit_test(silence_gives_nothing),
          cmocka_unit_test(a_click_is_no_speech),
          cmocka_unit_test(one_sentence_is_one_segment_with_padding),
          cmocka_unit_test(weaker_speech_goes_on_but_does_not_begin),
          cmocka_unit_test(neighbours_are_joined_and_strangers_are_not),
          cmocka_unit_test(a_long_run_is_cut_at_its_longest_pause),
          cmocka_unit_test(talk_without_a_pause_is_cut_where_it_is_quietest),
          cmocka_unit_test(random_talk_keeps_every_promise),
          cmocka_unit_test(without_memory_it_fails_cleanly))
