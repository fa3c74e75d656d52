/*
 * reason/explain.c - the sentences of one hypothesis.
 *
 * They follow one contract and one order: because, but, what would change it, what it
 * would leave unexplained, how sure, and what was not considered. Every number in
 * them is a number of the Differential.
 */
#include "reason/parts.h"

#include "base/buf.h"

#include <math.h>

enum { NAMED_MOST = 3, TEXT_MOST = 8 * 1024 };

typedef struct Share { /* all bars of one given finding */
    uint32_t finding;
    BarKind  kind;
    double   db;
} Share;

typedef struct Teller {
    Work                w;
    const Differential *d;
    const Hypothesis   *h;
    size_t              k; /* index of h in the model */
    Share              *shares;
    size_t              n_shares;
} Teller;

/* ---- shares -------------------------------------------------------------------- */

static bool shared_before(const Share *a, const Share *b)
{
    double x = fabs(a->db), y = fabs(b->db);
    return x != y ? x > y : a->finding < b->finding;
}

static void sort_shares(Share *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        Share  x = v[i];
        size_t at = i;
        for (; at > 0 && shared_before(&x, &v[at - 1]); at--)
            v[at] = v[at - 1];
        v[at] = x;
    }
}

static bool collect_shares(Teller *t, Err *e)
{
    t->shares = ARENA_ARRAY(t->w.arena, Share, t->h->n_bars + 1, e);
    if (!t->shares)
        return false;
    for (size_t i = 0; i < t->h->n_bars; i++) {
        const Bar *b = &t->h->bars[i];
        uint32_t   of = b->given == KB_NONE ? b->finding : b->given;
        size_t     at = 0;
        if (b->kind == BAR_RISK || b->kind == BAR_CLUSTER)
            continue;
        while (at < t->n_shares && t->shares[at].finding != of)
            at++;
        if (at == t->n_shares)
            t->shares[t->n_shares++] = (Share){of, b->kind, 0};
        t->shares[at].db += b->db;
    }
    sort_shares(t->shares, t->n_shares);
    return true;
}

static void tell_share(Buf *b, const Teller *t, const Share *s)
{
    char room[16];
    if (s->kind != BAR_PRESENT)
        buf_text(b, "no ");
    buf_str(b, kb_finding(t->w.m->kb, s->finding)->name);
    buf_text(b, " (");
    buf_str(b, words_sign_db(room, s->db));
    buf_char(b, ')');
}

static void tell_between(Buf *b, size_t i, size_t n)
{
    buf_text(b, i == 0 ? "" : i + 1 < n ? ", " : " and ");
}

typedef bool (*Wanted)(const Share *s);

static bool speaks_for(const Share *s)
{
    return s->db >= 0.5 && (s->kind == BAR_PRESENT || s->kind == BAR_ABSENT);
}

static bool speaks_against(const Share *s)
{
    return s->db <= -0.5 && (s->kind == BAR_PRESENT || s->kind == BAR_ABSENT);
}

/* Names up to three of the wanted shares; their number. */
static size_t tell_shares(Buf *b, const Teller *t, Wanted wanted)
{
    const Share *named[NAMED_MOST];
    size_t       n = 0;
    for (size_t i = 0; i < t->n_shares && n < NAMED_MOST; i++)
        if (wanted(&t->shares[i]))
            named[n++] = &t->shares[i];
    for (size_t i = 0; i < n; i++) {
        tell_between(b, i, n);
        tell_share(b, t, named[i]);
    }
    return n;
}

/* ---- because ------------------------------------------------------------------- */

static void tell_risks(Buf *b, const Teller *t)
{
    const Bar *named[NAMED_MOST];
    size_t     n = 0;
    for (size_t i = 0; i < t->h->n_bars && n < NAMED_MOST; i++)
        if (t->h->bars[i].kind == BAR_RISK && t->h->bars[i].db >= 0.5)
            named[n++] = &t->h->bars[i];
    for (size_t i = 0; i < n; i++) {
        char room[16];
        if (i == 0)
            buf_text(b, " More common to begin with: ");
        tell_between(b, i, n);
        buf_str(b, named[i]->label);
        buf_text(b, " (");
        buf_str(b, words_sign_db(room, named[i]->db));
        buf_char(b, ')');
    }
    if (n)
        buf_char(b, '.');
}

static bool tell_because(Str *out, const Teller *t, Err *e)
{
    Buf    b = buf_open(t->w.arena, TEXT_MOST);
    size_t n = 0;
    buf_text(&b, "For it: ");
    n = tell_shares(&b, t, speaks_for);
    buf_text(&b, n ? "." : "nothing that was stated.");
    tell_risks(&b, t);
    return buf_done(&b, out, e);
}

/* ---- but ----------------------------------------------------------------------- */

static bool is_expected(const Teller *t, const KbLink *l)
{
    const KbFinding *f = kb_finding(t->w.m->kb, l->finding);
    const Eval      *v = t->w.now;
    if (!ask_is_open(v, l->finding) || kb_number(t->w.m->kb, l->number)->value < 0.6)
        return false;
    for (uint32_t i = 0; i < f->parents.n; i++)
        if (ask_is_open(v, kb_index_at(t->w.m->kb, f->parents.first + i)))
            return false;
    return true;
}

static void tell_expected(Buf *b, const Teller *t)
{
    uint32_t named[NAMED_MOST];
    size_t   n = 0;
    if (t->h->condition == KB_NONE)
        return;
    const KbCondition *c = kb_condition(t->w.m->kb, t->h->condition);
    for (uint32_t i = 0; i < c->links.n && n < NAMED_MOST; i++) {
        const KbLink *l = kb_link(t->w.m->kb, c->links.first + i);
        if (is_expected(t, l))
            named[n++] = l->finding;
    }
    for (size_t i = 0; i < n; i++) {
        if (i == 0)
            buf_text(b, " Expected, but not known yet: ");
        tell_between(b, i, n);
        buf_str(b, kb_finding(t->w.m->kb, named[i])->name);
    }
    if (n)
        buf_char(b, '.');
}

static void tell_silence(Buf *b, const Teller *t)
{
    double db = 0;
    for (size_t i = 0; i < t->n_shares; i++)
        db += t->shares[i].kind == BAR_NOT_MENTIONED ? t->shares[i].db : 0;
    if (fabs(db) < 0.5)
        return;
    char room[16];
    buf_text(b, " Typical findings that nobody mentioned: ");
    buf_str(b, words_sign_db(room, db));
    buf_text(b, " together.");
}

static bool tell_but(Str *out, const Teller *t, Err *e)
{
    Buf b = buf_open(t->w.arena, TEXT_MOST);
    buf_text(&b, "Against it: ");
    size_t n = tell_shares(&b, t, speaks_against);
    buf_text(&b, n ? "." : "nothing that was stated.");
    tell_silence(&b, t);
    tell_expected(&b, t);
    return buf_done(&b, out, e);
}

/* ---- what would change it ------------------------------------------------------ */

typedef struct Nearest {
    uint32_t finding;
    bool     yes;
    double   p;
    size_t   rank;
} Nearest;

/* Of all open questions the answer that moves this hypothesis across the third place,
   or else the one that moves its probability most. */
static bool find_nearest(Nearest *best, Teller *t)
{
    bool   found = false, crosses = false, in = eval_rank(t->w.now, t->k) <= 3;
    double most = 0.005;
    for (size_t i = 0; i < 2 * t->d->n_questions; i++) {
        uint32_t f = t->d->questions[i / 2].finding;
        bool     yes = i % 2 == 0;
        facts_with(&t->w.what_if, t->w.facts, f, yes);
        eval_run(t->w.trial, &t->w.what_if);
        double p = t->w.trial->p[t->k], moved = fabs(p - t->w.now->p[t->k]);
        size_t rank = eval_rank(t->w.trial, t->k);
        bool   across = (rank <= 3) != in;
        if (across < crosses || (across == crosses && moved <= most))
            continue;
        *best = (Nearest){f, yes, p, rank};
        crosses = across;
        most = moved;
        found = true;
    }
    return found;
}

static bool tell_change(Str *out, Teller *t, Err *e)
{
    char    room[48];
    Nearest best;
    Buf     b = buf_open(t->w.arena, TEXT_MOST);
    if (eval_first(t->w.now) == t->k && t->d->flip.n) {
        buf_str(&b, t->d->flip.say);
        buf_char(&b, ' ');
    }
    if (find_nearest(&best, t)) {
        buf_text(&b, best.yes ? "A yes to " : "A no to ");
        buf_str(&b, kb_finding(t->w.m->kb, best.finding)->name);
        buf_text(&b, " would change it to ");
        buf_str(&b, words_of_100(room, best.p));
        if (best.rank != eval_rank(t->w.now, t->k)) {
            buf_text(&b, " and move it to place ");
            buf_int(&b, (int64_t)best.rank);
        }
        buf_char(&b, '.');
    } else
        buf_text(&b, "No single open question would move it noticeably.");
    return buf_done(&b, out, e);
}

/* ---- the rest ------------------------------------------------------------------ */

static bool tell_cured(Str *out, Teller *t, Err *e)
{
    const uint32_t *v = NULL;
    size_t          n = 0;
    Buf             b = buf_open(t->w.arena, TEXT_MOST);
    if (t->h->condition == KB_NONE) {
        buf_text(&b, "It names no cause, so it explains nothing by itself.");
        return buf_done(&b, out, e);
    }
    if (!work_unexplained(&v, &n, &t->w, t->k, e))
        return false;
    buf_text(&b, n ? "It would not explain: "
                   : "It would explain every complaint and "
                     "sign that was stated");
    for (size_t i = 0; i < n; i++) {
        tell_between(&b, i, n);
        buf_str(&b, kb_finding(t->w.m->kb, v[i])->name);
    }
    buf_char(&b, '.');
    return buf_done(&b, out, e);
}

/* The fixed words are small letters; here one begins a sentence. */
static void tell_capital(Buf *b, Str s)
{
    buf_char(b, (char)(s.p[0] - ('a' - 'A')));
    buf_str(b, str_from_at(s, 1));
}

static bool tell_how_sure(Str *out, const Teller *t, Err *e)
{
    char              room[48];
    const Hypothesis *h = t->h;
    Buf               b = buf_open(t->w.arena, TEXT_MOST);
    tell_capital(&b, h->sure);
    buf_text(&b, ": ");
    buf_str(&b, words_of_100(room, h->p_posterior));
    buf_text(&b, " such patients (from ");
    buf_num(&b, 100 * h->p_low, 0);
    buf_text(&b, " to ");
    buf_num(&b, 100 * h->p_high, 0);
    buf_text(&b, " when the knowledge numbers are varied within their uncertainty). "
                 "Before these findings it was ");
    buf_str(&b, words_of_100(room, h->p_prior));
    buf_text(&b, ". It came first in ");
    buf_int(&b, h->first_in);
    buf_text(&b, " of ");
    buf_int(&b, REASON_DRAWS);
    buf_text(&b, " such variations.");
    return buf_done(&b, out, e);
}

static bool tell_not_considered(Str *out, const Teller *t, Err *e)
{
    char room[48];
    Buf  b = buf_open(t->w.arena, TEXT_MOST);
    buf_text(&b, "Only the ");
    buf_int(&b, (int64_t)(t->w.m->n_hyp - 1));
    buf_text(&b, " conditions of this knowledge base were compared, one at a time. "
                 "Something else, or nothing found: ");
    buf_str(&b, words_of_100(room, t->d->p_null));
    buf_text(&b, " such patients. Severity, duration and two conditions at once were "
                 "not taken into account.");
    return buf_done(&b, out, e);
}

bool reason_explain(Explanation *out, Arena *a, const Case *c, const Differential *d,
                    size_t rank, Err *e)
{
    Teller      t = {.d = d, .h = &d->v[rank]};
    Explanation x = {0};
    if (!work_open(&t.w, a, c, &d->settings, d->model, e))
        return false;
    t.k = t.h->condition == KB_NONE ? t.w.m->n_hyp - 1 : t.h->condition;
    if (!collect_shares(&t, e) || !tell_because(&x.because, &t, e) ||
        !tell_but(&x.but, &t, e) || !tell_change(&x.would_change, &t, e) ||
        !tell_cured(&x.if_cured, &t, e) || !tell_how_sure(&x.how_sure, &t, e) ||
        !tell_not_considered(&x.not_considered, &t, e))
        return false;
    *out = x;
    return true;
}
