/* tests/onnx/onnx_test.c - onnx.h, on the smallest network there is: the Silero one. */
#include "onnx/onnx.h"

#include "base/os.h"
#include "harness/test.h"

#include <pthread.h>
#include <string.h>

#define MODEL STR("build/share/models/silero_vad_v6.onnx")
enum { WINDOW = 576, STATE = 256 };

static OnnxSession *open_ok(void **state)
{
    Err          e = {0};
    OnnxSession *s;
    CHECK_OK(onnx_open_file(&s, test_arena(state), MODEL, &e), &e);
    return s;
}

TEST(inputs_and_outputs_are_read_from_the_file)
{
    const OnnxSession *s = open_ok(state);
    OnnxPorts          in = onnx_inputs(s), out = onnx_outputs(s);
    CHECK(in.n == 3 && out.n == 2);
    size_t at = onnx_find(in, STR("state"));
    CHECK(at != STR_NONE && in.v[at].type == ONNX_F32 && in.v[at].n_dims == 3);
    CHECK(in.v[at].dims[0] == 2 && in.v[at].dims[1] == -1 && in.v[at].dims[2] == 128);
    CHECK(in.v[onnx_find(in, STR("sr"))].type == ONNX_I64);
    CHECK(onnx_find(out, STR("stateN")) != STR_NONE);
    CHECK(onnx_find(out, STR("state")) == STR_NONE);
}

/* One run over a window full of `level`; the speech probability. */
static float run(const OnnxSession *s, float level, bool *ok, Err *e)
{
    float        window[WINDOW], memory[STATE] = {0};
    int64_t      rate = 16000;
    OnnxTensor  *in[3] = {NULL, NULL, NULL}, *out[2] = {NULL, NULL};
    OnnxPorts    ports = onnx_inputs(s);
    size_t       n = 0;
    const float *p = NULL;
    for (size_t i = 0; i < WINDOW; i++)
        window[i] = level * (float)(i % 7) / 7;
    *ok = onnx_view(&in[onnx_find(ports, STR("input"))], ONNX_F32, 2,
                    (int64_t[]){1, WINDOW}, window, e) &&
          onnx_view(&in[onnx_find(ports, STR("state"))], ONNX_F32, 3,
                    (int64_t[]){2, 1, 128}, memory, e) &&
          onnx_view(&in[onnx_find(ports, STR("sr"))], ONNX_I64, 0, NULL, &rate, e) &&
          onnx_run(s, in, out, e);
    if (*ok)
        p = onnx_f32(out[onnx_find(onnx_outputs(s), STR("output"))], &n);
    *ok = *ok && n == 1;
    float result = *ok ? *p : -1;
    for (size_t i = 0; i < 3; i++)
        onnx_free(in[i]);
    for (size_t i = 0; i < 2; i++)
        onnx_free(out[i]);
    return result;
}

TEST(a_run_gives_one_tensor_per_output_and_the_same_each_time)
{
    Err   e = {0};
    bool  ok, again;
    float a = run(open_ok(state), 0.3f, &ok, &e),
          b = run(open_ok(state), 0.3f, &again, &e);
    CHECK(ok && again && a == b && a >= 0 && a <= 1);
}

typedef struct Runner {
    const OnnxSession *s;
    float              expected;
    bool               is_same;
} Runner;

static void *runs_often(void *p)
{
    Runner *r = p;
    r->is_same = true;
    for (int i = 0; i < 50; i++) {
        Err  e = {0};
        bool ok;
        r->is_same = run(r->s, 0.3f, &ok, &e) == r->expected && ok && r->is_same;
    }
    return NULL;
}

TEST(several_threads_may_run_one_session_at_once)
{
    Err                e = {0};
    bool               ok;
    const OnnxSession *s = open_ok(state);
    Runner             runners[4];
    pthread_t          threads[4];
    float              expected = run(s, 0.3f, &ok, &e);
    for (size_t i = 0; i < 4; i++) {
        runners[i] = (Runner){s, expected, false};
        CHECK(pthread_create(&threads[i], NULL, runs_often, &runners[i]) == 0);
    }
    for (size_t i = 0; i < 4; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(runners[i].is_same);
    }
}

TEST(bytes_that_are_no_network_are_refused_by_name)
{
    Err          e = {0};
    OnnxSession *s = NULL;
    CHECK_ERR(onnx_open(&s, test_arena(state), STR("no network"), STR("ear.onnx"), &e),
              &e, ERR_MODEL);
    CHECK_SAYS(&e, "ear.onnx");
    CHECK_ERR(onnx_open_file(&s, test_arena(state), STR("/nowhere/ear.onnx"), &e), &e,
              ERR_MODEL);
    CHECK_SAYS(&e, "/nowhere/ear.onnx");
    CHECK(!s);
}

TEST(a_cut_network_is_refused)
{
    Err          e = {0};
    OnnxSession *s = NULL;
    Str          bytes;
    CHECK_OK(os_read_file(&bytes, test_arena(state), MODEL, 8 * MIB, &e), &e);
    for (size_t part = 1; part < 8; part++)
        CHECK_ERR(onnx_open(&s, test_arena(state), str_sub(bytes, 0, bytes.n / 8 * part),
                            STR("cut"), &e),
                  &e, ERR_MODEL);
}

TEST(the_bytes_may_go_once_it_is_open)
{
    Err          e = {0};
    OnnxSession *s;
    Str          bytes;
    bool         ok, again;
    CHECK_OK(os_read_file(&bytes, test_arena(state), MODEL, 8 * MIB, &e), &e);
    CHECK_OK(onnx_open(&s, test_arena(state), bytes, STR("ear"), &e), &e);
    float before = run(s, 0.3f, &ok, &e);
    memset((char *)(uintptr_t)bytes.p, 0, bytes.n);
    CHECK(run(s, 0.3f, &again, &e) == before && ok && again);
}

TEST(a_tensor_that_does_not_fit_is_an_error_of_the_run)
{
    Err                e = {0};
    const OnnxSession *s = open_ok(state);
    float              wrong[4] = {0};
    OnnxTensor        *in[3], *out[2] = {NULL, NULL};
    for (size_t i = 0; i < 3; i++)
        CHECK_OK(onnx_view(&in[i], ONNX_F32, 1, (int64_t[]){4}, wrong, &e), &e);
    CHECK_ERR(onnx_run(s, in, out, &e), &e, ERR_MODEL);
    CHECK(!out[0] && !out[1]);
    for (size_t i = 0; i < 3; i++)
        onnx_free(in[i]);
}

TEST(impossible_shapes_are_refused)
{
    (void)state;
    Err         e = {0};
    float       v = 0;
    OnnxTensor *t = NULL;
    CHECK_ERR(onnx_view(&t, ONNX_F32, 1, (int64_t[]){-1}, &v, &e), &e, ERR_MODEL);
    CHECK_ERR(onnx_view(&t, ONNX_F32, 3, (int64_t[]){1 << 30, 1 << 30, 1 << 30}, &v, &e),
              &e, ERR_MODEL);
    CHECK_ERR(onnx_view(&t, ONNX_OTHER, 1, (int64_t[]){1}, &v, &e), &e, ERR_MODEL);
    CHECK_ERR(onnx_view(&t, ONNX_F32, ONNX_DIMS_MOST + 1, (int64_t[7]){1}, &v, &e), &e,
              ERR_MODEL);
    CHECK(!t);
    onnx_free(NULL);
}

TEST(a_tensor_tells_its_shape_and_only_floats_are_read_as_floats)
{
    (void)state;
    Err         e = {0};
    float       v[6] = {1, 2, 3, 4, 5, 6};
    int64_t     one = 1, dims[ONNX_DIMS_MOST];
    size_t      n;
    OnnxTensor *t, *i;
    CHECK_OK(onnx_view(&t, ONNX_F32, 2, (int64_t[]){2, 3}, v, &e), &e);
    CHECK_OK(onnx_view(&i, ONNX_I64, 1, (int64_t[]){1}, &one, &e), &e);
    CHECK(onnx_shape(t, dims) == 2 && dims[0] == 2 && dims[1] == 3);
    CHECK(onnx_f32(t, &n) == v && n == 6);
    CHECK(!onnx_f32(i, &n) && n == 0);
    onnx_free(t);
    onnx_free(i);
    CHECK(onnx_version().n >= 5);
}

TEST(without_memory_it_fails_cleanly)
{
    bool ok = false;
    for (size_t nth = 1; !ok && nth < 40; nth++) {
        Err          e = {0};
        OnnxSession *s = NULL;
        arena_fail_at(nth);
        ok = onnx_open_file(&s, test_arena(state), MODEL, &e);
        arena_fail_at(0);
        CHECK(ok || !s);
    }
    CHECK(ok);
}

TEST_MAIN("onnx/onnx", cmocka_unit_test(inputs_and_outputs_are_read_from_the_file),
          cmocka_unit_test(a_run_gives_one_tensor_per_output_and_the_same_each_time),
          cmocka_unit_test(several_threads_may_run_one_session_at_once),
          cmocka_unit_test(bytes_that_are_no_network_are_refused_by_name),
          cmocka_unit_test(a_cut_network_is_refused),
          cmocka_unit_test(the_bytes_may_go_once_it_is_open),
          cmocka_unit_test(a_tensor_that_does_not_fit_is_an_error_of_the_run),
          cmocka_unit_test(impossible_shapes_are_refused),
          cmocka_unit_test(a_tensor_tells_its_shape_and_only_floats_are_read_as_floats),
          cmocka_unit_test(without_memory_it_fails_cleanly))
