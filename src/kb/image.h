/*
 * kb/image.h - private to kb: the knowledge base as one file.
 *
 *     header    "AUSCULTK", format, tables, size, fingerprint of sources, checksum
 *     directory for each table: bytes of a record, records, where they begin
 *     tables    records field by field (layout.c), each table on a multiple of 64
 *     text      the bytes that texts point into
 *
 * All numbers are little-endian; an offset counts from the beginning of the image.
 *
 * Units   bytes
 * Errors  ERR_CONTENT when the image is damaged or of another format
 */
#ifndef KB_IMAGE_H
#define KB_IMAGE_H

#include "kb/layout.h"

enum {
    IMAGE_FORMAT = 1,
    IMAGE_VERSION_DIGITS = 64,
    IMAGE_AT_FORMAT = 8,
    IMAGE_AT_TABLES = 12,
    IMAGE_AT_SIZE = 16,
    IMAGE_AT_VERSION = 24,
    IMAGE_AT_CHECKSUM = 88,
    IMAGE_AT_DIRECTORY = 152,
    IMAGE_ENTRY_BYTES = 16,
    IMAGE_MOST = 64 * 1024 * 1024
};

MUST_USE bool image_write(Str *out, Arena *a, const Table tables[TABLE_COUNT],
                          Str version, Err *e);
/* Fills tables (in the arena; their texts point into the image) after checking all. */
MUST_USE bool image_read(Table tables[TABLE_COUNT], Str *version, Arena *a, Str image,
                         Err *e);
/* The digits that belong at IMAGE_AT_CHECKSUM. */
Str image_checksum(char room[65], Str image);

#endif
