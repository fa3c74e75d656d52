/* base/log.c - the line is built in a small arena of its own and written at once. */
#include "base/log.h"

#include "base/buf.h"
#include "base/os.h"

#include <stdatomic.h>

static const struct {
    const char *name, *level;
} rows[] = {
#define EVENT(id, severity, meaning) {#id, #severity},
#include "base/events.def"
#undef EVENT
};

static atomic_bool is_silent;

void log_silence(bool silent) { is_silent = silent; }

bool log_line(Str *out, Arena *a, double now_s, LogEvent event, const LogField *fields,
              Err *e)
{
    char when[OS_TIME_TEXT];
    Buf  b = buf_open(a, 4 * KIB);
    buf_str(&b, os_time_text(when, now_s));
    buf_fmt(&b, " %s event=%s", rows[event].level, rows[event].name);
    for (const LogField *f = fields; f->key; f++) {
        buf_fmt(&b, " %s=", f->key);
        if (f->kind == LOG_IS_INT)
            buf_int(&b, f->i);
        else if (f->kind == LOG_IS_NUM)
            buf_num(&b, f->f, 3);
        else
            buf_text(&b, f->id.text);
    }
    buf_char(&b, '\n');
    return buf_done(&b, out, e);
}

void log_event_fields(LogEvent event, const LogField *fields)
{
    Err    e = {0};
    Str    line;
    Arena *a = is_silent ? NULL : arena_new(16 * KIB, &e);
    if (a && log_line(&line, a, os_now_s(), event, fields, &e))
        os_print_error(line);
    arena_free(a);
}
