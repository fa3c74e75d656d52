/*
 * http/server.c - the event thread.
 *
 * It alone touches sockets and exchanges' stages. A worker gives an exchange back by
 * putting it on the finished list and waking the event thread; if the client has gone
 * meanwhile, the answer is dropped there. No mounts are configured: the library then
 * hands over the whole path with its leading slash.
 */
#include "base/log.h"
#include "base/os.h"
#include "http/exchange.h"
#include "http/lane.h"
#include "http/reply.h"
#include "http/request.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    SERVER_CONNECTIONS = 512,
    SERVER_HEADER_BYTES = 16 * 1024,
    SERVER_IDLE_S = 30,     /* a kept connection without a request */
    SERVER_RESERVED_FDS = 8 /* listener and wake-up handles, beside connections */
};

struct HttpServer {
    Arena                 *arena;
    HttpConfig             config;
    HttpApp                app;
    struct lws_context    *context;
    struct lws_protocols   protocols[2];
    Lane                  *lanes[2]; /* by HttpLane */
    unsigned char         *scratch;
    size_t                 body_bytes; /* of all exchanges now */
    size_t                 n_answering;
    lws_sorted_usec_list_t drain_timer;
    bool                   drain_over;
    atomic_bool            stopping;
    pthread_mutex_t        lock; /* guards `finished` */
    Exchange              *finished;
};

/* What the library keeps for each connection; zeroed by it. */
typedef struct Session {
    Exchange *exchange;
} Session;

HttpConfig http_defaults(void)
{
    return (HttpConfig){.address = STR("127.0.0.1"),
                        .port = 8080,
                        .fast_workers = 4,
                        .slow_workers = 2,
                        .queue = 64,
                        .most_bodies = 256 * MIB,
                        .most_drain_s = 10};
}

/* ---- an exchange's way --------------------------------------------------------- */

static HttpServer *server_of(struct lws *wsi)
{
    return lws_context_user(lws_get_context(wsi));
}

/* Every exchange ends here, on the event thread. */
static void end_exchange(HttpServer *s, Exchange *x)
{
    if (x->stage != EXCHANGE_READING)
        s->n_answering--;
    s->body_bytes -= x->body_room;
    exchange_close(x);
}

static void begin_writing(Exchange *x)
{
    x->stage = EXCHANGE_WRITING;
    lws_set_timeout(x->wsi, PENDING_TIMEOUT_HTTP_CONTENT, EXCHANGE_STALL_S);
    lws_callback_on_writable(x->wsi);
}

static void put_finished(void *job)
{
    Exchange   *x = job;
    HttpServer *s = x->server;
    pthread_mutex_lock(&s->lock);
    x->next = s->finished;
    s->finished = x;
    pthread_mutex_unlock(&s->lock);
}

static void run_handler(void *job)
{
    Exchange   *x = job;
    HttpServer *s = x->server; /* x may be gone once it is on the list */
    x->reply = (HttpReply){0};
    s->app.handle(s->app.who, &x->rq, &x->reply);
    put_finished(x);
    lws_cancel_service(s->context);
}

static Exchange *take_finished(HttpServer *s)
{
    pthread_mutex_lock(&s->lock);
    Exchange *all = s->finished;
    s->finished = NULL;
    pthread_mutex_unlock(&s->lock);
    return all;
}

static void collect_finished(HttpServer *s)
{
    Exchange *x = take_finished(s);
    while (x) {
        Exchange *next = x->next;
        if (x->wsi)
            begin_writing(x);
        else
            end_exchange(s, x);
        x = next;
    }
}

static void refuse(Exchange *x, int status, const char *why, bool closes)
{
    log_event(LOG_REQUEST_REFUSED, LOG_INT("status", status));
    reply_plain(&x->reply, status, why);
    if (status == 503)
        x->reply.headers[x->reply.n_headers++] =
            (HttpHeader){STR("retry-after"), STR("2")};
    x->closes = closes;
    x->server->n_answering++;
    begin_writing(x);
}

/* The body is here: to the lane, or back with 503 when it is full. */
static void dispatch(HttpServer *s, Exchange *x)
{
    x->rq.body = (Str){x->body, x->body_n};
    x->stage = EXCHANGE_WORKING;
    lws_set_timeout(x->wsi, NO_PENDING_TIMEOUT, 0);
    s->n_answering++;
    if (lane_offer(s->lanes[x->lane], x))
        return;
    s->n_answering--;
    refuse(x, 503, "The server is busy; wait a moment and try again.", false);
}

/* ---- what the library tells ---------------------------------------------------- */

static HttpMethod method_of(int library_method)
{
    switch (library_method) {
    case LWSHUMETH_GET: return HTTP_GET;
    case LWSHUMETH_HEAD: return HTTP_HEAD;
    case LWSHUMETH_POST: return HTTP_POST;
    case LWSHUMETH_PUT: return HTTP_PUT;
    case LWSHUMETH_DELETE: return HTTP_DELETE;
    default: return HTTP_OTHER;
    }
}

/* A header for judgement only: what does not fit `room` is no good value anyway. */
static Str peek(struct lws *wsi, enum lws_token_indexes token, char *room, int size)
{
    if (!lws_hdr_total_length(wsi, token))
        return (Str){0};
    int n = lws_hdr_copy(wsi, room, size, token);
    return n < 0 ? STR("?") : (Str){room, (size_t)n};
}

/* "Content-Length : 5" is no header to the library and one to some proxies. */
static bool has_spaced_name(struct lws *wsi)
{
    Str names[] = {STR("content-length :"), STR("transfer-encoding :"), STR("host :")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (lws_hdr_custom_length(wsi, names[i].p, (int)names[i].n) >= 0)
            return true;
    return false;
}

static Refusal judge(size_t *body_bytes, struct lws *wsi, Str path)
{
    char        version[16], host[300], length[24], transfer[24], content[24];
    RequestHead head = {.path = path};
    head.version = peek(wsi, WSI_TOKEN_HTTP, version, sizeof version);
    if (has_spaced_name(wsi))
        return (Refusal){400, "A header's name ends with a space; send names without."};
    head.host = peek(wsi, WSI_TOKEN_HOST, host, sizeof host);
    head.content_length = peek(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, length, sizeof length);
    head.transfer_encoding =
        peek(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING, transfer, sizeof transfer);
    head.content_encoding =
        peek(wsi, WSI_TOKEN_HTTP_CONTENT_ENCODING, content, sizeof content);
    int query = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_URI_ARGS);
    head.query.n = query > 0 ? (size_t)query : 0;
    return request_judge(body_bytes, &head);
}

static Refusal judge_room(const HttpServer *s, const HttpPlan *plan, size_t body_bytes)
{
    if (atomic_load(&s->stopping))
        return (Refusal){503, "The server is stopping; try again in a minute."};
    if (body_bytes > plan->most_body)
        return (Refusal){413, "The body is larger than this address accepts; send less."};
    if (body_bytes > s->config.most_bodies - s->body_bytes)
        return (Refusal){503, "The server holds too many uploads; try again in a while."};
    return (Refusal){0};
}

static void say_continue(struct lws *wsi)
{
    static const char line[] = "HTTP/1.1 100 Continue\r\n\r\n";
    unsigned char     room[LWS_PRE + sizeof line];
    if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_EXPECT) <= 0)
        return;
    memcpy(room + LWS_PRE, line, sizeof line);
    /* When this cannot be written, the body will not come and the timeout closes. */
    (void)!lws_write(wsi, room + LWS_PRE, sizeof line - 1, LWS_WRITE_HTTP_HEADERS);
}

static int on_request(HttpServer *s, struct lws *wsi, Session *session)
{
    char *uri = NULL;
    int   uri_n = 0;
    int   method = lws_http_get_uri_and_method(wsi, &uri, &uri_n);
    if (method < 0 || !uri || uri_n < 0 || session->exchange)
        return -1;

    Str      path = {uri, (size_t)uri_n};
    size_t   body_bytes = 0;
    HttpPlan plan = {0};
    Refusal  no = judge(&body_bytes, wsi, path);
    if (!no.status) {
        plan = s->app.plan(s->app.who, method_of(method), path);
        no = judge_room(s, &plan, body_bytes);
    }
    Exchange *x = NULL;
    Err       e;
    size_t    kept = no.status ? 0 : body_bytes;
    if (!exchange_open(&x, wsi, method_of(method), path, kept, plan.arena_budget, &e))
        return -1; /* no memory even for a refusal */
    x->server = s;
    x->lane = plan.lane;
    s->body_bytes += kept;
    session->exchange = x;
    if (!no.status && x->malformed)
        no = (Refusal){400, "A header has a control character; send plain text."};
    if (no.status) {
        refuse(x, no.status, no.why, true);
    } else if (body_bytes) {
        lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, EXCHANGE_STALL_S);
        say_continue(wsi);
    } else {
        dispatch(s, x);
    }
    return 0;
}

static int on_body(Exchange *x, Str piece)
{
    if (!x || x->stage != EXCHANGE_READING)
        return 0; /* of a request already refused */
    lws_set_timeout(x->wsi, PENDING_TIMEOUT_HTTP_CONTENT, EXCHANGE_STALL_S);
    return exchange_take(x, piece) ? 0 : -1;
}

static int on_writeable(HttpServer *s, struct lws *wsi, Session *session)
{
    Exchange *x = session->exchange;
    if (!x || x->stage != EXCHANGE_WRITING)
        return 0;
    ExchangeWritten written = exchange_write(x, s->scratch);
    if (written == EXCHANGE_BROKEN)
        return -1;
    if (written == EXCHANGE_MORE) {
        lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, EXCHANGE_STALL_S);
        lws_callback_on_writable(wsi);
        return 0;
    }
    bool closes = x->closes;
    session->exchange = NULL;
    end_exchange(s, x);
    return closes || lws_http_transaction_completed(wsi) ? -1 : 0;
}

/* The client has gone. A running handler is let finish; its answer is dropped later. */
static int on_gone(HttpServer *s, Session *session)
{
    Exchange *x = session ? session->exchange : NULL;
    if (!x)
        return 0;
    session->exchange = NULL;
    if (x->stage == EXCHANGE_WORKING)
        x->wsi = NULL;
    else
        end_exchange(s, x);
    return 0;
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user,
                    void *in, size_t n)
{
    HttpServer *s = server_of(wsi);
    Session    *session = user;
    switch (reason) {
    case LWS_CALLBACK_HTTP: return on_request(s, wsi, session);
    case LWS_CALLBACK_HTTP_BODY: return on_body(session->exchange, (Str){in, n});
    case LWS_CALLBACK_HTTP_BODY_COMPLETION: {
        Exchange *x = session->exchange;
        if (x && x->stage == EXCHANGE_READING)
            dispatch(s, x);
        return 0;
    }
    case LWS_CALLBACK_HTTP_WRITEABLE: return on_writeable(s, wsi, session);
    case LWS_CALLBACK_CLOSED_HTTP:
    case LWS_CALLBACK_HTTP_DROP_PROTOCOL: return on_gone(s, session);
    case LWS_CALLBACK_EVENT_WAIT_CANCELLED: collect_finished(s); return 0;
    /* No WebSocket, HTTP/2 or tunnel here: each would pass the judgement above by. */
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
    case LWS_CALLBACK_RAW_ADOPT:
    case LWS_CALLBACK_RAW_RX: return -1;
    default: return 0;
    }
}

/* ---- life ---------------------------------------------------------------------- */

static bool refuse_address(Err *e, const HttpConfig *c, int reason)
{
    if (reason == EADDRINUSE)
        return err_set(e, ERR_BUSY,
                       "another program already listens on " STR_F
                       ":%u; stop it, or choose another port with --listen " STR_F
                       ":PORT",
                       STR_A(c->address), (unsigned)c->port, STR_A(c->address));
    if (reason == EACCES)
        return err_set(e, ERR_IO,
                       "this user may not listen on " STR_F
                       ":%u; choose a port from 1024 on",
                       STR_A(c->address), (unsigned)c->port);
    return err_set(e, ERR_IO,
                   "cannot listen on " STR_F ":%u; choose an address of this computer, "
                   "such as 127.0.0.1",
                   STR_A(c->address), (unsigned)c->port);
}

/* The library only says that it failed; binding once by ourselves tells why. */
static bool check_address(const HttpConfig *c, const char *address, bool *is_v6, Err *e)
{
    char             port[8];
    struct addrinfo  hints = {.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV,
                              .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    (void)lws_snprintf(port, sizeof port, "%u", (unsigned)c->port);
    if (getaddrinfo(address, port, &hints, &found))
        return refuse_address(e, c, EADDRNOTAVAIL);
    int one = 1, reason = 0;
    int fd = socket(found->ai_family, SOCK_STREAM, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) ||
        bind(fd, found->ai_addr, found->ai_addrlen) || listen(fd, 1))
        reason = errno;
    *is_v6 = found->ai_family == AF_INET6;
    freeaddrinfo(found);
    if (fd >= 0)
        close(fd);
    return reason ? refuse_address(e, c, reason) : true;
}

static bool listen_here(HttpServer *s, const char *address, bool is_v6, uint16_t *port,
                        Err *e)
{
    struct lws_context_creation_info info = {0};
    info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
                   LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND |
                   (is_v6 ? 0 : LWS_SERVER_OPTION_DISABLE_IPV6);
    info.user = s;
    info.max_http_header_data = SERVER_HEADER_BYTES;
    info.max_http_header_pool = SERVER_CONNECTIONS;
    info.fd_limit_per_thread = SERVER_CONNECTIONS + SERVER_RESERVED_FDS;
    info.timeout_secs = EXCHANGE_STALL_S;
    info.keepalive_timeout = SERVER_IDLE_S;
    info.server_string = "auscult";
    info.port = s->config.port;
    info.iface = address;
    info.protocols = s->protocols;
    lws_set_log_level(0, NULL);
    s->context = lws_create_context(&info);
    if (!s->context)
        return err_set(e, ERR_BUSY,
                       "the system has no room for a server; close programs");
    struct lws_vhost *vhost = lws_create_vhost(s->context, &info);
    if (!vhost)
        return refuse_address(e, &s->config, EADDRINUSE);
    *port = (uint16_t)lws_get_vhost_listen_port(vhost);
    return true;
}

static bool open_lanes(HttpServer *s, Err *e)
{
    const HttpConfig *c = &s->config;
    LaneConfig        fast = {c->fast_workers, c->queue, run_handler, put_finished};
    LaneConfig        slow = {c->slow_workers, c->queue, run_handler, put_finished};
    return lane_open(&s->lanes[HTTP_FAST], s->arena, &fast, e) &&
           lane_open(&s->lanes[HTTP_SLOW], s->arena, &slow, e);
}

static bool prepare(HttpServer *s, const HttpConfig *c, const HttpApp *app,
                    uint16_t *port, Err *e)
{
    bool is_v6 = false;
    Str  address;
    s->config = *c;
    s->app = *app;
    s->protocols[0] = (struct lws_protocols){
        .name = "http", .callback = on_event, .per_session_data_size = sizeof(Session)};
    s->scratch = arena_alloc(s->arena, EXCHANGE_SCRATCH_BYTES, e);
    return s->scratch && str_copy(&address, s->arena, c->address, e) &&
           check_address(c, address.p, &is_v6, e) &&
           listen_here(s, address.p, is_v6, port, e) && open_lanes(s, e);
}

bool http_start(HttpServer **out, const HttpConfig *c, const HttpApp *app, uint16_t *port,
                Err *e)
{
    Arena      *arena = arena_new(1 * MIB, e);
    HttpServer *s = arena ? ARENA_NEW(arena, HttpServer, e) : NULL;
    if (!s) {
        arena_free(arena);
        return false;
    }
    s->arena = arena;
    atomic_init(&s->stopping, false);
    if (pthread_mutex_init(&s->lock, NULL)) {
        arena_free(arena);
        return err_set(e, ERR_BUSY, "the system has no room for a lock; close programs");
    }
    if (!prepare(s, c, app, port, e)) {
        http_free(s);
        return false;
    }
    *out = s;
    return true;
}

void http_stop(HttpServer *s)
{
    atomic_store(&s->stopping, true);
    lws_cancel_service(s->context);
}

static void end_drain(lws_sorted_usec_list_t *timer)
{
    HttpServer *s = lws_container_of(timer, HttpServer, drain_timer);
    s->drain_over = true;
    lws_cancel_service(s->context); /* the library would go on waiting for sockets */
}

static void *wait_for_signal(void *who)
{
    sigset_t set;
    int      which = 0;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigwait(&set, &which);
    http_stop(who);
    return NULL;
}

static void serve_until_stopped(HttpServer *s)
{
    while (!atomic_load(&s->stopping) && lws_service(s->context, 0) >= 0)
        continue;
    lws_sul_schedule(s->context, 0, &s->drain_timer, end_drain,
                     (lws_usec_t)(s->config.most_drain_s * 1e6));
    while (s->n_answering && !s->drain_over && lws_service(s->context, 0) >= 0)
        continue;
    lws_sul_cancel(&s->drain_timer);
}

/* One thread waits for the two signals, so that no handler with a global is needed. */
bool http_serve(HttpServer *s, Err *e)
{
    pthread_t listener;
    sigset_t  ours, before;
    sigemptyset(&ours);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ours, &before);
    bool ok = !pthread_create(&listener, NULL, wait_for_signal, s);
    if (ok) {
        serve_until_stopped(s);
        pthread_kill(listener, SIGINT);
        pthread_join(listener, NULL);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok ? true
              : err_set(e, ERR_BUSY,
                        "the system gives no thread for signals; close programs");
}

void http_free(HttpServer *s)
{
    if (!s)
        return;
    lane_close(s->lanes[HTTP_FAST]);
    lane_close(s->lanes[HTTP_SLOW]);
    if (s->context)
        lws_context_destroy(s->context);
    for (Exchange *x = take_finished(s), *next; x; x = next) {
        next = x->next;
        exchange_close(x);
    }
    pthread_mutex_destroy(&s->lock);
    arena_free(s->arena);
}
