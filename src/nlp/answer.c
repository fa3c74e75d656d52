/*
 * nlp/answer.c - yes, no, fine, or no answer at all.
 *
 * The leading words decide, the longest phrase of qa.tsv first ("no idea" is not "no").
 * An English "yeah, no" means no. A reply whose "no" belongs to what follows ("no
 * swelling") is no answer: the words it names speak for themselves.
 */
#include "nlp/dialogue.h"

bool answer_is_mark(const Reading *r, uint32_t word)
{
    return r->words[word].kind == TOKEN_MARK;
}

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

/* "..., no." at the end of a reply that began with something else. */
static Answer trailing_answer(const Reading *r, const Line *line)
{
    uint32_t end = line->to, after;
    while (end > line->from && answer_is_mark(r, end - 1))
        end--;
    if (end < line->from + 2)
        return ANSWER_NONE;
    bool set_off = answer_is_mark(r, end - 2) || r->words[end - 2].kind == TOKEN_GAP;
    return set_off ? answer_at(r, line, end - 1, &after) : ANSWER_NONE;
}

/* "No swelling" begins with a denial of something named, not with an answer. */
static bool denies_the_next_word(const Reading *r, const Line *line, uint32_t at,
                                 uint32_t after)
{
    bool is_no = after == at + 1 && str_is(r->words[at].norm, "no");
    if (!is_no || after >= line->to || answer_is_mark(r, after))
        return false;
    for (uint32_t k = 0; k < line->n_mentions; k++) {
        const Mention *m = &r->mentions[line->first_mention + k];
        if (m->from >= after && m->from <= after + 2)
            return true;
    }
    return false;
}

Answer answer_of(const Reading *r, const Line *line)
{
    uint32_t at = scan_start(r, line), after, later;
    if (line->is_question && scan_speech_at(r, line, at, SAY_REPEAT))
        return ANSWER_REPEAT;
    Answer answer = answer_at(r, line, at, &after);
    if (answer == ANSWER_NONE)
        return trailing_answer(r, line);
    if (denies_the_next_word(r, line, at, after))
        return ANSWER_NONE;
    while (after < line->to && answer_is_mark(r, after))
        after++;
    if (after >= line->to || (answer != ANSWER_YES && answer != ANSWER_NO))
        return answer;
    Answer next = answer_at(r, line, after, &later); /* "yeah, no" means no */
    bool   alone = later >= line->to || answer_is_mark(r, later);
    bool   turns = (next == ANSWER_YES || next == ANSWER_NO) && next != answer;
    return turns && alone && later == after + 1 ? next : answer;
}

/* A reply that gives an amount has granted the thing: "Do you smoke?" "About ten a day."
 */
bool answer_gives_amount(const Reading *r, const Line *line)
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
