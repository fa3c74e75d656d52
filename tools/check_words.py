#!/usr/bin/env python3
"""What no source file may hold: check_words.py SOURCE_ROOT

Functions that lose bounds, look at the locale or hide state; `//` comments; conditional
compilation outside its folders; SQL outside db/ and *_sql.h; raw HTML outside its writers;
notes to ourselves.
"""
import pathlib, re, sys

BANNED = ("strcpy strcat strncpy strncat strtok sprintf vsprintf gets atoi atol atof strtod strtof "
          "setlocale gmtime localtime ctime asctime rand srand alloca getenv system popen").split()
# rule name, pattern, where it is allowed (path prefixes below src/), what to do instead
RULES = [
    ("banned-function", r"\b(?:%s)\s*\(" % "|".join(BANNED), (), "use base/ instead"),
    ("allocation", r"(?<!\w)(?:malloc|calloc|realloc|free)\s*\(",
     ("base/arena.c", "audio/", "onnx/", "http/", "json/", "kb/yaml", "jail/", "work/", "pedia/",
      "text/", "db/"), "use an arena"),
    ("long-jump", r"\b(?:setjmp|longjmp|goto)\b", (), "return an Err"),
    ("line-comment", r"(?:^|[^:\"'])//", (), "write /* ... */"),
    ("conditional", r"^\s*#\s*if(?:n?def)?\b(?!.*_H$)", ("base/arena.c", "base/os_", "db/", "onnx/"),
     "keep one path for all machines"),
    ("float-format", r"\"[^\"]*%[-+ #0-9.*l]*[fgeEG][^\"]*\"", ("base/err",), "use buf_num"),
    ("note-to-self", r"\b(?:TODO|FIXME|XXX|HACK)\b", (), "finish it or leave it out"),
    ("sql", r"\"\s*(?:SELECT|INSERT|UPDATE|DELETE FROM|CREATE TABLE|CREATE VIRTUAL|PRAGMA)\b",
     ("db/",), "put SQL text into <module>/*_sql.h"),
    ("raw-html", r"\bhtml_raw\s*\(", ("web/html.c", "web/html.h", "web/article_page.c", "web/report.c"),
     "write it with the escaping builder"),
]


def strip(text):
    """Comments become blanks of the same shape, so that line numbers stay."""
    blank = lambda m: re.sub(r"[^\n]", " ", m.group(0))
    return re.sub(r"/\*.*?\*/", blank, text, flags=re.S)


def without_strings(line):
    return re.sub(r'"(?:\\.|[^"\\])*"', '""', line)


def main(root):
    root, bad = pathlib.Path(root), 0
    for path in sorted((root / "src").rglob("*.[ch]")):
        below = str(path.relative_to(root / "src"))
        for n, line in enumerate(strip(path.read_text()).splitlines(), 1):
            for rule, pattern, allowed, remedy in RULES:
                if below.startswith(allowed) if allowed else False:
                    continue
                if rule == "sql" and below.endswith("_sql.h"):
                    continue
                text = line if rule in ("sql", "float-format") else without_strings(line)
                if re.search(pattern, text):
                    print(f"src/{below}:{n}: {rule}: {remedy}: {line.strip()[:70]}")
                    bad += 1
    return bad


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1]) else 0)
