/*
 * pedia/passages_sql.h - private to pedia: the tables of content.db and what fills them.
 *
 * about          version (of the knowledge) and format (of these tables)
 * page           one row for each condition, in the order of ids
 * name           what a page is called: title, plain, aka, code; `key` is the name in
 *                lower case without accents, spaces and marks; n_words its words
 * name_words     full text over name.name
 * name_letters   the same by groups of three letters, for the nearest titles
 * page_words     the words people use for findings: those the condition usually has,
 *                those it may have, and its exposures and medicines
 * passage        one row for each section and question of an article
 * passage_words  full text over its heading and text
 * word           every word above, folded but not stemmed, and how often it stands there:
 *                for completion while typing and for typing errors
 */
#ifndef PEDIA_PASSAGES_SQL_H
#define PEDIA_PASSAGES_SQL_H

#define PASSAGES_SCHEMA                                                                  \
    "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"      \
    "CREATE TABLE page (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE,"              \
    " title TEXT NOT NULL, summary TEXT NOT NULL);"                                      \
    "CREATE TABLE name (id INTEGER PRIMARY KEY, page INTEGER NOT NULL,"                  \
    " kind TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL,"                        \
    " n_words INTEGER NOT NULL);"                                                        \
    "CREATE VIRTUAL TABLE name_words USING fts5(name, content='name',"                   \
    " content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');"             \
    "CREATE VIRTUAL TABLE name_letters USING fts5(name, content='name',"                 \
    " content_rowid='id', tokenize='trigram remove_diacritics 1');"                      \
    "CREATE VIRTUAL TABLE page_words USING fts5(usual, possible, exposures,"             \
    " content='', tokenize='porter unicode61 remove_diacritics 2');"                     \
    "CREATE TABLE passage (id INTEGER PRIMARY KEY, page INTEGER NOT NULL,"               \
    " section_id TEXT NOT NULL, section TEXT NOT NULL, text TEXT NOT NULL);"             \
    "CREATE VIRTUAL TABLE passage_words USING fts5(section, text, content='passage',"    \
    " content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');"             \
    "CREATE TABLE word (word TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;"

#define PASSAGES_ABOUT "INSERT INTO about VALUES ($1, $2)"
#define PASSAGES_PAGE  "INSERT INTO page VALUES ($1, $2, $3, $4)"
#define PASSAGES_NAME  "INSERT INTO name VALUES ($1, $2, $3, $4, $5, $6)"
#define PASSAGES_WORDS                                                                   \
    "INSERT INTO page_words (rowid, usual, possible, exposures) VALUES ($1, $2, $3, $4)"
#define PASSAGES_PASSAGE "INSERT INTO passage VALUES ($1, $2, $3, $4, $5)"
#define PASSAGES_WORD    "INSERT INTO word VALUES ($1, $2)"

/* Fills the full-text tables that take their text from others, and makes each one
   segment, so that the file is small and always the same. */
#define PASSAGES_FINISH                                                                  \
    "INSERT INTO name_words (name_words) VALUES ('rebuild');"                            \
    "INSERT INTO name_letters (name_letters) VALUES ('rebuild');"                        \
    "INSERT INTO passage_words (passage_words) VALUES ('rebuild');"                      \
    "INSERT INTO name_words (name_words) VALUES ('optimize');"                           \
    "INSERT INTO name_letters (name_letters) VALUES ('optimize');"                       \
    "INSERT INTO page_words (page_words) VALUES ('optimize');"                           \
    "INSERT INTO passage_words (passage_words) VALUES ('optimize');"

#endif
