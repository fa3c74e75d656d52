/*
 * tests/kb/image_test.c - a damaged image is refused, or at least never leads outside it.
 *
 * The checksum refuses accidents; to reach the checks behind it, the tests also damage an
 * image and seal it again, and then walk through every record that a reader can give.
 */
#include "kb/image.h"

#include "kb/case.h"
#include "small.h"

#include <string.h>

static Str copy(void **state, Str image)
{
    Err e = {0};
    Str out = {0};
    CHECK_OK(str_copy(&out, test_arena(state), image, &e), &e);
    return out;
}

static Str good_image(void **state)
{
    Str folder = test_folder(state);
    small_write(state, folder, NULL, NULL, NULL);
    return copy(state, small_image(state, folder));
}

static unsigned char *bytes_of(Str image) { return (unsigned char *)(uintptr_t)image.p; }

static void seal_again(Str image)
{
    char room[65];
    memcpy(bytes_of(image) + IMAGE_AT_CHECKSUM, image_checksum(room, image).p, 64);
}

static size_t sum_text(Str s)
{
    size_t sum = 0;
    for (size_t i = 0; i < s.n; i++)
        sum += (unsigned char)s.p[i];
    return sum;
}

static size_t sum_texts(const Kb *kb, KbRange run)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < run.n; i++)
        sum += sum_text(kb_text_at(kb, run.first + i));
    return sum;
}

static size_t sum_findings(const Kb *kb, KbRange run)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < run.n; i++)
        sum += sum_text(kb_finding(kb, kb_index_at(kb, run.first + i))->id);
    return sum;
}

static size_t walk_finding(const Kb *kb, uint32_t i)
{
    const KbFinding *f = kb_finding(kb, i);
    size_t           sum = sum_text(f->id) + sum_text(f->name) + sum_text(f->plural);
    sum += sum_texts(kb, f->say) + sum_texts(kb, f->looks_like);
    sum += sum_findings(kb, f->parents) + sum_findings(kb, f->closure);
    return sum + sum_findings(kb, f->children) + kb_number(kb, f->background)->why.n;
}

static size_t walk_lists(const Kb *kb, const KbCondition *c)
{
    size_t sum = sum_texts(kb, c->aka) + sum_texts(kb, c->changes);
    for (uint32_t i = 0; i < c->links.n; i++)
        sum += kb_finding(kb, kb_link(kb, c->links.first + i)->finding)->import;
    for (uint32_t i = 0; i < c->risks.n; i++)
        sum += kb_number(kb, kb_risk(kb, c->risks.first + i)->prevalence)->line;
    for (uint32_t i = 0; i < c->red_flags.n; i++)
        sum += sum_findings(kb, kb_red_flag(kb, c->red_flags.first + i)->all_of);
    for (uint32_t i = 0; i < c->tests.n; i++)
        sum += sum_text(kb_test(kb, c->tests.first + i)->what);
    for (uint32_t i = 0; i < c->facts.n; i++)
        sum += sum_text(kb_fact(kb, c->facts.first + i)->say);
    for (uint32_t i = 0; i < c->published_lr.n; i++)
        sum += kb_published_lr(kb, c->published_lr.first + i)->finding;
    for (uint32_t i = 0; i < c->mimics.n; i++)
        sum += kb_condition(kb, kb_index_at(kb, c->mimics.first + i))->level;
    return sum;
}

static size_t walk_condition(const Kb *kb, uint32_t i)
{
    const KbCondition *c = kb_condition(kb, i);
    size_t             sum = sum_text(c->article) + walk_lists(kb, c);
    for (uint32_t f = 0; f < kb_n_findings(kb); f++) {
        double q = kb_q(kb, i, f), p = kb_p(kb, i, f), b = kb_b(kb, f);
        CHECK(q >= 0 && q <= 1 && p >= 0 && p <= 1 && b > 0 && b < 1);
        sum += kb_find_link(kb, i, f) != KB_NONE;
    }
    return sum;
}

static size_t walk_clauses(const Kb *kb, KbRange run)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < run.n; i++) {
        KbRange atoms = kb_clause(kb, run.first + i)->atoms;
        for (uint32_t k = 0; k < atoms.n; k++) {
            const KbAtom *atom = kb_atom(kb, atoms.first + k);
            sum += atom->kind <= KB_ATOM_ABSENT ? kb_finding(kb, atom->finding)->cost : 1;
        }
    }
    return sum;
}

static size_t walk(const Kb *kb)
{
    size_t sum = sum_text(kb_version(kb)) + kb_stat(kb).numbers;
    for (uint32_t i = 0; i < kb_n_findings(kb); i++)
        sum += walk_finding(kb, i);
    for (uint32_t i = 0; i < kb_n_conditions(kb); i++)
        sum += walk_condition(kb, i);
    for (uint32_t i = 0; i < kb_n_sources(kb); i++)
        sum += sum_texts(kb, kb_source(kb, i)->taken);
    for (uint32_t i = 0; i < kb_n_pathways(kb); i++) {
        const KbPathway *p = kb_pathway(kb, i);
        sum += walk_clauses(kb, p->entry);
        for (uint32_t k = 0; k < p->rows.n; k++)
            sum += walk_clauses(kb, kb_pathway_row(kb, p->rows.first + k)->clauses);
    }
    for (uint32_t i = 0; i < kb_n_tables(kb); i++) {
        const KbTable *t = kb_table(kb, i);
        for (uint32_t k = 0; k < t->n_rows * t->n_columns; k++)
            sum += sum_text(kb_text_at(kb, t->first_cell + k));
    }
    return sum;
}

TEST(a_good_image_opens_and_every_record_can_be_read)
{
    Err       e = {0};
    const Kb *kb = NULL;
    CHECK_OK(kb_load(&kb, test_arena(state), good_image(state), &e), &e);
    CHECK(walk(kb) > 0);
}

TEST(tables_stand_on_multiples_of_64)
{
    Str                  image = good_image(state);
    const unsigned char *b = bytes_of(image);
    for (size_t i = 0; i <= TABLE_COUNT; i++) {
        size_t at = IMAGE_AT_DIRECTORY + i * IMAGE_ENTRY_BYTES + 8;
        CHECK(b[at] % 64 == 0);
    }
    CHECK(memcmp(b, "AUSCULTK", 8) == 0);
}

TEST(a_file_is_mapped_and_named_in_errors)
{
    Err       e = {0};
    const Kb *kb = NULL;
    Str       image = good_image(state), path = {0};
    CHECK_OK(os_path(&path, test_arena(state), test_folder(state), STR("x.kb"), &e), &e);
    CHECK_OK(os_write_file(path, image, &e), &e);
    CHECK_OK(kb_open(&kb, test_arena(state), path, &e), &e);
    CHECK(walk(kb) > 0);
    CHECK_OK(os_write_file(path, str_sub(image, 0, image.n - 1), &e), &e);
    CHECK_ERR(kb_open(&kb, test_arena(state), path, &e), &e, ERR_CONTENT);
    CHECK_SAYS(&e, "x.kb");
    CHECK_SAYS(&e, "auscult kb build");
    os_fail_at(1);
    CHECK_ERR(kb_open(&kb, test_arena(state), path, &e), &e, ERR_IO);
    os_fail_at(0);
    CHECK_OK(os_remove(path, &e), &e);
    CHECK_ERR(kb_open(&kb, test_arena(state), path, &e), &e, ERR_MISSING);
}

TEST(an_image_of_another_version_is_refused_with_the_remedy)
{
    Err       e = {0};
    const Kb *kb = NULL;
    Str       image = good_image(state);
    bytes_of(image)[IMAGE_AT_FORMAT] = 99;
    seal_again(image);
    CHECK_ERR(kb_load(&kb, test_arena(state), image, &e), &e, ERR_CONTENT);
    CHECK_SAYS(&e, "another version");
    CHECK_ERR(kb_load(&kb, test_arena(state), STR("hello"), &e), &e, ERR_CONTENT);
    CHECK_ERR(kb_load(&kb, test_arena(state), (Str){0}, &e), &e, ERR_CONTENT);
    CHECK(kb == NULL);
}

TEST(any_turned_bit_is_noticed)
{
    Str image = good_image(state), bad = copy(state, image);
    for (size_t i = 0; i < 400; i++) {
        Err       e = {0};
        const Kb *kb = NULL;
        size_t    at = test_random() % image.n;
        bytes_of(bad)[at] ^= (unsigned char)(1u << test_random() % 8);
        CHECK_ERR(kb_load(&kb, test_arena(state), bad, &e), &e, ERR_CONTENT);
        bytes_of(bad)[at] = bytes_of(image)[at];
    }
}

TEST(every_truncation_is_noticed)
{
    Str image = good_image(state);
    for (size_t n = 0; n < image.n; n += 1 + n / 50) {
        Err       e = {0};
        const Kb *kb = NULL;
        CHECK_ERR(kb_load(&kb, test_arena(state), str_sub(image, 0, n), &e), &e,
                  ERR_CONTENT);
    }
}

/* A value that a fuzzer would try in a field of four bytes. */
static uint32_t nasty(void)
{
    static const uint32_t values[] = {0,          1,          2,          5,
                                      64,         0x7fffffff, 0x80000000, 0xfffffffe,
                                      0xffffffff, 0x7ff00000, 0x7ff80000, 0x3ff00000};
    return values[test_random() % (sizeof values / sizeof *values)];
}

static void damage(Str image)
{
    size_t n = 1 + test_random() % 3;
    for (size_t i = 0; i < n; i++) {
        size_t at = test_random() % (image.n - 4);
        if (test_random() % 3 == 0)
            at = IMAGE_AT_DIRECTORY + test_random() % (TABLE_COUNT * IMAGE_ENTRY_BYTES);
        uint32_t value = nasty();
        if (test_random() % 2)
            bytes_of(image)[at] = (unsigned char)test_random();
        else
            memcpy(bytes_of(image) + at / 4 * 4, &value, sizeof value);
    }
    seal_again(image);
}

TEST(a_damaged_image_with_a_right_checksum_loads_or_is_refused)
{
    Str    image = good_image(state);
    size_t loaded = 0, refused = 0;
    for (size_t i = 0; i < 3000; i++) {
        Err       e = {0};
        const Kb *kb = NULL;
        Arena    *a = arena_new(64 * MIB, &e);
        Str       bad = {0};
        CHECK_OK(str_copy(&bad, a, image, &e), &e);
        damage(bad);
        if (kb_load(&kb, a, bad, &e)) {
            loaded += walk(kb) > 0;
        } else {
            CHECK(e.code == ERR_CONTENT && kb == NULL);
            refused++;
        }
        arena_free(a);
    }
    CHECK(loaded > 100 && refused > 100);
}

TEST(opening_survives_each_failing_allocation)
{
    Str image = good_image(state);
    for (size_t nth = 1;; nth++) {
        Err       e = {0};
        const Kb *kb = NULL;
        arena_fail_at(nth);
        bool ok = kb_load(&kb, test_arena(state), image, &e);
        arena_fail_at(0);
        if (ok)
            break;
        CHECK(e.code == ERR_BUSY && kb == NULL);
    }
}

TEST_MAIN("kb/image", cmocka_unit_test(a_good_image_opens_and_every_record_can_be_read),
          cmocka_unit_test(tables_stand_on_multiples_of_64),
          cmocka_unit_test(a_file_is_mapped_and_named_in_errors),
          cmocka_unit_test(an_image_of_another_version_is_refused_with_the_remedy),
          cmocka_unit_test(any_turned_bit_is_noticed),
          cmocka_unit_test(every_truncation_is_noticed),
          cmocka_unit_test(a_damaged_image_with_a_right_checksum_loads_or_is_refused),
          cmocka_unit_test(opening_survives_each_failing_allocation))
