/*
 * web/session.h - private to web: who is signed in, in memory only.
 *
 * A sign-in token opens one session, once. Only fingerprints of tokens and sessions are
 * kept, so a memory dump opens nothing. Sessions end after 12 hours without a request.
 *
 * Threads safe
 * Limits  32 sessions; the one idle longest gives way
 */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "base/str.h"

enum { SESSIONS_MOST = 32, SESSION_IDLE_S = 12 * 60 * 60 };

typedef struct Sessions Sessions;

MUST_USE bool sessions_open(Sessions **out, Arena *a, Err *e);

/* A fresh token; the one before it stops working. */
MUST_USE bool sessions_new_token(Str *out, Arena *a, Sessions *s, Err *e);
/* Trades the token for a session id. *out is empty when the token is wrong or used. */
MUST_USE bool sessions_sign_in(Str *out, Arena *a, Sessions *s, Str token, double now_s,
                               Err *e);
bool          sessions_knows(Sessions *s, Str id, double now_s);
void          sessions_end(Sessions *s, Str id);

/* ---- remarks by address, so that one reader cannot fill the inbox ---------------- */
typedef struct FeedbackRate FeedbackRate;
MUST_USE bool               feedback_rate_open(FeedbackRate **out, Arena *a, Err *e);
/* At most 20 remarks in any hour, from everybody together. */
bool feedback_rate_allows(FeedbackRate *r, double now_s);

#endif
