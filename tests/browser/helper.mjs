/*
 * tests/browser/helper.mjs - the built server, and a real browser in front of it.
 *
 * AUSCULT_PROGRAM and AUSCULT_SHARE name another build than build/release.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const program = process.env.AUSCULT_PROGRAM ?? path.join(root, "build/release/auscult");
const share = process.env.AUSCULT_SHARE;
const AXE = await readFile(path.join(root, "node_modules/axe-core/axe.min.js"), "utf8");
const START_MS = 20_000;

/* Starts the server on a free port; `link()` is the newest sign-in link it printed. */
export async function startServer() {
  const data = await mkdtemp(path.join(tmpdir(), "auscult-test-"));
  const args = ["serve", "--listen", "127.0.0.1:0", "--data", data];
  const child = spawn(program, share ? [...args, "--share", share] : args, { cwd: root });
  let out = "";
  let problems = "";
  child.stdout.on("data", (d) => (out += d));
  child.stderr.on("data", (d) => (problems += d));
  const seen = (what) => [...out.matchAll(what)].at(-1)?.[1];
  const until = async (what) => {
    for (const end = Date.now() + START_MS; Date.now() < end; await pause(30)) {
      if (seen(what)) return seen(what);
      if (child.exitCode !== null) break;
    }
    child.kill();
    throw new Error(`the server did not start: ${problems || out || "it said nothing"}`);
  };
  const address = await until(/Auscult is at (http:\/\/\S+)/g);
  return {
    address,
    link: () => until(/(http:\/\/\S+\/signin\?t=\S+)/g),
    stop: async () => {
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await gone;
      await rm(data, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export const startBrowser = () =>
  chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
  });

/* A page whose console errors, script errors and refused loads end up in `faults`. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (m) => m.type() === "error" && faults.push(m.text()));
  page.on("pageerror", (e) => faults.push(String(e)));
  page.setDefaultTimeout(15_000);
  return { page, context, faults };
}

/* The rules of WCAG 2.0 to 2.2, A and AA, and axe's own best practices. */
export async function axe(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map(
    (v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`,
  );
}

export const demoText = () => readFile(path.join(root, "demo/leg_cramps.txt"), "utf8");

/* Signs in, pastes the demonstration's words, and waits for the result. */
export async function consultByText(page, server) {
  await page.goto(await server.link());
  await page.getByLabel("Or paste the conversation").fill(await demoText());
  await page.getByLabel("Age in years").fill("67");
  await page.getByLabel("Sex").selectOption("f");
  await page.getByRole("button", { name: "Work it out" }).click();
  await page.waitForSelector(".bench");
}

/* True when nothing sticks out to the right. */
export const fitsItsWidth = (page) =>
  page.evaluate(
    () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
  );
