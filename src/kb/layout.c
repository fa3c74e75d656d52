/* kb/layout.c - the one list of what a record holds; the order is that of the image. */
#include "kb/layout.h"

#define F(type, Type, field, table)                                                      \
    {                                                                                    \
        .kind = FIELD_##type, .at = offsetof(Type, field), .of = (table)                 \
    }
#define COUNT(v) (sizeof(v) / sizeof *(v))
#define LAYOUT(Type, v)                                                                  \
    {                                                                                    \
        sizeof(Type), (v), COUNT(v)                                                      \
    }

static const Field text_fields[] = {{.kind = FIELD_TEXT}};
static const Field index_fields[] = {{.kind = FIELD_WORD}};

#define N(kind, field, of) F(kind, KbNumber, field, of)
static const Field number_fields[] = {
    N(REAL, value, 0),
    N(REAL, low, 0),
    N(REAL, high, 0),
    N(ENUM, grade, KB_X + 1),
    N(MAYBE, source, TABLE_SOURCE),
    N(TEXT, why, 0),
    N(TEXT, by, 0),
    N(TEXT, file, 0),
    N(WORD, line, 0),
};

#define S(kind, field, of) F(kind, KbSource, field, of)
static const Field source_fields[] = {
    S(TEXT, key, 0),
    S(TEXT, title, 0),
    S(TEXT, authors, 0),
    S(TEXT, published, 0),
    S(TEXT, doi, 0),
    S(TEXT, url, 0),
    S(TEXT, kind, 0),
    S(TEXT, read, 0),
    S(TEXT, what, 0),
    S(YEAR, year, 0),
    S(RANGE, taken, TABLE_TEXT),
};

#define D(kind, field, of) F(kind, KbFinding, field, of)
static const Field finding_fields[] = {
    D(TEXT, id, 0),
    D(TEXT, name, 0),
    D(TEXT, plural, 0),
    D(TEXT, plain, 0),
    D(ENUM, cls, KB_CONTEXT + 1),
    D(BYTE, import, 5),
    D(BYTE, cost, 100),
    D(INDICES, parents, TABLE_FINDING),
    D(INDICES, closure, TABLE_FINDING),
    D(INDICES, children, TABLE_FINDING),
    D(INDEX, background, TABLE_NUMBER),
    D(TEXT, cluster, 0),
    D(TEXT, hpo, 0),
    D(TEXT, snomed, 0),
    D(TEXT, ask_patient, 0),
    D(TEXT, ask_clinician, 0),
    D(TEXT, region, 0),
    D(RANGE, say, TABLE_TEXT),
    D(RANGE, looks_like, TABLE_TEXT),
};

#define C(kind, field, of) F(kind, KbCondition, field, of)
static const Field condition_fields[] = {
    C(TEXT, id, 0),
    C(TEXT, name, 0),
    C(TEXT, plain_name, 0),
    C(TEXT, icd10, 0),
    C(TEXT, system, 0),
    C(TEXT, kind, 0),
    C(TEXT, summary, 0),
    C(RANGE, aka, TABLE_TEXT),
    C(BYTE, level, 4),
    C(BYTE, harm, 3),
    C(INDEX, prior, TABLE_NUMBER),
    C(REAL, age_db[0], 0),
    C(REAL, age_db[1], 0),
    C(REAL, age_db[2], 0),
    C(REAL, age_db[3], 0),
    C(REAL, age_db[4], 0),
    C(REAL, age_db[5], 0),
    C(REAL, age_db[6], 0),
    C(REAL, age_db[7], 0),
    C(REAL, sex_db[0], 0),
    C(REAL, sex_db[1], 0),
    C(MAYBE, requires, TABLE_FINDING),
    C(RANGE, risks, TABLE_RISK),
    C(RANGE, links, TABLE_LINK),
    C(RANGE, red_flags, TABLE_RED_FLAG),
    C(RANGE, tests, TABLE_TEST),
    C(RANGE, facts, TABLE_FACT),
    C(RANGE, published_lr, TABLE_PUBLISHED_LR),
    C(INDICES, must_ask, TABLE_FINDING),
    C(INDICES, never_without, TABLE_FINDING),
    C(INDICES, mimics, TABLE_CONDITION),
    C(INDICES, causes_of_this, TABLE_CONDITION),
    C(MAYBE, duration_of, TABLE_FINDING),
    C(MAYBE, duration_from_d, TABLE_NUMBER),
    C(MAYBE, duration_to_d, TABLE_NUMBER),
    C(TEXT, updated, 0),
    C(TEXT, review_due, 0),
    C(TEXT, reviewed_by, 0),
    C(RANGE, changes, TABLE_TEXT),
    C(TEXT, file, 0),
    C(WORD, article_line, 0),
    C(TEXT, article, 0),
};

static const Field link_fields[] = {
    F(INDEX, KbLink, condition, TABLE_CONDITION),
    F(INDEX, KbLink, finding, TABLE_FINDING),
    F(INDEX, KbLink, number, TABLE_NUMBER),
};

static const Field weights_fields[] = {{.kind = FIELD_RANGE, .of = TABLE_WEIGHT}};
static const Field weight_fields[] = {
    F(INDEX, Weight, finding, TABLE_FINDING),
    F(P, Weight, p, 0),
    F(P, Weight, q, 0),
};

static const Field risk_fields[] = {
    F(INDEX, KbRisk, finding, TABLE_FINDING),
    F(INDEX, KbRisk, rr, TABLE_NUMBER),
    F(INDEX, KbRisk, prevalence, TABLE_NUMBER),
};

static const Field red_flag_fields[] = {
    F(INDICES, KbRedFlag, all_of, TABLE_FINDING),
    F(BYTE, KbRedFlag, level, 4),
    F(MAYBE, KbRedFlag, condition, TABLE_CONDITION),
    F(MAYBE, KbRedFlag, source, TABLE_SOURCE),
    F(TEXT, KbRedFlag, say, 0),
    F(INDEX, KbRedFlag, owner, TABLE_CONDITION),
};

static const Field test_fields[] = {
    F(TEXT, KbTest, what, 0),
    F(TEXT, KbTest, when, 0),
    F(BYTE, KbTest, cost, 100),
    F(ENUM, KbTest, grade, KB_X + 1),
    F(MAYBE, KbTest, source, TABLE_SOURCE),
};

static const Field fact_fields[] = {
    F(TEXT, KbFact, id, 0),           F(TEXT, KbFact, say, 0),
    F(ENUM, KbFact, grade, KB_X + 1), F(MAYBE, KbFact, source, TABLE_SOURCE),
    F(TEXT, KbFact, why, 0),
};

static const Field published_lr_fields[] = {
    F(INDEX, KbPublishedLr, finding, TABLE_FINDING),
    F(MAYBE, KbPublishedLr, among, TABLE_FINDING),
    F(MAYBE, KbPublishedLr, positive, TABLE_NUMBER),
    F(MAYBE, KbPublishedLr, negative, TABLE_NUMBER),
};

static const Field pathway_fields[] = {
    F(TEXT, KbPathway, id, 0),
    F(TEXT, KbPathway, title, 0),
    F(TEXT, KbPathway, scope, 0),
    F(TEXT, KbPathway, updated, 0),
    F(TEXT, KbPathway, file, 0),
    F(RANGE, KbPathway, entry, TABLE_CLAUSE),
    F(RANGE, KbPathway, rows, TABLE_PATHWAY_ROW),
};

#define R(kind, field, of) F(kind, KbPathwayRow, field, of)
static const Field row_fields[] = {
    R(TEXT, id, 0),
    R(TEXT, say, 0),
    R(TEXT, patient, 0),
    R(ENUM, kind, KB_ROW_SAFETY_NET + 1),
    R(RANGE, clauses, TABLE_CLAUSE),
    R(BYTE, level, 4),
    R(MAYBE, condition, TABLE_CONDITION),
    R(MAYBE, source, TABLE_SOURCE),
    R(ENUM, grade, KB_X + 1),
    R(WORD, line, 0),
};

static const Field clause_fields[] = {F(RANGE, KbClause, atoms, TABLE_ATOM)};
static const Field atom_fields[] = {
    F(ENUM, KbAtom, kind, KB_ATOM_SEX + 1),
    F(MAYBE, KbAtom, finding, TABLE_FINDING),
    F(REAL, KbAtom, value, 0),
};

static const Field lexicon_fields[] = {
    F(TEXT, KbTable, name, 0),
    F(WORD, KbTable, n_columns, 0),
    F(WORD, KbTable, n_rows, 0),
    F(WORD, KbTable, first_cell, 0),
};

const Layout layout_of[TABLE_COUNT] = {
    [TABLE_TEXT] = LAYOUT(Str, text_fields),
    [TABLE_INDEX] = LAYOUT(uint32_t, index_fields),
    [TABLE_NUMBER] = LAYOUT(KbNumber, number_fields),
    [TABLE_SOURCE] = LAYOUT(KbSource, source_fields),
    [TABLE_FINDING] = LAYOUT(KbFinding, finding_fields),
    [TABLE_CONDITION] = LAYOUT(KbCondition, condition_fields),
    [TABLE_LINK] = LAYOUT(KbLink, link_fields),
    [TABLE_WEIGHTS] = LAYOUT(KbRange, weights_fields),
    [TABLE_WEIGHT] = LAYOUT(Weight, weight_fields),
    [TABLE_RISK] = LAYOUT(KbRisk, risk_fields),
    [TABLE_RED_FLAG] = LAYOUT(KbRedFlag, red_flag_fields),
    [TABLE_TEST] = LAYOUT(KbTest, test_fields),
    [TABLE_FACT] = LAYOUT(KbFact, fact_fields),
    [TABLE_PUBLISHED_LR] = LAYOUT(KbPublishedLr, published_lr_fields),
    [TABLE_PATHWAY] = LAYOUT(KbPathway, pathway_fields),
    [TABLE_PATHWAY_ROW] = LAYOUT(KbPathwayRow, row_fields),
    [TABLE_CLAUSE] = LAYOUT(KbClause, clause_fields),
    [TABLE_ATOM] = LAYOUT(KbAtom, atom_fields),
    [TABLE_LEXICON] = LAYOUT(KbTable, lexicon_fields),
};

size_t layout_field_bytes(FieldKind kind)
{
    switch (kind) {
    case FIELD_TEXT:
    case FIELD_REAL:
    case FIELD_P:
    case FIELD_RANGE:
    case FIELD_INDICES: return 8;
    default: return 4;
    }
}

size_t layout_record_bytes(TableKind table)
{
    size_t n = 0;
    for (size_t i = 0; i < layout_of[table].n; i++)
        n += layout_field_bytes(layout_of[table].fields[i].kind);
    return n;
}
