/*
 * kb/image.c - records to bytes and back, driven by layout.c.
 *
 * Records are written field by field and not as the compiler lays them out, so that the
 * bytes are the same on every machine, and no padding is written. Opening turns them
 * back into plain records: some milliseconds once, in return for which every reader
 * below works on ordinary structures with checked indices and never checks again.
 *
 * A checksum over the whole finds accidents (a probability with one bit turned is a
 * clinical fault that no bound can notice). The bounds are checked all the same, so
 * that an image with a right checksum and wrong content cannot lead outside memory.
 */
#include "kb/image.h"

#include "base/map.h"
#include "seal/seal.h"

#include <math.h>
#include <string.h>

enum { ALIGNMENT = 64, ENTRIES = TABLE_COUNT + 1 };

static const char magic[] = "AUSCULTK";

static void put(unsigned char *at, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        at[i] = (unsigned char)(value >> (8 * i));
}

static uint64_t get(const unsigned char *at, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value |= (uint64_t)at[i] << (8 * i);
    return value;
}

static uint32_t get_word(const unsigned char *at) { return (uint32_t)get(at, 4); }

Str image_checksum(char room[65], Str image)
{
    static const char zeros[SEAL_HASH_DIGITS];
    SealHash          h;
    seal_hash_init(&h);
    seal_hash_add(&h, str_sub(image, 0, IMAGE_AT_CHECKSUM));
    seal_hash_add(&h, (Str){zeros, sizeof zeros});
    seal_hash_add(&h, str_from_at(image, IMAGE_AT_CHECKSUM + SEAL_HASH_DIGITS));
    return seal_hash_done(&h, room);
}

/* ---- writing ------------------------------------------------------------------- */

typedef struct Writer {
    Arena         *arena;
    unsigned char *bytes;
    size_t         text_at, text_n, size;
    Map           *texts; /* equal texts are kept once */
    bool           counting;
} Writer;

static bool text_offset(Writer *w, Str s, uint32_t *offset, Err *e)
{
    *offset = s.n ? map_get(w->texts, s) : 0;
    if (!s.n || *offset != MAP_NONE)
        return true;
    *offset = (uint32_t)w->text_n;
    w->text_n += s.n;
    return map_put(w->texts, s, *offset, NULL, e);
}

/* The field's 4 or 8 bytes as one number. */
static bool field_bits(Writer *w, const Field *f, const char *record, uint64_t *bits,
                       Err *e)
{
    const char *at = record + f->at;
    uint32_t    word = 0, offset = 0;
    KbRange     range;
    Str         text;
    switch (f->kind) {
    case FIELD_TEXT:
        memcpy(&text, at, sizeof text);
        if (!text_offset(w, text, &offset, e))
            return false;
        *bits = offset | (uint64_t)text.n << 32;
        return true;
    case FIELD_RANGE:
    case FIELD_INDICES:
        memcpy(&range, at, sizeof range);
        *bits = (range.n ? range.first : 0) | (uint64_t)range.n << 32;
        return true;
    case FIELD_REAL:
    case FIELD_P: memcpy(bits, at, 8); return true;
    case FIELD_BYTE: *bits = *(const unsigned char *)at; return true;
    default:
        memcpy(&word, at, sizeof word);
        *bits = word;
        return true;
    }
}

static bool write_table(Writer *w, TableKind kind, const Table *t, size_t at, Err *e)
{
    const Layout *layout = &layout_of[kind];
    const char   *record = t->v;
    for (size_t i = 0; i < t->n; i++, record += layout->size)
        for (size_t k = 0; k < layout->n; k++) {
            uint64_t bits = 0;
            size_t   n = layout_field_bytes(layout->fields[k].kind);
            if (!field_bits(w, &layout->fields[k], record, &bits, e))
                return false;
            if (!w->counting)
                put(w->bytes + at, bits, n);
            at += n;
        }
    return true;
}

static size_t aligned(size_t n) { return (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

/* Where each table and, last, the text begins. */
static void place_tables(Writer *w, const Table *tables, size_t at[ENTRIES])
{
    size_t next = aligned(IMAGE_AT_DIRECTORY + ENTRIES * IMAGE_ENTRY_BYTES);
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        at[i] = next;
        next = aligned(next + tables[i].n * layout_record_bytes((TableKind)i));
    }
    at[TABLE_COUNT] = w->text_at = next;
}

static bool write_tables(Writer *w, const Table *tables, const size_t *at, Err *e)
{
    w->text_n = 0;
    if (!map_open(&w->texts, w->arena, e))
        return false;
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        if (!write_table(w, (TableKind)i, &tables[i], at[i], e))
            return false;
    return true;
}

static void write_texts(Writer *w, const Table *tables)
{
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        const Layout *layout = &layout_of[i];
        const char   *record = tables[i].v;
        for (size_t k = 0; k < tables[i].n; k++, record += layout->size)
            for (size_t m = 0; m < layout->n; m++) {
                Str text;
                if (layout->fields[m].kind != FIELD_TEXT)
                    continue;
                memcpy(&text, record + layout->fields[m].at, sizeof text);
                if (text.n)
                    memcpy(w->bytes + w->text_at + map_get(w->texts, text), text.p,
                           text.n);
            }
    }
}

static void write_directory(Writer *w, const Table *tables, const size_t *at, Str version)
{
    memcpy(w->bytes, magic, 8);
    put(w->bytes + IMAGE_AT_FORMAT, IMAGE_FORMAT, 4);
    put(w->bytes + IMAGE_AT_TABLES, ENTRIES, 4);
    put(w->bytes + IMAGE_AT_SIZE, w->size, 8);
    memcpy(w->bytes + IMAGE_AT_VERSION, version.p, IMAGE_VERSION_DIGITS);
    for (unsigned i = 0; i < ENTRIES; i++) {
        unsigned char *entry =
            w->bytes + IMAGE_AT_DIRECTORY + (size_t)i * IMAGE_ENTRY_BYTES;
        bool is_text = i == TABLE_COUNT;
        put(entry, is_text ? 1 : layout_record_bytes((TableKind)i), 4);
        put(entry + 4, is_text ? w->text_n : tables[i].n, 4);
        put(entry + 8, at[i], 8);
    }
}

bool image_write(Str *out, Arena *a, const Table tables[TABLE_COUNT], Str version, Err *e)
{
    Writer w = {.arena = a, .counting = true};
    size_t at[ENTRIES];
    if (version.n != IMAGE_VERSION_DIGITS)
        return err_set(e, ERR_INPUT, "a version has %d digits", IMAGE_VERSION_DIGITS);
    place_tables(&w, tables, at);
    if (!write_tables(&w, tables, at, e))
        return false;
    w.size = w.text_at + w.text_n;
    if (w.size > IMAGE_MOST)
        return err_set(e, ERR_LIMIT,
                       "the knowledge image would exceed %d MiB; split the content",
                       IMAGE_MOST / (1024 * 1024));
    w.bytes = arena_alloc(a, w.size, e);
    w.counting = false;
    if (!w.bytes || !write_tables(&w, tables, at, e))
        return false;
    write_texts(&w, tables);
    write_directory(&w, tables, at, version);
    Str  image = {(const char *)w.bytes, w.size};
    char room[SEAL_HASH_ROOM];
    memcpy(w.bytes + IMAGE_AT_CHECKSUM, image_checksum(room, image).p, SEAL_HASH_DIGITS);
    *out = image;
    return true;
}

/* ---- reading ------------------------------------------------------------------- */

typedef struct Reader {
    const unsigned char *bytes;
    size_t               size;
    Str                  text;
    uint32_t             counts[ENTRIES];
    size_t               at[ENTRIES];
    Table               *tables;
} Reader;

static bool damaged(Err *e, const char *what)
{
    return err_set(
        e, ERR_CONTENT,
        "the knowledge image is damaged (%s); build it again with: auscult kb build",
        what);
}

static bool check_header(Str image, Err *e)
{
    const unsigned char *bytes = (const unsigned char *)image.p;
    char                 room[SEAL_HASH_ROOM];
    if (image.n < aligned(IMAGE_AT_DIRECTORY + ENTRIES * IMAGE_ENTRY_BYTES) ||
        memcmp(bytes, magic, 8) != 0)
        return err_set(e, ERR_CONTENT,
                       "this is no knowledge image; build one with: auscult kb build");
    if (get_word(bytes + IMAGE_AT_FORMAT) != IMAGE_FORMAT ||
        get_word(bytes + IMAGE_AT_TABLES) != ENTRIES)
        return err_set(e, ERR_CONTENT,
                       "the knowledge image is of another version of this program; build "
                       "it again with: auscult kb build");
    if (image.n > IMAGE_MOST || get(bytes + IMAGE_AT_SIZE, 8) != image.n)
        return damaged(e, "its size");
    if (!str_eq(image_checksum(room, image),
                str_sub(image, IMAGE_AT_CHECKSUM, SEAL_HASH_DIGITS)))
        return damaged(e, "its checksum");
    return true;
}

static bool read_directory(Reader *r, Err *e)
{
    for (unsigned i = 0; i < ENTRIES; i++) {
        const unsigned char *entry =
            r->bytes + IMAGE_AT_DIRECTORY + (size_t)i * IMAGE_ENTRY_BYTES;
        size_t   bytes = i == TABLE_COUNT ? 1 : layout_record_bytes((TableKind)i);
        uint64_t at = get(entry + 8, 8);
        r->counts[i] = get_word(entry + 4);
        if (get_word(entry) != bytes || at > r->size || at % ALIGNMENT ||
            r->counts[i] > (r->size - at) / bytes)
            return damaged(e, "its directory");
        r->at[i] = (size_t)at;
    }
    r->text = (Str){(const char *)r->bytes + r->at[TABLE_COUNT], r->counts[TABLE_COUNT]};
    return true;
}

/* First and length lie within `most`, without overflow. */
static bool is_within(uint32_t first, uint32_t n, uint32_t most)
{
    return first <= most && n <= most - first;
}

static bool read_text(const Reader *r, const unsigned char *at, char *into)
{
    uint32_t offset = get_word(at), n = get_word(at + 4);
    Str      s = {n ? r->text.p + offset : NULL, n};
    if (!is_within(offset, n, (uint32_t)r->text.n))
        return false;
    memcpy(into, &s, sizeof s);
    return true;
}

static bool read_range(const Reader *r, const Field *f, const unsigned char *at,
                       char *into)
{
    KbRange   range = {get_word(at), get_word(at + 4)};
    TableKind of = f->kind == FIELD_INDICES ? TABLE_INDEX : (TableKind)f->of;
    memcpy(into, &range, sizeof range);
    return is_within(range.first, range.n, r->counts[of]);
}

static bool read_real(const Field *f, const unsigned char *at, char *into)
{
    uint64_t bits = get(at, 8);
    double   value = 0;
    memcpy(&value, &bits, sizeof value);
    memcpy(into, &value, sizeof value);
    return f->kind == FIELD_REAL || (value >= 0 && value <= 1);
}

static bool read_word(const Reader *r, const Field *f, uint32_t word, char *into)
{
    unsigned char byte = (unsigned char)word;
    memcpy(into, f->kind == FIELD_BYTE ? (void *)&byte : (void *)&word,
           f->kind == FIELD_BYTE ? 1 : sizeof word);
    switch (f->kind) {
    case FIELD_BYTE: return word <= f->of;
    case FIELD_ENUM: return word < f->of;
    case FIELD_INDEX: return word < r->counts[f->of];
    case FIELD_MAYBE: return word == KB_NONE || word < r->counts[f->of];
    default: return true;
    }
}

static bool read_field(const Reader *r, const Field *f, const unsigned char *at,
                       char *record)
{
    char *into = record + f->at;
    switch (f->kind) {
    case FIELD_TEXT: return read_text(r, at, into);
    case FIELD_RANGE:
    case FIELD_INDICES: return read_range(r, f, at, into);
    case FIELD_REAL:
    case FIELD_P: return read_real(f, at, into);
    default: return read_word(r, f, get_word(at), into);
    }
}

static bool read_table(Reader *r, TableKind kind, Arena *a, Err *e)
{
    const Layout        *layout = &layout_of[kind];
    const unsigned char *at = r->bytes + r->at[kind];
    char                *record = arena_array(a, r->counts[kind] + 1u, layout->size, e);
    if (!record)
        return false;
    r->tables[kind] = (Table){record, r->counts[kind], r->counts[kind]};
    for (size_t i = 0; i < r->counts[kind]; i++, record += layout->size)
        for (size_t k = 0; k < layout->n; k++) {
            if (!read_field(r, &layout->fields[k], at, record))
                return damaged(e, "a field is outside its bounds");
            at += layout_field_bytes(layout->fields[k].kind);
        }
    return true;
}

/* Every entry of every run of indices points into the table that its field names. */
static bool check_runs(const Reader *r, TableKind kind)
{
    const Layout   *layout = &layout_of[kind];
    const char     *record = r->tables[kind].v;
    const uint32_t *index = r->tables[TABLE_INDEX].v;
    for (size_t i = 0; i < r->tables[kind].n; i++, record += layout->size)
        for (size_t k = 0; k < layout->n; k++) {
            KbRange run;
            if (layout->fields[k].kind != FIELD_INDICES)
                continue;
            memcpy(&run, record + layout->fields[k].at, sizeof run);
            for (uint32_t m = 0; m < run.n; m++)
                if (index[run.first + m] >= r->counts[layout->fields[k].of])
                    return false;
        }
    return true;
}

bool image_read(Table tables[TABLE_COUNT], Str *version, Arena *a, Str image, Err *e)
{
    Reader r = {
        .bytes = (const unsigned char *)image.p, .size = image.n, .tables = tables};
    if (!check_header(image, e) || !read_directory(&r, e))
        return false;
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        if (!read_table(&r, (TableKind)i, a, e))
            return false;
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        if (!check_runs(&r, (TableKind)i))
            return damaged(e, "a list points outside its table");
    *version = str_sub(image, IMAGE_AT_VERSION, IMAGE_VERSION_DIGITS);
    return true;
}
