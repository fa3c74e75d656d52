/* note/words.c - cutting, comparing, and the courtesies that no note holds. */
#include "note/words.h"

static bool is_white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool words_split(Words *w, Str said)
{
    *w = (Words){.n = 0};
    for (size_t i = 0; i < said.n;) {
        size_t from = i;
        while (i < said.n && !is_white(said.p[i]))
            i++;
        if (i == from) {
            i++;
            continue;
        }
        if (w->n == WORDS_MOST)
            return false;
        w->v[w->n++] = str_sub(said, from, i - from);
    }
    return w->n > 0;
}

void words_drop(Words *w, size_t at)
{
    for (size_t i = at; i + 1 < w->n; i++)
        w->v[i] = w->v[i + 1];
    w->n--;
}

/* Letters, digits, bytes of other scripts and the apostrophe make up a word. */
static bool is_outside(char c)
{
    unsigned char u = (unsigned char)c;
    bool          inside = (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') ||
                  (u >= '0' && u <= '9') || u >= 0x80 || u == '\'';
    return !inside;
}

static Str bare(Str w)
{
    while (w.n && is_outside(w.p[w.n - 1]))
        w.n--;
    while (w.n && is_outside(w.p[0]))
        w = str_from_at(w, 1);
    return w;
}

bool words_same(Str word, const char *table)
{
    Str    w = bare(word);
    size_t i = 0;
    for (; *table; table++) {
        if (*table == '\'' && str_starts(str_from_at(w, i), STR("\xE2\x80\x99"))) {
            i += 3;
            continue;
        }
        char c = (char)(i < w.n ? w.p[i++] : '\0');
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c != *table)
            return false;
    }
    return i == w.n;
}

bool words_is_one_of(Str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (words_same(word, list[i]))
            return true;
    return false;
}

size_t words_phrase_at(const Words *w, size_t at, const char *phrase)
{
    size_t n = 0;
    while (*phrase) {
        char   one[32];
        size_t k = 0;
        while (*phrase && *phrase != ' ' && k + 1 < sizeof one)
            one[k++] = *phrase++;
        one[k] = '\0';
        phrase += *phrase == ' ';
        if (at + n >= w->n || !words_same(w->v[at + n], one))
            return 0;
        n++;
    }
    return n;
}

/* ---- courtesies ------------------------------------------------------------------ */

/* `wants_end`: these words say something else when the sentence goes on ("take care of
   the wound"), so they count only before a comma, a stop or another courtesy. */
static const struct Courtesy {
    const char *said;
    bool        wants_end;
} courtesies[] = {
    {"good morning", false},
    {"good afternoon", false},
    {"good evening", false},
    {"good day", true},
    {"morning", true},
    {"afternoon", true},
    {"evening", true},
    {"hello", false},
    {"hello there", false},
    {"hi", false},
    {"hi there", false},
    {"hey", true},
    {"welcome", true},
    {"nice to meet you", true},
    {"nice to see you", true},
    {"how are you", true},
    {"how are you today", true},
    {"how are you doing", true},
    {"how are you doing today", true},
    {"how can i help", true},
    {"how can i help you", true},
    {"how can i help you today", true},
    {"how may i help you", true},
    {"what can i do for you", true},
    {"what can i do for you today", true},
    {"what brings you in", true},
    {"what brings you in today", true},
    {"come in", true},
    {"come on in", true},
    {"come through", true},
    {"have a seat", true},
    {"take a seat", true},
    {"sit down", true},
    {"do sit down", true},
    {"make yourself comfortable", true},
    {"please", true},
    {"please have a seat", true},
    {"please take a seat", true},
    {"please sit down", true},
    {"please come in", true},
    {"i'm sorry to hear that", true},
    {"i am sorry to hear that", true},
    {"sorry to hear that", true},
    {"thank you", true},
    {"thank you doctor", true},
    {"thank you very much", true},
    {"thank you so much", true},
    {"thanks", true},
    {"thanks a lot", true},
    {"thanks for coming in", true},
    {"thank you for coming in", true},
    {"you're welcome", true},
    {"you are welcome", true},
    {"no problem", true},
    {"of course", true},
    {"take care", true},
    {"goodbye", true},
    {"bye", true},
    {"bye bye", true},
    {"see you then", true},
    {"see you soon", true},
    {"see you later", true},
    {"have a good day", true},
    {"have a nice day", true},
    {"doctor", true},
    {"doc", true},
    {"sir", true},
    {"madam", true},
    {"ma'am", true},
};

static const char *const titles[] = {"mr", "mrs", "ms", "miss", "dr"};

static const char *const hesitations[] = {"um",    "uh",  "er",   "erm",    "hmm", "mm",
                                          "ah",    "oh",  "so",   "okay",   "ok",  "well",
                                          "right", "yes", "yeah", "alright"};

static bool ends_thought(const Words *w, size_t after)
{
    if (after >= w->n)
        return true;
    char last = w->v[after - 1].p[w->v[after - 1].n - 1];
    return last == ',' || last == '.' || last == '!' || last == '?' || last == ';';
}

/* Words of the longest courtesy at `at`; 0 when none stands there. */
static size_t courtesy_at(const Words *w, size_t at, bool *wants_end)
{
    size_t most = 0;
    for (size_t i = 0; i < sizeof courtesies / sizeof *courtesies; i++) {
        size_t n = words_phrase_at(w, at, courtesies[i].said);
        if (n > most) {
            most = n;
            *wants_end = courtesies[i].wants_end;
        }
    }
    if (!most && at > 0 && at + 1 < w->n && WORDS_IS_ONE_OF(w->v[at], titles)) {
        most = 2;
        *wants_end = true;
    }
    return most;
}

/* Where the courtesies that begin at `at` end; `at` itself when there are none. */
static size_t behind_courtesies(const Words *w, size_t at)
{
    size_t good = at;
    for (size_t i = at; i < w->n;) {
        bool   wants_end = false;
        size_t n = courtesy_at(w, i, &wants_end);
        if (!n && good > at && WORDS_IS_ONE_OF(w->v[i], hesitations)) {
            i++;
            continue;
        }
        if (!n)
            break;
        i += n;
        if (!wants_end || ends_thought(w, i))
            good = i;
    }
    return good;
}

Str words_without_courtesy(Str said)
{
    Words  w;
    Str    whole = str_trim(said);
    size_t from = 0, rest;
    if (!words_split(&w, whole))
        return whole;
    while (from < w.n && WORDS_IS_ONE_OF(w.v[from], hesitations))
        from++;
    rest = behind_courtesies(&w, from);
    if (rest == from && from < w.n)
        return whole;
    if (rest >= w.n)
        return (Str){0};
    return str_span(w.v[rest].p, whole.p + whole.n);
}
