/*
 * base/log.h - typed events on standard error.
 *
 *     log_event(LOG_REQUEST, LOG_WORD("route", ID("consult")),
 *               LOG_INT("status", 200), LOG_NUM("ms", 3.5));
 *
 * A field is a number or an Id; an Id can only be made from a string literal, so a
 * Str or char * from a patient does not compile into a log line.
 *
 * Units   by the field's name: _ms, _bytes
 * Threads safe; one line is one write
 * Source  docs/decisions/0003-errors-arenas-log.md
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

typedef enum LogEvent {
#define EVENT(name, level, meaning) LOG_##name,
#include "base/events.def"
#undef EVENT
    LOG_EVENT_COUNT
} LogEvent;

/* A word from our own source text: ID() accepts string literals only. */
typedef struct Id {
    const char *text;
} Id;
#define ID(literal) ((Id){"" literal})

typedef struct LogField {
    const char *key; /* NULL ends the list */
    enum { LOG_IS_INT, LOG_IS_NUM, LOG_IS_ID } kind;
    int64_t i;
    double  f;
    Id      id;
} LogField;

#define LOG_INT(literal, value)                                                          \
    ((LogField){.key = "" literal, .kind = LOG_IS_INT, .i = (int64_t)(value)})
#define LOG_NUM(literal, value)                                                          \
    ((LogField){.key = "" literal, .kind = LOG_IS_NUM, .f = (value)})
#define LOG_WORD(literal, an_id)                                                         \
    ((LogField){.key = "" literal, .kind = LOG_IS_ID, .id = (an_id)})

#define log_event(event, ...)                                                            \
    log_event_fields((event), (const LogField[]){__VA_ARGS__, {0}})

void log_event_fields(LogEvent event, const LogField *fields);

/* Writes the line instead of printing it; for tests. The text lies in the arena. */
MUST_USE bool log_line(Str *out, Arena *a, double now_s, LogEvent event,
                       const LogField *fields, Err *e);
void          log_silence(bool silent); /* the command line and tests keep quiet */

#endif
