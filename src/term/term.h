/*
 * term/term.h - codes and units of measurement.
 *
 * Looks up a concept of a terminology the site may use (SNOMED CT Global Patient Set,
 * ICD-10 categories, HPO, LOINC document codes) and converts measurements between UCUM
 * units, molar and mass concentration included.
 *
 * Units   UCUM, case sensitive: "mmol/L", "mg/dL", "[degF]"
 * Memory  results are views into the opened table or lie in the arena given
 * Threads shared read-only
 * Errors  ERR_INPUT for an unknown unit or two units of different kinds, naming both
 * Limits  unit terms of at most 128 bytes
 * Source  UCUM specification 2.1; each code system names its own licence
 */
#ifndef TERM_TERM_H
#define TERM_TERM_H

#include "base/str.h"

typedef struct Terms Terms;

typedef struct TermCode {
    Str system; /* "http://snomed.info/sct" */
    Str code, display;
} TermCode;

MUST_USE bool terms_open(const Terms **out, Arena *a, Str path, Err *e);

/* The concept of a code; false in *found when the table has none. */
MUST_USE bool term_lookup(TermCode *out, bool *found, const Terms *t, Str system,
                          Str code, Err *e);

/* Converts value from one UCUM unit into another. `analyte` (a LOINC part or plain name,
   may be empty) is needed between molar and mass concentration. */
MUST_USE bool term_convert(double *out, const Terms *t, double value, Str from, Str to,
                           Str analyte, Err *e);

/* Is this a well-formed UCUM unit? */
bool term_is_unit(const Terms *t, Str unit);

#endif
