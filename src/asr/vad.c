/* asr/vad.c - Silero voice activity detection; see vad.h. */
#include "asr/vad.h"

#include "audio/audio.h"
#include "onnx/onnx.h"

#include <string.h>

enum { CONTEXT = 64, STATE = 2 * 1 * 128, STRETCH = 1024 };

struct Vad {
    OnnxSession *session;
    size_t       input, state, rate; /* places among the inputs */
    size_t       p_out, state_out;   /* places among the outputs */
};

/* What the network carries from one frame to the next. */
typedef struct Ear {
    float window[CONTEXT + VAD_FRAME];
    float state[STATE];
} Ear;

bool vad_open(Vad **out, Arena *a, Str path, Err *e)
{
    Vad *v = ARENA_NEW(a, Vad, e);
    if (!v || !onnx_open_file(&v->session, a, path, e))
        return false;
    OnnxPorts in = onnx_inputs(v->session), far = onnx_outputs(v->session);
    v->input = onnx_find(in, STR("input"));
    v->state = onnx_find(in, STR("state"));
    v->rate = onnx_find(in, STR("sr"));
    v->p_out = onnx_find(far, STR("output"));
    v->state_out = onnx_find(far, STR("stateN"));
    if (in.n != 3 || far.n != 2 || v->input == STR_NONE || v->state == STR_NONE ||
        v->rate == STR_NONE || v->p_out == STR_NONE || v->state_out == STR_NONE)
        return err_set(e, ERR_MODEL,
                       STR_F
                       " is not the Silero model expected; run ./run once to set it "
                       "up, or give --models",
                       STR_A(path));
    *out = v;
    return true;
}

static bool tensors_make(OnnxTensor *in[3], const Vad *v, Ear *ear, Err *e)
{
    static const int64_t rate = AUDIO_RATE;
    const int64_t        window[] = {1, CONTEXT + VAD_FRAME}, state[] = {2, 1, STATE / 2};
    return onnx_view(&in[v->input], ONNX_F32, 2, window, ear->window, e) &&
           onnx_view(&in[v->state], ONNX_F32, 3, state, ear->state, e) &&
           onnx_view(&in[v->rate], ONNX_I64, 0, NULL, &rate, e);
}

/* The answer for the frame in the window; the state moves on. */
static bool listen(float *p_speech, const Vad *v, OnnxTensor *in[3], Ear *ear, Err *e)
{
    OnnxTensor *far[2] = {NULL, NULL};
    size_t      n_p = 0, n_state = 0;
    if (!onnx_run(v->session, in, far, e))
        return false;
    const float *p = onnx_f32(far[v->p_out], &n_p);
    const float *state = onnx_f32(far[v->state_out], &n_state);
    bool         ok = p && state && n_p == 1 && n_state == STATE;
    if (ok) {
        *p_speech = *p;
        memcpy(ear->state, state, sizeof ear->state);
    } else {
        err_set(e, ERR_MODEL, "the Silero model gave an answer of the wrong shape");
    }
    onnx_free(far[0]);
    onnx_free(far[1]);
    return ok;
}

/* The next frame into the window, the end of the last one before it. */
static float window_fill(Ear *ear, const float *samples, size_t n)
{
    float *frame = ear->window + CONTEXT, sum = 0;
    memmove(ear->window, ear->window + VAD_FRAME, CONTEXT * sizeof(float));
    memset(frame, 0, VAD_FRAME * sizeof(float));
    memcpy(frame, samples, n * sizeof(float));
    for (size_t i = 0; i < n; i++)
        sum += frame[i] * frame[i];
    return sum / VAD_FRAME;
}

bool vad_run(VadFrames *out, Arena *a, const Vad *v, AsrSound sound, AsrWatch watch,
             Err *e)
{
    size_t      n_frames = (sound.n + VAD_FRAME - 1) / VAD_FRAME;
    float      *p_speech = ARENA_ARRAY(a, float, n_frames, e);
    float      *loudness = ARENA_ARRAY(a, float, n_frames, e);
    Ear        *ear = ARENA_NEW(a, Ear, e);
    OnnxTensor *in[3] = {NULL, NULL, NULL};
    if (!p_speech || !loudness || !ear)
        return false;
    bool ok = tensors_make(in, v, ear, e);
    for (size_t i = 0; ok && i < n_frames; i++) {
        size_t at = i * VAD_FRAME, left = sound.n - at;
        loudness[i] =
            window_fill(ear, sound.samples + at, left < VAD_FRAME ? left : VAD_FRAME);
        ok = listen(&p_speech[i], v, in, ear, e);
        if (ok && watch.progress && i % STRETCH == 0 &&
            !watch.progress(watch.who, (double)i / (double)n_frames))
            ok = err_set(e, ERR_BUSY, "the transcription was stopped");
    }
    for (size_t i = 0; i < 3; i++)
        onnx_free(in[i]);
    if (ok)
        *out = (VadFrames){p_speech, loudness, n_frames};
    return ok;
}
