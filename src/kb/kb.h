/*
 * kb/kb.h - what is known: findings, conditions, numbers with their sources.
 *
 * `content/` is compiled (kb_build) into one image file; kb_open maps it read-only.
 * Engines read plain records from it and change nothing. Every number an answer
 * shows is a KbNumber, so its grade and source can always be opened.
 *
 *     content/conditions/    ─┐
 *     content/findings/       ├─ kb_build ─> auscult.kb ─ kb_open ─> Kb (read-only)
 *     content/sources/       ─┘   checks          one file, mapped
 *
 * Findings form a directed acyclic graph through `parents` ("implies"); the arrays
 * below are sorted by id, so an index is also an order, and the same content gives
 * the same image, byte for byte.
 *
 * Units   probabilities 0..1; rates per 1,000 persons and year; decibels 10*log10
 * Memory  a Kb and all it gives live in the arena of kb_open
 * Threads shared read-only
 * Errors  building reports complaints with file, line, column and remedy, and fails only
 *         with ERR_MISSING (no such folder), ERR_IO, ERR_LIMIT or ERR_BUSY;
 *         ERR_CONTENT for an image that is damaged or of another version (open)
 * Limits  65,534 findings, 65,534 conditions, 64 MiB; opening checks every reference
 *         once (about 10 ms for 600 conditions)
 * Source  docs/content-format.md; docs/decisions/0004-knowledge-image.md
 */
#ifndef KB_KB_H
#define KB_KB_H

#include "base/num.h"

#define KB_NONE UINT32_MAX

typedef enum KbGrade { KB_A, KB_B, KB_C, KB_D, KB_E, KB_I, KB_X } KbGrade;
char        kb_grade_letter(KbGrade g);
const char *kb_grade_text(KbGrade g); /* "systematic review or randomised data" */

typedef enum KbClass {
    KB_SYMPTOM,
    KB_SIGN,
    KB_VITAL,
    KB_LAB,
    KB_HISTORY,
    KB_EXPOSURE,
    KB_DRUG,
    KB_CONTEXT
} KbClass;

typedef enum KbSex { KB_FEMALE, KB_MALE, KB_SEX_UNKNOWN } KbSex;
enum { KB_AGE_BANDS = 8 }; /* 0, 1-4, 5-14, 15-29, 30-44, 45-59, 60-74, 75+ years */

/* A run of entries in another table. */
typedef struct KbRange {
    uint32_t first, n;
} KbRange;

/* A number somebody has to answer for. */
typedef struct KbNumber {
    double   value;
    double   low, high; /* 95 % interval; NaN when not given */
    KbGrade  grade;
    uint32_t source; /* index, or KB_NONE for expert estimates */
    Str      why;    /* reason of an estimate, formula, or note; may be empty */
    Str      by;     /* initials of an estimate's author */
    Str      file;   /* "conditions/dvt.md" */
    uint32_t line;
} KbNumber;

typedef struct KbSource {
    Str     key, title, authors, published, doi, url, kind, read, what;
    int32_t year;  /* 0: the copy shows none */
    KbRange taken; /* kb_text_at(): what was taken from it */
} KbSource;

typedef struct KbFinding {
    Str      id, name, plural, plain; /* plural = name + "s" when not given */
    KbClass  cls;
    uint8_t  import, cost;
    KbRange  parents;    /* kb_index_at(): finding indices */
    KbRange  closure;    /* all ancestors, each once, nearest first; without itself */
    KbRange  children;   /* direct */
    uint32_t background; /* number: P(f | parents present), or P(f) for a root */
    Str      cluster, hpo, snomed, ask_patient, ask_clinician, region;
    KbRange  say, looks_like; /* kb_text_at(): phrases as written in the file */
} KbFinding;

typedef struct KbLink { /* condition -> finding */
    uint32_t condition, finding;
    uint32_t number; /* P(finding during the illness at presentation | condition) */
} KbLink;

typedef struct KbRisk {
    uint32_t finding;
    uint32_t rr, prevalence; /* numbers: relative risk; share of people exposed */
} KbRisk;

typedef struct KbRedFlag {
    KbRange  all_of;    /* finding indices */
    uint8_t  level;     /* 0..4 */
    uint32_t condition; /* what it may point to, or KB_NONE */
    uint32_t source;    /* or KB_NONE */
    Str      say;       /* in the patient's words */
    uint32_t owner;     /* the condition whose file states it */
} KbRedFlag;

typedef struct KbTest {
    Str      what, when;
    uint8_t  cost;
    KbGrade  grade;
    uint32_t source;
} KbTest;

typedef struct KbFact {
    Str      id, say;
    KbGrade  grade;
    uint32_t source;
    Str      why;
} KbFact;

typedef struct KbPublishedLr {
    uint32_t finding, among;     /* among: the context's finding, or KB_NONE */
    uint32_t positive, negative; /* numbers, or KB_NONE */
} KbPublishedLr;

typedef struct KbCondition {
    Str      id, name, plain_name, icd10, system, kind, summary;
    KbRange  aka; /* kb_text_at() */
    uint8_t  level, harm;
    uint32_t prior; /* number: presentations per 1,000 and year at reference age */
    double   age_db[KB_AGE_BANDS]; /* -INFINITY: impossible */
    double   sex_db[2];            /* by KbSex; -INFINITY: impossible */
    uint32_t requires;             /* finding of the gate, or KB_NONE */
    KbRange  risks, links, red_flags, tests, facts, published_lr;
    KbRange  must_ask, never_without;        /* kb_index_at(): findings */
    KbRange  mimics, causes_of_this;         /* kb_index_at(): conditions */
    uint32_t duration_of;                    /* finding, or KB_NONE */
    uint32_t duration_from_d, duration_to_d; /* numbers in days, or KB_NONE */
    Str      updated, review_due, reviewed_by;
    KbRange  changes; /* kb_text_at(): pairs "date", "what" */
    Str      file;
    uint32_t article_line; /* line of the file where the Markdown begins */
    Str      article;      /* the Markdown, as written */
} KbCondition;

/* One row of a word table: content/lexicon/<table>.tsv. */
typedef struct KbTable {
    Str      name;
    uint32_t n_columns, n_rows; /* row 0 holds the column names */
    uint32_t first_cell;        /* kb_text_at(first_cell + row*n_columns + column) */
} KbTable;

typedef enum KbAtomKind {
    KB_ATOM_PRESENT,
    KB_ATOM_ABSENT,
    KB_ATOM_AGE_FROM,
    KB_ATOM_AGE_BELOW,
    KB_ATOM_SEX
} KbAtomKind;

typedef struct KbAtom {
    KbAtomKind kind;
    uint32_t   finding; /* KB_NONE for age and sex */
    double     value;   /* years, or a KbSex */
} KbAtom;

typedef struct KbClause { /* any of its atoms */
    KbRange atoms;
} KbClause;

typedef enum KbRowKind {
    KB_ROW_RED_FLAG,
    KB_ROW_CAUSE,
    KB_ROW_TEST,
    KB_ROW_TREAT,
    KB_ROW_AVOID,
    KB_ROW_REFER,
    KB_ROW_FOLLOW_UP,
    KB_ROW_SAFETY_NET
} KbRowKind;

typedef struct KbPathwayRow {
    Str       id, say, patient;
    KbRowKind kind;
    KbRange   clauses; /* all must hold */
    uint8_t   level;   /* 0 when the row sets none */
    uint32_t  condition, source;
    KbGrade   grade;
    uint32_t  line;
} KbPathwayRow;

typedef struct KbPathway {
    Str     id, title, scope, updated, file;
    KbRange entry; /* clauses */
    KbRange rows;
} KbPathway;

typedef struct Kb Kb;

/* ---- building ------------------------------------------------------------------ */

typedef enum KbSeverity { KB_FAILURE, KB_WARNING } KbSeverity;

typedef struct KbComplaint {
    KbSeverity severity;
    Str        rule; /* "unknown-finding": the list is in kb/README.md */
    Str        file; /* below the content folder */
    uint32_t   line, column;
    Str        text; /* what is wrong and what to do */
} KbComplaint;

typedef struct KbReport {
    const KbComplaint *v; /* by file, line, column, rule */
    size_t             n, n_failures, n_warnings;
} KbReport;

/* Reads and checks a content folder. true even when the report holds failures; false
   only when the folder cannot be read. *image is empty when there are failures. */
MUST_USE bool kb_build(Str *image, KbReport *report, Arena *a, Str content_folder,
                       Err *e);

/* Checks an image in memory (which must outlive the Kb) or maps it from a file. */
MUST_USE bool kb_load(const Kb **out, Arena *a, Str image, Err *e);
MUST_USE bool kb_open(const Kb **out, Arena *a, Str path, Err *e);

/* ---- reading ------------------------------------------------------------------- */

Str kb_version(const Kb *kb); /* BLAKE2b of the sources, 16 hex digits: on every answer */

size_t kb_n_findings(const Kb *kb);
size_t kb_n_conditions(const Kb *kb);
size_t kb_n_sources(const Kb *kb);
size_t kb_n_pathways(const Kb *kb);
size_t kb_n_red_flags(const Kb *kb);
size_t kb_n_tables(const Kb *kb);
size_t kb_n_numbers(const Kb *kb);

/* Records by index; the index must be below the count (asserted). */
const KbFinding     *kb_finding(const Kb *kb, uint32_t i);
const KbCondition   *kb_condition(const Kb *kb, uint32_t i);
const KbSource      *kb_source(const Kb *kb, uint32_t i);
const KbNumber      *kb_number(const Kb *kb, uint32_t i);
const KbLink        *kb_link(const Kb *kb, uint32_t i);
const KbRisk        *kb_risk(const Kb *kb, uint32_t i);
const KbRedFlag     *kb_red_flag(const Kb *kb, uint32_t i);
const KbTest        *kb_test(const Kb *kb, uint32_t i);
const KbFact        *kb_fact(const Kb *kb, uint32_t i);
const KbPublishedLr *kb_published_lr(const Kb *kb, uint32_t i);
const KbPathway     *kb_pathway(const Kb *kb, uint32_t i);
const KbPathwayRow  *kb_pathway_row(const Kb *kb, uint32_t i);
const KbClause      *kb_clause(const Kb *kb, uint32_t i);
const KbAtom        *kb_atom(const Kb *kb, uint32_t i);
const KbTable       *kb_table(const Kb *kb, uint32_t i);
uint32_t             kb_index_at(const Kb *kb, uint32_t i); /* entry of an index run */
Str                  kb_text_at(const Kb *kb, uint32_t i);  /* entry of a text run */

typedef struct KbStat {
    size_t conditions, findings, sources, pathways, red_flags, tables;
    size_t links;         /* as written in the files */
    size_t links_sourced; /* of them, not an expert's estimate */
    size_t numbers;
    size_t by_grade[KB_X + 1]; /* of the numbers, by KbGrade */
    size_t reviewed;           /* conditions that a clinician reviewed */
} KbStat;
KbStat kb_stat(const Kb *kb);

/* "2012", or "no date" when the copy that was read shows none. */
Str kb_year(char room[NUM_TEXT_MAX], const KbSource *s);

/* KB_NONE when there is none. */
uint32_t kb_find_finding(const Kb *kb, Str id);
uint32_t kb_find_condition(const Kb *kb, Str id);
uint32_t kb_find_source(const Kb *kb, Str key);
uint32_t kb_find_pathway(const Kb *kb, Str id);
uint32_t kb_find_table(const Kb *kb, Str name);
/* The link from a condition to a finding, or KB_NONE when its file is silent. */
uint32_t kb_find_link(const Kb *kb, uint32_t condition, uint32_t finding);
/* Does `finding` imply `ancestor` (or is it the same)? */
bool kb_implies(const Kb *kb, uint32_t finding, uint32_t ancestor);

/* ---- compiled for inference (differential.md 3.2, 10) -------------------------- */

/* q = P(finding | its parents present, condition), after upward propagation, the
   conditional background and the leak; b = the same for the background. */
double kb_q(const Kb *kb, uint32_t condition, uint32_t finding);
double kb_b(const Kb *kb, uint32_t finding);
/* P(finding during the illness | condition) after upward propagation; 0 when silent. */
double kb_p(const Kb *kb, uint32_t condition, uint32_t finding);

#endif
