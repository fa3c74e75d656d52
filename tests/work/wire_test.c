/* wire_test.c - wire.h: what a worker says is checked like any stranger's. */
#include "work/wire.h"

#include "harness/test.h"

#include <math.h>
#include <string.h>

enum { ROOM = WIRE_HEAD + WIRE_MOST };

static WireMessage segment(Str text)
{
    return (WireMessage){.kind = WIRE_SEGMENT, .segment = {1.5, 2.25, text, 0.875, true}};
}

static bool decodes(const char *room, size_t n)
{
    Err         e = {0};
    WireMessage m;
    size_t      used;
    bool        ok = wire_decode(&m, &used, (Str){room, n}, &e);
    CHECK(ok || e.code == ERR_BUSY);
    return ok && used > 0;
}

TEST(every_kind_arrives_as_it_was_sent)
{
    const WireMessage sent[] = {
        {.kind = WIRE_PROGRESS, .share = 0.25},
        segment(STR("It's my legs.")),
        {.kind = WIRE_DONE, .audio_s = 60, .speech_s = 42.5},
        {.kind = WIRE_ERROR, .code = ERR_INPUT, .text = STR("talk.wav: empty")}};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        static char room[ROOM];
        Err         e = {0};
        WireMessage m;
        size_t      used, n = wire_encode(room, &sent[i]);
        CHECK_OK(wire_decode(&m, &used, (Str){room, n}, &e), &e);
        CHECK(used == n && m.kind == sent[i].kind && m.share == sent[i].share);
        CHECK(m.audio_s == sent[i].audio_s && m.speech_s == sent[i].speech_s);
        CHECK(m.code == sent[i].code && str_eq(m.text, sent[i].text));
        CHECK(str_eq(m.segment.text, sent[i].segment.text));
        CHECK(m.segment.from_s == sent[i].segment.from_s);
        CHECK(m.segment.to_s == sent[i].segment.to_s);
        CHECK(m.segment.confidence == sent[i].segment.confidence);
        CHECK(m.segment.is_doubtful == sent[i].segment.is_doubtful);
    }
}

TEST(half_a_message_is_waited_for)
{
    char        room[ROOM];
    WireMessage m = segment(STR("It's my legs.")), got;
    size_t      n = wire_encode(room, &m), used;
    (void)state;
    for (size_t part = 0; part < n; part++) {
        Err e = {0};
        CHECK_OK(wire_decode(&got, &used, (Str){room, part}, &e), &e);
        CHECK(used == 0);
    }
}

TEST(text_beyond_the_limit_is_cut_when_sent)
{
    char        room[ROOM];
    char       *text = arena_alloc(test_arena(state), 2 * WIRE_MOST, &(Err){0});
    WireMessage m;
    CHECK(text);
    memset(text, 'a', 2 * WIRE_MOST);
    m = segment((Str){text, 2 * WIRE_MOST});
    size_t n = wire_encode(room, &m);
    CHECK(n <= ROOM && decodes(room, n));
}

/* A segment with one field made impossible. */
static bool segment_passes(double from_s, double to_s, double confidence, Str text)
{
    char        room[ROOM];
    WireMessage m = {.kind = WIRE_SEGMENT,
                     .segment = {from_s, to_s, text, confidence, false}};
    return decodes(room, wire_encode(room, &m));
}

TEST(impossible_numbers_and_text_are_refused)
{
    (void)state;
    CHECK(segment_passes(1, 2, 0.5, STR("yes")));
    CHECK(!segment_passes(2, 1, 0.5, STR("yes")));
    CHECK(!segment_passes(-1, 2, 0.5, STR("yes")));
    CHECK(!segment_passes(1, INFINITY, 0.5, STR("yes")));
    CHECK(!segment_passes(NAN, 2, 0.5, STR("yes")));
    CHECK(!segment_passes(1, 1e9, 0.5, STR("yes")));
    CHECK(!segment_passes(1, 2, 1.5, STR("yes")));
    CHECK(!segment_passes(1, 2, 0.5, (Str){0}));
    CHECK(!segment_passes(1, 2, 0.5, STR("\xFF\xFE")));
    CHECK(!segment_passes(1, 2, 0.5, STR("a\0b")));
}

TEST(unknown_kinds_codes_and_lengths_are_refused)
{
    char        room[ROOM] = "?\0\0\0\0";
    uint32_t    huge = 0xFFFFFFFFu;
    WireMessage m = {.kind = WIRE_ERROR, .code = ERR_COUNT, .text = STR("x")};
    (void)state;
    CHECK(!decodes(room, WIRE_HEAD));
    CHECK(!decodes(room, wire_encode(room, &m)));
    m.code = ERR_NONE;
    CHECK(!decodes(room, wire_encode(room, &m)));
    room[0] = WIRE_PROGRESS;
    memcpy(room + 1, &huge, sizeof huge);
    CHECK(!decodes(room, sizeof room));
    CHECK(!decodes(room, WIRE_HEAD)); /* refused at once, not waited for */
}

TEST(random_bytes_are_a_message_an_error_or_awaited_and_nothing_else)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char   bytes[80];
        size_t n = test_random() % sizeof bytes, used = 0;
        for (size_t i = 0; i < n; i++)
            bytes[i] = (char)test_random();
        if (n > WIRE_HEAD) {
            uint32_t length = (uint32_t)(test_random() % 80);
            bytes[0] = "psde"[test_random() % 4];
            memcpy(bytes + 1, &length, sizeof length);
        }
        Err         e = {0};
        WireMessage m;
        if (wire_decode(&m, &used, (Str){bytes, n}, &e))
            CHECK(used <= n);
        else
            CHECK(e.code == ERR_BUSY);
    }
}

TEST_MAIN(
    "work/wire", cmocka_unit_test(every_kind_arrives_as_it_was_sent),
    cmocka_unit_test(half_a_message_is_waited_for),
    cmocka_unit_test(text_beyond_the_limit_is_cut_when_sent),
    cmocka_unit_test(impossible_numbers_and_text_are_refused),
    cmocka_unit_test(unknown_kinds_codes_and_lengths_are_refused),
    cmocka_unit_test(random_bytes_are_a_message_an_error_or_awaited_and_nothing_else))
