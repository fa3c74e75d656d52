/* web/frame.c - the page around every page: head, navigation, search, footer. */
#include "web/route.h"

enum { PAGE_MOST = 8 };

static bool asset_address(Str *out, const Visit *v, const char *name, Err *e)
{
    const Asset *as = asset_named(v->web, name);
    *out = (Str){0};
    return !as || str_fmt(out, v->rq->arena, e, "/static/" STR_F, STR_A(as->file));
}

static void meta(Html *h, const char *name, const char *content)
{
    html_open(h, "meta");
    html_attr(h, "name", str_from(name));
    html_attr(h, "content", str_from(content));
    html_void(h);
}

static void stylesheet(Html *h, const Visit *v)
{
    Str address;
    if (!asset_address(&address, v, "auscult.css", &h->buf.failure) || !address.n)
        return;
    html_open(h, "link");
    html_attr(h, "rel", STR("stylesheet"));
    html_attr(h, "href", address);
    html_void(h);
}

static void script(Html *h, const Visit *v, const char *name)
{
    Str address;
    if (!name || !asset_address(&address, v, name, &h->buf.failure) || !address.n)
        return;
    html_open(h, "script");
    html_attr(h, "src", address);
    html_flag(h, "defer");
    html_close(h);
}

static void icon(Html *h, const Visit *v)
{
    Str address;
    if (!asset_address(&address, v, "favicon.svg", &h->buf.failure) || !address.n)
        return;
    html_open(h, "link");
    html_attr(h, "rel", STR("icon"));
    html_attr(h, "href", address);
    html_void(h);
}

static void head(Html *h, const Visit *v, const Frame *f)
{
    html_open(h, "head");
    html_open(h, "meta");
    html_attr(h, "charset", STR("utf-8"));
    html_void(h);
    meta(h, "viewport", "width=device-width, initial-scale=1");
    meta(h, "color-scheme", "light dark");
    html_open(h, "title");
    html_text(h, f->title);
    html_text(h, STR(" - Auscult"));
    html_close(h);
    icon(h, v);
    stylesheet(h, v);
    script(h, v, "theme.js");
    script(h, v, f->script);
    html_close(h);
}

static void search_form(Html *h, const Frame *f)
{
    html_class(h, "form", "search");
    html_attr(h, "action", STR("/search"));
    html_attr(h, "method", STR("get"));
    html_attr(h, "role", STR("search"));
    html_open(h, "label");
    html_attr(h, "class", STR("visually-hidden"));
    html_attr(h, "for", STR("q"));
    html_text(h, STR("Search the encyclopedia"));
    html_close(h);
    html_open(h, "input");
    html_attr(h, "type", STR("search"));
    html_attr(h, "id", STR("q"));
    html_attr(h, "name", STR("q"));
    html_attr(h, "value", f->query);
    html_attr(h, "placeholder", STR("Search: a symptom, a condition, a medicine"));
    html_attr(h, "autocomplete", STR("off"));
    html_attr(h, "maxlength", STR("200"));
    html_void(h);
    html_open(h, "button");
    html_attr(h, "type", STR("submit"));
    html_text(h, STR("Search"));
    html_close(h);
    html_close(h);
}

static void site_header(Html *h, const Frame *f)
{
    html_class(h, "header", "site");
    html_class(h, "div", "wrap");
    html_link(h, STR("/"), "brand", STR("Auscult"));
    search_form(h, f);
    html_open(h, "nav");
    html_attr(h, "aria-label", STR("Main"));
    html_link(h, STR("/"), NULL, STR("Encyclopedia"));
    html_link(h, STR("/consult"), NULL, STR("Consultation"));
    html_link(h, STR("/about"), NULL, STR("About"));
    html_close(h);
    html_close(h);
    html_close(h);
}

Html frame_open(const Visit *v, const Frame *f)
{
    Html h = html_start(v->rq->arena, PAGE_MOST * MIB);
    html_open(&h, "html");
    html_attr(&h, "lang", STR("en-GB"));
    head(&h, v, f);
    html_class(&h, "body", f->body_class);
    html_link(&h, STR("#main"), "skip", STR("Skip to the content"));
    site_header(&h, f);
    html_class(&h, "main", "wrap");
    html_attr(&h, "id", STR("main"));
    return h;
}

static void footer(Html *h, const Visit *v)
{
    html_class(h, "footer", "site");
    html_class(h, "div", "wrap");
    html_leaf(
        h, "p", "disclaimer",
        STR("General information, not advice for one person, and not for emergencies. "
            "The content has not been reviewed by a clinician. If you are worried, "
            "talk to a health professional."));
    html_open(h, "p");
    html_text(h, STR("Everything here runs on this computer; nothing is sent anywhere. "
                     "Knowledge "));
    html_leaf(h, "code", NULL, kb_version(app_kb(v->web->config.app)));
    html_text(h, STR(", version " AUSCULT_VERSION "."));
    html_close(h);
    html_close(h);
    html_close(h);
}

bool frame_close(Visit *v, Html *h, int status, Err *e)
{
    html_close(h); /* main */
    footer(h, v);
    html_close(h); /* body */
    html_close(h); /* html */
    v->reply->status = status;
    v->reply->content_type = STR("text/html; charset=utf-8");
    return html_done(h, &v->reply->body, e) &&
           http_header(v->reply, STR("Cache-Control"), STR("no-cache"), e);
}
