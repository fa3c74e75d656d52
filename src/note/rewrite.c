/*
 * note/rewrite.c - a spoken sentence as a note would write it.
 *
 * Three ordered steps over words: drop what carries nothing, turn the opening frame
 * ("I'd like you to" -> "Advised to"), drop possessives. Then a gate: what still speaks
 * in the first or second person, asks, or runs on is not a note sentence, and the empty
 * result makes the note quote the speaker instead of guessing.
 */
#include "base/buf.h"
#include "note/note.h"
#include "note/words.h"

enum { SENTENCE_WORDS = 35, SENTENCE_BYTES = 400 };

/* An opening and what stands in its place. The longest that fits is taken. */
typedef struct Frame {
    Speaker     by;
    const char *said, *written;
} Frame;

static const Frame frames[] = {
    {SPEAKER_CLINICIAN, "i'd like you to", "Advised to"},
    {SPEAKER_CLINICIAN, "i would like you to", "Advised to"},
    {SPEAKER_CLINICIAN, "i want you to", "Advised to"},
    {SPEAKER_CLINICIAN, "i need you to", "Advised to"},
    {SPEAKER_CLINICIAN, "i'd suggest you", "Advised to"},
    {SPEAKER_CLINICIAN, "you should", "Advised to"},
    {SPEAKER_CLINICIAN, "you need to", "Advised to"},
    {SPEAKER_CLINICIAN, "you must", "Advised to"},
    {SPEAKER_CLINICIAN, "try to", "Advised to"},
    {SPEAKER_CLINICIAN, "please", "Advised to"},
    {SPEAKER_CLINICIAN, "i'd like you not to", "Advised not to"},
    {SPEAKER_CLINICIAN, "i would like you not to", "Advised not to"},
    {SPEAKER_CLINICIAN, "i don't want you to", "Advised not to"},
    {SPEAKER_CLINICIAN, "i do not want you to", "Advised not to"},
    {SPEAKER_CLINICIAN, "you should not", "Advised not to"},
    {SPEAKER_CLINICIAN, "you shouldn't", "Advised not to"},
    {SPEAKER_CLINICIAN, "you must not", "Advised not to"},
    {SPEAKER_CLINICIAN, "you mustn't", "Advised not to"},
    {SPEAKER_CLINICIAN, "try not to", "Advised not to"},
    {SPEAKER_CLINICIAN, "don't", "Advised not to"},
    {SPEAKER_CLINICIAN, "do not", "Advised not to"},
    {SPEAKER_CLINICIAN, "please don't", "Advised not to"},
    {SPEAKER_CLINICIAN, "please do not", "Advised not to"},
    {SPEAKER_CLINICIAN, "i'm not going to", "Will not"},
    {SPEAKER_CLINICIAN, "i am not going to", "Will not"},
    {SPEAKER_CLINICIAN, "we're not going to", "Will not"},
    {SPEAKER_CLINICIAN, "we are not going to", "Will not"},
    {SPEAKER_CLINICIAN, "i won't", "Will not"},
    {SPEAKER_CLINICIAN, "i will not", "Will not"},
    {SPEAKER_CLINICIAN, "we won't", "Will not"},
    {SPEAKER_CLINICIAN, "we will not", "Will not"},
    {SPEAKER_CLINICIAN, "let's not", "Will not"},
    {SPEAKER_CLINICIAN, "i will see you", "Review"},
    {SPEAKER_CLINICIAN, "i'll see you", "Review"},
    {SPEAKER_CLINICIAN, "we will see you", "Review"},
    {SPEAKER_CLINICIAN, "we'll see you", "Review"},
    {SPEAKER_CLINICIAN, "i would like", "Would like"},
    {SPEAKER_CLINICIAN, "i'd like", "Would like"},
    {SPEAKER_CLINICIAN, "i'm going to", ""},
    {SPEAKER_CLINICIAN, "i am going to", ""},
    {SPEAKER_CLINICIAN, "we're going to", ""},
    {SPEAKER_CLINICIAN, "we are going to", ""},
    {SPEAKER_CLINICIAN, "i'd like to", ""},
    {SPEAKER_CLINICIAN, "i would like to", ""},
    {SPEAKER_CLINICIAN, "i want to", ""},
    {SPEAKER_CLINICIAN, "i'll", ""},
    {SPEAKER_CLINICIAN, "i will", ""},
    {SPEAKER_CLINICIAN, "we'll", ""},
    {SPEAKER_CLINICIAN, "we will", ""},
    {SPEAKER_CLINICIAN, "let's", ""},
    {SPEAKER_CLINICIAN, "i suggest", "Suggested"},
    {SPEAKER_CLINICIAN, "i recommend", "Recommended"},
    {SPEAKER_CLINICIAN, "there is no", "No"},
    {SPEAKER_CLINICIAN, "there's no", "No"},
    {SPEAKER_CLINICIAN, "there are no", "No"},
    {SPEAKER_CLINICIAN, "i don't see any", "No visible"},
    {SPEAKER_CLINICIAN, "i can't feel any", "No palpable"},
    {SPEAKER_CLINICIAN, "there is", ""},
    {SPEAKER_CLINICIAN, "there's", ""},
    {SPEAKER_PATIENT, "i'm worried", "Worried"},
    {SPEAKER_PATIENT, "i am worried", "Worried"},
    {SPEAKER_PATIENT, "i worry", "Worries"},
    {SPEAKER_PATIENT, "i was worried", "Was worried"},
    {SPEAKER_PATIENT, "i was wondering", "Wondered"},
    {SPEAKER_PATIENT, "i wondered", "Wondered"},
    {SPEAKER_PATIENT, "i think", "Thinks"},
    {SPEAKER_PATIENT, "i hope", "Hopes"},
    {SPEAKER_PATIENT, "i was hoping", "Hoped"},
    {SPEAKER_PATIENT, "i've been having", "Has been having"},
    {SPEAKER_PATIENT, "i've been getting", "Has been getting"},
    {SPEAKER_PATIENT, "i have been having", "Has been having"},
    {SPEAKER_PATIENT, "i have been getting", "Has been getting"},
    {SPEAKER_PATIENT, "i've been", "Has been"},
    {SPEAKER_PATIENT, "i've had", "Has had"},
    {SPEAKER_PATIENT, "i've got", "Has"},
    {SPEAKER_PATIENT, "i have", "Has"},
    {SPEAKER_PATIENT, "i get", "Gets"},
    {SPEAKER_PATIENT, "i keep getting", "Keeps getting"},
    {SPEAKER_PATIENT, "i take", "Takes"},
    {SPEAKER_PATIENT, "i'm allergic", "Allergic"},
    {SPEAKER_PATIENT, "i am allergic", "Allergic"},
};

/* Openers that carry nothing. */
static const char *const openers[] = {
    "okay",    "ok",        "alright", "so",   "um",   "uh",   "er",       "erm",
    "and",     "but",       "now",     "then", "yeah", "yes",  "oh",       "ah",
    "because", "basically", "also",    "hmm",  "mm",   "just", "actually", "otherwise",
};

/* These open a thought ("Right, let's see") or belong to it ("Right calf is tender"). */
static const char *const half_openers[] = {
    "right", "well", "good", "great", "fine", "first",
};

static const char *const fillers[] = {"um", "uh", "er", "erm", "hmm", "ah", "oh"};

static const char *const possessives[] = {"my", "your"};

/* Still the speaker's own voice: such a sentence is quoted, not written. */
static const char *const voices[] = {
    "i",      "i'm",    "i've",  "i'd",   "i'll",     "me",    "my",  "mine",
    "myself", "we",     "we'll", "we're", "us",       "our",   "you", "you're",
    "you've", "you'll", "you'd", "your",  "yourself", "let's",
};

/* A half opener carries nothing before a comma, another opener or the speaker. */
static bool is_opener(const Words *w, size_t at)
{
    Str word = w->v[at];
    if (WORDS_IS_ONE_OF(word, openers))
        return true;
    if (!WORDS_IS_ONE_OF(word, half_openers) || at + 1 >= w->n)
        return false;
    return str_ends(word, STR(",")) || str_ends(word, STR(".")) ||
           WORDS_IS_ONE_OF(w->v[at + 1], openers) ||
           WORDS_IS_ONE_OF(w->v[at + 1], voices);
}

/* "go to the ER" has no filler in it. */
static bool is_filler(const Words *w, size_t at)
{
    Str word = w->v[at];
    return WORDS_IS_ONE_OF(word, fillers) && !str_starts(word, STR("ER")) &&
           (at == 0 || !words_same(w->v[at - 1], "the"));
}

/* Fillers go, and a word that is said twice in a row is kept once. */
static void clean(Words *w)
{
    while (w->from < w->n && is_opener(w, w->from))
        w->from++;
    for (size_t i = w->from; i < w->n;) {
        bool stutter = i > w->from && str_eq_nocase(w->v[i], w->v[i - 1]);
        if (stutter || is_filler(w, i))
            words_drop(w, i);
        else
            i++;
    }
}

/* Words of nobody in particular may open with any frame. */
static size_t opens_with(const Words *w, const Frame *f, Speaker by)
{
    bool may = f->by == by || (by != SPEAKER_CLINICIAN && by != SPEAKER_PATIENT);
    return may ? words_phrase_at(w, w->from, f->said) : 0;
}

static Str take_frame(Words *w, Speaker by)
{
    const Frame *best = NULL;
    size_t       most = 0;
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        size_t n = opens_with(w, &frames[i], by);
        if (n > most) {
            most = n;
            best = &frames[i];
        }
    }
    w->from += most;
    return best ? str_from(best->written) : (Str){0};
}

/* "your calves" -> "calves"; "on your own" -> "on their own" */
static void drop_possessives(Words *w)
{
    for (size_t i = w->from; i < w->n;) {
        bool is_own = i + 1 < w->n && words_same(w->v[i + 1], "own");
        if (!WORDS_IS_ONE_OF(w->v[i], possessives)) {
            i++;
        } else if (is_own) {
            w->v[i++] = STR("their");
        } else {
            words_drop(w, i);
        }
    }
}

static bool is_letter(char c)
{
    unsigned char u = (unsigned char)c;
    return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || u >= 0x80 || u == '\'';
}

/* Does the speaker's voice stand in a word, alone or joined ("and/or-you")? */
static bool has_voice(Str word)
{
    for (size_t i = 0; i < word.n;) {
        size_t from = i;
        while (i < word.n && is_letter(word.p[i]))
            i++;
        if (i > from && WORDS_IS_ONE_OF(str_sub(word, from, i - from), voices))
            return true;
        i += i == from;
    }
    return false;
}

static bool is_note_sentence(const Words *w, Str frame)
{
    size_t n = w->n - w->from, n_bytes = 0;
    if (n < (frame.n ? 1 : 2) || n > SENTENCE_WORDS)
        return false;
    for (size_t i = w->from; i < w->n; i++) {
        n_bytes += w->v[i].n + 1;
        if (has_voice(w->v[i]) || str_find_char(w->v[i], '?') != STR_NONE)
            return false;
    }
    return n_bytes <= SENTENCE_BYTES;
}

static bool join(Str *out, Arena *a, const Words *w, Str frame, Err *e)
{
    Buf b = buf_open(a, 4 * KIB);
    buf_str(&b, frame);
    for (size_t i = w->from; i < w->n; i++) {
        if (b.n)
            buf_char(&b, ' ');
        buf_str(&b, w->v[i]);
    }
    while (b.n && (b.p[b.n - 1] == ',' || b.p[b.n - 1] == '.' || b.p[b.n - 1] == ';'))
        b.n--;
    buf_char(&b, '.');
    if (b.n && !b.failure.code && b.p[0] >= 'a' && b.p[0] <= 'z')
        b.p[0] = (char)(b.p[0] - 'a' + 'A');
    return buf_done(&b, out, e);
}

bool note_rewrite(Str *out, Arena *a, Str said, Speaker by, Err *e)
{
    Words w;
    *out = (Str){0};
    if (!words_split(&w, words_without_courtesy(said)))
        return true;
    clean(&w);
    Str frame = take_frame(&w, by);
    drop_possessives(&w);
    if (!is_note_sentence(&w, frame))
        return true;
    return join(out, a, &w, frame, e);
}
