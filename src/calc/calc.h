/*
 * calc/calc.h - clinical calculators as data.
 *
 * A calculator is a file: inputs with units and limits, formula, bands, guards, source
 * and worked examples. It is evaluated over intervals, so an unknown input gives a range
 * ("2 to 4; the class changes only if you know X") instead of a refusal.
 *
 * Units   each input names its own; a mismatch is an error when the file is loaded
 * Memory  in the arena given
 * Threads pure
 * Errors  ERR_CONTENT file:line:column for a malformed calculator; ERR_INPUT for a value
 *         outside its limits or a guard that refuses (with the guard's words)
 * Source  each calculator names the publication of its formula
 */
#ifndef CALC_CALC_H
#define CALC_CALC_H

#include "base/str.h"

typedef struct Calculator Calculator;

typedef struct CalcInput {
    Str    name;
    bool   is_known;
    double value; /* in the unit given */
    Str    unit;
} CalcInput;

typedef struct CalcResult {
    Str    name, unit, band; /* band: "G3b"; empty when the range spans several */
    double low, high;        /* equal when every input is known */
    Str    formula;          /* with this patient's numbers put in, line by line */
    Str    decided_by;       /* the unknown input that would narrow it most; or empty */
    Str    source;           /* key of content/sources */
} CalcResult;

MUST_USE bool calc_load(const Calculator **out, Arena *a, Str text, Str name, Err *e);
MUST_USE bool calc_run(CalcResult *out, Arena *a, const Calculator *c,
                       const CalcInput *in, size_t n, Err *e);

#endif
