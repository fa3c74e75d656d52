/*
 * nlp/phrase.c - a phrase may open into several paths; their number is bounded.
 *
 * Determiners are dropped where two content words remain, because people say "cramp in
 * my leg", "in the leg", "in one leg"; the scan passes over such words when it meets
 * them. A phrase of one content word keeps its determiner: "the runs" is not "runs".
 */
#include "nlp/phrase.h"

#include "nlp/forms.h"
#include "text/text.h"

enum { PATHS_MOST = 64, PIECES_MOST = 24 };

typedef struct Path {
    uint32_t ids[TRIE_PATH_MOST];
    size_t   n;
} Path;

typedef struct Piece {
    Str  text; /* without star and question mark */
    bool starred, optional, is_determiner, is_content;
} Piece;

typedef struct Phrase {
    const Lexicon *l;
    Arena         *a;
    PhraseMode     mode;
    Str            where, text;
    Piece          pieces[PIECES_MOST];
    size_t         n, n_content;
    Path           paths[PATHS_MOST];
    size_t         n_paths;
} Phrase;

static const char *const persons[] = {"i",  "you", "he",  "she",  "they",
                                      "we", "me",  "him", "them", "us"};
static const char *const determiners[] = {"my",  "your", "his", "her",  "their", "our",
                                          "the", "a",    "an",  "this", "that"};
static const char *const be_forms[] = {"is", "are", "was",  "were",
                                       "'s", "am",  "been", "be"};
static const char *const have_forms[] = {"have", "has", "had", "having", "'s", "'d"};
static const char *const small_words[] = {
    "in",   "on",   "of",   "at",   "to",   "from", "with", "for",  "by",   "up",
    "down", "out",  "off",  "over", "and",  "or",   "when", "if",   "it",   "not",
    "all",  "so",   "into", "than", "then", "can",  "will", "just", "very", "like",
    "some", "any",  "as",   "but",  "no",   "do",   "does", "did",  "both", "one",
    "go",   "goes", "get",  "gets", "feel", "feels"};

static bool is_one_of(Str s, const char *const *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(s, v[i]))
            return true;
    }
    return false;
}

#define IS_ONE_OF(s, list) is_one_of((s), (list), sizeof(list) / sizeof *(list))

static bool refuse(const Phrase *p, const char *why, Err *e)
{
    return err_set(e, ERR_CONTENT, STR_F ": \"" STR_F "\" %s", STR_A(p->where),
                   STR_A(p->text), why);
}

static bool split_pieces(Phrase *p, Err *e)
{
    Str rest = p->text, word;
    while (str_next(&rest, ' ', &word)) {
        if (!word.n)
            continue;
        if (p->n == PIECES_MOST)
            return refuse(p, "has too many words; shorten it", e);
        Piece piece = {.text = word};
        if (word.n > 1 && word.p[word.n - 1] == '?') {
            piece.optional = true;
            piece.text.n--;
        }
        if (piece.text.n > 1 && piece.text.p[piece.text.n - 1] == '*') {
            piece.starred = true;
            piece.text.n--;
        }
        piece.is_determiner = IS_ONE_OF(piece.text, determiners);
        piece.is_content = !piece.is_determiner && !IS_ONE_OF(piece.text, small_words) &&
                           !IS_ONE_OF(piece.text, persons) &&
                           !IS_ONE_OF(piece.text, be_forms) &&
                           !IS_ONE_OF(piece.text, have_forms);
        p->n_content += piece.is_content;
        p->pieces[p->n++] = piece;
    }
    return p->n_content || p->mode == PHRASE_EXACT
               ? true
               : refuse(p, "has no word of content", e);
}

static bool fixed_class(const Lexicon *l, const char *name, const char *const *words,
                        size_t n, uint32_t *class, Err *e)
{
    if (!trie_word(class, l->trie, str_from(name), e))
        return false;
    for (size_t i = 0; i < n; i++) {
        uint32_t word;
        if (!trie_word(&word, l->trie, str_from(words[i]), e) ||
            !trie_join(l->trie, word, *class, e))
            return false;
    }
    return true;
}

#define FIXED_CLASS(l, name, words, id, e)                                               \
    fixed_class((l), (name), (words), sizeof(words) / sizeof *(words), (id), (e))

static bool form_class(const Phrase *p, char sign, Str word, uint32_t *class, Err *e)
{
    Forms forms;
    Str   name;
    if (!str_fmt(&name, p->a, e, "%c" STR_F, sign, STR_A(word)) ||
        !trie_word(class, p->l->trie, name, e))
        return false;
    if (sign == '*')
        forms_inflected(&forms, word);
    else if (sign == '-')
        forms_singular(&forms, word);
    else
        forms_plural(&forms, word);
    for (size_t i = 0; i < forms.n; i++) {
        uint32_t id;
        if (!trie_word(&id, p->l->trie, forms.v[i], e) ||
            !trie_join(p->l->trie, id, *class, e))
            return false;
    }
    return true;
}

/* "would" is also said "'d", "is" also "'s". */
static bool exact_id(const Phrase *p, Str word, uint32_t *id, Err *e)
{
    static const char *const would[] = {"would", "'d"}, *const had[] = {"had", "'d"};
    static const char *const is[] = {"is", "'s"}, *const has[] = {"has", "'s"};
    if (str_is(word, "would"))
        return FIXED_CLASS(p->l, "@would", would, id, e);
    if (str_is(word, "had"))
        return FIXED_CLASS(p->l, "@had", had, id, e);
    if (str_is(word, "is"))
        return FIXED_CLASS(p->l, "@is", is, id, e);
    if (str_is(word, "has"))
        return FIXED_CLASS(p->l, "@has", has, id, e);
    return trie_word(id, p->l->trie, word, e);
}

static bool word_id(const Phrase *p, Str word, bool starred, uint32_t *id, Err *e)
{
    if (starred)
        return form_class(p, '*', word, id, e);
    if (p->mode == PHRASE_EXACT)
        return exact_id(p, word, id, e);
    if (IS_ONE_OF(word, persons))
        return FIXED_CLASS(p->l, "@person", persons, id, e);
    if (IS_ONE_OF(word, determiners))
        return FIXED_CLASS(p->l, "@determiner", determiners, id, e);
    if (IS_ONE_OF(word, be_forms))
        return FIXED_CLASS(p->l, "@be", be_forms, id, e);
    if (IS_ONE_OF(word, have_forms))
        return FIXED_CLASS(p->l, "@have", have_forms, id, e);
    if (IS_ONE_OF(word, small_words) || word.n < 3)
        return trie_word(id, p->l->trie, word, e);
    return form_class(p, p->n_content > 1 ? '-' : '#', word, id, e);
}

/* Appends one alternative of a piece to a path. */
static bool extend(const Phrase *p, Path *path, Str text, bool starred, Err *e)
{
    Tokens t;
    if (!text_tokens(&t, p->a, text, (Span){0, (uint32_t)text.n}, e))
        return false;
    for (size_t i = 0; i < t.n; i++) {
        if (t.v[i].flags & TOKEN_HIDDEN)
            continue;
        if (path->n == TRIE_PATH_MOST)
            return refuse(p, "has too many words; shorten it", e);
        bool last = i + 1 == t.n;
        if (!word_id(p, t.v[i].norm, starred && last, &path->ids[path->n], e))
            return false;
        path->n++;
    }
    return true;
}

static bool add_piece(Phrase *p, const Piece *piece, Err *e)
{
    size_t n = p->n_paths, first_new = n;
    Str    rest = piece->text, one;
    if (piece->is_determiner && p->mode == PHRASE_FINDING && p->n_content > 1)
        return true;
    while (str_next(&rest, '|', &one)) {
        for (size_t i = 0; i < n; i++) {
            if (p->n_paths == PATHS_MOST)
                return refuse(p, "opens into too many alternatives; split it", e);
            Path *path = &p->paths[p->n_paths++];
            *path = p->paths[i];
            if (!extend(p, path, one, piece->starred, e))
                return false;
        }
    }
    if (piece->optional)
        return true;
    for (size_t i = first_new; i < p->n_paths; i++)
        p->paths[i - first_new] = p->paths[i];
    p->n_paths -= first_new;
    return true;
}

/* "leg cramp" is also written "legcramp". */
static bool add_joined(const Phrase *p, Entry entry, Err *e)
{
    Str      joined;
    uint32_t id;
    bool     simple = p->n == 2 && p->n_content == 2 && p->mode == PHRASE_FINDING &&
                  str_find_char(p->text, '|') == STR_NONE &&
                  str_find_char(p->text, '\'') == STR_NONE && p->pieces[0].text.n > 2 &&
                  p->pieces[1].text.n > 2;
    if (!simple)
        return true;
    return str_fmt(&joined, p->a, e, STR_F STR_F, STR_A(p->pieces[0].text),
                   STR_A(p->pieces[1].text)) &&
           form_class(p, '#', joined, &id, e) && trie_add(p->l->trie, &id, 1, entry, e);
}

static bool compile(Phrase *p, Entry entry, Err *e)
{
    p->n_paths = 1;
    p->paths[0].n = 0;
    if (!split_pieces(p, e))
        return false;
    for (size_t i = 0; i < p->n; i++) {
        if (!add_piece(p, &p->pieces[i], e))
            return false;
    }
    for (size_t i = 0; i < p->n_paths; i++) {
        if (p->paths[i].n &&
            !trie_add(p->l->trie, p->paths[i].ids, p->paths[i].n, entry, e))
            return false;
    }
    return add_joined(p, entry, e);
}

bool phrase_add(const Lexicon *l, Str phrase, PhraseMode mode, Entry entry, Str where,
                Err *e)
{
    Phrase p = {.l = l, .a = l->arena, .mode = mode, .where = where, .text = phrase};
    return compile(&p, entry, e);
}

/* The row of the given table that this one word stands for, or NULL. */
static const Row *row_of_word(const Lexicon *l, Str word, EntryKind kind)
{
    TrieHits hits;
    uint32_t id = trie_find(l->trie, word);
    if (id == TRIE_NONE)
        return NULL;
    trie_scan(&hits, l->trie, &id, 1);
    for (size_t i = 0; i < hits.n; i++) {
        if (hits.v[i].entry.kind == kind)
            return lexicon_row(l, hits.v[i].entry);
    }
    return NULL;
}

static bool is_clinical_word(const Lexicon *l, Str word)
{
    const Row *row = row_of_word(l, word, ENTRY_CLINICAL);
    if (row && row->kind <= CLINICAL_DRUG)
        return true;
    return lexicon_looks_clinical(l, word);
}

/* "swollen calf", "pain in my leg": the pair stands for the finding wherever a sensation
   of this family and this part of the body are said together. */
static bool learn_pair(const Phrase *p, Entry entry, Err *e)
{
    const Row *sensation = NULL, *part = NULL;
    for (size_t i = 0; i < p->n; i++) {
        if (!p->pieces[i].is_content)
            continue;
        const Row *row = row_of_word(p->l, p->pieces[i].text, ENTRY_CLINICAL);
        if (row && row->kind == CLINICAL_SENSATION)
            sensation = row;
        else if (!part)
            part = row_of_word(p->l, p->pieces[i].text, ENTRY_PART);
    }
    bool odd_words = false; /* "one leg is swollen" says more than "swollen leg" */
    for (size_t i = 0; i < p->n; i++)
        odd_words = odd_words || str_is(p->pieces[i].text, "both") ||
                    str_is(p->pieces[i].text, "one") ||
                    str_is(p->pieces[i].text, "not") || str_is(p->pieces[i].text, "no");
    if (!sensation || !part || p->n_content != 2 || odd_words)
        return true;
    uint32_t pair[] = {sensation->class, part->class};
    return trie_add(p->l->trie, pair, 2, entry, e);
}

/* "cramp* at night" also teaches "at night", to be heard where the cramp is named. */
static bool learn_rest(const Phrase *p, Entry entry, Err *e)
{
    const Piece *first = &p->pieces[0];
    const Row   *row = row_of_word(p->l, first->text, ENTRY_CLINICAL);
    bool         content = false;
    if (!row || row->kind != CLINICAL_SENSATION || p->n < 2)
        return true;
    for (size_t i = 1; i < p->n; i++) {
        const Piece *piece = &p->pieces[i];
        content = content || piece->is_content;
        if (is_clinical_word(p->l, piece->text) ||
            row_of_word(p->l, piece->text, ENTRY_PART))
            return true;
    }
    if (!content)
        return true;
    entry.needs_topic = true;
    entry.sensation = row->class;
    Phrase rest = {.l = p->l,
                   .a = p->a,
                   .mode = PHRASE_FINDING,
                   .where = p->where,
                   .text = str_from_at(p->text, str_find_char(p->text, ' ') + 1)};
    return compile(&rest, entry, e);
}

bool phrase_add_finding(const Lexicon *l, Str phrase, Entry entry, Str where, Err *e)
{
    Phrase p = {
        .l = l, .a = l->arena, .mode = PHRASE_FINDING, .where = where, .text = phrase};
    bool is_refinement = entry.needs_topic;
    if (is_refinement) {
        Str rest = phrase, word;
        while (str_next(&rest, ' ', &word)) {
            while (word.n && (word.p[word.n - 1] == '*' || word.p[word.n - 1] == '?'))
                word.n--;
            entry.needs_topic = entry.needs_topic && !is_clinical_word(l, word);
        }
    }
    return compile(&p, entry, e) && learn_pair(&p, entry, e) &&
           (!is_refinement || learn_rest(&p, entry, e));
}
