/*
 * nlp/verdict.c - the table of dialogue.c: how it was asked, what was answered.
 *
 * In English a "no" to a denial agrees with it ("No cough?" "No."), and so does a "yes".
 */
#include "nlp/dialogue.h"

static const Verdict nothing = {STATUS_UNKNOWN, 0, NULL};
static const Verdict unanswered = {STATUS_UNKNOWN, WEIGHT_NO_ANSWER, "qa.unanswered"};
static const Verdict unsure = {STATUS_POSSIBLE, WEIGHT_ANSWER, "qa.unsure"};

static Verdict plain_verdict(const Pending *p, Answer answer)
{
    switch (answer) {
    case ANSWER_YES:
        if (p->is_listed)
            return (Verdict){STATUS_UNKNOWN, WEIGHT_NO_ANSWER, "qa.yes_to_list"};
        return (Verdict){STATUS_PRESENT, WEIGHT_ANSWER, "qa.yes"};
    case ANSWER_NO: return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.no"};
    case ANSWER_FINE: return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.fine"};
    case ANSWER_UNSURE: return unsure;
    default: return unanswered;
    }
}

static Verdict negated_verdict(Answer answer, bool replied)
{
    if (answer == ANSWER_UNSURE)
        return unsure;
    if (answer == ANSWER_NONE || !replied)
        return (Verdict){STATUS_ABSENT, WEIGHT_NO_ANSWER, "qa.negated.silent"};
    return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.negated"};
}

static Verdict normal_verdict(Answer answer)
{
    if (answer == ANSWER_YES || answer == ANSWER_FINE)
        return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.normal"};
    if (answer == ANSWER_NO)
        return (Verdict){STATUS_PRESENT, WEIGHT_SUPPOSED, "qa.not_normal"};
    return unanswered;
}

static Verdict ever_verdict(Answer answer)
{
    if (answer == ANSWER_YES)
        return (Verdict){STATUS_PAST, WEIGHT_ANSWER, "qa.ever"};
    if (answer == ANSWER_NO || answer == ANSWER_FINE)
        return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.never"};
    return unanswered;
}

static Verdict statement_verdict(const Pending *p, Status said, Answer answer)
{
    if (said != STATUS_PRESENT && said != STATUS_ABSENT)
        return nothing;
    if (answer == ANSWER_NO)
        return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.summary.no"};
    if (answer == ANSWER_YES)
        return (Verdict){said, WEIGHT_ANSWER, "qa.summary"};
    if (p->mode == ASK_CONFIRM)
        return (Verdict){STATUS_DISCUSSED, WEIGHT_ECHO, "clinician"};
    return (Verdict){said, WEIGHT_SUMMARY, "summary"};
}

Verdict verdict_of(const Pending *p, Status said, Answer answer, bool replied)
{
    switch (p->mode) {
    case ASK_PLAIN: return plain_verdict(p, answer);
    case ASK_NEGATED: return negated_verdict(answer, replied);
    case ASK_NORMAL: return normal_verdict(answer);
    case ASK_EVER: return ever_verdict(answer);
    case ASK_SUMMARY:
    case ASK_CONFIRM: return statement_verdict(p, said, answer);
    case ASK_FAMILY:
        if (answer == ANSWER_YES)
            return (Verdict){STATUS_FAMILY, WEIGHT_ANSWER, "qa.family"};
        return nothing;
    case ASK_ABOUT:
        if (replied && answer != ANSWER_NO)
            return (Verdict){STATUS_PRESENT, WEIGHT_SUPPOSED, "qa.presupposed"};
        return nothing;
    case ASK_OR:
        if (answer == ANSWER_NO)
            return (Verdict){STATUS_ABSENT, WEIGHT_ANSWER, "qa.no"};
        return nothing;
    }
    return nothing;
}
