/*
 * nlp/forms.h - private to nlp: the written forms of an English word.
 *
 *     plural     leg -> leg, legs          calf -> calf, calves
 *     inflected  seize -> seize, seizes, seized, seizing
 *     American   oedema -> edema           colour -> color
 *
 * Forms are generated, not looked up, so some are no words ("tireds"); nobody says
 * them, and they cost a few bytes. Irregular verbs that patients use are listed.
 */
#ifndef NLP_FORMS_H
#define NLP_FORMS_H

#include "base/str.h"

enum { FORMS_MOST = 16, FORM_BYTES = 48 };

typedef struct Forms {
    char   room[FORMS_MOST][FORM_BYTES];
    Str    v[FORMS_MOST];
    size_t n;
} Forms;

/* `word` itself comes first. A word too long for FORM_BYTES has no form but itself, which
   is viewed. */
void forms_plural(Forms *out, Str word);
void forms_singular(Forms *out, Str word); /* word, and without its plural ending */
void forms_inflected(Forms *out, Str word);

#endif
