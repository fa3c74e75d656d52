/* audio/audio.c - tries the decoders in order; see audio.h. */
#include "audio/decode.h"

bool audio_read(Audio *out, Arena *a, Str bytes, Str name, double most_s, Err *e)
{
    const DecodeTask task = {bytes, name, most_s};
    if (bytes.n == 0)
        return err_set(e, ERR_INPUT, STR_F " is empty (0 bytes); record it again",
                       STR_A(name));
    bool is_mine = false;
    if (decode_sndfile(out, &is_mine, a, &task, e))
        return true;
    if (is_mine)
        return false;
    if (decode_libav(out, &is_mine, a, &task, e))
        return true;
    if (is_mine)
        return false;
    return err_set(e, ERR_INPUT,
                   STR_F " is not a recording Auscult can read; give a WAV, FLAC, Ogg, "
                         "MP3, M4A or WebM file",
                   STR_A(name));
}
