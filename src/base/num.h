/*
 * base/num.h - numbers read and written the same way under every locale.
 *
 * 0.5 mg must never become 5 mg because a computer is set to German: nothing here
 * looks at the locale, and the decimal sign is always a point.
 *
 * Units   none
 * Threads pure
 * Errors  reading gives false for anything that is not wholly a number
 * Limits  written values below 1e15 in size, at most 9 decimals
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/str.h"

enum { NUM_TEXT_MAX = 40 };

/* Decimal digits with at most one point, optional sign; no exponent, space or hex.
   "7", "-0.5", "1000.25". More than 15 digits are refused; up to 15 are read exactly. */
MUST_USE bool num_read(Str s, double *out);
MUST_USE bool num_read_int(Str s, int64_t *out);

/* Rounded half away from zero at `decimals`; "-0" is written "0". Not a number is
   "nan", infinite is "inf" or "-inf". The text lies in `room`. */
Str num_text(char room[NUM_TEXT_MAX], double value, int decimals);
Str num_int_text(char room[NUM_TEXT_MAX], int64_t value);

#endif
