/*
 * note/writer.h - private to note: collects sections; refuses what has no witness.
 *
 * Like a Buf it remembers its first failure and reports once, in writer_done().
 *
 * Memory  in the arena given; witness lists are copied
 */
#ifndef NOTE_WRITER_H
#define NOTE_WRITER_H

#include "base/buf.h"
#include "note/note.h"

enum { WRITER_SECTIONS = 16 };

typedef struct WriterSection {
    Str           id, title;
    NoteSentence *v;
    size_t        n, room;
} WriterSection;

typedef struct NoteWriter {
    Arena        *arena;
    WriterSection sections[WRITER_SECTIONS];
    size_t        n;
    Err           failure;
} NoteWriter;

NoteWriter writer_open(Arena *a);

/* Sentences from now on belong to this section. */
void writer_section(NoteWriter *w, Str id, Str title);

/* ERR_INPUT (remembered) for a sentence without text or without a witness. */
void writer_add(NoteWriter *w, NoteSentence s);

/* Text in the writer's arena, from a builder; the empty Str after a failure. */
Str writer_text(NoteWriter *w, Buf *b);

/* Sections without a sentence are left out. */
MUST_USE bool writer_done(NoteWriter *w, Note *out, Err *e);

#endif
