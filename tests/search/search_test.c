/*
 * tests/search/search_test.c - the contract of search/search.h on the real content.
 *
 * tests/golden/search/queries.tsv was written before the ranking was tuned; its lines
 * may be added to, and the content may change, as long as the claim below holds.
 */
#include "search/search.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "harness/test.h"
#include "pedia/pedia.h"

#include <string.h>

static const Kb *kb_of_content(Arena *a)
{
    Err       e = {0};
    KbReport  report = {0};
    Str       image = {0};
    const Kb *kb = NULL;
    CHECK_OK(kb_build(&image, &report, a, STR("content"), &e), &e);
    CHECK(report.n_failures == 0);
    CHECK_OK(kb_load(&kb, a, image, &e), &e);
    return kb;
}

static Str index_path(void **state)
{
    Err e = {0};
    Str path = {0};
    CHECK_OK(os_path(&path, test_arena(state), test_folder(state), STR("content.db"), &e),
             &e);
    return path;
}

static Search *opened(void **state)
{
    Err       e = {0};
    Arena    *a = test_arena(state);
    const Kb *kb = kb_of_content(a);
    Search   *s = NULL;
    CHECK_OK(pedia_build(a, kb, index_path(state), &e), &e);
    CHECK_OK(search_open(&s, a, index_path(state), kb_version(kb), &e), &e);
    return s;
}

static SearchResult run(void **state, Search *s, const char *query)
{
    Err          e = {0};
    SearchResult r = {0};
    CHECK_OK(search_run(&r, test_arena(state), s, str_from(query), &e), &e);
    return r;
}

/* The place of a page among the hits, from 1; 0 when it is not there. */
static size_t place_of(const SearchResult *r, Str slug)
{
    for (size_t i = 0; r->found && i < r->n; i++)
        if (str_eq(r->v[i].slug, slug))
            return i + 1;
    return 0;
}

typedef struct Tally {
    size_t asked, first, in_three;
} Tally;

static void ask(void **state, Search *s, Str line, Tally *t)
{
    Err          e = {0};
    Str          kind = {0}, query = {0}, page = {0};
    SearchResult r = {0};
    CHECK(str_next(&line, '\t', &kind) && str_next(&line, '\t', &query) &&
          str_next(&line, '\t', &page));
    CHECK_OK(search_run(&r, test_arena(state), s, query, &e), &e);
    size_t place = place_of(&r, page);
    t->asked++;
    t->first += place == 1;
    t->in_three += place >= 1 && place <= 3;
    if (place < 1 || place > 3)
        print_message("# " STR_F ": \"" STR_F "\" does not find " STR_F "\n", STR_A(kind),
                      STR_A(query), STR_A(page));
}

TEST(the_expected_page_is_among_the_first_three_for_95_in_100_queries)
{
    Err     e = {0};
    Str     file = {0}, line;
    Tally   t = {0};
    Search *s = opened(state);
    CHECK_OK(os_read_file(&file, test_arena(state),
                          STR("tests/golden/search/queries.tsv"), MIB, &e),
             &e);
    while (str_next(&file, '\n', &line))
        if (line.n > 0 && line.p[0] != '#')
            ask(state, s, line, &t);
    print_message("# %zu queries: first %zu, among the first three %zu\n", t.asked,
                  t.first, t.in_three);
    CHECK(t.asked >= 60);
    CHECK(100 * t.in_three >= 95 * t.asked);
}

static void says_why(void **state, Search *s, const char *query, const char *slug,
                     const char *why)
{
    SearchResult r = run(state, s, query);
    size_t       place = place_of(&r, str_from(slug));
    CHECK(place > 0);
    CHECK_STR(r.v[place - 1].matched_by, why);
}

TEST(a_hit_says_why_it_is_there)
{
    Search *s = opened(state);
    says_why(state, s, "sciatica", "sciatica", "title");
    says_why(state, s, "charley horse", "nocturnal_leg_cramps",
             "another name: charley horse");
    says_why(state, s, "r25.2", "nocturnal_leg_cramps", "code: R25.2");
    says_why(state, s, "siatica", "sciatica", "spelling close to sciatica");
    says_why(state, s, "naftidrofuryl", "nocturnal_leg_cramps", "words in the text");
    says_why(state, s, "pins and needles", "polyneuropathy",
             "words people use for its symptoms, causes or medicines");
}

TEST(the_opposite_is_not_taken_for_a_typing_error)
{
    SearchResult r = run(state, opened(state), "hyperkalaemia");
    CHECK(!r.found);
}

TEST(the_passage_shown_is_the_one_asked_for)
{
    Search      *s = opened(state);
    SearchResult r = run(state, s, "treatment of leg cramps");
    CHECK_STR(r.v[0].section_id, "treatment");
    CHECK_STR(run(state, s, "symptoms of sciatica").v[0].section_id, "symptoms");
    CHECK_STR(run(state, s, "sciatica").v[0].section_id, "definition");
}

TEST(matches_are_marked_in_the_snippet)
{
    SearchHit hit = run(state, opened(state), "naftidrofuryl").v[0];
    CHECK(str_find(hit.snippet, STR("\x02Naftidrofuryl\x03")) != STR_NONE);
    CHECK(str_find_char(hit.snippet, '\n') == STR_NONE);
}

TEST(a_search_never_ends_blank)
{
    static const char *const nothing[] = {"",
                                          " ",
                                          "?!",
                                          "xyzzy",
                                          "what is it",
                                          "zzz",
                                          "bitcoin price",
                                          "\xE6\x97\xA5\xE6\x9C\xAC"};
    Search                  *s = opened(state);
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        SearchResult r = run(state, s, nothing[i]);
        CHECK(!r.found && r.n >= 1);
        CHECK(r.v[0].title.n > 0 && r.v[0].matched_by.n > 0 && r.v[0].score == 0);
    }
}

TEST(the_nearest_titles_come_first_when_nothing_fits)
{
    SearchResult r = run(state, opened(state), "zzcellulixx qqq www");
    CHECK(!r.found);
    CHECK_STR(r.v[0].slug, "cellulitis");
    CHECK_STR(r.v[0].matched_by, "a title with similar letters");
}

TEST(only_the_first_200_bytes_are_read)
{
    Err          e = {0};
    Arena       *a = test_arena(state);
    char        *p = ARENA_ARRAY(a, char, 1 * MIB, &e);
    SearchResult r = {0};
    memset(p, 'a', 1 * MIB);
    memcpy(p, "sciatica ", 9);
    memset(p + 9, ' ', 200);
    CHECK_OK(search_run(&r, a, opened(state), (Str){p, 1 * MIB}, &e), &e);
    CHECK_STR(r.v[0].slug, "sciatica");
}

TEST(the_same_query_gives_the_same_hits)
{
    Search      *s = opened(state), *other = opened(state);
    SearchResult x = run(state, s, "leg pain"), y = run(state, other, "leg pain");
    CHECK(x.n == y.n && x.n <= 20);
    for (size_t i = 0; i < x.n; i++) {
        CHECK(str_eq(x.v[i].slug, y.v[i].slug) && x.v[i].score == y.v[i].score);
        CHECK(str_eq(x.v[i].snippet, y.v[i].snippet));
        CHECK(i == 0 || x.v[i - 1].score >= x.v[i].score);
    }
}

TEST(an_index_of_another_version_is_refused)
{
    Err       e = {0};
    Arena    *a = test_arena(state);
    const Kb *kb = kb_of_content(a);
    Search   *s = NULL;
    CHECK_OK(pedia_build(a, kb, index_path(state), &e), &e);
    CHECK_ERR(search_open(&s, a, index_path(state), STR("0000"), &e), &e, ERR_CONTENT);
    CHECK_SAYS(&e, "auscult kb build");
    CHECK(s == NULL);
}

TEST(a_missing_or_foreign_file_is_refused)
{
    Err     e = {0};
    Search *s = NULL;
    CHECK_ERR(search_open(&s, test_arena(state), index_path(state), STR("1"), &e), &e,
              ERR_CONTENT);
    test_write(state, test_folder(state), "content.db",
               "not a database at all, but text");
    CHECK_ERR(search_open(&s, test_arena(state), index_path(state), STR("1"), &e), &e,
              ERR_CONTENT);
    CHECK_SAYS(&e, "auscult kb build");
}

/* Property: whatever is typed, there is an answer and it is text. */
TEST(any_bytes_can_be_typed)
{
    static const char *const pieces[] = {"leg",  "cramp", "\"", "*",  " ",   "(",    ")",
                                         "NEAR", "AND",   "OR", ":",  "^",   "{",    "}",
                                         "-",    "+",     "'",  "\n", "r25", "\xFF", ","};
    Search                  *s = opened(state);
    for (int round = 0; round < 400; round++) {
        Err          e = {0};
        Arena       *a = arena_new(4 * MIB, &e);
        SearchResult r = {0};
        Buf          b = buf_open(a, 4 * KIB);
        Str          query = {0};
        for (uint64_t n = test_random() % 12; n > 0; n--)
            if (test_random() % 4)
                buf_text(&b, pieces[test_random() % (sizeof pieces / sizeof *pieces)]);
            else
                buf_char(&b, (char)test_random());
        CHECK_OK(buf_done(&b, &query, &e), &e);
        CHECK_OK(search_run(&r, a, s, query, &e), &e);
        CHECK(r.n >= 1);
        for (size_t i = 0; i < r.n; i++)
            CHECK(utf8_fault(r.v[i].snippet) == STR_NONE);
        arena_free(a);
    }
}

TEST(running_out_of_memory_changes_nothing)
{
    Search *s = opened(state);
    bool    ok = false;
    for (size_t nth = 1; !ok; nth++) {
        Err          e = {0};
        Arena       *a = arena_new(4 * MIB, &e);
        SearchResult r = {0};
        arena_fail_at(nth);
        ok = search_run(&r, a, s, STR("restles legs at nigh"), &e);
        arena_fail_at(0);
        CHECK(ok ? r.n > 0 : e.code == ERR_BUSY && r.v == NULL);
        arena_free(a);
    }
    CHECK_STR(run(state, s, "sciatica").v[0].slug, "sciatica"); /* still of use */
}

TEST_MAIN(
    "search/search",
    cmocka_unit_test(the_expected_page_is_among_the_first_three_for_95_in_100_queries),
    cmocka_unit_test(a_hit_says_why_it_is_there),
    cmocka_unit_test(the_opposite_is_not_taken_for_a_typing_error),
    cmocka_unit_test(the_passage_shown_is_the_one_asked_for),
    cmocka_unit_test(matches_are_marked_in_the_snippet),
    cmocka_unit_test(a_search_never_ends_blank),
    cmocka_unit_test(the_nearest_titles_come_first_when_nothing_fits),
    cmocka_unit_test(only_the_first_200_bytes_are_read),
    cmocka_unit_test(the_same_query_gives_the_same_hits),
    cmocka_unit_test(an_index_of_another_version_is_refused),
    cmocka_unit_test(a_missing_or_foreign_file_is_refused),
    cmocka_unit_test(any_bytes_can_be_typed),
    cmocka_unit_test(running_out_of_memory_changes_nothing))
