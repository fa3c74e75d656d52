/*
 * fhir/fhir.h - FHIR R4 and CDS Hooks to and from plain structs; touches no database.
 *
 * Export makes a document Bundle of a signed note (Composition, Condition, Observation,
 * MedicationStatement, AllergyIntolerance, Provenance). Import takes from a Bundle what
 * a consultation can use, and lists what it left alone.
 *
 * Units   UCUM; times as FHIR instants in UTC
 * Memory  in the arena given
 * Threads pure
 * Errors  ERR_INPUT naming the element's path and the remedy
 * Limits  bundles of 16 MiB
 * Source  HL7 FHIR R4 (4.0.1); CDS Hooks 2.0
 */
#ifndef FHIR_FHIR_H
#define FHIR_FHIR_H

#include "base/str.h"

typedef enum FhirKind {
    FHIR_CONDITION,
    FHIR_OBSERVATION,
    FHIR_MEDICATION,
    FHIR_ALLERGY
} FhirKind;

typedef struct FhirItem {
    FhirKind kind;
    Str      system, code, display, text;
    Str      value, unit; /* observations; value as written, never as a float */
    bool     is_absent;   /* refuted, or answered "no" */
    Str      effective;   /* when, as written */
} FhirItem;

typedef struct FhirSection {
    Str        title, loinc, html;
    const Str *provenance; /* what each sentence stands on */
    size_t     n;
} FhirSection;

typedef struct FhirDocument {
    Str                patient_id, author, signed_at, knowledge_version;
    const FhirSection *sections;
    size_t             n_sections;
    const FhirItem    *items;
    size_t             n_items;
} FhirDocument;

MUST_USE bool fhir_write(Str *json, Arena *a, const FhirDocument *d, Err *e);
/* *left_out lists resource types that were not taken. */
MUST_USE bool fhir_read(FhirDocument *out, Str *left_out, Arena *a, Str json, Err *e);

#endif
