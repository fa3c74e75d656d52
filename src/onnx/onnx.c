/*
 * onnx/onnx.c - onnx.h over the C interface of ONNX Runtime.
 *
 * One thread per session, waiting without spinning: the networks here are small, a
 * second thread inside one of them costs more than it gives, while two segments on two
 * sessions' calls use two processors fully. The quantize-dequantize rewriting is off:
 * it makes the 8-bit networks a quarter slower and changes no result.
 *
 * Memory patterns are off as every run has another length, and a pattern kept for each
 * length would grow without end.
 */
#include "onnx/onnx.h"

#include "base/os.h"

#include <onnxruntime_c_api.h>
#include <string.h>

/* Old enough that newer libraries serve it. */
enum { API_VERSION = 17, PORTS_MOST = 256 };

struct OnnxSession {
    const OrtApi *api;
    OrtEnv       *env;
    OrtSession   *session;
    Str           name;
    OnnxPorts     in, out;
    const char  **in_names, **out_names;
};

static const OrtApi *api_get(Err *e)
{
    const OrtApi *api = OrtGetApiBase()->GetApi(API_VERSION);
    if (!api)
        err_set(e, ERR_MODEL,
                "the installed ONNX Runtime %s is too old; run ./run once to set up the "
                "pinned one",
                OrtGetApiBase()->GetVersionString());
    return api;
}

/* True when status is good; else the error, naming what was tried. Frees status. */
static bool went_well(const OrtApi *api, OrtStatus *status, Str name, Err *e)
{
    if (!status)
        return true;
    err_set(e, ERR_MODEL, "the model " STR_F " does not work (%.200s); reinstall it",
            STR_A(name), api->GetErrorMessage(status));
    api->ReleaseStatus(status);
    return false;
}

static void session_close(void *p)
{
    OnnxSession *s = p;
    if (s->session)
        s->api->ReleaseSession(s->session);
    if (s->env)
        s->api->ReleaseEnv(s->env);
}

static OnnxType type_from(ONNXTensorElementDataType type)
{
    switch (type) {
    case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT: return ONNX_F32;
    case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64: return ONNX_I64;
    case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL: return ONNX_BOOL;
    default: return ONNX_OTHER;
    }
}

/* Shape and type of a port from the library's description of it. */
static bool port_shape(OnnxPort *port, const OnnxSession *s, const OrtTypeInfo *kind,
                       Err *e)
{
    const OrtApi                    *api = s->api;
    const OrtTensorTypeAndShapeInfo *shape = NULL;
    ONNXTensorElementDataType        type = ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
    if (!went_well(api, api->CastTypeInfoToTensorInfo(kind, &shape), s->name, e))
        return false;
    if (!shape)
        return err_set(e, ERR_MODEL, "the model " STR_F " has an input that is no tensor",
                       STR_A(s->name));
    if (!went_well(api, api->GetTensorElementType(shape, &type), s->name, e) ||
        !went_well(api, api->GetDimensionsCount(shape, &port->n_dims), s->name, e))
        return false;
    if (port->n_dims > ONNX_DIMS_MOST)
        return err_set(e, ERR_MODEL, "the model " STR_F " has a port of %zu dimensions",
                       STR_A(s->name), port->n_dims);
    port->type = type_from(type);
    return went_well(api, api->GetDimensions(shape, port->dims, port->n_dims), s->name,
                     e);
}

/* The differences between inputs and outputs, so that one function reads both. */
typedef struct Side {
    OrtStatusPtr(ORT_API_CALL *count)(const OrtSession *, size_t *);
    OrtStatusPtr(ORT_API_CALL *name)(const OrtSession *, size_t, OrtAllocator *, char **);
    OrtStatusPtr(ORT_API_CALL *kind)(const OrtSession *, size_t, OrtTypeInfo **);
} Side;

static bool port_read(OnnxPort *port, Arena *a, const OnnxSession *s, const Side *side,
                      size_t i, Err *e)
{
    const OrtApi *api = s->api;
    OrtAllocator *allocator = NULL;
    OrtTypeInfo  *kind = NULL;
    char         *name = NULL;
    if (!went_well(api, api->GetAllocatorWithDefaultOptions(&allocator), s->name, e) ||
        !went_well(api, side->name(s->session, i, allocator, &name), s->name, e))
        return false;
    bool       ok = str_copy(&port->name, a, str_from(name), e);
    OrtStatus *freed = api->AllocatorFree(allocator, name);
    if (!went_well(api, freed, s->name, e) || !ok ||
        !went_well(api, side->kind(s->session, i, &kind), s->name, e))
        return false;
    ok = port_shape(port, s, kind, e);
    api->ReleaseTypeInfo(kind);
    return ok;
}

static bool ports_read(OnnxPorts *out, const char ***names, Arena *a,
                       const OnnxSession *s, const Side *side, Err *e)
{
    size_t n = 0;
    if (!went_well(s->api, side->count(s->session, &n), s->name, e))
        return false;
    if (n == 0 || n > PORTS_MOST)
        return err_set(e, ERR_MODEL, "the model " STR_F " has %zu ports; at most %d work",
                       STR_A(s->name), n, PORTS_MOST);
    OnnxPort    *v = ARENA_ARRAY(a, OnnxPort, n, e);
    const char **c_names = ARENA_ARRAY(a, const char *, n, e);
    if (!v || !c_names)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!port_read(&v[i], a, s, side, i, e))
            return false;
        c_names[i] = v[i].name.p;
    }
    *out = (OnnxPorts){v, n};
    *names = c_names;
    return true;
}

static bool options_set(const OrtApi *api, OrtSessionOptions *o, Str name, Err *e)
{
    return went_well(api, api->SetIntraOpNumThreads(o, 1), name, e) &&
           went_well(api, api->SetInterOpNumThreads(o, 1), name, e) &&
           went_well(api, api->DisableMemPattern(o), name, e) &&
           went_well(
               api, api->AddSessionConfigEntry(o, "session.intra_op.allow_spinning", "0"),
               name, e) &&
           went_well(api, api->AddSessionConfigEntry(o, "session.disable_quant_qdq", "1"),
                     name, e);
}

static bool session_load(OnnxSession *s, Str bytes, Err *e)
{
    const OrtApi      *api = s->api;
    OrtSessionOptions *options = NULL;
    if (!went_well(api, api->CreateEnv(ORT_LOGGING_LEVEL_FATAL, "auscult", &s->env),
                   s->name, e) ||
        !went_well(api, api->CreateSessionOptions(&options), s->name, e))
        return false;
    bool ok = options_set(api, options, s->name, e) &&
              went_well(api,
                        api->CreateSessionFromArray(s->env, bytes.p, bytes.n, options,
                                                    &s->session),
                        s->name, e);
    api->ReleaseSessionOptions(options);
    return ok;
}

bool onnx_open(OnnxSession **out, Arena *a, Str bytes, Str name, Err *e)
{
    OnnxSession *s = ARENA_NEW(a, OnnxSession, e);
    if (!s || !(s->api = api_get(e)) || !str_copy(&s->name, a, name, e) ||
        !arena_defer(a, session_close, s, e) || !session_load(s, bytes, e))
        return false;
    const Side in = {s->api->SessionGetInputCount, s->api->SessionGetInputName,
                     s->api->SessionGetInputTypeInfo};
    const Side far = {s->api->SessionGetOutputCount, s->api->SessionGetOutputName,
                      s->api->SessionGetOutputTypeInfo};
    if (!ports_read(&s->in, &s->in_names, a, s, &in, e) ||
        !ports_read(&s->out, &s->out_names, a, s, &far, e))
        return false;
    *out = s;
    return true;
}

bool onnx_open_file(OnnxSession **out, Arena *a, Str path, Err *e)
{
    Str bytes;
    Err why = {0};
    if (!os_map_file(&bytes, a, path, &why))
        return err_set(e, ERR_MODEL, "%s", why.message);
    return onnx_open(out, a, bytes, path, e);
}

OnnxPorts onnx_inputs(const OnnxSession *s) { return s->in; }
OnnxPorts onnx_outputs(const OnnxSession *s) { return s->out; }

size_t onnx_find(OnnxPorts ports, Str name)
{
    for (size_t i = 0; i < ports.n; i++)
        if (str_eq(ports.v[i].name, name))
            return i;
    return STR_NONE;
}

static size_t type_size(OnnxType type)
{
    switch (type) {
    case ONNX_F32: return sizeof(float);
    case ONNX_I64: return sizeof(int64_t);
    case ONNX_BOOL: return sizeof(bool);
    default: return 0;
    }
}

static ONNXTensorElementDataType type_to(OnnxType type)
{
    switch (type) {
    case ONNX_F32: return ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT;
    case ONNX_I64: return ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64;
    case ONNX_BOOL: return ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL;
    default: return ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
    }
}

/* Bytes of a tensor of this shape, or false when that is not a size. */
static bool tensor_size(size_t *bytes, OnnxType type, size_t n_dims, const int64_t *dims)
{
    size_t n = type_size(type);
    if (n == 0 || n_dims > ONNX_DIMS_MOST)
        return false;
    for (size_t i = 0; i < n_dims; i++)
        if (dims[i] < 0 || __builtin_mul_overflow(n, (size_t)dims[i], &n))
            return false;
    *bytes = n;
    return true;
}

bool onnx_view(OnnxTensor **out, OnnxType type, size_t n_dims, const int64_t *dims,
               const void *values, Err *e)
{
    const OrtApi  *api = api_get(e);
    OrtMemoryInfo *memory = NULL;
    OrtValue      *value = NULL;
    size_t         bytes = 0;
    if (!api)
        return false;
    if (!tensor_size(&bytes, type, n_dims, dims))
        return err_set(e, ERR_MODEL, "a tensor has an impossible shape or type");
    if (!went_well(
            api, api->CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &memory),
            STR("runtime"), e))
        return false;
    /* The library only reads inputs, though its type says otherwise.
       NOLINTNEXTLINE(performance-no-int-to-ptr) */
    void *unread = (void *)(uintptr_t)values;
    bool  ok = went_well(api,
                         api->CreateTensorWithDataAsOrtValue(
                             memory, unread, bytes, dims, n_dims, type_to(type), &value),
                         STR("runtime"), e);
    api->ReleaseMemoryInfo(memory);
    if (ok)
        *out = (OnnxTensor *)value;
    return ok;
}

void onnx_free(OnnxTensor *t)
{
    if (t)
        OrtGetApiBase()->GetApi(API_VERSION)->ReleaseValue((OrtValue *)t);
}

bool onnx_run(const OnnxSession *s, OnnxTensor *const *in, OnnxTensor **out, Err *e)
{
    const OrtValue *from[PORTS_MOST];
    OrtValue       *to[PORTS_MOST] = {NULL};
    for (size_t i = 0; i < s->in.n; i++)
        from[i] = (const OrtValue *)in[i];
    if (!went_well(s->api,
                   s->api->Run(s->session, NULL, s->in_names, from, s->in.n, s->out_names,
                               s->out.n, to),
                   s->name, e)) {
        for (size_t i = 0; i < s->out.n; i++)
            s->api->ReleaseValue(to[i]);
        return false;
    }
    for (size_t i = 0; i < s->out.n; i++)
        out[i] = (OnnxTensor *)to[i];
    return true;
}

/* Type and shape of a tensor; false when it has none we know. */
static bool tensor_kind(const OnnxTensor *t, OnnxType *type, size_t *n_dims,
                        int64_t dims[ONNX_DIMS_MOST])
{
    const OrtApi              *api = OrtGetApiBase()->GetApi(API_VERSION);
    OrtTensorTypeAndShapeInfo *shape = NULL;
    ONNXTensorElementDataType  element = ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
    Err                        ignored = {0};
    if (!went_well(api, api->GetTensorTypeAndShape((const OrtValue *)t, &shape),
                   STR("runtime"), &ignored))
        return false;
    bool ok = went_well(api, api->GetTensorElementType(shape, &element), STR("runtime"),
                        &ignored) &&
              went_well(api, api->GetDimensionsCount(shape, n_dims), STR("runtime"),
                        &ignored) &&
              *n_dims <= ONNX_DIMS_MOST &&
              went_well(api, api->GetDimensions(shape, dims, *n_dims), STR("runtime"),
                        &ignored);
    api->ReleaseTensorTypeAndShapeInfo(shape);
    *type = type_from(element);
    return ok;
}

/* The library has one call for reading and writing a tensor's values; we only read. */
static OrtValue *mutable_value(const OnnxTensor *t)
{
    return (OrtValue *)(uintptr_t)t; /* NOLINT(performance-no-int-to-ptr) */
}

const float *onnx_f32(const OnnxTensor *t, size_t *n)
{
    const OrtApi *api = OrtGetApiBase()->GetApi(API_VERSION);
    int64_t       dims[ONNX_DIMS_MOST];
    size_t        n_dims = 0, bytes = 0;
    OnnxType      type = ONNX_OTHER;
    void         *values = NULL;
    Err           ignored = {0};
    *n = 0;
    if (!tensor_kind(t, &type, &n_dims, dims) || type != ONNX_F32 ||
        !tensor_size(&bytes, type, n_dims, dims) || bytes == 0 ||
        !went_well(api, api->GetTensorMutableData(mutable_value(t), &values),
                   STR("runtime"), &ignored))
        return NULL;
    *n = bytes / sizeof(float);
    return values;
}

size_t onnx_shape(const OnnxTensor *t, int64_t dims[ONNX_DIMS_MOST])
{
    size_t   n_dims = 0;
    OnnxType type;
    return tensor_kind(t, &type, &n_dims, dims) ? n_dims : 0;
}

Str onnx_version(void) { return str_from(OrtGetApiBase()->GetVersionString()); }
