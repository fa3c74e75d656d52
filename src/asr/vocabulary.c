/* asr/vocabulary.c - see vocabulary.h. */
#include "asr/vocabulary.h"

#include "base/buf.h"
#include "base/os.h"
#include "base/utf8.h"

enum { TEXT_MOST = 64 * 1024 };

bool vocabulary_open(Vocabulary *out, Arena *a, Str path, Err *e)
{
    Str    rest, line;
    Err    why = {0};
    size_t n = 0;
    if (!os_map_file(&rest, a, path, &why))
        return err_set(e, ERR_MODEL, "%s; run ./run once, or give --models", why.message);
    Str *v = ARENA_ARRAY(a, Str, VOCABULARY_SIZE, e);
    if (!v)
        return false;
    while (str_next(&rest, '\n', &line) && n < VOCABULARY_SIZE)
        v[n++] = line;
    if (n < VOCABULARY_SIZE || rest.n != 0 || !str_is(v[TOKEN_END], "</s>"))
        return err_set(e, ERR_MODEL,
                       STR_F " is not the recogniser's vocabulary; run ./run once, or "
                             "give --models",
                       STR_A(path));
    *out = (Vocabulary){v};
    return true;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* True when the piece is a byte token; *byte is what it stands for. */
static bool is_byte(Str piece, char *byte)
{
    if (piece.n != 6 || !str_starts(piece, STR("<0x")) || piece.p[5] != '>' ||
        hex(piece.p[3]) < 0 || hex(piece.p[4]) < 0)
        return false;
    *byte = (char)(hex(piece.p[3]) * 16 + hex(piece.p[4]));
    return true;
}

static void write_piece(Buf *b, Str piece)
{
    static const char space[] = "\xE2\x96\x81";
    char              byte;
    if (is_byte(piece, &byte)) {
        if (byte == '\n' || byte == '\0')
            byte = ' ';
        buf_char(b, byte);
        return;
    }
    for (size_t at; (at = str_find(piece, STR(space))) != STR_NONE;) {
        buf_str(b, str_sub(piece, 0, at));
        buf_char(b, ' ');
        piece = str_from_at(piece, at + sizeof space - 1);
    }
    buf_str(b, piece);
}

/* The good UTF-8 of s. */
static bool clean(Str *out, Arena *a, Str s, Err *e)
{
    Buf    b = buf_open(a, TEXT_MOST);
    size_t fault;
    while ((fault = utf8_fault(s)) != STR_NONE) {
        buf_str(&b, str_sub(s, 0, fault));
        s = str_from_at(s, fault + 1);
    }
    buf_str(&b, s);
    return buf_done(&b, out, e);
}

bool vocabulary_text(Str *out, Arena *a, Vocabulary voc, const int32_t *tokens, size_t n,
                     Err *e)
{
    Buf b = buf_open(a, TEXT_MOST);
    Str text;
    for (size_t i = 0; i < n; i++)
        if (tokens[i] > TOKEN_END && tokens[i] < VOCABULARY_SIZE)
            write_piece(&b, voc.v[tokens[i]]);
    if (!buf_done(&b, &text, e) || !clean(&text, a, text, e))
        return false;
    *out = str_trim(text);
    return true;
}
