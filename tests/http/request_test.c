/* tests/http/request_test.c - what a request and a reply must be, clause by clause. */
#include "http/reply.h"
#include "http/request.h"

#include "harness/test.h"

#include <string.h>

static RequestHead good_head(void)
{
    return (RequestHead){.version = STR("HTTP/1.1"),
                         .path = STR("/e/leg-cramps"),
                         .host = STR("127.0.0.1:8080")};
}

static int judged(RequestHead head)
{
    size_t bytes = 0;
    return request_judge(&bytes, &head).status;
}

TEST(accepts_a_plain_request_and_its_length)
{
    (void)state;
    size_t      bytes = 1;
    RequestHead head = good_head();
    assert_int_equal(request_judge(&bytes, &head).status, 0);
    assert_int_equal(bytes, 0);
    head.content_length = STR("1048576");
    assert_int_equal(request_judge(&bytes, &head).status, 0);
    assert_int_equal(bytes, 1048576);
}

TEST(refuses_every_length_that_is_not_one_plain_number)
{
    (void)state;
    Str bad[] = {STR("-1"),   STR("+1"),  STR("1,1"), STR("1, 1"),
                 STR("0x10"), STR("1 "),  STR(" 1"),  STR("1.0"),
                 STR("?"),    STR("1e3"), STR("abc"), STR("9999999999999999")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        RequestHead head = good_head();
        head.content_length = bad[i];
        assert_int_equal(judged(head), 400);
    }
}

TEST(refuses_a_line_without_a_version)
{
    (void)state;
    Str bad[] = {STR(""), STR("HTTP/2.0"), STR("HTTP/1.1,HTTP/1.1"), STR("http/1.1"),
                 STR("HTTP/1.1 ")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        RequestHead head = good_head();
        head.version = bad[i];
        assert_int_equal(judged(head), 400);
    }
}

TEST(refuses_transfer_encodings_with_and_without_a_length)
{
    (void)state;
    RequestHead head = good_head();
    head.transfer_encoding = STR("chunked");
    assert_int_equal(judged(head), 411);
    head.content_length = STR("5");
    assert_int_equal(judged(head), 400);
}

TEST(refuses_compressed_bodies)
{
    (void)state;
    RequestHead head = good_head();
    head.content_encoding = STR("gzip");
    assert_int_equal(judged(head), 415);
    head.content_encoding = STR("identity");
    assert_int_equal(judged(head), 0);
}

TEST(accepts_names_and_addresses_as_hosts)
{
    (void)state;
    Str good[] = {STR("localhost"),   STR("localhost:8080"), STR("clinic-1.example.org"),
                  STR("192.0.2.7:1"), STR("[::1]"),          STR("[2001:db8::1]:65535")};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        CHECK(request_host_is_good(good[i]));
}

TEST(refuses_what_is_no_host)
{
    (void)state;
    Str bad[] = {STR(""),     STR(":80"),   STR("a:"),     STR("a:123456"),
                 STR("a:8o"), STR("a b"),   STR("a,b"),    STR("a/b"),
                 STR("a@b"),  STR("[::1"),  STR("[]"),     STR("[::1]x"),
                 STR("a\0b"), STR("[a-b]"), STR("a\r\nb"), STR("a:1:2")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        RequestHead head = good_head();
        head.host = bad[i];
        assert_int_equal(judged(head), 400);
    }
}

TEST(refuses_paths_that_climb_or_hide_bytes)
{
    (void)state;
    Str bad[] = {STR(""),       STR("e"),        STR("/.."),   STR("/a/../b"),
                 STR("/a/.."),  STR("/./a"),     STR("/a\0b"), STR("/a\nb"),
                 STR("/a\x7f"), STR("/a\\..\\"), STR("/\xc3"), STR("/\xc0\xae"),
                 STR("*"),      STR("http://a/")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        RequestHead head = good_head();
        head.path = bad[i];
        assert_int_equal(judged(head), 400);
    }
    RequestHead head = good_head();
    head.path = STR("/e/...dots..inside/caf\xc3\xa9");
    assert_int_equal(judged(head), 0);
}

TEST(refuses_overlong_addresses)
{
    (void)state;
    static char long_path[REQUEST_PATH_MOST + 1];
    memset(long_path, 'a', sizeof long_path);
    long_path[0] = '/';
    RequestHead head = good_head();
    head.path = (Str){long_path, REQUEST_PATH_MOST};
    assert_int_equal(judged(head), 0);
    head.path.n++;
    assert_int_equal(judged(head), 414);
    head = good_head();
    head.query.n = REQUEST_QUERY_MOST + 1;
    assert_int_equal(judged(head), 414);
}

/* ---- fields -------------------------------------------------------------------- */

TEST(gives_the_first_field_decoded_and_nothing_for_absent_ones)
{
    Err         e;
    Str         value;
    HttpRequest rq = {.arena = test_arena(state),
                      .query = STR("q=leg%20cramps+night&q=other&empty=&bare&a%26b=1")};
    CHECK_OK(http_query(&value, &rq, "q", &e), &e);
    CHECK_STR(value, "leg cramps night");
    CHECK_OK(http_query(&value, &rq, "a&b", &e), &e);
    CHECK_STR(value, "1");
    CHECK_OK(http_query(&value, &rq, "empty", &e), &e);
    CHECK(value.p && !value.n);
    CHECK_OK(http_query(&value, &rq, "bare", &e), &e);
    CHECK(value.p && !value.n);
    CHECK_OK(http_query(&value, &rq, "absent", &e), &e);
    CHECK(!value.p && !value.n);
}

TEST(refuses_fields_that_are_not_text)
{
    Err         e;
    Str         value;
    const char *bad[] = {"q=%", "q=%4", "q=%zz", "q=%00", "q=%ff", "q=a%c3"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        HttpRequest rq = {.arena = test_arena(state), .query = str_from(bad[i])};
        CHECK_ERR(http_query(&value, &rq, "q", &e), &e, ERR_INPUT);
        CHECK_SAYS(&e, "q: ");
    }
}

TEST(reads_a_form_only_from_a_form)
{
    Err         e;
    Str         value;
    HttpRequest rq = {.arena = test_arena(state),
                      .body = STR("remark=good+page%21"),
                      .content_type =
                          STR("Application/x-www-form-urlencoded; charset=u")};
    CHECK_OK(http_form(&value, &rq, "remark", &e), &e);
    CHECK_STR(value, "good page!");
    rq.content_type = STR("text/plain");
    CHECK_ERR(http_form(&value, &rq, "remark", &e), &e, ERR_INPUT);
    CHECK_SAYS(&e, "application/x-www-form-urlencoded");
}

TEST(decoding_undoes_encoding)
{
    Err e;
    for (int round = 0; round < 300; round++) {
        char raw[24];
        for (size_t i = 0; i < sizeof raw; i++)
            raw[i] = (char)(1 + test_random() % 127);
        Str encoded, decoded, text = {raw, sizeof raw};
        Buf b = buf_open(test_arena(state), 1 * KIB);
        request_encode(&b, text);
        CHECK_OK(buf_done(&b, &encoded, &e), &e);
        CHECK(str_find_char(encoded, '&') == STR_NONE);
        CHECK(str_find_char(encoded, '=') == STR_NONE);
        CHECK_OK(request_decode(&decoded, test_arena(state), encoded, true, &e), &e);
        CHECK(str_eq(decoded, text));
    }
}

TEST(decoding_random_bytes_never_gives_more_than_it_got)
{
    Err e;
    for (int round = 0; round < 2000; round++) {
        char   raw[16];
        Str    out = {0};
        size_t n = test_random() % sizeof raw;
        for (size_t i = 0; i < n; i++)
            raw[i] = "%0aF+&=z\xc3\xa9"[test_random() % 10];
        if (request_decode(&out, test_arena(state), (Str){raw, n}, true, &e))
            CHECK(out.n <= n);
        else
            CHECK(e.code == ERR_INPUT && !out.p);
    }
}

TEST(finds_a_cookie_by_its_whole_name)
{
    (void)state;
    HttpRequest rq = {.cookie = STR("xsession=1; session=a=b;session=2; other")};
    CHECK_STR(http_cookie(&rq, "session"), "a=b");
    CHECK(!http_cookie(&rq, "sess").p);
    CHECK(!http_cookie(&rq, "other").p);
}

TEST(field_reading_survives_lack_of_memory)
{
    Err         e;
    HttpRequest rq = {.arena = test_arena(state), .query = STR("a=1&q=two")};
    bool        done = false;
    for (size_t n = 1; !done; n++) {
        Str value = STR("before");
        arena_fail_at(n);
        done = http_query(&value, &rq, "q", &e);
        arena_fail_at(0);
        if (done)
            CHECK_STR(value, "two");
        else
            assert_int_equal(e.code, ERR_BUSY);
    }
}

/* ---- replies ------------------------------------------------------------------- */

TEST(refuses_headers_that_could_split_the_answer)
{
    (void)state;
    Err       e;
    HttpReply r = {.status = 200};
    CHECK_OK(http_header(&r, STR("location"), STR("/e/leg-cramps"), &e), &e);
    CHECK_ERR(http_header(&r, STR("location"), STR("/\r\nset-cookie: a=b"), &e), &e,
              ERR_INPUT);
    CHECK_ERR(http_header(&r, STR("x\r\ny"), STR("1"), &e), &e, ERR_INPUT);
    CHECK_ERR(http_header(&r, STR("a b"), STR("1"), &e), &e, ERR_INPUT);
    CHECK_ERR(http_header(&r, STR(""), STR("1"), &e), &e, ERR_INPUT);
    CHECK_ERR(http_header(&r, STR("x"), STR("a\0b"), &e), &e, ERR_INPUT);
    assert_int_equal(r.n_headers, 1);
    CHECK(reply_is_sound(&r));
}

TEST(refuses_more_headers_than_there_is_room_for)
{
    (void)state;
    Err       e;
    HttpReply r = {.status = 200};
    for (int i = 0; i < HTTP_HEADERS_MOST; i++)
        CHECK_OK(http_header(&r, STR("x"), STR("y"), &e), &e);
    CHECK_ERR(http_header(&r, STR("x"), STR("y"), &e), &e, ERR_LIMIT);
    assert_int_equal(r.n_headers, HTTP_HEADERS_MOST);
}

TEST(an_unsound_reply_is_known_as_one)
{
    (void)state;
    CHECK(!reply_is_sound(&(HttpReply){.status = 0}));
    CHECK(!reply_is_sound(&(HttpReply){.status = 99}));
    CHECK(!reply_is_sound(&(HttpReply){.status = 200, .content_type = STR("a\nb")}));
    HttpReply r = {.status = 200, .n_headers = 1};
    r.headers[0] = (HttpHeader){STR("a"), STR("b\rc")};
    CHECK(!reply_is_sound(&r));
    CHECK(!reply_has_body(&(HttpReply){.status = 304}));
    CHECK(!reply_has_body(&(HttpReply){.status = 204}));
    CHECK(reply_has_body(&(HttpReply){.status = 404}));
}

TEST_MAIN("http/request", cmocka_unit_test(accepts_a_plain_request_and_its_length),
          cmocka_unit_test(refuses_every_length_that_is_not_one_plain_number),
          cmocka_unit_test(refuses_a_line_without_a_version),
          cmocka_unit_test(refuses_transfer_encodings_with_and_without_a_length),
          cmocka_unit_test(refuses_compressed_bodies),
          cmocka_unit_test(accepts_names_and_addresses_as_hosts),
          cmocka_unit_test(refuses_what_is_no_host),
          cmocka_unit_test(refuses_paths_that_climb_or_hide_bytes),
          cmocka_unit_test(refuses_overlong_addresses),
          cmocka_unit_test(gives_the_first_field_decoded_and_nothing_for_absent_ones),
          cmocka_unit_test(refuses_fields_that_are_not_text),
          cmocka_unit_test(reads_a_form_only_from_a_form),
          cmocka_unit_test(decoding_undoes_encoding),
          cmocka_unit_test(decoding_random_bytes_never_gives_more_than_it_got),
          cmocka_unit_test(finds_a_cookie_by_its_whole_name),
          cmocka_unit_test(field_reading_survives_lack_of_memory),
          cmocka_unit_test(refuses_headers_that_could_split_the_answer),
          cmocka_unit_test(refuses_more_headers_than_there_is_room_for),
          cmocka_unit_test(an_unsound_reply_is_known_as_one))
