/*
 * nlp/dialogue.c - who told what: narrative, and questions with their answers.
 *
 * Most of what a clinician needs to know is said as "no" and "yeah". Findings named in a
 * question wait until the patient has answered; words that name a finding in the answer
 * itself beat the yes or no. Several replies belong to one question, so a question is
 * closed only by the clinician's next words.
 *
 *     question \ answer   yes        no         fine      unsure
 *     "any X?"            present    absent     absent    possible
 *     "no X?"             absent     absent     absent    possible
 *     "is X all right?"   absent     present    absent    unknown
 *     "ever had X?"       past       absent     absent    unknown
 *     "X in the family?"  family     -          -         unknown
 *     "how long X?"       present    -          present   present
 *
 * "Yes" to a list ("any fever, cough or rash?") is no answer: each stays unknown, which
 * is itself worth showing.
 */
#include "nlp/dialogue.h"

enum { PENDING_MOST = 32 };

typedef struct Talk {
    Reading *r;
    Pending  v[PENDING_MOST];
    size_t   n;
    uint32_t question; /* line of the clinician's last question; KB_NONE */
    bool     replied;
    Answer   first, last;
    uint32_t first_line, last_line;
    uint32_t topic;       /* the finding last told as present; KB_NONE */
    uint32_t topic_reply; /* the question in whose reply it was told */
} Talk;

static MUST_USE bool add_clue(Reading *r, uint32_t mention, uint32_t line, Evidence ev,
                              Err *e)
{
    void *v = r->clues;
    if (!reading_room(r->a, &v, r->n_clues, &r->room_clues, sizeof *r->clues, e))
        return false;
    r->clues = v;
    r->clues[r->n_clues] = (Clue){r->mentions[mention].finding, line, mention, ev};
    r->n_clues++;
    return true;
}

static Evidence said_in(const Reading *r, const Mention *m, double weight)
{
    const Line *line = &r->lines[m->line];
    return (Evidence){.status = m->status,
                      .said = reading_span(r, m->from, m->to),
                      .by = line->speaker,
                      .weight = weight,
                      .rule = m->rule};
}

/* ---- questions ---------------------------------------------------------------- */

static void add_pending(Talk *t, uint32_t mention, AskMode mode)
{
    const Reading *r = t->r;
    const Mention *m = &r->mentions[mention];
    Pending        fresh = {
               .mention = mention, .finding = m->finding, .line = m->line, .mode = mode};
    if (t->n == PENDING_MOST)
        return;
    for (size_t i = 0; i < t->n; i++) {
        Pending *p = &t->v[i];
        bool     related = kb_implies(r->lex->kb, p->finding, m->finding) ||
                       kb_implies(r->lex->kb, m->finding, p->finding);
        if (!related && p->mode == mode && ask_are_listed(r, &r->mentions[p->mention], m))
            p->is_listed = fresh.is_listed = true;
    }
    t->v[t->n++] = fresh;
}

/* A statement to confirm stands before the question: the first reply is for it. */
static bool is_statement(const Pending *p)
{
    return p->mode == ASK_SUMMARY || p->mode == ASK_CONFIRM;
}

static bool close_question(Talk *t, Err *e)
{
    Reading *r = t->r;
    for (size_t i = 0; i < t->n; i++) {
        const Pending *p = &t->v[i];
        bool           first = is_statement(p) && t->first != ANSWER_NONE;
        Verdict        v = verdict_of(p, r->mentions[p->mention].status,
                               first ? t->first : t->last, t->replied);
        if (p->is_told || !v.rule)
            continue;
        uint32_t answer = first ? t->first_line : t->last_line;
        bool     answered = t->replied && answer != KB_NONE;
        uint32_t line = answered ? answer : p->line;
        Evidence ev = {.status = v.status,
                       .said = r->lines[line].span,
                       .by = r->lines[line].speaker,
                       .weight = v.weight,
                       .rule = v.rule};
        if (answered)
            ev.question = r->lines[p->line].span;
        if (!add_clue(r, p->mention, line, ev, e))
            return false;
        if (v.status == STATUS_PRESENT)
            t->topic = p->finding;
    }
    t->n = 0;
    t->replied = false;
    t->question = KB_NONE;
    t->first = t->last = ANSWER_NONE;
    t->first_line = t->last_line = KB_NONE;
    return true;
}

/* ---- the clinician's lines ----------------------------------------------------- */

static bool has_clue(const Reading *r, uint32_t finding)
{
    for (size_t i = 0; i < r->n_clues; i++) {
        if (r->clues[i].finding == finding &&
            r->clues[i].evidence.status <= STATUS_RESOLVED)
            return true;
    }
    return false;
}

static Evidence clinician_evidence(const Reading *r, const Line *line, const Mention *m)
{
    Evidence ev = said_in(r, m, WEIGHT_ECHO);
    bool     stated = m->status == STATUS_PRESENT || m->status == STATUS_ABSENT;
    if (line->kind == SENTENCE_EXAM && stated) {
        ev.weight = WEIGHT_EXAM;
        ev.rule = m->status == STATUS_ABSENT ? "exam.no" : "exam";
    } else if (line->kind == SENTENCE_SAFETY_NET) {
        ev.status = STATUS_HYPOTHETICAL;
        ev.rule = "safety_net";
    } else if (line->kind == SENTENCE_PLAN || line->kind == SENTENCE_EXPLANATION ||
               line->kind == SENTENCE_FOLLOW_UP) {
        ev.status = STATUS_DISCUSSED;
        ev.rule = "advice";
    } else if (stated) {
        ev.rule = "echo";
    }
    return ev;
}

/* A finding that the clinician names outside a question: a summary, an echo of what was
   just said, or something that the patient may now confirm. */
static bool clinician_says(Talk *t, uint32_t line, Err *e)
{
    Reading    *r = t->r;
    const Line *l = &r->lines[line];
    bool        summary = scan_has_speech(r, l, SAY_SUMMARY);
    for (uint32_t k = 0; k < l->n_mentions; k++) {
        uint32_t       i = l->first_mention + k;
        const Mention *m = &r->mentions[i];
        bool           other = l->kind == SENTENCE_OTHER;
        if (other && (summary || !has_clue(r, m->finding)))
            add_pending(t, i, summary ? ASK_SUMMARY : ASK_CONFIRM);
        else if (!add_clue(r, i, line, clinician_evidence(r, l, m), e))
            return false;
    }
    return true;
}

static bool is_bare_ack(const Reading *r, const Line *line)
{
    enum { ACK_WORDS = 6 };
    uint32_t at = scan_start(r, line), n = 0;
    for (uint32_t i = line->from; i < line->to; i++)
        n += r->words[i].kind == TOKEN_WORD;
    return !line->n_mentions && n <= ACK_WORDS && line->kind == SENTENCE_OTHER &&
           (n <= 2 || scan_speech_at(r, line, at, SAY_ACK) > 0);
}

static bool hear_clinician(Talk *t, uint32_t line, Err *e)
{
    Reading    *r = t->r;
    const Line *l = &r->lines[line];
    if (is_bare_ack(r, l))
        return true;
    if (t->replied && !close_question(t, e))
        return false;
    if (l->kind != SENTENCE_QUESTION)
        return clinician_says(t, line, e);
    t->question = line;
    for (uint32_t k = 0; k < l->n_mentions; k++) {
        uint32_t       i = l->first_mention + k;
        const Mention *m = &r->mentions[i];
        AskMode        mode = ask_mode(r, l, m);
        /* "How long do they last?" tells nothing new of a part that it does not name. */
        bool supposes = mode == ASK_ABOUT && m->by_topic && !ask_is_told(r, m->finding);
        if (m->status != STATUS_DISCUSSED && m->status != STATUS_HYPOTHETICAL &&
            !supposes)
            add_pending(t, i, mode);
    }
    return true;
}

/* ---- the patient's lines ------------------------------------------------------- */

static bool asked_of_family(const Talk *t)
{
    if (t->question == KB_NONE)
        return false;
    const Line *q = &t->r->lines[t->question];
    return scan_has_person(t->r, q, PERSON_KIN);
}

static Pending *pending_for(Talk *t, uint32_t finding)
{
    const Kb *kb = t->r->lex->kb;
    for (size_t i = 0; i < t->n; i++) {
        if (t->v[i].finding == finding)
            return &t->v[i];
    }
    for (size_t i = 0; i < t->n; i++) {
        if (kb_implies(kb, finding, t->v[i].finding))
            return &t->v[i];
    }
    return NULL;
}

static Evidence patient_evidence(Talk *t, const Line *line, const Mention *m)
{
    Evidence ev = said_in(t->r, m, WEIGHT_SAID);
    Pending *p = pending_for(t, m->finding);
    bool     bare = !scan_has_person(t->r, line, PERSON_SELF);
    if (line->kind == SENTENCE_QUESTION && m->status == STATUS_PRESENT) {
        ev.status = STATUS_DISCUSSED;
        ev.rule = "patient.question";
    } else if (asked_of_family(t) && bare && m->status == STATUS_PRESENT) {
        ev.status = STATUS_FAMILY;
        ev.rule = "qa.family";
    }
    if (p) {
        ev.question = t->r->lines[p->line].span;
        if (p->finding == m->finding && ev.status <= STATUS_RESOLVED)
            p->is_told = true;
        /* "any pain?" "yes, it hurts when I walk": the finer words settle the coarser */
        if (ev.status == STATUS_PRESENT)
            p->is_told = p->is_told || p->finding == m->finding;
    }
    return ev;
}

/* What a reply that names nothing is about: the finding asked for, or the topic. */
static uint32_t about_of(const Talk *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->v[i].mode == ASK_ABOUT)
            return t->v[i].finding;
    }
    if (t->n)
        return t->n == 1 ? t->v[0].finding : KB_NONE;
    return t->topic;
}

/* "Any vomiting?" "There was some diarrhoea.": told, but not what was asked. */
static bool tells_another(Talk *t, const Line *line)
{
    const Reading *r = t->r;
    bool           another = false;
    if (str_is(r->words[scan_start(r, line)].norm, "yes"))
        return false;
    for (uint32_t k = 0; k < line->n_mentions; k++) {
        const Mention *m = &r->mentions[line->first_mention + k];
        if (pending_for(t, m->finding))
            return false;
        another = another || m->status == STATUS_PRESENT;
    }
    return another;
}

static void take_answer(Talk *t, uint32_t line)
{
    const Reading *r = t->r;
    const Line    *l = &r->lines[line];
    Answer         answer = answer_of(r, l);
    if (answer == ANSWER_NONE && t->last == ANSWER_NONE && answer_gives_amount(r, l))
        answer = ANSWER_YES;
    if (answer == ANSWER_NONE || answer == ANSWER_REPEAT ||
        (answer == ANSWER_YES && tells_another(t, l)))
        return;
    if (t->first == ANSWER_NONE) {
        t->first = t->last = answer;
        t->first_line = t->last_line = line;
        return;
    }
    bool two_things_asked = false; /* a statement to confirm, then a question */
    for (size_t i = 0; i < t->n; i++)
        two_things_asked = two_things_asked || is_statement(&t->v[i]);
    if (two_things_asked) {
        t->last = answer;
        t->last_line = line;
    }
}

static bool hear_patient(Talk *t, uint32_t line, Err *e)
{
    Reading *r = t->r;
    Line    *l = &r->lines[line];
    if (answer_of(r, l) == ANSWER_REPEAT)
        return true; /* did not understand: the question still stands */
    l->about = about_of(t);
    take_answer(t, line);
    if (t->last_line == KB_NONE)
        t->first_line = t->last_line = line;
    t->replied = true;
    for (uint32_t k = 0; k < l->n_mentions; k++) {
        const Mention *m = &r->mentions[l->first_mention + k];
        if (str_is(str_from(m->rule), "cue.family.no"))
            continue; /* relatives who have not got it tell nothing of the patient */
        Evidence ev = patient_evidence(t, l, m);
        if (!add_clue(r, (uint32_t)(m - r->mentions), line, ev, e))
            return false;
        bool tells = ev.status == STATUS_PRESENT && !ask_is_background(r, m->finding);
        if (tells && !m->is_refined && t->topic_reply != t->question) {
            t->topic = m->finding; /* the first thing told in a reply is its topic */
            t->topic_reply = t->question;
        }
    }
    return true;
}

/* "I had cramps. That's better now." */
static void resolve_earlier(Reading *r, uint32_t line)
{
    const Line *l = &r->lines[line];
    bool        over = false;
    if (l->n_mentions || !line)
        return;
    for (uint32_t k = 0; k < l->n_matches; k++) {
        const Match *m = &r->matches[l->first_match + k];
        if (m->entry.kind != ENTRY_CUE || m->to - m->from < 2)
            continue;
        const Row *row = lexicon_row(r->lex, m->entry);
        over = over || (row->kind == CUE_RES && row->direction == 'B');
    }
    const Line *before = &r->lines[line - 1];
    if (!over || before->speaker != l->speaker || !before->n_mentions)
        return;
    Mention *m = &r->mentions[before->first_mention + before->n_mentions - 1];
    if (m->status == STATUS_PRESENT) {
        m->status = STATUS_RESOLVED;
        m->rule = "cue.resolved";
    }
}

static bool tell_story(Reading *r, uint32_t line, Err *e)
{
    const Line *l = &r->lines[line];
    for (uint32_t k = 0; k < l->n_mentions; k++) {
        const Mention *m = &r->mentions[l->first_mention + k];
        Evidence       ev = said_in(r, m, WEIGHT_SAID);
        if (str_is(str_from(m->rule), "cue.family.no"))
            continue;
        if (l->is_question && m->status == STATUS_PRESENT) {
            ev.status = STATUS_DISCUSSED;
            ev.rule = "question";
        } else if (l->kind == SENTENCE_SAFETY_NET) {
            ev.status = STATUS_HYPOTHETICAL;
            ev.rule = "safety_net";
        }
        if (!add_clue(r, (uint32_t)(m - r->mentions), line, ev, e))
            return false;
    }
    return true;
}

bool dialogue_read(Reading *r, Err *e)
{
    Talk t = {.r = r,
              .question = KB_NONE,
              .first_line = KB_NONE,
              .last_line = KB_NONE,
              .topic = KB_NONE,
              .topic_reply = KB_NONE - 1};
    for (uint32_t i = 0; i < r->n_lines; i++)
        resolve_earlier(r, i);
    for (uint32_t i = 0; i < r->n_lines; i++) {
        Speaker by = r->lines[i].speaker;
        bool    ok = r->t->kind == TRANSCRIPT_PROSE ? tell_story(r, i, e)
                     : by == SPEAKER_CLINICIAN      ? hear_clinician(&t, i, e)
                                                    : hear_patient(&t, i, e);
        if (!ok)
            return false;
    }
    return close_question(&t, e);
}
