/*
 * cli/cli.c - parses the words by the two tables and runs one verb.
 */
#include "cli/cli.h"

#include "base/buf.h"
#include "base/num.h"
#include "base/os.h"
#include "cli/command.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct OptionRow {
    const char *flag, *value, *help;
} OptionRow;

static const OptionRow options[] = {
#define OPTION(name, flag, value, help) {flag, value, help},
#include "cli/options.def"
#undef OPTION
};

typedef struct VerbRow {
    const char *name;
    Verb       *run;
    const char *arguments;
    uint64_t    options;
    const char *help, *example;
} VerbRow;

#define O(name) (1ull << OPTION_##name)
static const VerbRow verbs[] = {
#define VERB(name, function, arguments, options, help, example)                          \
    {name, function, arguments, options, help, example},
#include "cli/verbs.def"
#undef VERB
};

enum { N_VERBS = sizeof verbs / sizeof *verbs, COMMAND_MEMORY_MIB = 2048 };

static const VerbRow *verb_named(Str name)
{
    for (size_t i = 0; i < N_VERBS; i++)
        if (str_is(name, verbs[i].name))
            return &verbs[i];
    return NULL;
}

/* ---- help ----------------------------------------------------------------------------
 */

static void help_of(Buf *b, const VerbRow *v, bool markdown)
{
    buf_fmt(b,
            markdown ? "\n## auscult %s\n\n%s.\n\n    auscult %s %s\n\n"
                     : "auscult %s: %s\n\n  auscult %s %s\n\n",
            v->name, v->help, v->name, v->arguments);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (!(v->options >> i & 1) && i != OPTION_HELP)
            continue;
        const OptionRow *o = &options[i];
        if (markdown)
            buf_fmt(b, "* `%s%s%s`: %s\n", o->flag, o->value[0] ? " " : "", o->value,
                    o->help);
        else {
            size_t at = b->n;
            buf_fmt(b, "  %s %s", o->flag, o->value);
            while (b->n - at < 30 && !b->failure.code)
                buf_char(b, ' ');
            buf_fmt(b, " %s\n", o->help);
        }
    }
    if (v->example[0])
        buf_fmt(b, markdown ? "\nExample: `%s`\n" : "\nExample:\n  %s\n", v->example);
}

static void exit_codes(Buf *b, bool markdown)
{
    buf_text(b, markdown ? "\n## Exit codes\n\n| code | meaning |\n|---|---|\n"
                         : "\nExit codes:\n");
    for (ErrCode c = ERR_NONE; c < ERR_COUNT; c++)
        buf_fmt(b, markdown ? "| %d | %s |\n" : "  %2d  %s\n", err_exit(c), err_text(c));
}

bool command_help(Str *out, Arena *a, Str verb, bool markdown, Err *e)
{
    Buf            b = buf_open(a, 256 * KIB);
    const VerbRow *one = verb_named(verb);
    if (verb.n && !one)
        return err_set(e, ERR_INPUT, "there is no command '" STR_F "'; see auscult help",
                       STR_A(verb));
    if (one) {
        help_of(&b, one, false);
        return buf_done(&b, out, e);
    }
    if (markdown)
        buf_text(&b,
                 "# The command line\n\nMade by `auscult help markdown`; do not edit.\n");
    else
        buf_text(&b, "Auscult: a medical assistant that shows why. Commands:\n\n");
    for (size_t i = 0; i < N_VERBS; i++) {
        if (markdown)
            help_of(&b, &verbs[i], true);
        else
            buf_fmt(&b, "  %-11s %s\n", verbs[i].name, verbs[i].help);
    }
    exit_codes(&b, markdown);
    if (!markdown)
        buf_text(&b, "\nauscult COMMAND --help shows its options and an example.\n"
                     "A FILE may be - for standard input.\n");
    return buf_done(&b, out, e);
}

bool verb_help(Command *c, Err *e)
{
    Str  text = {0};
    bool markdown = c->n == 1 && str_is(c->words[0], "markdown");
    return command_words(c, "help", 0, 1, e) &&
           command_help(&text, c->arena, c->n && !markdown ? c->words[0] : (Str){0},
                        markdown, e) &&
           command_print(text, e);
}

bool verb_version(Command *c, Err *e)
{
    Str share, text, path, knowledge = STR("not compiled yet");
    Err ignored = {0};
    if (!command_words(c, "version", 0, 0, e))
        return false;
    if (command_share(&share, c, e) &&
        os_path(&path, c->arena, share, STR("auscult.kb"), e)) {
        const Kb *kb;
        if (os_exists(path) && kb_open(&kb, c->arena, path, &ignored))
            knowledge = kb_version(kb);
    }
    return str_fmt(&text, c->arena, e,
                   c->given[OPTION_JSON] ? "{\"version\":\"%s\",\"kb\":\"" STR_F "\"}\n"
                                         : "auscult %s, knowledge " STR_F "\n",
                   AUSCULT_VERSION, STR_A(knowledge)) &&
           command_print(text, e);
}

/* ---- parsing
 * ---------------------------------------------------------------------------- */

static bool take_option(Command *c, const VerbRow *v, Str word, Str next, bool has_next,
                        bool *took_next, Err *e)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (!str_is(word, options[i].flag))
            continue;
        if (!(v->options >> i & 1) && i != OPTION_HELP)
            return err_set(e, ERR_INPUT, "'%s' has no option %s; see auscult %s --help",
                           v->name, options[i].flag, v->name);
        *took_next = options[i].value[0] != '\0';
        if (*took_next && !has_next)
            return err_set(e, ERR_INPUT, "%s needs a value: %s %s", options[i].flag,
                           options[i].flag, options[i].value);
        c->given[i] = true;
        c->value[i] = *took_next ? next : (Str){0};
        return true;
    }
    return err_set(e, ERR_INPUT, "unknown option '" STR_F "'; see auscult %s --help",
                   STR_A(word), v->name);
}

static bool parse(Command *c, const VerbRow *v, int argc, char **argv, Err *e)
{
    Str *words = ARENA_ARRAY(c->arena, Str, (size_t)argc + 1, e);
    bool only_words = false;
    if (!words)
        return false;
    c->words = words;
    for (int i = 0; i < argc; i++) {
        Str  word = str_from(argv[i]);
        bool took_next = false;
        if (str_is(word, "--")) {
            only_words = true;
        } else if (!only_words && str_starts(word, STR("--"))) {
            Str next = i + 1 < argc ? str_from(argv[i + 1]) : (Str){0};
            if (!take_option(c, v, word, next, i + 1 < argc, &took_next, e))
                return false;
            i += took_next;
        } else if (!only_words && word.n > 1 && word.p[0] == '-') {
            return err_set(e, ERR_INPUT,
                           "unknown option '" STR_F "'; see auscult %s --help",
                           STR_A(word), v->name);
        } else {
            words[c->n++] = word;
        }
    }
    return true;
}

bool command_words(const Command *c, const char *verb, size_t least, size_t most, Err *e)
{
    const VerbRow *v = verb_named(str_from(verb));
    if (c->n >= least && c->n <= most)
        return true;
    return err_set(e, ERR_INPUT, "%s: auscult %s%s%s; see auscult %s --help",
                   c->n < least ? "something is missing" : "that is one word too many",
                   v->name, v->arguments[0] ? " " : "", v->arguments, v->name);
}

/* ---- what verbs share
 * -------------------------------------------------------------------- */

bool command_print(Str text, Err *e)
{
    return os_print(text) ||
           err_set(e, ERR_IO,
                   "standard output takes no more; it is closed, or its disk is full");
}

bool command_progress(void *who, double share)
{
    char line[96];
    (void)who;
    if (!os_error_is_terminal())
        return true;
    int n = snprintf(line, sizeof line, "\rtranscribing: %3d %%%s", (int)(share * 100),
                     share >= 1 ? "\n" : "");
    if (n > 0)
        os_print_error(str_sub(str_from(line), 0, (size_t)n));
    return true;
}

bool command_read(Str *bytes, const Command *c, Str file, size_t most_mib, Err *e)
{
    if (os_read_file(bytes, c->arena, file, most_mib * MIB, e))
        return true;
    return e->code == ERR_LIMIT
               ? err_set(e, ERR_LIMIT,
                         STR_F ": the file is larger than %zu MiB; split it into parts",
                         STR_A(file), most_mib)
               : false;
}

bool command_share(Str *out, const Command *c, Err *e)
{
    if (c->given[OPTION_SHARE]) {
        *out = c->value[OPTION_SHARE];
        return true;
    }
    /* Beside the program, one folder up (build/release beside build/share), or as an
       installed program has it. */
    static const char *const places[] = {"share", "../share", "../share/auscult"};
    Str                      program, image;
    if (!os_program_folder(&program, c->arena, e))
        return false;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!os_path(out, c->arena, program, str_from(places[i]), e) ||
            !os_path(&image, c->arena, *out, STR("auscult.kb"), e))
            return false;
        if (os_exists(image))
            return true;
    }
    return os_path(out, c->arena, program, STR("../share"), e);
}

bool command_app(App **out, const Command *c, Err *e)
{
    Str share;
    return command_share(&share, c, e) && app_open(out, c->arena, share, e);
}

static bool read_age(double *age, const Command *c, Err *e)
{
    *age = NAN;
    if (!c->given[OPTION_AGE])
        return true;
    if (!num_read(c->value[OPTION_AGE], age) || *age < 0 || *age > 130)
        return err_set(e, ERR_INPUT,
                       "--age needs a number of years from 0 to 130, as in "
                       "--age 67");
    return true;
}

static bool one_of(size_t *which, const Command *c, Option o, const char *const *names,
                   size_t n, Err *e)
{
    if (!c->given[o])
        return true;
    for (size_t i = 0; i < n; i++)
        if (str_is(c->value[o], names[i])) {
            *which = i;
            return true;
        }
    return err_set(e, ERR_INPUT, "%s " STR_F " is not known; give %s", options[o].flag,
                   STR_A(c->value[o]), options[o].value);
}

bool command_input(ConsultInput *in, const Command *c, Err *e)
{
    static const char *const sexes[] = {"f", "m"};
    static const char *const settings[] = {"gp", "ed", "self"};
    static const char *const models[] = {"base", "tiny"};
    static const char *const profiles[] = {"gp"};
    size_t sex = KB_SEX_UNKNOWN, setting = SETTING_GP, model = ASR_BASE, profile = 0;
    if (!read_age(&in->age_years, c, e) || !one_of(&sex, c, OPTION_SEX, sexes, 2, e) ||
        !one_of(&setting, c, OPTION_SETTING, settings, 3, e) ||
        !one_of(&model, c, OPTION_MODEL, models, 2, e) ||
        !one_of(&profile, c, OPTION_PROFILE, profiles, 1, e))
        return false;
    in->sex = (KbSex)sex;
    in->setting = (Setting)setting;
    in->model = (AsrModel)model;
    in->models = c->value[OPTION_MODELS];
    return true;
}

static bool join_words(Str *text, const Command *c, size_t from, Err *e)
{
    Buf b = buf_open(c->arena, 1 * MIB);
    for (size_t i = from; i < c->n; i++) {
        if (i > from)
            buf_char(&b, ' ');
        buf_str(&b, c->words[i]);
    }
    return buf_done(&b, text, e);
}

bool command_text(Str *text, Str *name, const Command *c, size_t from, Err *e)
{
    if (c->given[OPTION_CASE]) {
        *name = c->value[OPTION_CASE];
        return command_read(text, c, *name, TRANSCRIPT_MOST / MIB, e);
    }
    *name = STR("the text");
    if (!join_words(text, c, from, e))
        return false;
    return str_trim(*text).n > 0 ||
           err_set(e, ERR_INPUT,
                   "say what the patient has, in quotation marks, or give --case FILE");
}

/* ---- running
 * ------------------------------------------------------------------------------ */

static bool run(Arena *a, int argc, char **argv, Err *e)
{
    Str  name = argc > 1 ? str_from(argv[1]) : STR("help");
    bool asks_help = str_is(name, "--help") || str_is(name, "-h");
    if (str_is(name, "--version"))
        name = STR("version");
    const VerbRow *v = verb_named(asks_help ? STR("help") : name);
    if (!v)
        return err_set(e, ERR_INPUT, "there is no command '" STR_F "'; see auscult help",
                       STR_A(name));
    Command c = {.arena = a};
    if (!parse(&c, v, argc > 2 ? argc - 2 : 0, argv + 2, e))
        return false;
    if (c.given[OPTION_HELP]) {
        Str text = {0};
        return command_help(&text, a, name, false, e) && command_print(text, e);
    }
    return v->run(&c, e);
}

int cli_main(int argc, char **argv)
{
    Err    e = {0};
    Arena *a = arena_new(COMMAND_MEMORY_MIB * MIB, &e);
    bool   ok = a && run(a, argc, argv, &e);
    arena_free(a);
    if (ok)
        return 0;
    os_print_error(STR("auscult: "));
    os_print_error(str_from(e.message));
    os_print_error(STR("\n"));
    return err_exit(e.code);
}
