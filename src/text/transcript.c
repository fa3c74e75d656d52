/*
 * text/transcript.c - the text is kept as it came; turns only point into it.
 *
 * A line opens a turn when a known name and a colon stand at its beginning. Other lines
 * continue the turn before them. One such line is enough to make a text a dialogue: a
 * false reading would need somebody to write "Patient:" and mean something else, and the
 * headings of notes ("Patient: 68 m") are caught by asking for both voices.
 */
#include "text/transcript.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *label;
    Speaker     speaker;
} labels[] = {
    {"d", SPEAKER_CLINICIAN},         {"dr", SPEAKER_CLINICIAN},
    {"dr.", SPEAKER_CLINICIAN},       {"doc", SPEAKER_CLINICIAN},
    {"doctor", SPEAKER_CLINICIAN},    {"gp", SPEAKER_CLINICIAN},
    {"clinician", SPEAKER_CLINICIAN}, {"physician", SPEAKER_CLINICIAN},
    {"nurse", SPEAKER_CLINICIAN},     {"p", SPEAKER_PATIENT},
    {"pt", SPEAKER_PATIENT},          {"pt.", SPEAKER_PATIENT},
    {"patient", SPEAKER_PATIENT},     {"relative", SPEAKER_OTHER},
    {"carer", SPEAKER_OTHER},         {"mother", SPEAKER_OTHER},
    {"father", SPEAKER_OTHER},        {"wife", SPEAKER_OTHER},
    {"husband", SPEAKER_OTHER},       {"interpreter", SPEAKER_OTHER},
    {"other", SPEAKER_OTHER},         {"speaker", SPEAKER_UNKNOWN},
};

const char *speaker_name(Speaker s)
{
    static const char *const names[] = {"unknown", "clinician", "patient", "other"};
    return (unsigned)s < sizeof names / sizeof *names ? names[s] : "unknown";
}

enum { LABEL_MOST = 24 };

/* "[Doctor]: Hello" -> the label's speaker and where its words begin in the line. */
static bool label_of(Str line, Speaker *speaker, size_t *words_at)
{
    size_t colon = str_find_char(str_sub(line, 0, LABEL_MOST), ':');
    if (colon == STR_NONE)
        return false;
    Str name = str_trim(str_sub(line, 0, colon));
    while (name.n && (name.p[0] == '[' || name.p[0] == '*'))
        name = str_from_at(name, 1);
    while (name.n && (name.p[name.n - 1] == ']' || name.p[name.n - 1] == '*'))
        name.n--;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (str_eq_nocase(name, str_from(labels[i].label))) {
            *speaker = labels[i].speaker;
            *words_at = colon + 1;
            return true;
        }
    }
    return false;
}

static Span trimmed(Str text, size_t from, size_t to)
{
    Str s = str_trim(str_sub(text, from, to - from));
    if (!s.n)
        return (Span){(uint32_t)from, 0};
    return (Span){(uint32_t)(s.p - text.p), (uint32_t)s.n};
}

static Turn typed_turn(Speaker speaker, Span span)
{
    return (Turn){.speaker = speaker,
                  .p_speaker = speaker == SPEAKER_UNKNOWN ? 0 : 1,
                  .span = span,
                  .from_s = NAN,
                  .to_s = NAN,
                  .confidence = NAN};
}

typedef struct Lines {
    Str    text;
    size_t at;
} Lines;

static bool next_line(Lines *l, size_t *from, size_t *to)
{
    if (l->at >= l->text.n)
        return false;
    size_t end = str_find_char(str_from_at(l->text, l->at), '\n');
    *from = l->at;
    *to = end == STR_NONE ? l->text.n : l->at + end;
    l->at = *to + 1;
    return true;
}

static size_t count_labels(Str text)
{
    size_t  n = 0, from, to, words_at;
    bool    seen[SPEAKER_OTHER + 1] = {false};
    Speaker speaker;
    Lines   l = {.text = text};
    while (next_line(&l, &from, &to)) {
        if (label_of(str_sub(text, from, to - from), &speaker, &words_at)) {
            seen[speaker] = true;
            n++;
        }
    }
    bool is_heading_of_a_note = n == 1 && seen[SPEAKER_PATIENT];
    return is_heading_of_a_note ? 0 : n;
}

static bool take_lines(Transcript *out, Arena *a, size_t n_labels, Err *e)
{
    Turn *turns = ARENA_ARRAY(a, Turn, n_labels + 1, e);
    if (!turns)
        return false;
    size_t  n = 0, from, to, words_at, start = 0;
    Speaker now = SPEAKER_UNKNOWN, next;
    Lines   l = {.text = out->text};
    while (next_line(&l, &from, &to)) {
        if (!label_of(str_sub(out->text, from, to - from), &next, &words_at))
            continue;
        Span said = trimmed(out->text, start, from);
        if (said.n)
            turns[n++] = typed_turn(now, said);
        now = next;
        start = from + words_at;
    }
    Span last =
        trimmed(out->text, start < out->text.n ? start : out->text.n, out->text.n);
    if (last.n)
        turns[n++] = typed_turn(now, last);
    out->turns = turns;
    out->n = n;
    return true;
}

/* Prose is one turn, whatever its lines begin with. */
static bool take_whole(Transcript *out, Arena *a, Err *e)
{
    Turn *one = ARENA_NEW(a, Turn, e);
    if (!one)
        return false;
    *one = typed_turn(SPEAKER_UNKNOWN, trimmed(out->text, 0, out->text.n));
    out->turns = one;
    out->n = 1;
    return true;
}

static bool check_text(Str text, Err *e)
{
    if (text.n > TRANSCRIPT_MOST)
        return err_set(e, ERR_LIMIT, "transcript: longer than %u bytes; give it in parts",
                       (unsigned)TRANSCRIPT_MOST);
    if (!str_trim(text).n)
        return err_set(e, ERR_INPUT, "transcript: it holds no words");
    return utf8_check(text, "transcript", e);
}

bool transcript_read(Transcript *out, Arena *a, Str text, Err *e)
{
    if (!check_text(text, e))
        return false;
    size_t     n_labels = count_labels(text);
    Transcript t = {.kind = n_labels ? TRANSCRIPT_DIALOGUE : TRANSCRIPT_PROSE};
    if (!str_copy(&t.text, a, text, e) ||
        !(n_labels ? take_lines(&t, a, n_labels, e) : take_whole(&t, a, e)))
        return false;
    if (!t.n)
        return err_set(e, ERR_INPUT,
                       "transcript: no words stand behind the names of the speakers");
    *out = t;
    return true;
}

static bool join_text(Str *out, Arena *a, const TranscriptPiece *v, size_t n, Err *e)
{
    Buf b = buf_open(a, TRANSCRIPT_MOST + 1);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(&b, '\n');
        buf_str(&b, v[i].text);
    }
    return buf_done(&b, out, e) && check_text(*out, e);
}

bool transcript_join(Transcript *out, Arena *a, const TranscriptPiece *v, size_t n,
                     Err *e)
{
    Transcript t = {.kind = TRANSCRIPT_SPEECH};
    Turn      *turns = ARENA_ARRAY(a, Turn, n + 1, e);
    if (!turns || !join_text(&t.text, a, v, n, e))
        return false;
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        Turn turn = typed_turn(v[i].speaker, trimmed(t.text, at, at + v[i].text.n));
        turn.from_s = v[i].from_s;
        turn.to_s = v[i].to_s;
        turn.confidence = v[i].confidence;
        if (turn.span.n)
            turns[t.n++] = turn;
        at += v[i].text.n + 1;
    }
    t.turns = turns;
    *out = t;
    return true;
}

Str transcript_span(const Transcript *t, Span s) { return str_sub(t->text, s.at, s.n); }

const Turn *transcript_turn_at(const Transcript *t, uint32_t byte)
{
    size_t low = 0, high = t->n;
    while (low < high) {
        size_t      mid = low + (high - low) / 2;
        const Turn *turn = &t->turns[mid];
        if (byte < turn->span.at)
            high = mid;
        else if (byte >= turn->span.at + turn->span.n)
            low = mid + 1;
        else
            return turn;
    }
    return NULL;
}

double transcript_time_at(const Transcript *t, uint32_t byte)
{
    const Turn *turn = transcript_turn_at(t, byte);
    if (!turn || isnan(turn->from_s) || isnan(turn->to_s))
        return NAN;
    double share = (double)(byte - turn->span.at) / (double)turn->span.n;
    return turn->from_s + share * (turn->to_s - turn->from_s);
}
