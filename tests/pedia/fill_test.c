/* tests/pedia/fill_test.c - Markdown of an article, its references and its mistakes. */
#include "pedia/fill.h"
#include "pedia/markdown.h"

#include "kb/small.h"

#define HEAD "## Definition\n\n"
#define TAIL                                                                             \
    "\n\n## Causes\n\nc\n\n## Symptoms\n\ns\n\n## Treatment and prevention\n\nt\n\n"     \
    "## When to seek medical attention\n\nw\n\n## FAQs\n\n### Why?\n\nBecause.\n"

/* The parts of an article of asthma whose Markdown begins in line 50 of its file. */
static bool read_parts(void **state, Parts *parts, KbCondition *c, const char *text,
                       Err *e)
{
    const Kb *kb = small_kb(state);
    *c = *kb_condition(kb, kb_find_condition(kb, STR("asthma")));
    c->article = str_from(text);
    c->article_line = 50;
    Fill f;
    if (!markdown_parts(parts, test_arena(state), c, e) ||
        !fill_open(&f, test_arena(state), kb, c, e))
        return false;
    for (size_t i = 0; i < parts->n; i++)
        if (!fill_part(&f, &parts->v[i], e))
            return false;
    return true;
}

/* The HTML of a definition with this text. */
static Str definition(void **state, const char *text)
{
    Err         e = {0};
    Str         whole = {0}, html = {0};
    Parts       parts = {0};
    KbCondition c;
    CHECK_OK(str_fmt(&whole, test_arena(state), &e, HEAD "%s" TAIL, text), &e);
    CHECK_OK(read_parts(state, &parts, &c, whole.p, &e), &e);
    CHECK_OK(markdown_html(&html, test_arena(state), parts.v[0].body, &e), &e);
    return html;
}

static void refuses(void **state, const char *whole, const char *words)
{
    Err         e = {0};
    Parts       parts = {0};
    KbCondition c;
    CHECK_ERR(read_parts(state, &parts, &c, whole, &e), &e, ERR_CONTENT);
    CHECK_SAYS(&e, words);
}

#define CITE_1                                                                           \
    "<sup class=\"cite\"><a href=\"#source-1\" aria-label=\"source 1\">1</a></sup>"

TEST(a_source_becomes_a_number_right_behind_its_word)
{
    CHECK_STR(definition(state, "They tighten. [@lee2020] More [@lee2020]."),
              "<p id=\"definition-1\">\nThey tighten." CITE_1 " More" CITE_1 ".\n</p>\n");
}

#define FACT(words) "<span class=\"fact\" data-grade=\"B\">" words "</span>" CITE_1

TEST(a_fact_is_written_with_its_grade_and_source)
{
    CHECK_STR(definition(state, "In {{fact:share}}, it does."),
              "<p id=\"definition-1\">\nIn " FACT("4 in 10 people") ", it does.\n</p>\n");
}

TEST(text_is_escaped_and_scripts_are_no_addresses)
{
    CHECK_STR(definition(state, "a < b & c"),
              "<p id=\"definition-1\">\na &lt; b &amp; c\n</p>\n");
    refuses(state, HEAD "[x](javascript:alert(1))" TAIL, "no such condition");
}

TEST(a_link_to_a_condition_leads_to_its_page)
{
    CHECK_STR(definition(state, "[colds](cold), [more](https://example.org/a)"),
              "<p id=\"definition-1\">\n<a href=\"/e/cold\">colds</a>, <a "
              "href=\"https://example.org/a\">more</a>\n</p>\n");
}

TEST(every_block_has_an_id)
{
    CHECK_STR(definition(state,
                         "### Kinds\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | "
                         "2 [@lee2020] |\n"),
              "<h3 id=\"definition-1\">\nKinds\n</h3>\n<ul>\n<li>\n<span "
              "id=\"definition-2\">\none\n</span>\n</li>\n<li>\n<span "
              "id=\"definition-3\">\ntwo\n</span>\n</li>\n</ul>\n<div class=\"table\" "
              "id=\"definition-4\" tabindex=\"0\"><table>\n<thead><tr>\n<th "
              "scope=\"col\">\na\n</th>\n<th "
              "scope=\"col\">\nb\n</th>\n</tr></thead><tbody>\n<tr>\n<td>\n1\n</"
              "td>\n<td>\n2" CITE_1 "\n</td>\n</tr>\n</tbody></table></div>\n");
}

TEST(red_flags_stand_in_groups_with_their_sources)
{
    CHECK_STR(definition(state, "{{red_flags}}"),
              "<div class=\"red-flags\">\n<div class=\"flags flags-urgent\">\n<h3 "
              "id=\"definition-1\">\nGet medical help today\n</h3>\n<ul>\n<li>\n<span "
              "id=\"definition-2\">\nHard to breathe." CITE_1
              "\n</span>\n</li>\n</ul>\n</div>\n</div>\n");
}

TEST(mistakes_are_named_with_file_and_line)
{
    refuses(state, HEAD "x [@nobody1999]" TAIL,
            "conditions/asthma.md:52: nobody1999: no such source");
    refuses(state, HEAD "x\n\ny {{fact:none}}" TAIL, "asthma.md:54: none: no such fact");
    refuses(state, HEAD "x {{nonsense}}" TAIL, "nonsense: unknown reference");
    refuses(state, HEAD "see {{red_flags}}" TAIL, "stand alone");
    refuses(state, HEAD "[x](nowhere)" TAIL, "nowhere: no such condition");
    refuses(state, HEAD "a <b>bold</b> word" TAIL, "raw HTML");
    refuses(state, HEAD "<script>x</script>" TAIL, "raw HTML");
    refuses(state, HEAD "![x](y.png)" TAIL, "an image");
    refuses(state, "x\n\n" HEAD "y" TAIL, "asthma.md:50: text stands before");
    refuses(state, HEAD "y" TAIL "\n## More\n\nz", "is not one of the six headings");
    refuses(state, "## Causes\n\nx", "where \"## Definition\" is expected");
    refuses(state, HEAD "y", "the heading \"## Causes\" is missing");
    refuses(state, "", "the heading \"## Definition\" is missing");
}

TEST(text_without_markup_has_a_line_for_each_paragraph)
{
    Err         e = {0};
    Str         text = {0};
    Parts       parts = {0};
    KbCondition c;
    CHECK_OK(read_parts(state, &parts, &c,
                        HEAD "*Tight* `airways`\nof {{fact:share}}. [@lee2020]\n\n- a\n- "
                             "b\n\n| x | y |\n|---|---|\n| 1 | 2 |" TAIL,
                        &e),
             &e);
    CHECK_OK(markdown_text(&text, test_arena(state), parts.v[0].body, &e), &e);
    CHECK_STR(text, "Tight airways of 4 in 10 people.\na\nb\nx y \n1 2 \n");
}

TEST(a_fact_that_begins_a_sentence_has_a_capital)
{
    Err         e = {0};
    Str         text = {0};
    Parts       parts = {0};
    KbCondition c;
    const Kb   *kb = NULL;
    Str         folder = test_folder(state);
    small_write(state, folder, "conditions/asthma.md", "say: \"4 in 10 people\"",
                "say: \"about 4 in 10 people\"");
    CHECK_OK(kb_load(&kb, test_arena(state), small_image(state, folder), &e), &e);
    c = *kb_condition(kb, kb_find_condition(kb, STR("asthma")));
    c.article = STR(HEAD "It is common. {{fact:share}} have it, that is {{fact:share}}. "
                         "[@lee2020] {{fact:share}}.\n\n- **Who?** {{fact:share}}" TAIL);
    Fill f;
    CHECK_OK(markdown_parts(&parts, test_arena(state), &c, &e) &&
                 fill_open(&f, test_arena(state), kb, &c, &e) &&
                 fill_part(&f, &parts.v[0], &e) &&
                 markdown_text(&text, test_arena(state), parts.v[0].body, &e),
             &e);
    CHECK_STR(text, "It is common. About 4 in 10 people have it, that is about 4 in 10 "
                    "people. About 4 in 10 people.\nWho? About 4 in 10 people\n");
}

TEST(an_article_that_is_too_long_is_refused)
{
    Err         e = {0};
    Parts       parts = {0};
    KbCondition c = {.file = STR("conditions/long.md"), .article_line = 1};
    c.article = (Str){ARENA_ARRAY(test_arena(state), char, 70000, &e), 70000};
    CHECK_ERR(markdown_parts(&parts, test_arena(state), &c, &e), &e, ERR_CONTENT);
    CHECK_SAYS(&e, "at most 64 KiB");
}

/* Mutation: Markdown with a few bytes changed is rendered or refused. */
TEST(changed_bytes_are_rendered_or_refused)
{
    static const char good[] = HEAD
        "In {{fact:share}} [@lee2020] *it* [c](cold).\n\n- a\n  - b\n\n1. x\n\n| a | b "
        "|\n|---|---|\n| [@lee2020] | {{fact:share}} |\n\n{{red_flags}}" TAIL;
    const Kb *kb = small_kb(state);
    for (int round = 0; round < 2000; round++) {
        Err         e = {0};
        Arena      *a = arena_new(8 * MIB, &e);
        char       *bytes = ARENA_ARRAY(a, char, sizeof good, &e);
        Parts       parts = {0};
        Fill        f;
        Str         html = {0};
        KbCondition c = *kb_condition(kb, 0);
        for (size_t i = 0; i < sizeof good; i++)
            bytes[i] = good[i];
        for (uint64_t n = test_random() % 6; n > 0; n--)
            bytes[test_random() % (sizeof good - 1)] =
                "{}[]@()*|#\n-`<>: "[test_random() % 18];
        c.article = (Str){bytes, sizeof good - 1};
        bool ok = markdown_parts(&parts, a, &c, &e) && fill_open(&f, a, kb, &c, &e);
        for (size_t i = 0; ok && i < parts.n; i++)
            ok = fill_part(&f, &parts.v[i], &e) &&
                 markdown_html(&html, a, parts.v[i].body, &e);
        CHECK(ok || e.code == ERR_CONTENT);
        arena_free(a);
    }
}

TEST_MAIN("pedia/fill", cmocka_unit_test(a_source_becomes_a_number_right_behind_its_word),
          cmocka_unit_test(a_fact_is_written_with_its_grade_and_source),
          cmocka_unit_test(text_is_escaped_and_scripts_are_no_addresses),
          cmocka_unit_test(a_link_to_a_condition_leads_to_its_page),
          cmocka_unit_test(every_block_has_an_id),
          cmocka_unit_test(red_flags_stand_in_groups_with_their_sources),
          cmocka_unit_test(mistakes_are_named_with_file_and_line),
          cmocka_unit_test(text_without_markup_has_a_line_for_each_paragraph),
          cmocka_unit_test(a_fact_that_begins_a_sentence_has_a_capital),
          cmocka_unit_test(an_article_that_is_too_long_is_refused),
          cmocka_unit_test(changed_bytes_are_rendered_or_refused))
