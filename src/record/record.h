/*
 * record/record.h - what is kept of people: the only module that stores patient data.
 *
 * One database file, encrypted, with one writer; every change is written with its audit
 * entry in the same transaction, and audit entries form a hash chain. Content and
 * knowledge are elsewhere: they are rebuilt, the record is migrated.
 *
 * Memory  results lie in the arena given
 * Threads one writer; readers see the last committed state
 * Errors  ERR_CONFLICT with the newer version when somebody changed it meanwhile;
 *         ERR_AUTH when the role may not; ERR_STORE when the database refused
 * Limits  notes of 1 MiB; audio in chunks of one second
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "base/str.h"

typedef struct Record Record;

typedef struct RecordWho { /* on whose behalf, for the audit */
    Str user, role;
} RecordWho;

typedef struct Encounter {
    Str     id, patient, started_at, consent, note_id, knowledge_version;
    int64_t version; /* counts up; a write names the version it read */
} Encounter;

MUST_USE bool record_open(Record **out, Arena *a, Str path, Str key, Err *e);

MUST_USE bool record_put_encounter(Encounter *io, Record *r, RecordWho who, Err *e);
MUST_USE bool record_get_encounter(Encounter *out, Arena *a, Record *r, RecordWho who,
                                   Str id, Err *e);
/* Destroys the encounter's key, so that no copy of it can be read, backups included. */
MUST_USE bool record_erase_encounter(Record *r, RecordWho who, Str id, Err *e);

/* Verifies the audit chain; *bad_entry is the first that does not fit, or empty. */
MUST_USE bool record_audit_verify(Str *bad_entry, Arena *a, Record *r, Err *e);

#endif
