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
#include "nlp/reading.h"

enum { PENDING_MOST = 32 };

/* How much each way of telling weighs. */
#define WEIGHT_SAID      1.0
#define WEIGHT_ANSWER    0.9
#define WEIGHT_EXAM      0.8
#define WEIGHT_SUMMARY   0.6
#define WEIGHT_SUPPOSED  0.6
#define WEIGHT_NO_ANSWER 0.5
#define WEIGHT_ECHO      0.3

typedef enum AskMode {
    ASK_PLAIN,
    ASK_NEGATED,
    ASK_NORMAL,
    ASK_FAMILY,
    ASK_EVER,
    ASK_SUMMARY,
    ASK_ABOUT, /* how long, where, when: takes the finding for granted */
    ASK_OR
} AskMode;

typedef enum Answer {
    ANSWER_NONE,
    ANSWER_YES,
    ANSWER_NO,
    ANSWER_FINE,
    ANSWER_UNSURE,
    ANSWER_REPEAT
} Answer;

typedef struct Pending {
    uint32_t mention, finding, line;
    AskMode  mode;
    bool     is_listed; /* one of several that a "yes" cannot tell apart */
    bool     is_told;   /* the reply names it */
} Pending;

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

/* ---- answers ------------------------------------------------------------------- */

static const struct {
    SpeechKind kind;
    Answer     answer;
} answer_kinds[] = {{SAY_UNSURE, ANSWER_UNSURE},
                    {SAY_FINE, ANSWER_FINE},
                    {SAY_NO, ANSWER_NO},
                    {SAY_YES, ANSWER_YES}};

static Answer answer_at(const Reading *r, const Line *line, uint32_t at, uint32_t *after)
{
    Answer   answer = ANSWER_NONE;
    uint32_t longest = 0;
    for (size_t i = 0; i < sizeof answer_kinds / sizeof *answer_kinds; i++) {
        uint32_t n = scan_speech_at(r, line, at, answer_kinds[i].kind);
        if (n > longest) {
            longest = n;
            answer = answer_kinds[i].answer;
        }
    }
    *after = at + longest;
    return answer;
}

static bool is_mark(const Reading *r, uint32_t i)
{
    return r->words[i].kind == TOKEN_MARK;
}

/* "..., no." at the end of a reply that began with something else. */
static Answer trailing_answer(const Reading *r, const Line *line)
{
    uint32_t end = line->to, after;
    while (end > line->from && is_mark(r, end - 1))
        end--;
    if (end < line->from + 2)
        return ANSWER_NONE;
    bool set_off = is_mark(r, end - 2) || r->words[end - 2].kind == TOKEN_GAP;
    return set_off ? answer_at(r, line, end - 1, &after) : ANSWER_NONE;
}

/* "No swelling" begins with a denial of something named, not with an answer. */
static bool denies_the_next_word(const Reading *r, const Line *line, uint32_t at,
                                 uint32_t after)
{
    bool is_no = after == at + 1 && str_is(r->words[at].norm, "no");
    if (!is_no || after >= line->to || is_mark(r, after))
        return false;
    for (uint32_t k = 0; k < line->n_mentions; k++) {
        const Mention *m = &r->mentions[line->first_mention + k];
        if (m->from >= after && m->from <= after + 2)
            return true;
    }
    return false;
}

static Answer answer_of(const Reading *r, const Line *line)
{
    uint32_t at = scan_start(r, line), after, later;
    if (line->is_question && scan_speech_at(r, line, at, SAY_REPEAT))
        return ANSWER_REPEAT;
    Answer answer = answer_at(r, line, at, &after);
    if (answer == ANSWER_NONE)
        return trailing_answer(r, line);
    if (denies_the_next_word(r, line, at, after))
        return ANSWER_NONE;
    while (after < line->to && is_mark(r, after))
        after++;
    if (after >= line->to || (answer != ANSWER_YES && answer != ANSWER_NO))
        return answer;
    Answer next = answer_at(r, line, after, &later); /* "yeah, no" means no */
    bool   alone = later >= line->to || is_mark(r, later);
    bool   turns = (next == ANSWER_YES || next == ANSWER_NO) && next != answer;
    return turns && alone && later == after + 1 ? next : answer;
}

/* A reply that gives an amount has granted the thing: "Do you smoke?" "About ten a day."
 */
static bool gives_amount(const Reading *r, const Line *line)
{
    Measures m;
    measure_line(&m, r, line);
    for (size_t i = 0; i < m.n; i++) {
        if (m.v[i].kind == MEASURE_FREQUENCY || m.v[i].kind == MEASURE_DURATION ||
            m.v[i].kind == MEASURE_DOSE)
            return true;
    }
    return false;
}

/* ---- questions ----------------------------------------------------------------- */

static bool asks_about(const Reading *r, const Line *line)
{
    uint32_t at = scan_start(r, line);
    return scan_speech_at(r, line, at, SAY_ASK_WH) > 0 &&
           !scan_speech_at(r, line, at, SAY_ASK);
}

/* "Is your walking all right?": the last words ask whether things are normal. */
static bool asks_if_normal(const Reading *r, const Line *line, const Mention *m)
{
    uint32_t end = line->to;
    while (end > line->from && is_mark(r, end - 1))
        end--;
    if (end <= m->to || is_mark(r, end - 2))
        return false; /* ", okay?" is a tag */
    return scan_speech_at(r, line, end - 1, SAY_NORMAL) == 1;
}

static bool is_background(const Reading *r, uint32_t finding)
{
    KbClass c = kb_finding(r->lex->kb, finding)->cls;
    return c == KB_HISTORY || c == KB_EXPOSURE || c == KB_DRUG || c == KB_CONTEXT;
}

static AskMode mode_of(const Reading *r, const Line *line, const Mention *m)
{
    if (m->status == STATUS_FAMILY)
        return ASK_FAMILY;
    if (m->status == STATUS_ABSENT)
        return ASK_NEGATED;
    if (scan_has_speech(r, line, SAY_SUMMARY))
        return ASK_SUMMARY;
    if (asks_about(r, line))
        return ASK_ABOUT;
    bool past = m->status == STATUS_PAST || scan_has_speech(r, line, SAY_ASK_EVER);
    if (past && !is_background(r, m->finding))
        return ASK_EVER;
    if (asks_if_normal(r, line, m))
        return ASK_NORMAL;
    return scan_has_speech(r, line, SAY_ASK_OR) ? ASK_OR : ASK_PLAIN;
}

/* Words that make two findings of one question a list. */
static bool are_listed(const Reading *r, const Mention *x, const Mention *y)
{
    if (x->line != y->line)
        return true;
    const Mention *first = x->from <= y->from ? x : y, *second = first == x ? y : x;
    for (uint32_t i = first->from; i < second->to; i++) {
        bool inside = (i < first->to) || i >= second->from;
        if (!inside && (str_is(r->words[i].norm, "or") || str_is(r->words[i].norm, ",") ||
                        str_is(r->words[i].norm, "and")))
            return true;
    }
    return false;
}

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
        if (!related && p->mode == mode && are_listed(r, &r->mentions[p->mention], m))
            p->is_listed = fresh.is_listed = true;
    }
    t->v[t->n++] = fresh;
}

/* ---- closing a question -------------------------------------------------------- */

typedef struct Verdict {
    Status      status;
    double      weight;
    const char *rule; /* NULL: nothing follows */
} Verdict;

static const Verdict nothing = {STATUS_UNKNOWN, 0, NULL};

static Verdict plain_verdict(const Pending *p, Answer answer)
{
    switch (answer) {
    case ANSWER_YES:
        if (p->is_listed)
            return (Verdict){STATUS_UNKNOWN, WEIGHT_NO_ANSWER, "qa.yes_to_list"};
        return (Verdict){STATUS_PRESENT, WEIGHT_ANSWER, "qa.yes"};
    case ANSWER_NO: return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.no"};
    case ANSWER_FINE: return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.fine"};
    case ANSWER_UNSURE: return (Verdict){STATUS_POSSIBLE, WEIGHT_ANSWER, "qa.unsure"};
    default: return (Verdict){STATUS_UNKNOWN, WEIGHT_NO_ANSWER, "qa.unanswered"};
    }
}

static Verdict negated_verdict(const Talk *t, Answer answer)
{
    if (answer == ANSWER_UNSURE)
        return (Verdict){STATUS_POSSIBLE, WEIGHT_ANSWER, "qa.unsure"};
    if (answer == ANSWER_NONE || !t->replied)
        return (Verdict){STATUS_ABSENT, WEIGHT_NO_ANSWER, "qa.negated.silent"};
    return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.negated"};
}

static Verdict normal_verdict(Answer answer)
{
    if (answer == ANSWER_YES || answer == ANSWER_FINE)
        return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.normal"};
    if (answer == ANSWER_NO)
        return (Verdict){STATUS_PRESENT, WEIGHT_SUPPOSED, "qa.not_normal"};
    return (Verdict){STATUS_UNKNOWN, WEIGHT_NO_ANSWER, "qa.unanswered"};
}

static Verdict ever_verdict(Answer answer)
{
    if (answer == ANSWER_YES)
        return (Verdict){STATUS_PAST, WEIGHT_ANSWER, "qa.ever"};
    if (answer == ANSWER_NO || answer == ANSWER_FINE)
        return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.never"};
    return (Verdict){STATUS_UNKNOWN, WEIGHT_NO_ANSWER, "qa.unanswered"};
}

static Verdict summary_verdict(const Talk *t, const Pending *p, Answer answer)
{
    Status said = t->r->mentions[p->mention].status;
    if (said != STATUS_PRESENT && said != STATUS_ABSENT)
        return nothing;
    if (answer == ANSWER_NO)
        return (Verdict){said == STATUS_PRESENT ? STATUS_ABSENT : STATUS_PRESENT,
                         WEIGHT_SUMMARY, "qa.summary.no"};
    if (answer == ANSWER_YES)
        return (Verdict){said, WEIGHT_ANSWER, "qa.summary"};
    return (Verdict){said, WEIGHT_SUMMARY, "summary"};
}

static Verdict verdict_of(const Talk *t, const Pending *p)
{
    bool   is_first = p->mode == ASK_SUMMARY && t->first != ANSWER_NONE;
    Answer answer = is_first ? t->first : t->last;
    switch (p->mode) {
    case ASK_PLAIN: return plain_verdict(p, answer);
    case ASK_NEGATED: return negated_verdict(t, answer);
    case ASK_NORMAL: return normal_verdict(answer);
    case ASK_EVER: return ever_verdict(answer);
    case ASK_SUMMARY: return summary_verdict(t, p, answer);
    case ASK_FAMILY:
        if (answer == ANSWER_YES)
            return (Verdict){STATUS_FAMILY, WEIGHT_ANSWER, "qa.family"};
        return nothing;
    case ASK_ABOUT:
        if (t->replied && answer != ANSWER_NO)
            return (Verdict){STATUS_PRESENT, WEIGHT_SUPPOSED, "qa.presupposed"};
        return nothing;
    case ASK_OR:
        if (answer == ANSWER_NO)
            return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.no"};
        return nothing;
    }
    return nothing;
}

static bool close_question(Talk *t, Err *e)
{
    Reading *r = t->r;
    for (size_t i = 0; i < t->n; i++) {
        const Pending *p = &t->v[i];
        Verdict        v = verdict_of(t, p);
        if (p->is_told || !v.rule)
            continue;
        uint32_t answer = p->mode == ASK_SUMMARY ? t->first_line : t->last_line;
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
    } else if (stated && has_clue(r, m->finding)) {
        ev.rule = "echo";
    } else if (stated) {
        ev.status = STATUS_DISCUSSED;
        ev.rule = "clinician";
    }
    return ev;
}

static bool clinician_says(Talk *t, uint32_t line, Err *e)
{
    Reading    *r = t->r;
    const Line *l = &r->lines[line];
    bool        summary = scan_has_speech(r, l, SAY_SUMMARY);
    for (uint32_t k = 0; k < l->n_mentions; k++) {
        const Mention *m = &r->mentions[l->first_mention + k];
        if (summary && l->kind == SENTENCE_OTHER)
            add_pending(t, l->first_mention + k, ASK_SUMMARY);
        else if (!add_clue(r, l->first_mention + k, line, clinician_evidence(r, l, m), e))
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
        if (m->status != STATUS_DISCUSSED && m->status != STATUS_HYPOTHETICAL)
            add_pending(t, i, mode_of(r, l, m));
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

static void take_answer(Talk *t, uint32_t line)
{
    const Reading *r = t->r;
    const Line    *l = &r->lines[line];
    Answer         answer = answer_of(r, l);
    if (answer == ANSWER_NONE && t->last == ANSWER_NONE && gives_amount(r, l))
        answer = ANSWER_YES;
    if (answer == ANSWER_NONE || answer == ANSWER_REPEAT)
        return;
    if (t->first == ANSWER_NONE) {
        t->first = t->last = answer;
        t->first_line = t->last_line = line;
        return;
    }
    bool two_things_asked = false; /* a statement to confirm, then a question */
    for (size_t i = 0; i < t->n; i++)
        two_things_asked = two_things_asked || t->v[i].mode == ASK_SUMMARY;
    if (two_things_asked || r->lines[t->first_line].turn != l->turn) {
        t->last = answer;
        t->last_line = line;
    }
}

static bool hear_patient(Talk *t, uint32_t line, Err *e)
{
    Reading *r = t->r;
    Line    *l = &r->lines[line];
    if (answer_of(r, l) == ANSWER_REPEAT && !l->n_mentions)
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
        bool tells = ev.status == STATUS_PRESENT && !is_background(r, m->finding);
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
