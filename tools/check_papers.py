#!/usr/bin/env python3
"""Papers and code go together: check_papers.py SOURCE_ROOT LAYERS_TXT

Every module has a README and a public header; links in the docs resolve; nothing in the
tree names a machine's paths or a package host; the npm lock records no download address.
"""
import pathlib, re, subprocess, sys


def tracked(root):
    done = subprocess.run(["git", "-C", str(root), "ls-files", "-co", "--exclude-standard"],
                          capture_output=True, text=True)
    if done.returncode == 0:
        return [root / f for f in done.stdout.splitlines() if (root / f).is_file()]
    return [p for p in root.rglob("*") if p.is_file()]


def main(root, layers):
    root, bad = pathlib.Path(root), []
    for line in pathlib.Path(layers).read_text().splitlines():
        module = line.split(":")[0]
        if not (root / "src" / module / "README.md").is_file():
            bad.append(f"src/{module}/README.md is missing: say what the module knows")
        if module != "base" and not (root / "src" / module / f"{module}.h").is_file():
            bad.append(f"src/{module}/{module}.h is missing: the module has no contract")
        readme = root / "src" / module / "README.md"
        if readme.is_file() and readme.read_text().count("\n") > 150:
            bad.append(f"src/{module}/README.md is longer than 150 lines")
    leak = re.compile(r"/wor[k]/|/far[m]/|\"resolved\": \"http|://[a-z.]*registr[y]\.")
    for path in tracked(root):
        if path.suffix in {".png", ".wav", ".woff2", ".ico"}:
            continue
        text = path.read_text(errors="replace")
        name = path.relative_to(root)
        for n, line in enumerate(text.splitlines(), 1):
            if leak.search(line):
                bad.append(f"{name}:{n}: a machine's path or a package host")
        if path.suffix != ".md" or name.parts[0] == "content":
            continue
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", re.sub(r"`[^`]*`|```.*?```", "", text, flags=re.S)):
            if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
                bad.append(f"{name}: the link to {target} leads nowhere")
    print("\n".join(bad))
    return len(bad)


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:]) else 0)
