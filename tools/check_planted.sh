#!/usr/bin/env bash
# The checks can fail: plants one fault after the other in a copy of the sources and wants
# each to be reported. check_planted.sh SOURCE_ROOT LAYERS_TXT
set -u
root=$1 layers=$2 passed=0 failed=0
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/tools" "$copy/cmake" "$copy/tests"
cp -r "$root/src" "$copy/src"
cp "$root/cmake/foreign.txt" "$copy/cmake/"
cp "$root"/tools/*.py "$root/tools/length_exceptions.txt" "$copy/tools/"

# plant NAME CHECK FILE LINE: the check must fail and name the file and line planted.
plant() {
    local name=$1 check=$2 file=$3 line=$4 out
    cp "$copy/src/$file" "$copy/kept"
    printf '%s\n' "$line" >>"$copy/src/$file"
    if out=$(python3 "$copy/tools/$check.py" "$copy" "$layers" 2>&1); then
        echo "not ok - $check lets through: $name"
        failed=$((failed + 1))
    elif printf '%s' "$out" | grep -q "src/$file"; then
        echo "ok - $check refuses: $name"
        passed=$((passed + 1))
    else
        echo "not ok - $check failed, but not for: $name"
        printf '# %s\n' "$out"
        failed=$((failed + 1))
    fi
    mv "$copy/kept" "$copy/src/$file"
}
plant "an include across layers" check_layers base/err.c '#include "kb/kb.h"'
plant "an undeclared dependency" check_layers reason/reason.h '#include "json/json.h"'
plant "a foreign header outside its folder" check_layers base/str.c '#include <sqlite3.h>'
plant "a header nobody owns" check_layers base/str.c '#include <curl/curl.h>'
plant "a system header outside its door" check_layers kb/kb.h '#include <sys/socket.h>'
plant "strcpy" check_words base/str.c 'void f(char *a, const char *b) { strcpy(a, b); }'
plant "an allocation outside an arena" check_words base/str.c 'void *g(void) { return malloc(3); }'
plant "a line comment" check_words base/num.c 'int x; // here'
plant "conditional compilation" check_words base/num.c '#ifdef __APPLE__'
plant "a locale-dependent number" check_words base/num.c 'int h(char *p) { return snprintf(p, 9, "%.2f", 1.0); }'
plant "SQL outside its place" check_words base/str.c 'const char *q = "SELECT 1";'
plant "raw HTML outside its place" check_words base/str.c 'void k(void) { html_raw(0); }'
plant "a note to self" check_words base/str.c 'int later; /* */ int TODO;'
plant "a long function" check_length base/num.c "$(printf 'int long_one(void)\n{\n'; yes '    ;' | head -85; printf '    return 0;\n}')"
echo "1..$((passed + failed))"
[ "$failed" -eq 0 ]
