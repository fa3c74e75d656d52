/* cli/verb_serve.c - opens the app, the pages and the socket, and says where they are. */
#include "base/log.h"
#include "base/num.h"
#include "base/os.h"
#include "cli/command.h"
#include "http/http.h"
#include "web/web.h"

typedef struct Listening {
    Str      address;
    uint16_t port;
} Listening;

static bool read_listen(Listening *l, const Command *c, Err *e)
{
    *l = (Listening){STR("127.0.0.1"), 8765};
    if (!c->given[OPTION_LISTEN])
        return true;
    Str     s = c->value[OPTION_LISTEN];
    size_t  colon = s.n;
    int64_t port = 0;
    while (colon > 0 && s.p[colon - 1] != ':')
        colon--;
    if (colon < 2 || !num_read_int(str_from_at(s, colon), &port) || port < 0 ||
        port > 65535)
        return err_set(e, ERR_INPUT,
                       "--listen needs an address and a port, as in "
                       "--listen 127.0.0.1:8765 (port 0 takes any free one)");
    l->address = str_sub(s, 0, colon - 1);
    if (!str_is(l->address, "127.0.0.1") && !str_is(l->address, "localhost"))
        return err_set(e, ERR_INPUT,
                       "this version listens on this computer only; give "
                       "127.0.0.1 as the address");
    l->address = STR("127.0.0.1");
    l->port = (uint16_t)port;
    return true;
}

static void announce(void *who, Str path)
{
    const Listening *l = who;
    Err              ignored = {0};
    Arena           *a = arena_new(16 * KIB, &ignored);
    Str              text;
    if (a && str_fmt(&text, a, &ignored,
                     "Sign in for the consultation page (once): http://" STR_F ":%u" STR_F
                     "\n",
                     STR_A(l->address), l->port, STR_A(path)))
        os_print(text);
    arena_free(a);
}

static bool say_where(const Command *c, const Listening *l, Err *e)
{
    Str text;
    return str_fmt(&text, c->arena, e,
                   "Auscult is at http://" STR_F ":%u (Ctrl+C stops it)\n",
                   STR_A(l->address), l->port) &&
           command_print(text, e);
}

static bool serve(const Command *c, Web *web, Listening *l, Err *e)
{
    HttpServer   *server;
    HttpConfig    config = http_defaults();
    const HttpApp app = web_http(web);
    Str           path;
    config.address = l->address;
    config.port = l->port;
    if (!http_start(&server, &config, &app, &l->port, e))
        return false;
    bool ok = say_where(c, l, e) && web_sign_in_path(&path, c->arena, web, e);
    if (ok) {
        announce(l, path);
        log_event(LOG_SERVER_STARTED, LOG_INT("port", l->port));
        ok = http_serve(server, e);
        log_event(LOG_SERVER_STOPPED, LOG_INT("port", l->port));
    }
    http_free(server);
    return ok;
}

bool verb_serve(Command *c, Err *e)
{
    Listening l;
    WebConfig config = {.data = c->given[OPTION_DATA] ? c->value[OPTION_DATA]
                                                      : STR("auscult-data"),
                        .announce = announce,
                        .who = &l};
    Web      *web;
    if (!command_words(c, "serve", 0, 0, e) || !read_listen(&l, c, e) ||
        !command_share(&config.share, c, e) ||
        !app_open(&config.app, c->arena, config.share, e) ||
        !web_open(&web, c->arena, &config, e))
        return false;
    bool ok = serve(c, web, &l, e);
    web_close(web);
    return ok;
}
