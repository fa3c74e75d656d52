/*
 * asr/moonshine.c - see moonshine.h.
 *
 * Names and shapes of the memory (past key/values) are read from the network, so that
 * the base and the tiny model, which differ in layers and width, share this code. The
 * decoder's outputs go back in as its inputs without a copy; the encoder's part of the
 * memory is made by the first step only.
 */
#include "asr/moonshine.h"

#include "asr/vocabulary.h"
#include "audio/audio.h"
#include "onnx/onnx.h"

#include <math.h>
#include <string.h>

enum { PORTS_MOST = 128, SHORTEST = AUDIO_RATE / 4 };

/* Fast talk reaches 15 tokens a second; a little more for very short answers. */
static const double TOKENS_PER_S = 15, TOKENS_EXTRA = 6;

/* An output of the decoder that is an input of its next step. */
typedef struct Loop {
    size_t out, in;
    bool   is_once; /* made by the first step, kept ever after */
} Loop;

struct Moonshine {
    OnnxSession *encoder, *decoder;
    size_t       ids, hidden, use_cache, n_in; /* places among the decoder's inputs */
    size_t       logits, n_out;
    Loop         loops[PORTS_MOST];
    size_t       n_loops;
};

/* One segment being decoded. */
typedef struct Run {
    const Moonshine *m;
    OnnxTensor      *in[PORTS_MOST];
    OnnxTensor      *hidden, *ids, *not_first, *first;
    int64_t          last_token;
    bool             yes, no;
} Run;

static bool loop_find(Loop *out, OnnxPorts in, const OnnxPort *port, size_t at)
{
    const Str present = STR("present."), past = STR("past_key_values.");
    for (size_t i = 0; i < in.n; i++) {
        Str name = in.v[i].name;
        if (str_starts(name, past) && in.v[i].n_dims == 4 &&
            str_eq(str_from_at(name, past.n), str_from_at(port->name, present.n))) {
            *out = (Loop){at, i, str_find(name, STR(".encoder.")) != STR_NONE};
            return true;
        }
    }
    return false;
}

static bool ports_match(Moonshine *m)
{
    OnnxPorts in = onnx_inputs(m->decoder), out = onnx_outputs(m->decoder);
    m->ids = onnx_find(in, STR("input_ids"));
    m->hidden = onnx_find(in, STR("encoder_hidden_states"));
    m->use_cache = onnx_find(in, STR("use_cache_branch"));
    m->logits = onnx_find(out, STR("logits"));
    if (in.n > PORTS_MOST || out.n > PORTS_MOST || m->ids == STR_NONE ||
        m->hidden == STR_NONE || m->use_cache == STR_NONE || m->logits == STR_NONE)
        return false;
    for (size_t i = 0; i < out.n; i++)
        if (i != m->logits && !loop_find(&m->loops[m->n_loops++], in, &out.v[i], i))
            return false;
    m->n_in = in.n;
    m->n_out = out.n;
    return m->n_loops == in.n - 3 && onnx_inputs(m->encoder).n == 1 &&
           onnx_outputs(m->encoder).n == 1;
}

bool moonshine_open(Moonshine **out, Arena *a, Str folder, Err *e)
{
    Moonshine *m = ARENA_NEW(a, Moonshine, e);
    Str        encoder, decoder;
    if (!m || !str_fmt(&encoder, a, e, STR_F "/encoder_model.onnx", STR_A(folder)) ||
        !str_fmt(&decoder, a, e, STR_F "/decoder_model_merged.onnx", STR_A(folder)) ||
        !onnx_open_file(&m->encoder, a, encoder, e) ||
        !onnx_open_file(&m->decoder, a, decoder, e))
        return false;
    if (!ports_match(m))
        return err_set(e, ERR_MODEL, STR_F " holds another model than Moonshine",
                       STR_A(folder));
    *out = m;
    return true;
}

size_t guard_period(const int32_t *tokens, size_t n)
{
    for (size_t period = 1; period <= 10; period++) {
        size_t times = period == 1 ? 8 : 4, same = 0;
        if (n < period * times)
            continue;
        while (same < n - period && tokens[n - 1 - same] == tokens[n - 1 - same - period])
            same++;
        if (same + period >= period * times)
            return n - same;
    }
    return n;
}

/* The likeliest token and its probability. */
static int32_t choose(float *p, const float *logits, size_t n)
{
    size_t best = 0;
    double sum = 0;
    for (size_t i = 1; i < n; i++)
        if (logits[i] > logits[best])
            best = i;
    for (size_t i = 0; i < n; i++)
        sum += exp((double)logits[i] - (double)logits[best]);
    *p = (float)(1 / sum);
    return (int32_t)best;
}

static bool encode(OnnxTensor **out, const Moonshine *m, const float *samples, size_t n,
                   Err *e)
{
    float         room[SHORTEST] = {0};
    OnnxTensor   *in = NULL;
    const int64_t dims[] = {1, n < SHORTEST ? SHORTEST : (int64_t)n};
    if (n < SHORTEST && n)
        memcpy(room, samples, n * sizeof *room);
    if (!onnx_view(&in, ONNX_F32, 2, dims, n < SHORTEST ? room : samples, e))
        return false;
    bool ok = onnx_run(m->encoder, &in, out, e);
    onnx_free(in);
    return ok;
}

/* Everything the first step needs. The memory is empty: no steps yet. */
static bool run_init(Run *run, Err *e)
{
    const Moonshine *m = run->m;
    const int64_t    one[] = {1, 1};
    OnnxPorts        ports = onnx_inputs(m->decoder);
    run->last_token = TOKEN_BEGIN;
    run->yes = true;
    if (!onnx_view(&run->ids, ONNX_I64, 2, one, &run->last_token, e) ||
        !onnx_view(&run->first, ONNX_BOOL, 1, one, &run->no, e) ||
        !onnx_view(&run->not_first, ONNX_BOOL, 1, one, &run->yes, e))
        return false;
    for (size_t i = 0; i < m->n_loops; i++) {
        size_t        at = m->loops[i].in;
        const int64_t dims[] = {1, ports.v[at].dims[1], 0, ports.v[at].dims[3]};
        if (!onnx_view(&run->in[at], ONNX_F32, 4, dims, run, e))
            return false;
    }
    run->in[m->ids] = run->ids;
    run->in[m->hidden] = run->hidden;
    run->in[m->use_cache] = run->first;
    return true;
}

static void run_done(Run *run)
{
    for (size_t i = 0; i < run->m->n_loops; i++)
        onnx_free(run->in[run->m->loops[i].in]);
    onnx_free(run->hidden);
    onnx_free(run->ids);
    onnx_free(run->first);
    onnx_free(run->not_first);
}

/* The outputs become the memory of the next step. */
static void run_remember(Run *run, OnnxTensor **out)
{
    const Moonshine *m = run->m;
    bool             is_first = run->in[m->use_cache] == run->first;
    for (size_t i = 0; i < m->n_loops; i++) {
        const Loop *loop = &m->loops[i];
        if (loop->is_once && !is_first) {
            onnx_free(out[loop->out]);
        } else {
            onnx_free(run->in[loop->in]);
            run->in[loop->in] = out[loop->out];
        }
    }
    run->in[m->use_cache] = run->not_first;
}

static bool run_step(int32_t *token, float *p, Run *run, Err *e)
{
    OnnxTensor *out[PORTS_MOST] = {NULL};
    size_t      n = 0;
    if (!onnx_run(run->m->decoder, run->in, out, e))
        return false;
    const float *logits = onnx_f32(out[run->m->logits], &n);
    bool         ok = logits && n > VOCABULARY_SIZE;
    if (ok)
        *token = choose(p, logits, n);
    else
        err_set(e, ERR_MODEL, "the recogniser gave an answer of the wrong shape");
    onnx_free(out[run->m->logits]);
    run_remember(run, out);
    return ok;
}

static bool write_tokens(Heard *out, Run *run, size_t most, Err *e)
{
    for (out->n = 0; out->n < most; out->n++) {
        int32_t token = TOKEN_END;
        if (!run_step(&token, &out->p[out->n], run, e))
            return false;
        if (token == TOKEN_END)
            return true;
        out->tokens[out->n] = token;
        run->last_token = token;
        size_t good = guard_period(out->tokens, out->n + 1);
        if (good < out->n + 1) {
            out->n = good;
            break;
        }
    }
    out->is_cut = true;
    return true;
}

bool moonshine_hear(Heard *out, const Moonshine *m, const float *samples, size_t n,
                    Err *e)
{
    Run    run = {.m = m};
    double most = audio_seconds(n) * TOKENS_PER_S + TOKENS_EXTRA;
    *out = (Heard){.n = 0};
    bool ok = encode(&run.hidden, m, samples, n, e) && run_init(&run, e) &&
              write_tokens(out, &run, most < TOKENS_MOST ? (size_t)most : TOKENS_MOST, e);
    run_done(&run);
    return ok;
}
