#!/usr/bin/env python3
"""Files of at most 1,000 lines, functions of at most 80: check_length.py SOURCE_ROOT

tools/length_exceptions.txt lists what may be longer, with its reason; the list may only
shrink. Tables between `clang-format off` and `on` and .def files are not counted.
"""
import pathlib, re, sys

FILE_MOST, FUNCTION_MOST = 1000, 80


def functions(text):
    """(first line, name, lines) of each brace block at depth 0 behind a ')'."""
    depth, start, name, last = 0, 0, "", ""
    for n, line in enumerate(text.splitlines(), 1):
        code = re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'', '""', line)
        if line.startswith("{") and depth == 0 and last.rstrip().endswith(")"):
            found = re.findall(r"(\w+)\s*\(", head)
            start, name = n, found[0] if found else "?"
        if depth == 0 and line and not line[0].isspace() and not line.startswith(("{", "}", "#")):
            head = line
        elif depth == 0 and line.strip() and line[0].isspace():
            head = head + " " + line if "head" in dir() else line
        depth += code.count("{") - code.count("}")
        if depth == 0 and start:
            yield start, name, n - start + 1
            start = 0
        if line.strip():
            last = line
    return


def main(root):
    root, bad = pathlib.Path(root), 0
    listed = root / "tools/length_exceptions.txt"
    exempt = {l.split()[0] for l in listed.read_text().splitlines() if l and l[0] != "#"}
    for path in sorted([*(root / "src").rglob("*.[ch]"), *(root / "tests").rglob("*.[ch]")]):
        name = str(path.relative_to(root))
        text = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group(0)), path.read_text(), flags=re.S)
        if text.count("\n") > FILE_MOST and name not in exempt:
            print(f"{name}: {text.count(chr(10))} lines, at most {FILE_MOST}: split it by idea")
            bad += 1
        for start, function, n in functions(text):
            if n > FUNCTION_MOST and f"{name}:{function}" not in exempt:
                print(f"{name}:{start}: {function} has {n} lines, at most {FUNCTION_MOST}")
                bad += 1
    return bad


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1]) else 0)
