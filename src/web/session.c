/* web/session.c - a small table under one lock; searched whole, so timing says nothing.
 */
#include "web/session.h"

#include "seal/seal.h"

#include <pthread.h>
#include <string.h>

enum { TOKEN_BYTES = 32, REMARKS_PER_HOUR = 20 };

typedef struct Session {
    char   fingerprint[SEAL_HASH_ROOM]; /* "" when free */
    double last_s;
} Session;

struct Sessions {
    pthread_mutex_t lock;
    char            token[SEAL_HASH_ROOM]; /* fingerprint of the one good token, or "" */
    Session         v[SESSIONS_MOST];
};

struct FeedbackRate {
    pthread_mutex_t lock;
    double          times_s[REMARKS_PER_HOUR];
    size_t          next;
};

static void destroy(void *lock) { pthread_mutex_destroy(lock); }

static bool open_lock(pthread_mutex_t *lock, Arena *a, Err *e)
{
    if (pthread_mutex_init(lock, NULL) != 0)
        return err_set(e, ERR_BUSY, "the system has no more locks; close some programs");
    return arena_defer(a, destroy, lock, e);
}

bool sessions_open(Sessions **out, Arena *a, Err *e)
{
    Sessions *s = ARENA_NEW(a, Sessions, e);
    if (!s || !open_lock(&s->lock, a, e))
        return false;
    *out = s;
    return true;
}

bool sessions_new_token(Str *out, Arena *a, Sessions *s, Err *e)
{
    char fingerprint[SEAL_HASH_ROOM];
    if (!seal_token(out, a, TOKEN_BYTES, e))
        return false;
    seal_hash_text(fingerprint, *out);
    pthread_mutex_lock(&s->lock);
    memcpy(s->token, fingerprint, sizeof fingerprint);
    pthread_mutex_unlock(&s->lock);
    return true;
}

/* The free place, or the one whose session was idle longest. */
static Session *place(Sessions *s)
{
    Session *best = &s->v[0];
    for (size_t i = 0; i < SESSIONS_MOST; i++) {
        if (!s->v[i].fingerprint[0])
            return &s->v[i];
        if (s->v[i].last_s < best->last_s)
            best = &s->v[i];
    }
    return best;
}

bool sessions_sign_in(Str *out, Arena *a, Sessions *s, Str token, double now_s, Err *e)
{
    char given[SEAL_HASH_ROOM], fingerprint[SEAL_HASH_ROOM];
    Str  id;
    *out = (Str){0};
    if (!seal_token(&id, a, TOKEN_BYTES, e))
        return false;
    seal_hash_text(given, token);
    seal_hash_text(fingerprint, id);
    pthread_mutex_lock(&s->lock);
    bool good = s->token[0] && seal_equal(str_from(given), str_from(s->token));
    if (good) {
        s->token[0] = '\0';
        Session *p = place(s);
        memcpy(p->fingerprint, fingerprint, sizeof fingerprint);
        p->last_s = now_s;
        *out = id;
    }
    pthread_mutex_unlock(&s->lock);
    return true;
}

static Session *find(Sessions *s, const char *fingerprint)
{
    Session *found = NULL;
    for (size_t i = 0; i < SESSIONS_MOST; i++)
        if (s->v[i].fingerprint[0] &&
            seal_equal(str_from(s->v[i].fingerprint), str_from(fingerprint)))
            found = &s->v[i];
    return found;
}

bool sessions_knows(Sessions *s, Str id, double now_s)
{
    char fingerprint[SEAL_HASH_ROOM];
    if (!id.n)
        return false;
    seal_hash_text(fingerprint, id);
    pthread_mutex_lock(&s->lock);
    Session *p = find(s, fingerprint);
    bool     alive = p && now_s - p->last_s < SESSION_IDLE_S;
    if (p && alive)
        p->last_s = now_s;
    else if (p)
        p->fingerprint[0] = '\0';
    pthread_mutex_unlock(&s->lock);
    return alive;
}

void sessions_end(Sessions *s, Str id)
{
    char fingerprint[SEAL_HASH_ROOM];
    seal_hash_text(fingerprint, id);
    pthread_mutex_lock(&s->lock);
    Session *p = find(s, fingerprint);
    if (p)
        p->fingerprint[0] = '\0';
    pthread_mutex_unlock(&s->lock);
}

bool feedback_rate_open(FeedbackRate **out, Arena *a, Err *e)
{
    FeedbackRate *r = ARENA_NEW(a, FeedbackRate, e);
    if (!r || !open_lock(&r->lock, a, e))
        return false;
    for (size_t i = 0; i < REMARKS_PER_HOUR; i++)
        r->times_s[i] = -1e9;
    *out = r;
    return true;
}

bool feedback_rate_allows(FeedbackRate *r, double now_s)
{
    pthread_mutex_lock(&r->lock);
    bool ok = now_s - r->times_s[r->next] > 3600;
    if (ok) {
        r->times_s[r->next] = now_s;
        r->next = (r->next + 1) % REMARKS_PER_HOUR;
    }
    pthread_mutex_unlock(&r->lock);
    return ok;
}
