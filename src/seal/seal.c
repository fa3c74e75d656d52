/*
 * seal/seal.c - a thin face on libsodium.
 *
 * Random bytes come from base/os.h, like all chance in this house, so that a test can
 * make them fail. The state of libsodium is kept as bytes so that no other folder sees
 * its header; the assertion below notices if a later release needs more room.
 */
#include "seal/seal.h"

#include "base/os.h"

#include <assert.h>
#include <sodium.h>

static_assert(sizeof(crypto_generichash_state) <= sizeof(SealHash),
              "SealHash has too little room for libsodium's state");
static_assert(_Alignof(SealHash) >= _Alignof(crypto_generichash_state),
              "SealHash is not aligned enough for libsodium's state");

enum { TOKEN_LEAST = 16, TOKEN_MOST = 1024 };

static crypto_generichash_state *state_of(SealHash *h) { return (void *)h->state; }

void seal_hash_init(SealHash *h)
{
    /* Only picks the fastest code for this processor; without it the result is equal,
       so there is nothing to report. */
    int started = sodium_init();
    (void)started;
    crypto_generichash_init(state_of(h), NULL, 0, SEAL_HASH_BYTES);
}

void seal_hash_add(SealHash *h, Str bytes)
{
    crypto_generichash_update(state_of(h), (const unsigned char *)bytes.p, bytes.n);
}

Str seal_hash_done(SealHash *h, char room[SEAL_HASH_ROOM])
{
    unsigned char hash[SEAL_HASH_BYTES];
    crypto_generichash_final(state_of(h), hash, sizeof hash);
    sodium_bin2hex(room, SEAL_HASH_ROOM, hash, sizeof hash);
    return (Str){room, SEAL_HASH_DIGITS};
}

Str seal_hash_text(char room[SEAL_HASH_ROOM], Str bytes)
{
    SealHash h;
    seal_hash_init(&h);
    seal_hash_add(&h, bytes);
    return seal_hash_done(&h, room);
}

bool seal_token(Str *out, Arena *a, size_t n_bytes, Err *e)
{
    if (n_bytes < TOKEN_LEAST || n_bytes > TOKEN_MOST)
        return err_set(e, ERR_INPUT, "a token of %zu bytes: ask for 16 to 1,024",
                       n_bytes);
    unsigned char bytes[TOKEN_MOST];
    if (!os_random(bytes, n_bytes, e))
        return false;
    const int form = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    size_t    room = sodium_base64_encoded_len(n_bytes, form);
    char     *text = arena_alloc(a, room, e);
    if (text)
        sodium_bin2base64(text, room, bytes, n_bytes, form);
    sodium_memzero(bytes, sizeof bytes);
    if (!text)
        return false;
    *out = (Str){text, room - 1};
    return true;
}

bool seal_equal(Str a, Str b)
{
    return a.n == b.n && (a.n == 0 || sodium_memcmp(a.p, b.p, a.n) == 0);
}
