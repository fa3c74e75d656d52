/* tests/pedia/article_test.c - the contract of pedia/pedia.h on a small knowledge base.
 */
#include "pedia/pedia.h"

#include "kb/small.h"

static Article article(void **state, const Kb *kb, const char *id)
{
    Err     e = {0};
    Article page = {0};
    CHECK_OK(pedia_article(&page, test_arena(state), kb,
                           kb_find_condition(kb, str_from(id)), &e),
             &e);
    return page;
}

/* Writes the page as a person would read it, for the golden file. */
static Str whole(void **state, const Kb *kb, const Article *page)
{
    Err e = {0};
    Str text = {0};
    Buf b = buf_open(test_arena(state), 1 * MIB);
    buf_fmt(&b, "# " STR_F " | " STR_F "\n" STR_F "\n", STR_A(page->title),
            STR_A(page->plain_title), STR_A(page->summary));
    for (size_t i = 0; i < page->n_sections; i++)
        buf_fmt(&b, "\n## " STR_F " (" STR_F ")\n" STR_F "-- as text\n" STR_F,
                STR_A(page->sections[i].title), STR_A(page->sections[i].id),
                STR_A(page->sections[i].html), STR_A(page->sections[i].text));
    for (size_t i = 0; i < page->n_questions; i++)
        buf_fmt(&b, "\n### " STR_F " (" STR_F ")\n" STR_F "-- as text\n" STR_F,
                STR_A(page->questions[i].question), STR_A(page->questions[i].id),
                STR_A(page->questions[i].html), STR_A(page->questions[i].text));
    buf_text(&b, "\n## Sources\n");
    for (size_t i = 0; i < page->n_sources; i++)
        buf_fmt(&b, "%zu. " STR_F "\n", i + 1,
                STR_A(kb_source(kb, page->sources[i])->title));
    buf_text(&b, "\n## Related\n");
    for (size_t i = 0; i < page->n_related; i++)
        buf_fmt(&b, STR_F ": " STR_F "\n",
                STR_A(kb_condition(kb, page->related[i].condition)->name),
                STR_A(page->related[i].reason));
    buf_fmt(&b, "\nmeasured %zu, estimated %zu\n", page->n_measured, page->n_estimates);
    CHECK_OK(buf_done(&b, &text, &e), &e);
    return text;
}

TEST(a_page_has_its_sections_questions_sources_and_related_pages)
{
    const Kb *kb = small_kb(state);
    Article   page = article(state, kb, "asthma");
    CHECK_GOLDEN(test_arena(state), "pedia/asthma.txt", whole(state, kb, &page));
}

TEST(sections_stand_in_the_fixed_order)
{
    static const char *const ids[] = {"definition", "causes", "symptoms", "treatment",
                                      "help"};
    Article                  page = article(state, small_kb(state), "cold");
    CHECK(page.n_sections == 5 && page.n_questions == 1);
    for (size_t i = 0; i < 5; i++)
        CHECK_STR(page.sections[i].id, ids[i]);
    CHECK_STR(page.plain_title, "Common cold"); /* the name, when there is no other */
}

/* The page builds the boxes from the Kb; who reads the text has no boxes. */
TEST(red_flags_stand_in_the_text_and_have_a_place_in_the_html)
{
    const Kb             *kb = small_kb(state);
    Article               page = article(state, kb, "asthma");
    const ArticleSection *help = &page.sections[4];
    CHECK(str_find(help->html, STR("<div class=\"red-flags\">\n</div>")) != STR_NONE);
    CHECK(str_find(help->html, STR("Hard to breathe")) == STR_NONE);
    CHECK_STR(help->text, "Get medical help today\nHard to breathe.\n");
}

/* asthma: mimics cold and warns of it; cold: asthma causes it. */
TEST(a_relation_is_shown_on_both_pages_with_all_its_reasons)
{
    const Kb *kb = small_kb(state);
    Article   asthma = article(state, kb, "asthma"), cold = article(state, kb, "cold");
    CHECK(asthma.n_related == 1 && cold.n_related == 1);
    CHECK_STR(
        asthma.related[0].reason,
        "can be caused by this, can look like this, a warning sign may point to it");
    CHECK_STR(cold.related[0].reason, "can cause this, can look like this");
}

TEST(numbers_are_counted_by_what_they_rest_on)
{
    Article page = article(state, small_kb(state), "cold");
    CHECK(page.n_measured == 1);  /* cough */
    CHECK(page.n_estimates == 2); /* prior and wheeze */
}

TEST(the_same_knowledge_gives_the_same_page)
{
    const Kb *kb = small_kb(state);
    Article   first = article(state, kb, "asthma"), second = article(state, kb, "asthma");
    CHECK(str_eq(whole(state, kb, &first), whole(state, kb, &second)));
}

TEST(content_db_is_the_same_bytes_every_time)
{
    Err       e = {0};
    Arena    *a = test_arena(state);
    const Kb *kb = small_kb(state);
    Str       path = {0}, first = {0}, second = {0};
    CHECK_OK(os_path(&path, a, test_folder(state), STR("content.db"), &e), &e);
    CHECK_OK(pedia_build(a, kb, path, &e), &e);
    CHECK_OK(os_read_file(&first, a, path, 16 * MIB, &e), &e);
    CHECK_OK(pedia_build(a, kb, path, &e), &e);
    CHECK_OK(os_read_file(&second, a, path, 16 * MIB, &e), &e);
    CHECK(first.n > 0 && str_eq(first, second));
}

/* Fault: whichever allocation or call fails, the old file stays as it was. */
TEST(a_build_that_fails_leaves_the_old_file)
{
    Err       e = {0};
    const Kb *kb = small_kb(state);
    Str       path = {0}, found = {0};
    CHECK_OK(os_path(&path, test_arena(state), test_folder(state), STR("old.db"), &e),
             &e);
    CHECK_OK(os_write_file(path, STR("old"), &e), &e);
    for (int kind = 0; kind < 2; kind++) {
        bool ok = false;
        for (size_t nth = 1; !ok; nth += kind ? 1 : 7) {
            Arena *a = arena_new(64 * MIB, &e);
            if (kind)
                os_fail_at(nth);
            else
                arena_fail_at(nth);
            ok = pedia_build(a, kb, path, &e);
            arena_fail_at(0);
            os_fail_at(0);
            CHECK(ok || e.code == (kind ? ERR_IO : ERR_BUSY));
            CHECK_OK(os_read_file(&found, a, path, 16 * MIB, &e), &e);
            CHECK(ok || str_is(found, "old"));
            arena_free(a);
        }
        CHECK_OK(os_write_file(path, STR("old"), &e), &e);
    }
}

/* The real content: every article renders, and every link in a page leads somewhere. */
TEST(every_article_of_the_encyclopedia_renders)
{
    Err       e = {0};
    Arena    *a = test_arena(state);
    KbReport  report = {0};
    Str       image = {0};
    const Kb *kb = NULL;
    CHECK_OK(kb_build(&image, &report, a, STR("content"), &e), &e);
    CHECK(report.n_failures == 0);
    CHECK_OK(kb_load(&kb, a, image, &e), &e);
    for (uint32_t i = 0; i < kb_n_conditions(kb); i++) {
        Arena  *one = arena_new(16 * MIB, &e);
        Article page = {0};
        CHECK_OK(pedia_article(&page, one, kb, i, &e), &e);
        CHECK(page.n_sections == 5 && page.n_questions >= 1 && page.n_sources >= 1);
        for (size_t k = 0; k < page.n_sections; k++) {
            CHECK(page.sections[k].text.n > 0);
            CHECK(str_find(page.sections[k].html, STR("{{")) == STR_NONE);
            CHECK(str_find(page.sections[k].html, STR("[@")) == STR_NONE);
        }
        arena_free(one);
    }
}

TEST_MAIN("pedia/article",
          cmocka_unit_test(a_page_has_its_sections_questions_sources_and_related_pages),
          cmocka_unit_test(sections_stand_in_the_fixed_order),
          cmocka_unit_test(red_flags_stand_in_the_text_and_have_a_place_in_the_html),
          cmocka_unit_test(a_relation_is_shown_on_both_pages_with_all_its_reasons),
          cmocka_unit_test(numbers_are_counted_by_what_they_rest_on),
          cmocka_unit_test(the_same_knowledge_gives_the_same_page),
          cmocka_unit_test(content_db_is_the_same_bytes_every_time),
          cmocka_unit_test(a_build_that_fails_leaves_the_old_file),
          cmocka_unit_test(every_article_of_the_encyclopedia_renders))
