/*
 * asr/asr.c - see asr.h: find speech, cut it, decode the pieces side by side, write.
 *
 * Each thread takes the next piece that nobody has taken. A piece is decoded from its
 * own sound alone and its result has its own place, so neither the number of threads nor
 * who was faster shows in the text.
 */
#include "asr/asr.h"

#include "asr/cut.h"
#include "asr/moonshine.h"
#include "asr/vocabulary.h"
#include "audio/audio.h"

#include <pthread.h>

enum { THREADS_MOST = 16 };

/* Below this mean probability of its tokens, half of the words of a segment are wrong. */
static const double DOUBTFUL_BELOW = 0.55;
/* The share of the work that finding speech is, for the progress shown. */
static const double SHARE_OF_FINDING = 0.08;

struct Recogniser {
    Vad       *vad;
    Moonshine *moonshine;
    Vocabulary vocabulary;
    unsigned   threads;
};

/* One call of asr_run, shared by its threads; what changes is behind the lock. */
typedef struct Bench {
    const Recogniser *r;
    const float      *samples;
    Cuts              cuts;
    Heard            *heard; /* one per cut */
    AsrProgress      *progress;
    void             *who;
    pthread_mutex_t   lock;
    size_t            next, n_done;
    Err               failure; /* the first */
} Bench;

/* The error of an unreadable model folder, with what to do about it. */
static bool model_missing(Err *e)
{
    if (e->code == ERR_MODEL && e->message[0]) {
        Err why = *e;
        return err_set(e, ERR_MODEL,
                       "%.300s; run ./run once to set up the models, or "
                       "give --models",
                       why.message);
    }
    return false;
}

static bool parts_open(Recogniser *r, Arena *a, Str models, AsrModel model, Err *e)
{
    Str vad, folder, vocabulary;
    if (!str_fmt(&vad, a, e, STR_F "/silero_vad_v6.onnx", STR_A(models)) ||
        !str_fmt(&folder, a, e, STR_F "/%s", STR_A(models),
                 model == ASR_TINY ? "moonshine-tiny" : "moonshine-base") ||
        !str_fmt(&vocabulary, a, e, STR_F "/moonshine.vocab", STR_A(models)))
        return false;
    return vad_open(&r->vad, a, vad, e) && moonshine_open(&r->moonshine, a, folder, e) &&
           vocabulary_open(&r->vocabulary, a, vocabulary, e);
}

bool asr_open(Recogniser **out, Arena *a, Str models, AsrModel model, unsigned threads,
              Err *e)
{
    Recogniser *r = ARENA_NEW(a, Recogniser, e);
    if (!r)
        return false;
    r->threads = threads < 1 ? 1 : threads > THREADS_MOST ? THREADS_MOST : threads;
    if (!parts_open(r, a, models, model, e))
        return model_missing(e);
    *out = r;
    return true;
}

/* The next piece to decode; false when there is none or the work has failed. */
static bool take(size_t *at, Bench *b)
{
    pthread_mutex_lock(&b->lock);
    bool is_more = b->failure.code == ERR_NONE && b->next < b->cuts.n;
    if (is_more)
        *at = b->next++;
    pthread_mutex_unlock(&b->lock);
    return is_more;
}

static void hand_in(Bench *b, bool ok, const Err *e)
{
    pthread_mutex_lock(&b->lock);
    double done = (double)++b->n_done / (double)b->cuts.n;
    if (b->failure.code == ERR_NONE) {
        if (!ok)
            b->failure = *e;
        else if (b->progress &&
                 !b->progress(b->who, SHARE_OF_FINDING + (1 - SHARE_OF_FINDING) * done))
            err_set(&b->failure, ERR_BUSY, "the transcription was stopped");
    }
    pthread_mutex_unlock(&b->lock);
}

static void *decode_pieces(void *p)
{
    Bench *b = p;
    size_t at = 0;
    while (take(&at, b)) {
        Err  e = {0};
        Cut  cut = b->cuts.v[at];
        bool ok = moonshine_hear(&b->heard[at], b->r->moonshine, b->samples + cut.from,
                                 cut.to - cut.from, &e);
        hand_in(b, ok, &e);
    }
    return NULL;
}

/* All pieces. A thread that cannot be started is done without: this one works too. */
static bool decode_all(Bench *b, Err *e)
{
    pthread_t threads[THREADS_MOST];
    unsigned  n = 0;
    while (n + 1 < b->r->threads && n + 1 < b->cuts.n &&
           pthread_create(&threads[n], NULL, decode_pieces, b) == 0)
        n++;
    decode_pieces(b);
    while (n > 0)
        pthread_join(threads[--n], NULL);
    if (b->failure.code == ERR_NONE)
        return true;
    *e = b->failure;
    return false;
}

static double mean_p(const Heard *h)
{
    double sum = 0;
    for (size_t i = 0; i < h->n; i++)
        sum += (double)h->p[i];
    return h->n ? sum / (double)h->n : 0;
}

static bool write_down(AsrResult *out, Arena *a, const Bench *b, size_t n_samples, Err *e)
{
    AsrSegment *v = ARENA_ARRAY(a, AsrSegment, b->cuts.n, e);
    size_t      n = 0, speech = 0;
    if (!v)
        return false;
    for (size_t i = 0; i < b->cuts.n; i++) {
        const Heard *h = &b->heard[i];
        Cut          cut = b->cuts.v[i];
        Str          text;
        if (!vocabulary_text(&text, a, b->r->vocabulary, h->tokens, h->n, e))
            return false;
        speech += cut.speech;
        double confidence = mean_p(h);
        if (text.n)
            v[n++] = (AsrSegment){audio_seconds(cut.from), audio_seconds(cut.to), text,
                                  confidence, h->is_cut || confidence < DOUBTFUL_BELOW};
    }
    *out = (AsrResult){v, n, audio_seconds(n_samples), audio_seconds(speech)};
    return true;
}

/* The VAD's share of the progress. */
static bool finding_goes_on(void *who, double share)
{
    Bench *b = who;
    return !b->progress || b->progress(b->who, SHARE_OF_FINDING * share);
}

bool asr_run(AsrResult *out, Arena *a, Recogniser *r, const float *samples, size_t n,
             AsrProgress *progress, void *who, Err *e)
{
    VadFrames frames;
    Bench     b = {.r = r, .samples = samples, .progress = progress, .who = who};
    if (!vad_run(&frames, a, r->vad, samples, n, finding_goes_on, &b, e) ||
        !cut_speech(&b.cuts, a, &frames, n, &CUT_RULES, e))
        return false;
    b.heard = ARENA_ARRAY(a, Heard, b.cuts.n, e);
    if (!b.heard)
        return false;
    if (pthread_mutex_init(&b.lock, NULL) != 0)
        return err_set(e, ERR_BUSY, "the system has no room for another thread; retry");
    bool ok = decode_all(&b, e) && write_down(out, a, &b, n, e);
    pthread_mutex_destroy(&b.lock);
    return ok;
}
