#!/usr/bin/env python3
"""Every #include stands in its layer: check_layers.py SOURCE_ROOT LAYERS_TXT

LAYERS_TXT is written by cmake/House.cmake from the DEPENDS of each module, so the build
and this check read the same map. Outside headers belong to the folders that
cmake/foreign.txt names; headers of the C standard are free for all.
"""
import fnmatch, pathlib, re, sys

STANDARD = {"assert.h", "complex.h", "ctype.h", "errno.h", "float.h", "inttypes.h", "limits.h",
            "math.h", "stdalign.h", "stdarg.h", "stdatomic.h", "stdbool.h", "stddef.h",
            "stdint.h", "stdio.h", "stdlib.h", "string.h", "threads.h"}


def read_map(path):
    deps = {}
    for line in path.read_text().splitlines():
        name, _, rest = line.partition(":")
        deps[name] = set(rest.split())
    return deps


def read_foreign(path):
    rows = [line.split() for line in path.read_text().splitlines() if line and line[0] != "#"]
    return [(row[0], set(row[1:])) for row in rows]


def closure(deps, name, seen=None):
    seen = set() if seen is None else seen
    for d in deps.get(name, ()):
        if d not in seen:
            seen.add(d)
            closure(deps, d, seen)
    return seen


def main(root, layers):
    root = pathlib.Path(root)
    deps, foreign = read_map(pathlib.Path(layers)), read_foreign(root / "cmake/foreign.txt")
    bad = 0
    for path in sorted((root / "src").rglob("*.[ch]")):
        parts = path.relative_to(root / "src").parts
        module = parts[0] if len(parts) > 1 else "main"
        allowed = closure(deps, module) | {module} if module != "main" else {"cli"}
        for n, line in enumerate(path.read_text().splitlines(), 1):
            m = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if not m:
                continue
            name, why = m.group(2), None
            if m.group(1) == '"':
                owner = name.split("/")[0]
                if owner not in allowed:
                    why = f"{module} may not use {owner}: its DEPENDS are {' '.join(sorted(deps.get(module, [])))}"
            elif name not in STANDARD:
                owners = next((o for pattern, o in foreign if fnmatch.fnmatch(name, pattern)), set())
                if module not in owners:
                    why = f"<{name}> belongs to {' '.join(sorted(owners)) or 'nobody (cmake/foreign.txt)'}"
            if why:
                print(f"{path.relative_to(root)}:{n}: {why}")
                bad += 1
    return bad


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:]) else 0)
