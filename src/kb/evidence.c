/* kb/evidence.c - no number without a grade, no grade without what it asks for. */
#include "kb/evidence.h"

#include "base/num.h"

#include <math.h>

static const struct {
    const char *word;
    double      p;
} levels[] = {{"always", 0.97},   {"usual", 0.8}, {"common", 0.5},
              {"sometimes", 0.2}, {"rare", 0.05}, {"never", 0}};

bool evidence_parse(Str text, bool is_p, double *value)
{
    for (size_t i = 0; is_p && i < sizeof levels / sizeof *levels; i++)
        if (str_is(text, levels[i].word)) {
            *value = levels[i].p;
            return true;
        }
    return num_read(text, value);
}

static bool read_grade(Draft *d, const Node *map, KbGrade *grade)
{
    static const char letters[] = "ABCDEIX";
    const Node       *n = tree_get(map, "ev");
    if (!n) {
        draft_fail(d, map->at, "grade-missing",
                   "a number stands here without a grade; add ev: A, B, C, D, E, I or X");
        return false;
    }
    for (unsigned i = 0; n->kind == NODE_TEXT && n->text.n == 1 && letters[i]; i++)
        if (n->text.p[0] == letters[i]) {
            *grade = (KbGrade)i;
            return true;
        }
    draft_fail(d, n->at, "unknown-grade",
               "\"" STR_F "\" is no grade; use A, B, C, D, E, I or X", STR_A(n->text));
    return false;
}

static void check_grade(Draft *d, const Node *map, KbGrade grade)
{
    bool sourced = grade <= KB_D || grade == KB_X;
    if (sourced && !reader_text(d, map, "src").n)
        draft_fail(d, map->at, "source-missing",
                   "grade %c needs a source; add src, or use ev: E with by and why",
                   kb_grade_letter(grade));
    if (grade == KB_D && !reader_text(d, map, "note").n)
        draft_fail(d, map->at, "formula-missing",
                   "grade D is derived; state the formula in note");
    if (grade == KB_E && (!reader_text(d, map, "by").n || !reader_text(d, map, "why").n))
        draft_fail(d, map->at, "author-missing",
                   "grade E is an estimate; add by (initials) and why (the reason)");
}

static Str join(Draft *d, Str why, Str note)
{
    if (!why.n || !note.n)
        return why.n ? why : note;
    Str both = {0};
    if (!d->failure.code &&
        str_fmt(&both, d->arena, &d->failure, STR_F "; " STR_F, STR_A(why), STR_A(note)))
        return both;
    return why;
}

Evidence evidence_read(Draft *d, const Node *map)
{
    Evidence e = {.grade = KB_E, .source = KB_NONE};
    if (!map || map->kind != NODE_MAP)
        return e;
    e.at = map->at;
    e.source = reader_ref_at(d, map, "src", reader_sources(d));
    e.by = reader_text(d, map, "by");
    e.why = join(d, reader_text(d, map, "why"), reader_text(d, map, "note"));
    if (read_grade(d, map, &e.grade))
        check_grade(d, map, e.grade);
    return e;
}

static double bound(Draft *d, const Node *map, const char *key, bool is_p)
{
    const Node *n = key ? tree_get(map, key) : NULL;
    double      value = NAN;
    if (n && (n->kind != NODE_TEXT || !evidence_parse(n->text, is_p, &value)))
        draft_fail(d, n->at, "not-a-number", "\"%s\" must be a number such as 0.25", key);
    return value;
}

static uint32_t add(Draft *d, const Evidence *e, double value, double low, double high)
{
    return draft_add(d, TABLE_NUMBER,
                     &(KbNumber){.value = value,
                                 .low = low,
                                 .high = high,
                                 .grade = e->grade,
                                 .source = e->source,
                                 .why = e->why,
                                 .by = e->by,
                                 .file = e->at.file,
                                 .line = e->at.line});
}

uint32_t evidence_value(Draft *d, double value, const Evidence *evidence)
{
    return add(d, evidence, value, NAN, NAN);
}

uint32_t evidence_number(Draft *d, const Node *map, const NumberForm *form,
                         const Evidence *evidence)
{
    const Node *n = tree_get(map, form->key);
    double      value = 0;
    if (!n)
        return KB_NONE;
    if (n->kind != NODE_TEXT || !evidence_parse(n->text, form->is_p, &value)) {
        draft_fail(d, n->at, "not-a-number", "\"%s\" must be a number%s", form->key,
                   form->is_p ? " from 0 to 1 or a level such as common" : "");
        return KB_NONE;
    }
    if (!(value >= form->least && value <= form->most)) {
        draft_fail(d, n->at, "out-of-range", "\"%s\" is " STR_F ", %s", form->key,
                   STR_A(n->text), form->remedy);
        return KB_NONE;
    }
    double low = bound(d, map, form->low, form->is_p);
    double high = bound(d, map, form->high, form->is_p);
    if (low > value || high < value)
        draft_fail(d, n->at, "out-of-range",
                   "\"%s\" lies outside its own interval; correct one of them",
                   form->key);
    return add(d, evidence, value, low, high);
}
