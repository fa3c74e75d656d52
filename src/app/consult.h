/*
 * app/consult.h - private to app: the pieces of a consultation view.
 */
#ifndef APP_CONSULT_H
#define APP_CONSULT_H

#include "app/app.h"

/* What the note may say, gathered from findings, differential and pathway rows. */
MUST_USE bool consult_note(Note *out, Arena *a, const Kb *kb, const Consult *c, Err *e);

/* The finding of the talk that stands behind a case finding, or NULL. */
const FoundFinding *consult_found(const Consult *c, uint32_t finding);

/* "Nocturnal leg cramps"; the null hypothesis has a name too. */
Str consult_name(const Kb *kb, uint32_t condition);

#endif
