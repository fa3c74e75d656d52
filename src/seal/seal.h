/*
 * seal/seal.h - fingerprints, tokens and comparison in constant time.
 *
 * A fingerprint is BLAKE2b with 32 bytes, written as 64 hexadecimal digits. It names
 * a content folder, an image or a line of the audit chain; it is no password hash.
 *
 *     SealHash h;
 *     seal_hash_init(&h);
 *     seal_hash_add(&h, STR("abc"));
 *     Str hex = seal_hash_done(&h, room);      "bddd813c634239723171ef3fee98579b..."
 *
 * Memory  a SealHash is the caller's; a token lies in the arena given
 * Threads one thread per SealHash; the rest is pure
 * Errors  ERR_IO when the machine gives no random bytes, ERR_LIMIT or ERR_BUSY of the
 *         arena, ERR_INPUT for a token of fewer than 16 or more than 1,024 bytes
 * Source  RFC 7693 (BLAKE2), RFC 4648 section 5 (URL-safe base64), libsodium
 */
#ifndef SEAL_SEAL_H
#define SEAL_SEAL_H

#include "base/str.h"

enum { SEAL_HASH_BYTES = 32, SEAL_HASH_DIGITS = 64, SEAL_HASH_ROOM = 65 };

typedef struct SealHash {
    _Alignas(64) unsigned char state[384];
} SealHash;

void seal_hash_init(SealHash *h);
void seal_hash_add(SealHash *h, Str bytes);
/* The digits with a NUL behind them, in `room`; h must be initialised anew after it. */
Str seal_hash_done(SealHash *h, char room[SEAL_HASH_ROOM]);
/* The same in one step. */
Str seal_hash_text(char room[SEAL_HASH_ROOM], Str bytes);

/* n_bytes random bytes as URL-safe text without padding: 32 bytes give 43 characters. */
MUST_USE bool seal_token(Str *out, Arena *a, size_t n_bytes, Err *e);

/* Equal? The time taken depends on the lengths only, never on where they differ. */
bool seal_equal(Str a, Str b);

#endif
