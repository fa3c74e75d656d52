/*
 * nlp/kinds.c - what a sentence is for, from phrases of qa.tsv and who says it.
 *
 * The order of the tests is the rule: a safety net is also advice and a question about
 * the examination is also a question; the more particular purpose wins.
 */
#include "nlp/reading.h"

static bool begins(const Reading *r, const Line *line, SpeechKind kind)
{
    return scan_speech_at(r, line, scan_start(r, line), kind) > 0;
}

static bool asks(const Reading *r, const Line *line)
{
    if (line->is_question)
        return true;
    if (scan_has_speech(r, line, SAY_OPENING))
        return true;
    return begins(r, line, SAY_ASK) ||
           scan_speech_at(r, line, scan_start(r, line), SAY_ASK_WH) >= 2;
}

static bool has_word(const Reading *r, const Line *line, const char *norm)
{
    for (uint32_t i = line->from; i < line->to; i++) {
        if (str_is(r->words[i].norm, norm))
            return true;
    }
    return false;
}

static SentenceKind clinician_kind(const Reading *r, const Line *line)
{
    bool conditional = has_word(r, line, "if") || has_word(r, line, "straight") ||
                       has_word(r, line, "watch") || has_word(r, line, "look") ||
                       has_word(r, line, "any");
    if (scan_has_speech(r, line, SAY_SAFETY_NET) && conditional && !line->is_question)
        return SENTENCE_SAFETY_NET;
    if (asks(r, line))
        return SENTENCE_QUESTION;
    if (scan_has_speech(r, line, SAY_FOLLOW_UP))
        return SENTENCE_FOLLOW_UP;
    if (scan_has_speech(r, line, SAY_EXAM))
        return SENTENCE_EXAM;
    if (scan_has_speech(r, line, SAY_SUMMARY))
        return SENTENCE_OTHER;
    if (scan_has_speech(r, line, SAY_EXPLAIN))
        return SENTENCE_EXPLANATION;
    if (scan_has_speech(r, line, SAY_PLAN) || scan_has_speech(r, line, SAY_ADVICE))
        return SENTENCE_PLAN;
    return SENTENCE_OTHER;
}

static SentenceKind patient_kind(const Reading *r, const Line *line)
{
    if (scan_has_speech(r, line, SAY_ICE))
        return SENTENCE_ICE;
    return line->is_question ? SENTENCE_QUESTION : SENTENCE_OTHER;
}

static SentenceKind prose_kind(const Reading *r, const Line *line)
{
    if (line->is_question)
        return SENTENCE_QUESTION;
    if (scan_has_speech(r, line, SAY_SAFETY_NET) && has_word(r, line, "if"))
        return SENTENCE_SAFETY_NET;
    return begins(r, line, SAY_EXAM) ? SENTENCE_EXAM : SENTENCE_OTHER;
}

void kinds_mark(Reading *r)
{
    for (size_t i = 0; i < r->n_lines; i++) {
        Line *line = &r->lines[i];
        if (line->speaker == SPEAKER_CLINICIAN)
            line->kind = clinician_kind(r, line);
        else if (r->t->kind == TRANSCRIPT_PROSE)
            line->kind = prose_kind(r, line);
        else
            line->kind = patient_kind(r, line);
    }
}
