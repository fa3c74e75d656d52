/*
 * nlp/ask.c - in what way a question asks for a finding.
 *
 * The same "no" denies ("any cramp?"), confirms a denial ("no cramp?") or denies only a
 * detail ("does the cramp move anywhere?"). Whether the finding was told before decides
 * between the first and the last.
 */
#include "nlp/dialogue.h"

static bool asks_about(const Reading *r, const Line *line)
{
    uint32_t at = scan_start(r, line);
    return scan_speech_at(r, line, at, SAY_ASK_WH) > scan_speech_at(r, line, at, SAY_ASK);
}

static bool word_is_any(const Reading *r, uint32_t word, const char *const *norms)
{
    for (; *norms; norms++) {
        if (str_is(r->words[word].norm, *norms))
            return true;
    }
    return false;
}

/* The patient has already said that it is there. */
bool ask_is_told(const Reading *r, uint32_t finding)
{
    for (size_t i = 0; i < r->n_clues; i++) {
        const Clue *c = &r->clues[i];
        if (c->finding == finding && c->evidence.status == STATUS_PRESENT &&
            c->evidence.weight >= WEIGHT_EXAM)
            return true;
    }
    return false;
}

/* "Does the pain move anywhere?", "is it a burning pain?", "short of breath at rest?"
   of something that is known to be there: a "no" denies the detail only. */
static bool asks_detail(const Reading *r, const Line *line, const Mention *m)
{
    static const char *const definite[] = {"the", "this", "that", "these", "those", NULL};
    static const char *const it[] = {"it", "they", NULL};
    static const char *const condition[] = {
        "when", "while", "during", "at",     "between",  "after", "before",
        "if",   "go",    "move",   "spread", "anywhere", NULL};
    uint32_t at = scan_start(r, line);
    if (!ask_is_told(r, m->finding))
        return false;
    bool detail = m->from > line->from && word_is_any(r, m->from - 1, definite);
    detail = detail || (at + 1 < m->from && word_is_any(r, at + 1, it));
    for (uint32_t i = m->to; i < line->to; i++)
        detail = detail || word_is_any(r, i, condition);
    return detail;
}

/* "Apart from the cramps, is there anything else?" */
static bool is_set_aside(const Reading *r, const Line *line, const Mention *m)
{
    enum { NEAR = 4 };
    for (uint32_t at = line->from; at < m->from; at++) {
        uint32_t n = scan_speech_at(r, line, at, SAY_ONLY);
        if (n >= 2 && at + n + NEAR > m->from)
            return true;
    }
    return false;
}

/* "Is your walking all right?": the last words ask whether things are normal. */
static bool asks_if_normal(const Reading *r, const Line *line, const Mention *m)
{
    uint32_t end = line->to;
    while (end > line->from && answer_is_mark(r, end - 1))
        end--;
    if (end <= m->to || answer_is_mark(r, end - 2))
        return false; /* ", okay?" is a tag */
    static const char *const comparing[] = {"than", "as", "like", NULL};
    if (word_is_any(r, end - 2, comparing))
        return false; /* "more thirsty than normal?" */
    return scan_speech_at(r, line, end - 1, SAY_NORMAL) == 1;
}

bool ask_is_background(const Reading *r, uint32_t finding)
{
    KbClass c = kb_finding(r->lex->kb, finding)->cls;
    return c == KB_HISTORY || c == KB_EXPOSURE || c == KB_DRUG || c == KB_CONTEXT;
}

AskMode ask_mode(const Reading *r, const Line *line, const Mention *m)
{
    if (m->status == STATUS_FAMILY)
        return ASK_FAMILY;
    if (m->status == STATUS_ABSENT)
        return ASK_NEGATED;
    if (scan_has_speech(r, line, SAY_SUMMARY))
        return ASK_SUMMARY;
    if (asks_about(r, line) || is_set_aside(r, line, m) || asks_detail(r, line, m))
        return ASK_ABOUT;
    bool past = m->status == STATUS_PAST || scan_has_speech(r, line, SAY_ASK_EVER);
    if (past && !ask_is_background(r, m->finding))
        return ask_is_told(r, m->finding) ? ASK_ABOUT : ASK_EVER;
    if (asks_if_normal(r, line, m))
        return ASK_NORMAL;
    return scan_has_speech(r, line, SAY_ASK_OR) ? ASK_OR : ASK_PLAIN;
}

/* Words that make two findings of one question a list. */
bool ask_are_listed(const Reading *r, const Mention *x, const Mention *y)
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
