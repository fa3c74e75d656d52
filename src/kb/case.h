/*
 * kb/case.h - what is known of one patient, in the knowledge base's terms.
 *
 * A Case is the input of every engine: the language module fills it from talk, the
 * page from chips, the command line from a file; reasoning, guidance and notes read
 * it. It refers to findings by their index in one Kb.
 *
 * Units   age in years, NaN when unknown; certainty 0..1
 * Assumes at most one entry for a finding; case_put keeps it so
 * Memory  the entries lie in the arena given to case_open
 */
#ifndef KB_CASE_H
#define KB_CASE_H

#include "kb/kb.h"

typedef enum FindingState {
    FINDING_UNKNOWN,
    FINDING_PRESENT,
    FINDING_ABSENT
} FindingState;

/* How it came to be known: it decides how much an absence or a silence may weigh. */
typedef enum FindingOrigin {
    FROM_QUESTION,  /* asked and answered */
    FROM_NARRATIVE, /* said or written unasked */
    FROM_IMPORT     /* a table or record that somebody else filled */
} FindingOrigin;

typedef struct CaseFinding {
    uint32_t      finding;
    FindingState  state;
    FindingOrigin origin;
    double        certainty;
    uint32_t      tag; /* the caller's own: which evidence it came from */
} CaseFinding;

typedef enum Setting { SETTING_GP, SETTING_ED, SETTING_SELF } Setting;

typedef struct Case {
    Arena       *arena;
    const Kb    *kb;
    double       age_years;
    KbSex        sex;
    Setting      setting;
    CaseFinding *v; /* sorted by finding index: the order they were given in is lost */
    size_t       n, room;
} Case;

MUST_USE bool case_open(Case **out, Arena *a, const Kb *kb, Err *e);
/* Sets a finding (FINDING_UNKNOWN removes it). ERR_INPUT for a certainty outside 0..1. */
MUST_USE bool case_put(Case *c, CaseFinding f, Err *e);
/* The state, with what it implies: a present child makes its ancestors present, an
   absent ancestor makes its children absent. */
FindingState       case_state(const Case *c, uint32_t finding);
const CaseFinding *case_find(const Case *c, uint32_t finding); /* NULL when not stated */
int                case_age_band(double age_years); /* 0..KB_AGE_BANDS-1; -1 when NaN */

#endif
