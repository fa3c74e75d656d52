/* What `auscult consult --json` writes is what docs/api/consult.schema.json says. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import Ajv from "ajv";
import { root } from "./helper.mjs";

const program = process.env.AUSCULT_PROGRAM ?? path.join(root, "build/release/auscult");
const schema = JSON.parse(await readFile(path.join(root, "docs/api/consult.schema.json"), "utf8"));
const check = new Ajv({ strict: false, allErrors: true }).compile(schema);

async function consult(...words) {
  const done = await promisify(execFile)(program, ["consult", ...words, "--json"], { cwd: root, maxBuffer: 64 << 20 });
  return JSON.parse(done.stdout);
}
const problems = () => JSON.stringify(check.errors?.slice(0, 5), null, 1);

test("a dialogue's consultation fits the schema", async () => {
  assert.ok(check(await consult("demo/leg_cramps.txt", "--age", "67", "--sex", "f")), problems());
});

test("a recording's consultation fits the schema, with timings", async () => {
  assert.ok(check(await consult("build/share/demo/leg_cramps.wav", "--timing")), problems());
});

test("the schema can refuse", async () => {
  const whole = await consult("demo/leg_cramps.txt");
  delete whole.sources;
  assert.equal(check(whole), false);
  const odd = await consult("demo/leg_cramps.txt");
  odd.findings[0].status = "perhaps";
  assert.equal(check(odd), false);
});
