/*
 * nlp/assert.c - what the words around a finding make of it (after ConText).
 *
 * A cue reaches forward or backward until something ends its reach: the sentence, words
 * nobody heard, or a terminator of its own kind. Terminators per kind are what moved
 * accuracy most: "there is" ends a denial ("no fever and there is pain") but must not
 * end a condition ("call us if there is any pain"). A cue inside the finding's own words
 * does not fire ("no feeling in my foot" is numbness, not its denial).
 */
#include "nlp/reading.h"

enum { TOPIC_LINES = 12, RIVAL_LINES = 2 };

static const struct {
    Status      status;
    const char *rule;
} by_cue[CUE_KIND_COUNT] = {
    [CUE_NEG] = {STATUS_ABSENT, "cue.no"},
    [CUE_POSS] = {STATUS_POSSIBLE, "cue.possible"},
    [CUE_HIST] = {STATUS_PAST, "cue.past"},
    [CUE_RES] = {STATUS_RESOLVED, "cue.resolved"},
    [CUE_HYP] = {STATUS_HYPOTHETICAL, "cue.if"},
    [CUE_FAM] = {STATUS_FAMILY, "cue.family"},
    [CUE_OTHER] = {STATUS_DISCUSSED, "cue.other"},
    [CUE_DISC] = {STATUS_DISCUSSED, "cue.talk"},
    [CUE_ALL] = {STATUS_PRESENT, "mention"},
};

/* The kind that decides when several reach the same finding, strongest first. */
static const CueKind order[] = {CUE_OTHER, CUE_FAM, CUE_HYP,  CUE_NEG,
                                CUE_DISC,  CUE_RES, CUE_HIST, CUE_POSS};

static bool is_cue(const Reading *r, const Match *m, CueKind kind, char direction)
{
    if (m->entry.kind != ENTRY_CUE)
        return false;
    const Row *row = lexicon_row(r->lex, m->entry);
    return row->kind == (unsigned)kind && row->direction == direction;
}

static bool word_is(const Reading *r, uint32_t i, const char *norm)
{
    return i < r->n_words && str_is(r->words[i].norm, norm);
}

static bool word_is_any(const Reading *r, uint32_t i, const char *const *norms)
{
    for (; *norms; norms++) {
        if (word_is(r, i, *norms))
            return true;
    }
    return false;
}

/* "No, I get cramps": a "no" that answers, and denies nothing behind it. */
static bool is_answering_no(const Reading *r, const Line *line, const Match *cue)
{
    static const char *const clause[] = {
        "i",    "it",   "he",    "she",     "they", "we",  "you", "that",
        "just", "only", "but",   "so",      ",",    ".",   "!",   "?",
        "no",   "not",  "there", "because", "my",   "the", NULL};
    if (cue->to - cue->from != 1 || !word_is(r, cue->from, "no"))
        return false;
    return cue->to >= line->to || word_is_any(r, cue->to, clause);
}

static bool overlaps(const Match *x, uint32_t from, uint32_t to)
{
    return x->from < to && x->to > from;
}

/* Covered by a look-alike of its own kind, or no cue in this place. */
static bool is_blocked(const Reading *r, const Line *line, const Match *cue)
{
    const Row *row = lexicon_row(r->lex, cue->entry);
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *m = &r->matches[line->first_match + k];
        if (m == cue || m->entry.kind != ENTRY_CUE)
            continue;
        const Row *other = lexicon_row(r->lex, m->entry);
        bool       inside = m->from <= cue->from && m->to >= cue->to;
        if (inside && other->kind == row->kind && other->direction == 'P')
            return true;
    }
    if (row->direction == 'B' && r->words[cue->from].kind == TOKEN_MARK)
        return cue->to < line->to && r->words[cue->to].kind != TOKEN_MARK;
    return row->kind == CUE_NEG && is_answering_no(r, line, cue);
}

/* Does something at words [from, to) end the reach of this kind? */
static bool has_end(const Reading *r, const Line *line, uint32_t from, uint32_t to,
                    CueKind kind, bool forward)
{
    for (uint32_t i = from; i < to; i++) {
        if (r->words[i].kind == TOKEN_GAP || word_is(r, i, ";"))
            return true;
        if (!forward && kind == CUE_NEG && word_is(r, i, ","))
            return true;
    }
    if (!forward && kind == CUE_RES)
        return false; /* "I had cramps, but that's better now" */
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *m = &r->matches[line->first_match + k];
        bool         ends =
            is_cue(r, m, kind, 'T') || (kind != CUE_FAM && is_cue(r, m, CUE_ALL, 'T'));
        if (ends && m->from >= from && m->to <= to && !is_blocked(r, line, m))
            return true;
    }
    return false;
}

static bool reaches(const Reading *r, const Line *line, const Match *cue, uint32_t from,
                    uint32_t to)
{
    const Row *row = lexicon_row(r->lex, cue->entry);
    CueKind    kind = (CueKind)row->kind;
    if (overlaps(cue, from, to))
        return false;
    if (row->direction == 'F')
        return from >= cue->to && (!row->most || from - cue->to < row->most) &&
               !has_end(r, line, cue->to, from, kind, true);
    return row->direction == 'B' && to <= cue->from &&
           (!row->most || cue->from - to < row->most) &&
           !has_end(r, line, to, cue->from, kind, false);
}

/* A relative as the one who has it: "my mother had ...", "... in my sister". */
static bool kin_reaches(const Reading *r, const Line *line, const Mention *m)
{
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *p = &r->matches[line->first_match + k];
        if (p->entry.kind != ENTRY_PERSON ||
            lexicon_row(r->lex, p->entry)->kind != PERSON_KIN ||
            overlaps(p, m->from, m->to))
            continue;
        bool blocked = false;
        for (uint32_t j = 0; j < line->n_matches; j++) {
            const Match *q = &r->matches[line->first_match + j];
            blocked = blocked || (is_cue(r, q, CUE_FAM, 'P') && q->from <= p->from &&
                                  q->to >= p->to);
        }
        bool before =
            p->to <= m->from && !has_end(r, line, p->to, m->from, CUE_FAM, true);
        bool after = p->from >= m->to && p->from - m->to <= 4 &&
                     !has_end(r, line, m->to, p->from, CUE_FAM, true);
        if (!blocked && (before || after))
            return true;
    }
    return false;
}

static bool cue_reaches(const Reading *r, const Line *line, const Mention *m,
                        CueKind kind)
{
    if (kind == CUE_FAM && kin_reaches(r, line, m))
        return true;
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *cue = &r->matches[line->first_match + k];
        bool         fires = is_cue(r, cue, kind, 'F') || is_cue(r, cue, kind, 'B');
        if (fires && !is_blocked(r, line, cue) && reaches(r, line, cue, m->from, m->to))
            return true;
    }
    return false;
}

/* "?DVT" of written notes. */
static bool is_queried(const Reading *r, const Line *line, const Mention *m)
{
    return m->from > line->from && word_is(r, m->from - 1, "?") &&
           r->words[m->from].flags & TOKEN_GLUED;
}

/* Some findings are about the past or the family by their nature: there such words
   only confirm them. */
static bool is_own_nature(const Reading *r, const Mention *m, CueKind kind)
{
    if (m->finding == KB_NONE)
        return false;
    const KbFinding *f = kb_finding(r->lex->kb, m->finding);
    if (kind == CUE_HIST)
        return f->cls == KB_HISTORY;
    return kind == CUE_FAM && str_starts(f->id, STR("family_"));
}

/* "I stopped the statin and I take ...": behind such words another medicine begins. */
static bool takes_again(const Reading *r, uint32_t from, uint32_t to)
{
    static const char *const words[] = {"i",  "take", "taking", "takes",
                                        "on", "now",  NULL};
    for (uint32_t i = from; i < to; i++) {
        if (word_is_any(r, i, words))
            return true;
    }
    return false;
}

/* "I stopped the statin", "allergic to penicillin": medicines that are not taken. */
static bool is_given_up(const Reading *r, const Line *line, Mention *m)
{
    enum { STOPPED_BEFORE = 5 };
    bool drug =
        m->finding == KB_NONE || kb_finding(r->lex->kb, m->finding)->cls == KB_DRUG;
    for (uint32_t at = line->from; drug && at < m->from; at++) {
        uint32_t stopped = scan_speech_at(r, line, at, SAY_STOPPED);
        uint32_t allergy = scan_speech_at(r, line, at, SAY_ALLERGY);
        uint32_t end = at + (stopped > allergy ? stopped : allergy);
        if (end == at || end > m->from || m->from - end > STOPPED_BEFORE ||
            takes_again(r, end, m->from))
            continue;
        m->status = allergy ? STATUS_DISCUSSED : STATUS_PAST;
        m->rule = allergy ? "drug.allergy" : "drug.stopped";
        return true;
    }
    return false;
}

void assert_status(const Reading *r, const Line *line, Mention *m)
{
    if (is_given_up(r, line, m))
        return;
    bool denied = cue_reaches(r, line, m, CUE_NEG);
    m->status = is_queried(r, line, m) ? STATUS_POSSIBLE : STATUS_PRESENT;
    m->rule = m->status == STATUS_POSSIBLE ? "cue.possible" : "mention";
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        CueKind kind = order[i];
        bool    fires = kind == CUE_NEG ? denied : cue_reaches(r, line, m, kind);
        if (!fires || is_own_nature(r, m, kind))
            continue;
        m->status = by_cue[kind].status;
        m->rule = by_cue[kind].rule;
        if (kind == CUE_FAM && denied)
            m->rule = "cue.family.no";
        return;
    }
}

/* Where each finding was last talked about, so that "at night" finds its cramp. */
typedef struct Topic {
    uint32_t *last;              /* by finding: line + 1, 0 never */
    uint32_t  rival, rival_line; /* the latest complaint named by its own words */
} Topic;

static void note_topic(Topic *topic, const Kb *kb, uint32_t finding, uint32_t line)
{
    const KbFinding *f = kb_finding(kb, finding);
    topic->last[finding] = line + 1;
    for (uint32_t k = 0; k < f->closure.n; k++)
        topic->last[kb_index_at(kb, f->closure.first + k)] = line + 1;
    if (f->cls == KB_SYMPTOM || f->cls == KB_SIGN) {
        topic->rival = finding;
        topic->rival_line = line;
    }
}

static bool share_root(const Kb *kb, uint32_t x, uint32_t y)
{
    const KbFinding *f = kb_finding(kb, x);
    if (kb_implies(kb, y, x) || kb_implies(kb, x, y))
        return true;
    for (uint32_t k = 0; k < f->closure.n; k++) {
        if (kb_implies(kb, y, kb_index_at(kb, f->closure.first + k)))
            return true;
    }
    return false;
}

static bool is_on_topic(const Topic *topic, const Kb *kb, uint32_t finding, uint32_t line)
{
    const KbFinding *f = kb_finding(kb, finding);
    uint32_t         seen = 0;
    for (uint32_t k = 0; k < f->parents.n; k++) {
        uint32_t last = topic->last[kb_index_at(kb, f->parents.first + k)];
        seen = last > seen ? last : seen;
    }
    if (!seen || line + 1 - seen > TOPIC_LINES)
        return false;
    bool rival_near = topic->rival != KB_NONE && topic->rival_line + 1 > seen &&
                      line - topic->rival_line <= RIVAL_LINES;
    return !rival_near || share_root(kb, finding, topic->rival);
}

/* "The pulses are normal" denies; "the pulses are not normal" does not tell what is. */
static void turn_round(Mention *m)
{
    m->rule = m->status == STATUS_PRESENT ? "normal" : m->rule;
    m->status = m->status == STATUS_PRESENT  ? STATUS_ABSENT
                : m->status == STATUS_ABSENT ? STATUS_PRESENT
                                             : m->status;
}

/* "No pain at night": only the pain at night is denied. Questions are left to their
   answers. */
static bool denies_only_then(const Reading *r, const Line *line, const Mention *m)
{
    static const char *const condition[] = {"when", "while", "during", "unless", NULL};
    static const char *const time[] = {"night", "rest", NULL};
    if (m->status != STATUS_ABSENT || m->is_normal || line->is_question ||
        m->to >= line->to)
        return false;
    bool at = word_is(r, m->to, "at") && m->to + 1 < line->to &&
              word_is_any(r, m->to + 1, time);
    return at || word_is_any(r, m->to, condition);
}

static bool add_mention(Reading *r, uint32_t line, const Match *m, Err *e)
{
    void *v = r->mentions;
    if (!reading_room(r->a, &v, r->n_mentions, &r->room_mentions, sizeof *r->mentions, e))
        return false;
    r->mentions = v;
    Mention fresh = {.finding = m->entry.id,
                     .line = line,
                     .from = m->from,
                     .to = m->to,
                     .is_refined = m->entry.needs_topic,
                     .is_normal = m->entry.is_normal,
                     .by_topic = m->by_topic};
    assert_status(r, &r->lines[line], &fresh);
    if (fresh.is_normal)
        turn_round(&fresh);
    if (denies_only_then(r, &r->lines[line], &fresh))
        return true;
    for (uint32_t k = r->lines[line].first_mention; k < r->n_mentions; k++) {
        Mention *old = &r->mentions[k];
        if (old->finding == fresh.finding && old->status == fresh.status)
            return true; /* once per sentence is enough */
    }
    r->mentions[r->n_mentions++] = fresh;
    r->lines[line].n_mentions++;
    return true;
}

static bool names_sensation(const Reading *r, const Line *line, uint32_t class)
{
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *m = &r->matches[line->first_match + k];
        if (m->entry.kind == ENTRY_CLINICAL &&
            lexicon_row(r->lex, m->entry)->class == class)
            return true;
    }
    return false;
}

/* Is a complaint of the same root (leg cramp, leg pain) what the talk is about? */
static bool is_near_root(const Topic *topic, const Kb *kb, uint32_t finding,
                         uint32_t line)
{
    return topic->rival != KB_NONE && line - topic->rival_line <= 1 &&
           share_root(kb, finding, topic->rival);
}

/* May a refinement's words be taken as such here? "At night", taught by "cramp at night",
   needs a cramp in this sentence or the one before. */
static bool is_heard(const Reading *r, const Topic *topic, const Match *m, uint32_t line)
{
    const Kb *kb = r->lex->kb;
    if (!m->entry.sensation)
        return is_on_topic(topic, kb, m->entry.id, line);
    uint32_t class = m->entry.sensation;
    bool named = names_sensation(r, &r->lines[line], class) ||
                 (line && names_sensation(r, &r->lines[line - 1], class));
    return named && is_near_root(topic, kb, m->entry.id, line);
}

/* Phrases that stand by themselves first, so that they set the topic for the others. */
static bool take_matches(Reading *r, Topic *topic, uint32_t line, bool refined, Err *e)
{
    const Line *l = &r->lines[line];
    for (uint32_t k = 0; k < l->n_matches; k++) {
        Match m = r->matches[l->first_match + k];
        if (m.entry.kind != ENTRY_FINDING || m.entry.needs_topic != refined)
            continue;
        if (refined && !is_heard(r, topic, &m, line))
            continue;
        note_topic(topic, r->lex->kb, m.entry.id, line);
        if (!add_mention(r, line, &m, e))
            return false;
    }
    return true;
}

bool assert_mentions(Reading *r, Err *e)
{
    Topic topic = {.rival = KB_NONE};
    topic.last = ARENA_ARRAY(r->a, uint32_t, kb_n_findings(r->lex->kb) + 1, e);
    if (!topic.last)
        return false;
    for (uint32_t i = 0; i < r->n_lines; i++) {
        r->lines[i].first_mention = (uint32_t)r->n_mentions;
        if (!take_matches(r, &topic, i, false, e) || !take_matches(r, &topic, i, true, e))
            return false;
    }
    return true;
}
