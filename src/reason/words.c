/* reason/words.c - the fixed words of probabilities, levels and decibels. */
#include "reason/parts.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

Str words_sure(double p)
{
    return p > 0.90   ? STR("very likely")
           : p > 0.60 ? STR("likely")
           : p > 0.20 ? STR("possible")
           : p > 0.05 ? STR("less likely")
                      : STR("unlikely");
}

static Str join(char *room, size_t most, Str a, Str b)
{
    size_t n = 0;
    for (size_t i = 0; i < a.n && n < most; i++)
        room[n++] = a.p[i];
    for (size_t i = 0; i < b.n && n < most; i++)
        room[n++] = b.p[i];
    return (Str){room, n};
}

Str words_of_100(char room[48], double p)
{
    char digits[NUM_TEXT_MAX];
    if (p <= 0)
        return STR("none of 100");
    if (p < 0.005)
        return STR("fewer than 1 of 100");
    if (p >= 0.995)
        return STR("more than 99 of 100");
    char about[24];
    Str  n = num_text(digits, 100 * p, 0);
    return join(room, 48, join(about, sizeof about, STR("about "), n), STR(" of 100"));
}

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

Str words_lower(char room[160], Str s)
{
    if (s.n == 0 || s.n > 160 || !is_upper(s.p[0]) || (s.n > 1 && is_upper(s.p[1])))
        return s;
    memcpy(room, s.p, s.n);
    room[0] = (char)(room[0] + ('a' - 'A'));
    return (Str){room, s.n};
}

Str words_level(uint8_t level)
{
    static const Str name[5] = {STR_INIT("self-care"), STR_INIT("routine appointment"),
                                STR_INIT("soon, within days"), STR_INIT("same day"),
                                STR_INIT("emergency")};
    return name[level < 5 ? level : 4];
}

Str words_sign_db(char room[16], double d)
{
    char digits[NUM_TEXT_MAX], signed_[NUM_TEXT_MAX + 1];
    Str  n = num_text(digits, d, 1);
    Str  s = join(signed_, sizeof signed_, d >= 0.05 ? STR("+") : STR(""), n);
    return join(room, 16, s, STR(" dB"));
}

/* Responsibility in the leaky noisy-OR: p / (1 - (1-p)(1-b)). */
bool words_explains(const Kb *kb, size_t k, uint32_t finding)
{
    if (k >= kb_n_conditions(kb))
        return false;
    double p = kb_p(kb, (uint32_t)k, finding);
    double b = prior_prevalence(kb, finding);
    return p > 0 && p / (1 - (1 - p) * (1 - b)) >= 0.5;
}
