/*
 * cli/cli.h - the command line: a face over the same functions as the pages.
 *
 * Verbs and options are two tables (verbs.def, options.def); parsing, --help,
 * docs/cli.md and the test of its examples are all made from them.
 *
 *     auscult consult talk.mp3 --age 67 --sex f
 *
 * Errors  one line "auscult: <what and what to do>" on standard error; the exit code is
 *         the one of the error table (base/err.h)
 * Memory  one arena per command
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

int cli_main(int argc, char **argv);

#endif
