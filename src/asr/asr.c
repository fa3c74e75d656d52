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
#include "asr/phrase.h"
#include "asr/vocabulary.h"
#include "audio/audio.h"

#include <pthread.h>

enum { THREADS_MOST = 16 };

/* Below this mean probability of its tokens a sentence is marked for a second look. */
static const double DOUBTFUL_BELOW = 0.55;
/* A hearing of this worth is not repeated; half of all are. */
static const double CONVINCING = 0.88;
/* People do not talk longer without the end of a sentence. */
static const double UNMARKED_S = 8;
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
    AsrWatch          watch;
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
        else if (b->watch.progress &&
                 !b->watch.progress(b->watch.who,
                                    SHARE_OF_FINDING + (1 - SHARE_OF_FINDING) * done))
            err_set(&b->failure, ERR_BUSY, "the transcription was stopped");
    }
    pthread_mutex_unlock(&b->lock);
}

/* The mean probability of the tokens [from, from + n). */
static double mean_p(const Heard *h, size_t from, size_t n)
{
    double sum = 0;
    for (size_t i = from; i < from + n; i++)
        sum += (double)h->p[i];
    return n ? sum / (double)n : 0;
}

/* How much a hearing is to be believed: its confidence, less for a loop, and less for a
   long piece without a full stop, which is how the decoder writes when it is lost. */
static double worth(const Heard *h, const Recogniser *r, const Cut *cut)
{
    Phrase phrases[TOKENS_MOST];
    bool   is_long = audio_seconds(cut->views[0].to - cut->views[0].from) > UNMARKED_S;
    double value = mean_p(h, 0, h->n);
    if (is_long && phrase_split(phrases, h, r->vocabulary, cut) <= 1)
        value -= 0.1;
    return h->is_cut ? value - 0.5 : value;
}

/* The better of two hearings: where the first is not convincing, the second listens to
   the same talk with more silence around it. */
static bool hear_well(Heard *out, const Bench *b, const Cut *cut, Err *e)
{
    double best = -2;
    for (size_t k = 0; k < CUT_VIEWS && best < CONVINCING; k++) {
        Heard   h;
        Stretch view = cut->views[k];
        if (!moonshine_hear(&h, b->r->moonshine, b->samples + view.from,
                            view.to - view.from, e))
            return false;
        double value = worth(&h, b->r, cut);
        if (value > best) {
            best = value;
            *out = h;
        }
    }
    return true;
}

static void *decode_pieces(void *p)
{
    Bench *b = p;
    size_t at = 0;
    while (take(&at, b)) {
        Err  e = {0};
        bool ok = hear_well(&b->heard[at], b, &b->cuts.v[at], &e);
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

static bool phrase_write(AsrSegment *out, Arena *a, const Bench *b, const Heard *h,
                         const Phrase *p, Err *e)
{
    bool   is_last = p->first + p->n == h->n;
    double confidence = mean_p(h, p->first, p->n);
    *out = (AsrSegment){.from_s = audio_seconds(p->from),
                        .to_s = audio_seconds(p->to),
                        .confidence = confidence,
                        .is_doubtful =
                            (h->is_cut && is_last) || confidence < DOUBTFUL_BELOW};
    return vocabulary_text(&out->text, a, b->r->vocabulary, h->tokens + p->first, p->n,
                           e);
}

static bool write_down(AsrResult *out, Arena *a, const Bench *b, size_t n_samples, Err *e)
{
    size_t n = 0, most = 0, speech = 0;
    for (size_t i = 0; i < b->cuts.n; i++)
        most += b->heard[i].n;
    AsrSegment *v = ARENA_ARRAY(a, AsrSegment, most, e);
    if (!v)
        return false;
    for (size_t i = 0; i < b->cuts.n; i++) {
        Phrase phrases[TOKENS_MOST];
        size_t n_phrases =
            phrase_split(phrases, &b->heard[i], b->r->vocabulary, &b->cuts.v[i]);
        speech += b->cuts.v[i].speech;
        for (size_t k = 0; k < n_phrases; k++) {
            if (!phrase_write(&v[n], a, b, &b->heard[i], &phrases[k], e))
                return false;
            n += v[n].text.n > 0;
        }
    }
    *out = (AsrResult){v, n, audio_seconds(n_samples), audio_seconds(speech)};
    return true;
}

/* The VAD's share of the progress. */
static bool finding_goes_on(void *who, double share)
{
    Bench *b = who;
    return !b->watch.progress ||
           b->watch.progress(b->watch.who, SHARE_OF_FINDING * share);
}

bool asr_run(AsrResult *out, Arena *a, Recogniser *r, AsrSound sound, AsrWatch watch,
             Err *e)
{
    VadFrames      frames;
    Bench          b = {.r = r, .samples = sound.samples, .watch = watch};
    const AsrWatch finding = {finding_goes_on, &b};
    if (!vad_run(&frames, a, r->vad, sound, finding, e) ||
        !cut_speech(&b.cuts, a, &frames, sound.n, &CUT_RULES, e))
        return false;
    b.heard = ARENA_ARRAY(a, Heard, b.cuts.n, e);
    if (!b.heard)
        return false;
    if (pthread_mutex_init(&b.lock, NULL) != 0)
        return err_set(e, ERR_BUSY, "the system has no room for another thread; retry");
    bool ok = decode_all(&b, e) && write_down(out, a, &b, sound.n, e);
    pthread_mutex_destroy(&b.lock);
    return ok;
}
