/*
 * cli/command.h - private to cli: a parsed command, and what every verb needs.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "app/app.h"

typedef enum Option {
#define OPTION(name, flag, value, help) OPTION_##name,
#include "cli/options.def"
#undef OPTION
    OPTION_COUNT
} Option;

typedef struct Command {
    Arena     *arena;
    const Str *words; /* positional arguments */
    size_t     n;
    bool       given[OPTION_COUNT];
    Str        value[OPTION_COUNT];
} Command;

typedef bool Verb(Command *c, Err *e);

#define VERB(name, function, arguments, options, help, example) Verb function;
#include "cli/verbs.def"
#undef VERB

/* The whole help, and one verb's; as text for terminals or as Markdown for docs/. */
MUST_USE bool command_help(Str *out, Arena *a, Str verb, bool markdown, Err *e);

MUST_USE bool command_share(Str *out, const Command *c, Err *e);
MUST_USE bool command_app(App **out, const Command *c, Err *e);
/* Age, sex, setting, model, models folder, from the options. */
MUST_USE bool command_input(ConsultInput *in, const Command *c, Err *e);
/* The text of --case or of the words after `from`, joined by spaces. */
MUST_USE bool command_text(Str *text, Str *name, const Command *c, size_t from, Err *e);
/* ERR_INPUT naming the verb's arguments when there are not `least`..`most` words. */
MUST_USE bool command_words(const Command *c, const char *verb, size_t least, size_t most,
                            Err *e);
/* A file, or standard input for "-"; ERR_LIMIT says to split it. */
MUST_USE bool command_read(Str *bytes, const Command *c, Str file, size_t most_mib,
                           Err *e);
MUST_USE bool command_print(Str text, Err *e);
/* An AsrProgress that draws on a terminal's standard error; `who` is not used. */
bool command_progress(void *who, double share);

#endif
