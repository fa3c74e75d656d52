/*
 * onnx/onnx.h - runs a neural network that came as an ONNX file.
 *
 * The one folder that knows ONNX Runtime. A session is a loaded network: its inputs and
 * outputs are read from the file, never assumed, and a run takes one tensor per input
 * and gives one per output, in the file's order. A tensor given back by one run can be
 * handed to the next without a copy, which is how a decoder keeps its memory.
 *
 *     onnx_open(&s, arena, model_bytes, STR("encoder"), e)
 *     onnx_view(&in, ONNX_F32, 2, (int64_t[]){1, n}, samples, e)
 *     onnx_run(s, &in, &out, e)          one input, one output here
 *     onnx_f32(out, &n)
 *
 * Shapes  row-major; -1 in a port's shape means "free"
 * Memory  a session is an arena object, the bytes may go once it is open; tensors belong
 *         to whoever received them and are given back by onnx_free()
 * Threads a session computes on the calling thread alone and may be run by several
 *         threads at once; results do not depend on that
 * Errors  ERR_MODEL the file or a tensor does not fit the network, or the run failed
 * Limits  ports of at most ONNX_DIMS_MOST dimensions
 */
#ifndef ONNX_ONNX_H
#define ONNX_ONNX_H

#include "base/str.h"

typedef struct OnnxSession OnnxSession;
typedef struct OnnxTensor  OnnxTensor;

enum { ONNX_DIMS_MOST = 6 };

typedef enum OnnxType { ONNX_F32, ONNX_I64, ONNX_BOOL, ONNX_OTHER } OnnxType;

typedef struct OnnxPort {
    Str      name;
    OnnxType type;
    size_t   n_dims;
    int64_t  dims[ONNX_DIMS_MOST];
} OnnxPort;

typedef struct OnnxPorts {
    const OnnxPort *v;
    size_t          n;
} OnnxPorts;

/* `name` is for messages. */
MUST_USE bool onnx_open(OnnxSession **out, Arena *a, Str bytes, Str name, Err *e);
MUST_USE bool onnx_open_file(OnnxSession **out, Arena *a, Str path, Err *e);

OnnxPorts onnx_inputs(const OnnxSession *s);
OnnxPorts onnx_outputs(const OnnxSession *s);
/* The place of a port by name, or STR_NONE. */
size_t onnx_find(OnnxPorts ports, Str name);

/* A tensor over the caller's values, which must outlive it. */
MUST_USE bool onnx_view(OnnxTensor **out, OnnxType type, size_t n_dims,
                        const int64_t *dims, const void *values, Err *e);
void          onnx_free(OnnxTensor *t); /* NULL is fine */

/* in: one per input. out: room for one per output; all are filled, or none. */
MUST_USE bool onnx_run(const OnnxSession *s, OnnxTensor *const *in, OnnxTensor **out,
                       Err *e);

/* The values and how many; NULL when the tensor holds another type or nothing. */
const float *onnx_f32(const OnnxTensor *t, size_t *n);
/* The shape; the number of dimensions, 0 when there are more than ONNX_DIMS_MOST. */
size_t onnx_shape(const OnnxTensor *t, int64_t dims[ONNX_DIMS_MOST]);

Str onnx_version(void); /* of the library: "1.28.2" */

#endif
