/* nlp/forms.c - suffix rules, in the order a dictionary gives them; then spellings. */
#include "nlp/forms.h"

#include <string.h>

static const char *const irregular[] = {
    "go goes went gone going",
    "come comes came coming",
    "get gets got gotten getting",
    "wake wakes woke woken waking waked",
    "feel feels felt feeling",
    "lose loses lost losing",
    "keep keeps kept keeping",
    "swell swells swelled swollen swelling",
    "run runs ran running",
    "give gives gave given giving",
    "fall falls fell fallen falling",
    "stand stands stood standing",
    "bend bends bent bending",
    "sleep sleeps slept sleeping",
    "take takes took taken taking",
    "have has had having",
    "be is are was were am been being",
    "lie lies lay lain lying",
    "sit sits sat sitting",
    "break breaks broke broken breaking",
    "drink drinks drank drunk drinking",
    "eat eats ate eaten eating",
    "hurt hurts hurting",
    "cut cuts cutting",
    "burst bursts bursting",
    "tear tears tore torn tearing",
    "grow grows grew grown growing",
    "throw throws threw thrown throwing",
    "see sees saw seen seeing",
    "do does did done doing",
    "make makes made making",
    "hang hangs hung hanging",
    "stick sticks stuck sticking",
    "shake shakes shook shaken shaking",
    "bleed bleeds bled bleeding",
    "spread spreads spreading",
    "begin begins began begun beginning",
    "catch catches caught catching",
    "lean leans leaned leant leaning",
    "burn burns burned burnt burning",
    "drive drives drove driven driving",
};

static const char *const irregular_plurals[] = {
    "calf calves",   "foot feet",   "tooth teeth", "child children",
    "thief thieves", "half halves", "woman women", "man men"};

static void add(Forms *f, Str stem, const char *ending)
{
    Str    tail = str_from(ending);
    size_t more = tail.n;
    if (f->n == FORMS_MOST || stem.n + more > FORM_BYTES)
        return;
    memcpy(f->room[f->n], stem.p, stem.n);
    memcpy(f->room[f->n] + stem.n, tail.p, more);
    Str form = {f->room[f->n], stem.n + more};
    for (size_t i = 0; i < f->n; i++) {
        if (str_eq(f->v[i], form))
            return;
    }
    f->v[f->n++] = form;
}

static Str without(Str s, size_t n) { return str_sub(s, 0, s.n - n); }

static bool is_vowel(char c) { return c && strchr("aeiou", c) != NULL; }

static bool ends(Str s, const char *ending) { return str_ends(s, str_from(ending)); }

static void replace(Forms *f, Str form, const char *from, const char *to)
{
    size_t at = str_find(form, str_from(from));
    if (at == STR_NONE)
        return;
    char   room[FORM_BYTES];
    Str    fresh = str_from(to);
    size_t old = strlen(from), new = fresh.n;
    if (form.n - old + new > sizeof room)
        return;
    memcpy(room, form.p, at);
    memcpy(room + at, fresh.p, new);
    memcpy(room + at + new, form.p + at + old, form.n - at - old);
    add(f, (Str){room, form.n - old + new}, "");
}

/* Content is written in British English; short words are left alone ("four", "toe"). */
static void add_american(Forms *f)
{
    size_t n = f->n;
    for (size_t i = 0; i < n; i++) {
        Str form = f->v[i];
        if (form.n < 5)
            continue;
        replace(f, form, "oe", "e");
        replace(f, form, "ae", "e");
        replace(f, form, "our", "or");
        replace(f, form, "isation", "ization");
        if (form.n >= 6) {
            replace(f, form, "ise", "ize");
            replace(f, form, "ising", "izing");
            replace(f, form, "yse", "yze");
            replace(f, form, "tre", "ter");
        }
    }
}

static bool take_listed(Forms *f, Str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Str  rest = str_from(list[i]), form;
        bool mine = false;
        while (str_next(&rest, ' ', &form))
            mine = mine || str_eq(form, word);
        if (!mine)
            continue;
        rest = str_from(list[i]);
        while (str_next(&rest, ' ', &form))
            add(f, form, "");
        return true;
    }
    return false;
}

static void add_plural(Forms *f, Str word)
{
    if (take_listed(f, word, irregular_plurals,
                    sizeof irregular_plurals / sizeof *irregular_plurals))
        return;
    if (word.n < 3)
        return;
    if (ends(word, "y") && !is_vowel(word.p[word.n - 2]))
        add(f, without(word, 1), "ies");
    else if (ends(word, "s") || ends(word, "x") || ends(word, "ch") || ends(word, "sh"))
        add(f, word, "es");
    else
        add(f, word, "s");
}

static void begin(Forms *f, Str word)
{
    f->n = 0;
    if (word.n > FORM_BYTES)
        f->v[f->n++] = word;
    else
        add(f, word, "");
}

void forms_plural(Forms *out, Str word)
{
    begin(out, word);
    add_plural(out, word);
    add_american(out);
}

void forms_singular(Forms *out, Str word)
{
    begin(out, word);
    add_plural(out, word);
    bool plural = ends(word, "s") && !ends(word, "ss") && !ends(word, "us") &&
                  !ends(word, "is") && word.n > 3;
    if (plural && ends(word, "ies"))
        add(out, without(word, 3), "y");
    else if (plural)
        add(out, without(word, 1), "");
    add_american(out);
}

static void add_verb_endings(Forms *f, Str word)
{
    char last = word.p[word.n - 1], before = word.p[word.n - 2];
    Str  stem = last == 'e' ? without(word, 1) : word;
    add(f, stem, "ing");
    if (last == 'y' && !is_vowel(before))
        add(f, without(word, 1), "ied");
    else
        add(f, stem, "ed");
    bool doubles = !is_vowel(last) && is_vowel(before) && !strchr("wxy", last);
    if (doubles) {
        char ing[] = {last, 'i', 'n', 'g', 0}, ed[] = {last, 'e', 'd', 0};
        add(f, word, ing);
        add(f, word, ed);
    }
    add(f, stem, "y"); /* crampy, achy */
}

void forms_inflected(Forms *out, Str word)
{
    begin(out, word);
    bool listed = take_listed(out, word, irregular, sizeof irregular / sizeof *irregular);
    if (!listed) {
        add_plural(out, word);
        if (word.n > 2)
            add_verb_endings(out, word);
    }
    add_american(out);
}
