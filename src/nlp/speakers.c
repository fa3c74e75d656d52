/*
 * nlp/speakers.c - who is speaking, when the recogniser only gives text.
 *
 * Each sentence gets log odds for the clinician from clues of qa.tsv (kind voice) and
 * from being a question. Single sentences are unreliable, so the sequence decides: a
 * two-state chain in which a question is nearly always followed by the other voice. The
 * forward-backward pass gives each sentence its probability, which is stated; the best
 * path gives the label.
 *
 * The weights were estimated on 133 practice consultations (Fareez 2022, CC BY 4.0) as
 * rounded log odds of common words, none of them clinical.
 */
#include "nlp/reading.h"

#include <math.h>

enum { CLINICIAN = 0, PATIENT = 1, VOICES = 2 };

#define ODDS_ANY        (-0.5) /* patients say more sentences */
#define ODDS_QUESTION   2.4    /* a question is the clinician's */
#define SWITCH_ASKED    0.88   /* the other voice answers a question */
#define SWITCH_TURN     0.45   /* at a pause, nobody asked */
#define SWITCH_SENTENCE 0.20   /* inside one segment, nobody asked */
#define VOICE_TENTHS    0.1
#define SURE_MOST       0.99

typedef struct Voice {
    double emission[VOICES]; /* log likelihood, up to a constant */
    double change;           /* probability of another voice than the line before */
    double forward[VOICES], backward[VOICES];
    double best[VOICES];
    int    from[VOICES];
    int    voice;
    double p;
} Voice;

/* A clue counts once in a sentence, as it was estimated. */
static bool is_repeated(const Reading *r, const Line *line, uint32_t match)
{
    const Entry *entry = &r->matches[line->first_match + match].entry;
    for (uint32_t k = 0; k < match; k++) {
        const Entry *other = &r->matches[line->first_match + k].entry;
        if (other->kind == entry->kind && other->id == entry->id)
            return true;
    }
    return false;
}

static double odds_of(const Reading *r, const Line *line)
{
    enum { CAP = 4 };
    double odds = ODDS_ANY + (line->is_question ? ODDS_QUESTION : 0);
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *m = &r->matches[line->first_match + k];
        if (m->entry.kind != ENTRY_SPEECH)
            continue;
        const Row *row = lexicon_row(r->lex, m->entry);
        if (row->kind == SAY_VOICE && !is_repeated(r, line, k))
            odds += row->value * VOICE_TENTHS;
    }
    return fmax(-CAP, fmin(CAP, odds));
}

static double change_before(const Reading *r, size_t i)
{
    if (!i)
        return 0.5;
    const Line *last = &r->lines[i - 1], *now = &r->lines[i];
    if (last->is_question)
        return SWITCH_ASKED;
    return last->turn == now->turn ? SWITCH_SENTENCE : SWITCH_TURN;
}

static double log_sum(double x, double y)
{
    double most = fmax(x, y);
    return most + log(exp(x - most) + exp(y - most));
}

static double log_step(const Voice *v, int from, int to)
{
    return log(from == to ? 1 - v->change : v->change);
}

static void go_forward(Voice *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (int s = 0; s < VOICES; s++) {
            if (!i) {
                v[i].forward[s] = v[i].best[s] = v[i].emission[s];
                continue;
            }
            double same = log_step(&v[i], s, s), other = log_step(&v[i], 1 - s, s);
            v[i].forward[s] = v[i].emission[s] + log_sum(v[i - 1].forward[s] + same,
                                                         v[i - 1].forward[1 - s] + other);
            double stay = v[i - 1].best[s] + same, come = v[i - 1].best[1 - s] + other;
            v[i].from[s] = stay >= come ? s : 1 - s;
            v[i].best[s] = v[i].emission[s] + fmax(stay, come);
        }
    }
}

static void go_backward(Voice *v, size_t n)
{
    int voice = v[n - 1].best[CLINICIAN] >= v[n - 1].best[PATIENT] ? CLINICIAN : PATIENT;
    for (size_t i = n; i-- > 0;) {
        for (int s = 0; s < VOICES && i + 1 < n; s++) {
            const Voice *next = &v[i + 1];
            v[i].backward[s] = log_sum(
                log_step(next, s, s) + next->emission[s] + next->backward[s],
                log_step(next, s, 1 - s) + next->emission[1 - s] + next->backward[1 - s]);
        }
        v[i].voice = voice;
        double mine = v[i].forward[voice] + v[i].backward[voice];
        double other = v[i].forward[1 - voice] + v[i].backward[1 - voice];
        v[i].p = fmin(SURE_MOST, 1 / (1 + exp(other - mine)));
        voice = v[i].from[voice];
    }
}

/* Lines of one voice within one turn become one new turn. */
static bool make_turns(Transcript *out, const Reading *r, const Voice *v, Err *e)
{
    Turn  *turns = ARENA_ARRAY(r->a, Turn, r->n_lines + 1, e);
    size_t n = 0;
    if (!turns)
        return false;
    for (size_t i = 0; i < r->n_lines; i++) {
        const Line *line = &r->lines[i];
        const Turn *old = &r->t->turns[line->turn];
        Speaker     by = v[i].voice == CLINICIAN ? SPEAKER_CLINICIAN : SPEAKER_PATIENT;
        uint32_t    end = line->span.at + line->span.n;
        bool        joins =
            i && r->lines[i - 1].turn == line->turn && v[i - 1].voice == v[i].voice;
        if (joins) {
            Turn *last = &turns[n - 1];
            last->span.n = end - last->span.at;
            last->p_speaker = fmin(last->p_speaker, v[i].p);
            continue;
        }
        turns[n++] = (Turn){.speaker = by,
                            .p_speaker = v[i].p,
                            .span = line->span,
                            .confidence = old->confidence};
    }
    for (size_t i = 0; i < n; i++) {
        Span s = turns[i].span;
        turns[i].from_s = transcript_time_at(r->t, s.at);
        turns[i].to_s = transcript_time_at(r->t, s.at + s.n - 1);
    }
    *out = *r->t;
    out->turns = turns;
    out->n = n;
    return true;
}

bool nlp_speakers(Transcript *out, Arena *a, const Lexicon *lex, const Transcript *t,
                  Err *e)
{
    Reading r = {.lex = lex, .t = t, .a = a};
    if (!scan_talk(&r, e))
        return false;
    Voice *v = ARENA_ARRAY(a, Voice, r.n_lines + 1, e);
    if (!v)
        return false;
    if (!r.n_lines) {
        *out = *t;
        return true;
    }
    for (size_t i = 0; i < r.n_lines; i++) {
        double odds = odds_of(&r, &r.lines[i]);
        v[i].emission[CLINICIAN] = odds / 2;
        v[i].emission[PATIENT] = -odds / 2;
        v[i].change = change_before(&r, i);
    }
    go_forward(v, r.n_lines);
    go_backward(v, r.n_lines);
    return make_turns(out, &r, v, e);
}
