/* The page's TypeScript holds under --strict, and the bundle stays small. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { root } from "./helper.mjs";

test("the types hold", async () => {
  const tsc = path.join(root, "node_modules/.bin/tsc");
  await promisify(execFile)(tsc, ["-p", path.join(root, "web")], { cwd: root });
});

test("script, style and fonts of a page stay small", async () => {
  const folder = path.join(root, "build/share/web");
  const rows = (await readFile(path.join(folder, "manifest.tsv"), "utf8")).trim().split("\n");
  const files = new Map(rows.map((row) => row.split("\t").slice(0, 2)));
  const most = { "consult.js": 24_000, "theme.js": 1_000, "auscult.css": 8_000 };
  for (const [name, bytes] of Object.entries(most)) {
    const packed = gzipSync(await readFile(path.join(folder, files.get(name)))).length;
    assert.ok(packed <= bytes, `${name}: ${packed} bytes compressed`);
  }
});
