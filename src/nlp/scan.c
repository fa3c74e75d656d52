/*
 * nlp/scan.c - one pass over the words: every table's patterns at once.
 *
 * A finding's phrase yields to a longer phrase that holds it ("cramp" within "period
 * cramp"), whichever finding that one belongs to; phrases that only overlap both stay.
 * Compositions ("pain right across the back of my calf") are added where no phrase
 * already holds both the sensation and the part.
 */
#include "nlp/reading.h"

enum { BETWEEN_MOST = 7, COPULA_MOST = 4, PART_LINES = 10 };

bool reading_room(Arena *a, void *array, size_t n, size_t *room, size_t size, Err *e)
{
    void **v = array;
    if (n < *room)
        return true;
    size_t more = *room ? *room * 2 : 64;
    void  *fresh = arena_grow(a, *v, n, more, size, e);
    if (!fresh)
        return false;
    *v = fresh;
    *room = more;
    return true;
}

Span reading_span(const Reading *r, uint32_t from, uint32_t to)
{
    if (to <= from)
        return (Span){from < r->n_words ? r->words[from].span.at : 0, 0};
    Span first = r->words[from].span, last = r->words[to - 1].span;
    return (Span){first.at, last.at + last.n - first.at};
}

static bool add_word(Reading *r, const Token *t, Err *e)
{
    void *v = r->words;
    if (!reading_room(r->a, &v, r->n_words, &r->room_words, sizeof *r->words, e))
        return false;
    r->words = v;
    r->words[r->n_words++] = (Word){.span = t->span,
                                    .norm = t->norm,
                                    .id = trie_find(r->lex->trie, t->norm),
                                    .kind = t->kind,
                                    .flags = t->flags,
                                    .value = t->value};
    return true;
}

static bool add_line(Reading *r, Line line, Err *e)
{
    void *v = r->lines;
    if (!reading_room(r->a, &v, r->n_lines, &r->room_lines, sizeof *r->lines, e))
        return false;
    r->lines = v;
    r->lines[r->n_lines++] = line;
    return true;
}

static bool add_match(Reading *r, Match m, Err *e)
{
    void *v = r->matches;
    if (!reading_room(r->a, &v, r->n_matches, &r->room_matches, sizeof *r->matches, e))
        return false;
    r->matches = v;
    r->matches[r->n_matches++] = m;
    return true;
}

static bool split_turn(Reading *r, uint32_t turn, Err *e)
{
    const Turn   *t = &r->t->turns[turn];
    Tokens        tokens;
    TextSentences sentences;
    if (!text_tokens(&tokens, r->a, r->t->text, t->span, e) ||
        !text_sentences(&sentences, r->a, tokens, e))
        return false;
    for (size_t i = 0; i < sentences.n; i++) {
        const TextSentence *s = &sentences.v[i];
        const Token        *v = tokens.v + s->first;
        Line                line = {.from = (uint32_t)r->n_words,
                                    .turn = turn,
                                    .speaker = t->speaker,
                                    .is_question = s->is_question,
                                    .about = KB_NONE};
        for (uint32_t k = 0; k < s->n; k++) {
            if (!(v[k].flags & TOKEN_HIDDEN) && !add_word(r, &v[k], e))
                return false;
        }
        line.to = (uint32_t)r->n_words;
        const Token *last = &v[s->n - 1];
        line.span = (Span){v[0].span.at, last->span.at + last->span.n - v[0].span.at};
        if (line.to > line.from && !add_line(r, line, e))
            return false;
    }
    return true;
}

/* The part of the body last named, and where. */
typedef struct PartTopic {
    uint32_t  part;
    ptrdiff_t line;
} PartTopic;

static bool is_finding(const Match *m)
{
    return m->entry.kind == ENTRY_FINDING || m->entry.kind == ENTRY_LOOKS_LIKE;
}

static bool holds(const Match *outer, const Match *inner)
{
    return outer->from <= inner->from && outer->to >= inner->to;
}

/* Is match i (a finding's phrase) only a part of a longer one, or a listed look-alike? */
static bool is_covered(const Reading *r, const Line *line, const Match *m)
{
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *other = &r->matches[line->first_match + k];
        if (!is_finding(other) || !holds(other, m))
            continue;
        bool longer = other->to - other->from > m->to - m->from;
        bool alike = other->entry.kind == ENTRY_LOOKS_LIKE;
        if (alike && other->entry.id == m->entry.id && !m->entry.is_normal)
            return true;
        if (longer && !other->entry.needs_topic && !alike)
            return true;
    }
    return false;
}

static void drop_covered(Reading *r, Line *line)
{
    if (!line->n_matches)
        return;
    Match   *v = r->matches + line->first_match;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < line->n_matches; i++)
        v[i].covered = v[i].entry.kind == ENTRY_FINDING && is_covered(r, line, &v[i]);
    for (uint32_t i = 0; i < line->n_matches; i++) {
        if (!v[i].covered)
            v[kept++] = v[i];
    }
    r->n_matches -= line->n_matches - kept;
    line->n_matches = kept;
}

static bool has_role(const Reading *r, uint32_t word, ClinicalKind role)
{
    TrieHits hits;
    if (r->words[word].id == TRIE_NONE)
        return false;
    trie_scan(&hits, r->lex->trie, &r->words[word].id, 1);
    for (size_t i = 0; i < hits.n; i++) {
        Entry entry = hits.v[i].entry;
        if (entry.kind == ENTRY_CLINICAL && lexicon_row(r->lex, entry)->kind == role)
            return true;
    }
    return false;
}

static bool all_have_role(const Reading *r, uint32_t from, uint32_t to, ClinicalKind role)
{
    for (uint32_t i = from; i < to; i++) {
        if (!has_role(r, i, role))
            return false;
    }
    return true;
}

/* "pain in the back of my calf", "my calf is really sore". */
bool scan_goes_with(const Reading *r, const Match *sensation, const Match *part)
{
    if (part->from >= sensation->to)
        return part->from - sensation->to <= BETWEEN_MOST &&
               all_have_role(r, sensation->to, part->from, CLINICAL_BETWEEN);
    return sensation->from >= part->to && sensation->from - part->to <= COPULA_MOST &&
           all_have_role(r, part->to, sensation->from, CLINICAL_COPULA);
}

static bool already_said(const Reading *r, const Line *line, const Match *m)
{
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *other = &r->matches[line->first_match + k];
        if (is_finding(other) && holds(other, m))
            return true;
    }
    return false;
}

static bool compose(Reading *r, Line *line, Match sensation, Match part, Err *e)
{
    const Row       *s = lexicon_row(r->lex, sensation.entry);
    const EntryNode *found = lexicon_pair(r->lex, s, lexicon_row(r->lex, part.entry));
    Match            m = {.from = sensation.from < part.from ? sensation.from : part.from,
                          .to = sensation.to > part.to ? sensation.to : part.to,
                          .composed = true};
    if (!found || already_said(r, line, &m))
        return true;
    for (; found; found = trie_next_entry(r->lex->trie, found)) {
        m.entry = found->entry;
        m.entry.needs_topic = false;
        if (!add_match(r, m, e))
            return false;
        line->n_matches++;
    }
    return true;
}

static bool is_sensation(const Reading *r, const Match *m)
{
    return m->entry.kind == ENTRY_CLINICAL &&
           lexicon_row(r->lex, m->entry)->kind == CLINICAL_SENSATION;
}

/* The nearest part that goes with this sensation; "pain in my calf and foot" takes calf.
 */
static bool compose_line(Reading *r, Line *line, Err *e)
{
    uint32_t n = line->n_matches;
    for (uint32_t i = 0; i < n; i++) {
        Match sensation = r->matches[line->first_match + i], best = {.from = UINT32_MAX};
        if (!is_sensation(r, &sensation))
            continue;
        uint32_t nearest = UINT32_MAX;
        for (uint32_t k = 0; k < n; k++) {
            Match part = r->matches[line->first_match + k];
            if (part.entry.kind != ENTRY_PART || !scan_goes_with(r, &sensation, &part))
                continue;
            uint32_t gap = part.from >= sensation.to ? part.from - sensation.to
                                                     : sensation.from - part.to;
            if (gap < nearest ||
                (gap == nearest && part.to - part.from > best.to - best.from)) {
                nearest = gap;
                best = part;
            }
        }
        if (nearest != UINT32_MAX && !compose(r, line, sensation, best, e))
            return false;
    }
    return true;
}

/* "Any swelling?" after talk of the calf asks about the calf. Only in questions, on
   examination and in written notes: "I feel cold" names nothing. */
static bool compose_with_topic(Reading *r, Line *line, uint32_t part, Err *e)
{
    uint32_t n = line->n_matches;
    bool     asks = line->is_question || r->t->kind == TRANSCRIPT_PROSE ||
                line->speaker == SPEAKER_CLINICIAN;
    for (uint32_t k = 0; k < n; k++) {
        if (r->matches[line->first_match + k].entry.kind == ENTRY_PART)
            return true;
    }
    for (uint32_t k = 0; asks && k < n; k++) {
        Match m = r->matches[line->first_match + k];
        if (!is_sensation(r, &m) || already_said(r, line, &m))
            continue;
        const Row       *row = lexicon_row(r->lex, m.entry);
        const EntryNode *found =
            lexicon_pair(r->lex, row, &r->lex->rows[ENTRY_PART].v[part]);
        for (; found; found = trie_next_entry(r->lex->trie, found)) {
            m.entry = found->entry;
            m.entry.needs_topic = false;
            m.composed = true;
            m.by_topic = true;
            if (!add_match(r, m, e))
                return false;
            line->n_matches++;
        }
    }
    return true;
}

static bool match_line(Reading *r, Line *line, const uint32_t *ids, PartTopic *topic,
                       Err *e)
{
    TrieHits hits;
    line->first_match = (uint32_t)r->n_matches;
    for (uint32_t i = line->from; i < line->to; i++) {
        trie_scan(&hits, r->lex->trie, ids + i, line->to - i);
        for (size_t k = 0; k < hits.n; k++) {
            Match m = {.entry = hits.v[k].entry, .from = i, .to = i + hits.v[k].n_words};
            if (!add_match(r, m, e))
                return false;
        }
    }
    line->n_matches = (uint32_t)r->n_matches - line->first_match;
    bool fresh = topic->part != TRIE_NONE && line - r->lines <= topic->line + PART_LINES;
    if (!compose_line(r, line, e) ||
        (fresh && !compose_with_topic(r, line, topic->part, e)))
        return false;
    drop_covered(r, line);
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *m = &r->matches[line->first_match + k];
        if (m->entry.kind == ENTRY_PART)
            *topic = (PartTopic){m->entry.id, line - r->lines};
    }
    return true;
}

bool scan_talk(Reading *r, Err *e)
{
    for (uint32_t i = 0; i < r->t->n; i++) {
        if (!split_turn(r, i, e))
            return false;
    }
    uint32_t *ids = ARENA_ARRAY(r->a, uint32_t, r->n_words + 1, e);
    if (!ids)
        return false;
    for (size_t i = 0; i < r->n_words; i++)
        ids[i] = r->words[i].id;
    PartTopic topic = {.part = TRIE_NONE};
    for (size_t i = 0; i < r->n_lines; i++) {
        if (!match_line(r, &r->lines[i], ids, &topic, e))
            return false;
    }
    return true;
}

uint32_t scan_speech_at(const Reading *r, const Line *line, uint32_t at, SpeechKind kind)
{
    uint32_t longest = 0;
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *m = &r->matches[line->first_match + k];
        if (m->entry.kind == ENTRY_SPEECH && m->from == at &&
            lexicon_row(r->lex, m->entry)->kind == (unsigned)kind && m->to - at > longest)
            longest = m->to - at;
    }
    return longest;
}

static bool has_row(const Reading *r, const Line *line, EntryKind table, unsigned kind)
{
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *m = &r->matches[line->first_match + k];
        if (m->entry.kind == table && lexicon_row(r->lex, m->entry)->kind == kind)
            return true;
    }
    return false;
}

bool scan_has_speech(const Reading *r, const Line *line, SpeechKind kind)
{
    return has_row(r, line, ENTRY_SPEECH, kind);
}

bool scan_has_person(const Reading *r, const Line *line, PersonKind kind)
{
    return has_row(r, line, ENTRY_PERSON, kind);
}

uint32_t scan_start(const Reading *r, const Line *line)
{
    uint32_t at = line->from;
    while (at < line->to) {
        uint32_t skip =
            r->words[at].kind == TOKEN_MARK ? 1 : scan_speech_at(r, line, at, SAY_SKIP);
        if (!skip || at + skip >= line->to)
            break;
        at += skip;
    }
    return at;
}
