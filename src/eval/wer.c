/* eval/wer.c - word error rate as the data's scorer defines it. */
#include "eval/eval.h"

#include <string.h>

/* Does a line begin with "D:" or "P:" (also with ; or .)? Gives the rest. */
static Str without_speaker(Str line)
{
    Str s = str_trim(line);
    if (s.n < 2 || (s.p[0] != 'D' && s.p[0] != 'P'))
        return line;
    Str  mark = str_trim(str_from_at(s, 1));
    bool is_mark = mark.n && (mark.p[0] == ':' || mark.p[0] == ';' || mark.p[0] == '.');
    return is_mark ? str_from_at(mark, 1) : line;
}

/* Letters, digits, apostrophes and spaces; all else becomes a space. <tags> and [tags]
   vanish. `room` holds text.n + 1 bytes. */
static Str flatten(char *room, Str text)
{
    size_t n = 0;
    char   closer = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (closer) {
            if (c == (unsigned char)closer)
                closer = 0;
            continue;
        }
        if ((c == '<' && str_find_char(str_from_at(text, i), '>') != STR_NONE) ||
            (c == '[' && str_find_char(str_from_at(text, i), ']') != STR_NONE)) {
            closer = c == '<' ? '>' : ']';
            room[n++] = ' ';
            continue;
        }
        if (c == 0xE2 && i + 2 < text.n && (unsigned char)text.p[i + 1] == 0x80 &&
            (unsigned char)text.p[i + 2] == 0x99) {
            room[n++] = '\'';
            i += 2;
            continue;
        }
        if (c >= 'A' && c <= 'Z')
            c = (unsigned char)(c - 'A' + 'a');
        bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'';
        room[n++] = (char)(keep ? c : ' ');
    }
    return (Str){room, n};
}

static Str named(Str word)
{
    static const char *const names[][2] = {
        {"0", "zero"},    {"1", "one"},       {"2", "two"},     {"3", "three"},
        {"4", "four"},    {"5", "five"},      {"6", "six"},     {"7", "seven"},
        {"8", "eight"},   {"9", "nine"},      {"10", "ten"},    {"11", "eleven"},
        {"12", "twelve"}, {"20", "twenty"},   {"30", "thirty"}, {"40", "forty"},
        {"50", "fifty"},  {"100", "hundred"}, {"ok", "okay"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(word, names[i][0]))
            return str_from(names[i][1]);
    return word;
}

static bool is_filler(Str word)
{
    static const char *const fillers[] = {"um",  "uh",  "erm", "er", "hmm", "mm",
                                          "mhm", "uhm", "ah",  "oh", "mmm", "hm"};
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (str_is(word, fillers[i]))
            return true;
    return false;
}

static Str without_apostrophes(Str w)
{
    while (w.n && w.p[0] == '\'')
        w = str_from_at(w, 1);
    while (w.n && w.p[w.n - 1] == '\'')
        w.n--;
    return w;
}

bool eval_words(EvalWords *out, Arena *a, Str text, Err *e)
{
    Str   *v = ARENA_ARRAY(a, Str, text.n / 2 + 2, e);
    char  *room = arena_alloc(a, text.n + 1, e);
    size_t n = 0;
    Str    line, word;
    if (!v || !room)
        return false;
    while (str_next(&text, '\n', &line)) {
        Str flat = flatten(room, without_speaker(line));
        room += flat.n;
        while (str_next(&flat, ' ', &word)) {
            word = named(without_apostrophes(word));
            if (word.n && !is_filler(word))
                v[n++] = word;
        }
    }
    *out = (EvalWords){v, n};
    return true;
}

bool eval_distance(size_t *out, Arena *a, EvalWords ref, EvalWords said, Err *e)
{
    size_t *row = ARENA_ARRAY(a, size_t, said.n + 1, e);
    if (!row)
        return false;
    for (size_t k = 0; k <= said.n; k++)
        row[k] = k;
    for (size_t i = 1; i <= ref.n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t k = 1; k <= said.n; k++) {
            size_t change = diagonal + !str_eq(ref.v[i - 1], said.v[k - 1]);
            size_t other = (row[k] < row[k - 1] ? row[k] : row[k - 1]) + 1;
            diagonal = row[k];
            row[k] = change < other ? change : other;
        }
    }
    *out = row[said.n];
    return true;
}
