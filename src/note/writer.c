/* note/writer.c - the one place where a note sentence is made, so that the rule "no
   witness, no sentence" has one place to stand. */
#include "note/writer.h"

#include <assert.h>

NoteWriter writer_open(Arena *a) { return (NoteWriter){.arena = a}; }

void writer_section(NoteWriter *w, Str id, Str title)
{
    assert(w->n < WRITER_SECTIONS);
    w->sections[w->n++] = (WriterSection){.id = id, .title = title};
}

static bool make_room(NoteWriter *w, WriterSection *s)
{
    if (s->n < s->room)
        return true;
    size_t        room = s->room ? 2 * s->room : 8;
    NoteSentence *v = arena_grow(w->arena, s->v, s->n, room, sizeof *v, &w->failure);
    if (!v)
        return false;
    s->v = v;
    s->room = room;
    return true;
}

/* Words of the talk count only when there are words. */
static bool has_witness(const NoteSentence *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->witnesses[i].kind != WITNESS_SAID || s->witnesses[i].said.n)
            return true;
    return false;
}

void writer_add(NoteWriter *w, NoteSentence sentence)
{
    if (w->failure.code)
        return;
    if (sentence.text.n == 0 || !has_witness(&sentence)) {
        err_set(&w->failure, ERR_INPUT,
                "a note sentence has no %s; a note holds only what has a witness",
                sentence.text.n ? "witness" : "text");
        return;
    }
    WriterSection *s = &w->sections[w->n - 1];
    Witness       *copy = arena_grow(w->arena, sentence.witnesses, sentence.n, sentence.n,
                                     sizeof *copy, &w->failure);
    if (!copy || !make_room(w, s))
        return;
    sentence.witnesses = copy;
    s->v[s->n++] = sentence;
}

Str writer_text(NoteWriter *w, Buf *b)
{
    Str s = {0};
    if (!w->failure.code && !buf_done(b, &s, &w->failure))
        return (Str){0};
    return s;
}

bool writer_done(NoteWriter *w, Note *out, Err *e)
{
    NoteSection *v =
        w->failure.code ? NULL : ARENA_ARRAY(w->arena, NoteSection, w->n, &w->failure);
    if (!v) {
        *e = w->failure;
        return false;
    }
    size_t n = 0;
    for (size_t i = 0; i < w->n; i++)
        if (w->sections[i].n)
            v[n++] = (NoteSection){w->sections[i].id, w->sections[i].title,
                                   w->sections[i].v, w->sections[i].n};
    *out = (Note){.profile = STR("gp"), .sections = v, .n = n};
    return true;
}
