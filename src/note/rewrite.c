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

enum { WORDS_MOST = 120, SENTENCE_WORDS = 35 };

typedef struct Words {
    Str    v[WORDS_MOST];
    size_t n, from; /* words before `from` are gone */
} Words;

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
    {SPEAKER_CLINICIAN, "try to", "Advised to"},
    {SPEAKER_CLINICIAN, "please", "Advised to"},
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

/* Openers and fillers that carry nothing; a trailing comma does not matter. */
static const char *const openers[] = {
    "okay", "ok",  "alright", "right", "so",    "well",    "um",        "uh",
    "er",   "erm", "and",     "but",   "now",   "then",    "yeah",      "yes",
    "oh",   "ah",  "good",    "great", "just",  "because", "basically", "actually",
    "also", "hmm", "mm",      "fine",  "first", "thanks",
};

static const char *const fillers[] = {"um", "uh", "er", "erm", "hmm", "mm", "ah", "oh"};

static const char *const possessives[] = {"my", "your"};

/* Still the speaker's own voice: such a sentence is quoted, not written. */
static const char *const voices[] = {
    "i",      "i'm",    "i've",  "i'd",   "i'll",     "me",    "my",  "mine",
    "myself", "we",     "we'll", "we're", "us",       "our",   "you", "you're",
    "you've", "you'll", "you'd", "your",  "yourself", "let's",
};

/* The word without punctuation around it, curly apostrophes left as they are. */
static Str bare(Str w)
{
    while (w.n && (w.p[w.n - 1] == ',' || w.p[w.n - 1] == '.' || w.p[w.n - 1] == '!' ||
                   w.p[w.n - 1] == ';' || w.p[w.n - 1] == ':'))
        w.n--;
    while (w.n && (w.p[0] == '"' || w.p[0] == '('))
        w.p++, w.n--;
    return w;
}

static bool is_one_of(Str w, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(bare(w), str_from(list[i])))
            return true;
    return false;
}
#define IS_ONE_OF(w, list) is_one_of((w), (list), sizeof(list) / sizeof *(list))

static bool split(Words *w, Str said)
{
    Str rest = said, part;
    while (str_next(&rest, ' ', &part)) {
        part = str_trim(part);
        if (!part.n)
            continue;
        if (w->n == WORDS_MOST)
            return false;
        w->v[w->n++] = part;
    }
    return w->n > 0;
}

static void drop(Words *w, size_t at)
{
    for (size_t i = at; i + 1 < w->n; i++)
        w->v[i] = w->v[i + 1];
    w->n--;
}

/* Fillers go, and a word that is said twice in a row is kept once. */
static void clean(Words *w)
{
    while (w->from < w->n && IS_ONE_OF(w->v[w->from], openers))
        w->from++;
    for (size_t i = w->from; i < w->n;) {
        bool stutter = i > w->from && str_eq_nocase(w->v[i], w->v[i - 1]);
        if (stutter || IS_ONE_OF(w->v[i], fillers))
            drop(w, i);
        else
            i++;
    }
}

/* Number of words of the frame when the sentence opens with it, 0 otherwise. */
static size_t opens_with(const Words *w, const Frame *f)
{
    Str    rest = str_from(f->said), part;
    size_t n = 0;
    while (str_next(&rest, ' ', &part)) {
        size_t at = w->from + n;
        if (at >= w->n || !str_eq_nocase(bare(w->v[at]), part))
            return 0;
        n++;
    }
    return n;
}

static Str take_frame(Words *w, Speaker by)
{
    const Frame *best = NULL;
    size_t       most = 0;
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        size_t n = frames[i].by == by ? opens_with(w, &frames[i]) : 0;
        if (n > most) {
            most = n;
            best = &frames[i];
        }
    }
    w->from += most;
    return best ? str_from(best->written) : (Str){0};
}

static void drop_possessives(Words *w)
{
    for (size_t i = w->from; i < w->n;)
        if (IS_ONE_OF(w->v[i], possessives))
            drop(w, i);
        else
            i++;
}

static bool is_note_sentence(const Words *w)
{
    size_t n = w->n - w->from;
    if (n < 2 || n > SENTENCE_WORDS)
        return false;
    for (size_t i = w->from; i < w->n; i++)
        if (IS_ONE_OF(w->v[i], voices) || str_find_char(w->v[i], '?') != STR_NONE)
            return false;
    return true;
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
    Words w = {.n = 0};
    *out = (Str){0};
    if (!split(&w, said))
        return true;
    clean(&w);
    Str frame = take_frame(&w, by);
    drop_possessives(&w);
    if (!is_note_sentence(&w))
        return true;
    return join(out, a, &w, frame, e);
}
