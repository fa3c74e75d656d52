/* tests/web/html_test.c - whatever the value, the page stays well-formed. */
#include "web/html.h"

#include "harness/test.h"

static Str done(Html *h)
{
    Err e = {0};
    Str out = {0};
    CHECK_OK(html_done(h, &out, &e), &e);
    CHECK(str_starts(out, STR("<!doctype html>\n")));
    return str_from_at(out, str_from("<!doctype html>\n").n);
}

TEST(closes_what_was_opened_in_order)
{
    Html h = html_start(test_arena(state), 64 * KIB);
    html_class(&h, "ul", "az");
    html_open(&h, "li");
    html_link(&h, STR("/e/dvt"), "quiet", STR("Clot"));
    html_open(&h, "input");
    html_attr(&h, "name", STR("q"));
    html_flag(&h, "required");
    html_void(&h);
    html_close(&h);
    html_leaf(&h, "p", NULL, STR("end"));
    html_close(&h);
    CHECK_STR(done(&h), "<ul class=\"az\"><li><a class=\"quiet\" href=\"/e/dvt\">Clot</a>"
                        "<input name=\"q\" required></li><p>end</p></ul>");
}

TEST(escapes_the_five_signs_in_text_and_values)
{
    Html h = html_start(test_arena(state), 64 * KIB);
    html_open(&h, "p");
    html_attr(&h, "title", STR("a<b>c&d\"e'f"));
    html_text(&h, STR("a<b>c&d\"e'f"));
    html_close(&h);
    CHECK_STR(done(&h), "<p title=\"a&lt;b&gt;c&amp;d&quot;e&#39;f\">"
                        "a&lt;b&gt;c&amp;d&quot;e&#39;f</p>");
}

/* The text between `<p title="`, `">` and `</p>` holds none of the five signs raw. */
static void check_clean(Str s)
{
    static const char *const entities[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&#39;"};
    for (size_t i = 0; i < s.n; i++) {
        bool good = s.p[i] != '<' && s.p[i] != '>' && s.p[i] != '"' && s.p[i] != '\'';
        if (s.p[i] == '&') {
            good = false;
            for (size_t k = 0; k < 5; k++)
                good = good || str_starts(str_from_at(s, i), str_from(entities[k]));
        }
        if (!good)
            fail_msg("raw sign in: " STR_F, STR_A(s));
    }
}

TEST(lets_no_raw_sign_through_whatever_the_bytes)
{
    for (int round = 0; round < 2000; round++) {
        char   bytes[64];
        size_t n = test_random() % sizeof bytes;
        for (size_t i = 0; i < n; i++)
            bytes[i] = test_random() % 2 ? "<>\"'&;/="[test_random() % 8]
                                         : (char)(test_random() % 256);
        Html h = html_start(test_arena(state), 64 * KIB);
        html_open(&h, "p");
        html_attr(&h, "title", (Str){bytes, n});
        html_text(&h, (Str){bytes, n});
        html_close(&h);
        Str    out = done(&h);
        size_t middle = str_find(out, STR("\">"));
        CHECK(str_starts(out, STR("<p title=\"")) && str_ends(out, STR("</p>")));
        CHECK(middle != STR_NONE);
        check_clean(str_sub(out, 10, middle - 10));
        check_clean(str_sub(out, middle + 2, out.n - middle - 2 - 4));
    }
}

TEST(leads_nowhere_by_an_unsafe_address)
{
    static const struct Row {
        const char *given, *written;
    } table[] = {
        {"javascript:alert(1)", "#"},
        {"JavaScript:alert(1)", "#"},
        {" javascript:alert(1)", "#"},
        {"data:text/html,x", "#"},
        {"vbscript:x", "#"},
        {"//evil.example/x", "#"},
        {"/\\evil.example/x", "#"},
        {"e/dvt", "#"},
        {"", "#"},
        {"/", "/"},
        {"/e/dvt", "/e/dvt"},
        {"#faqs", "#faqs"},
        {"https://example.org/?a=1&b=2", "https://example.org/?a=1&amp;b=2"},
        {"http://example.org", "http://example.org"},
        {"tel:999", "tel:999"},
        {"mailto:a@example.org", "mailto:a@example.org"},
    };
    static const char *const names[] = {"href", "src", "action"};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (size_t k = 0; k < 3; k++) {
            Err  e = {0};
            Str  wanted;
            Html h = html_start(test_arena(state), 64 * KIB);
            html_open(&h, "a");
            html_attr(&h, names[k], str_from(table[i].given));
            html_close(&h);
            CHECK_OK(str_fmt(&wanted, test_arena(state), &e, "<a %s=\"%s\"></a>",
                             names[k], table[i].written),
                     &e);
            CHECK_STR(done(&h), wanted.p);
        }
}

TEST(remembers_its_first_failure)
{
    Err  e = {0};
    Str  out;
    Html h = html_start(test_arena(state), 40);
    html_open(&h, "p");
    html_text(&h, STR("more than there is room for, far more than forty bytes"));
    html_close(&h);
    CHECK_ERR(html_done(&h, &out, &e), &e, ERR_LIMIT);
}

TEST_MAIN("web/html", cmocka_unit_test(closes_what_was_opened_in_order),
          cmocka_unit_test(escapes_the_five_signs_in_text_and_values),
          cmocka_unit_test(lets_no_raw_sign_through_whatever_the_bytes),
          cmocka_unit_test(leads_nowhere_by_an_unsafe_address),
          cmocka_unit_test(remembers_its_first_failure))
