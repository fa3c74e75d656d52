/*
 * The pictures of README.md. They are taken into build/screenshots each time, so that a
 * page that cannot be shown fails; with TEST_UPDATE=1 they replace docs/screenshots.
 */
import assert from "node:assert/strict";
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { consultByText, openPage, root, startBrowser, startServer } from "./helper.mjs";

const folder = path.join(
  root,
  process.env.TEST_UPDATE === "1" ? "docs/screenshots" : "build/screenshots",
);

let server, browser;
before(async () => {
  await mkdir(folder, { recursive: true });
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function picture(page, name) {
  const file = path.join(folder, name);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: file });
  assert.ok((await stat(file)).size > 20_000, name);
}

test("the first page", async () => {
  const { page, context } = await openPage(browser, { viewport: { width: 1280, height: 860 } });
  await page.goto(server.address);
  await picture(page, "home.png");
  await context.close();
});

test("an article", async () => {
  const { page, context } = await openPage(browser, { viewport: { width: 1280, height: 1000 } });
  await page.goto(`${server.address}/e/nocturnal_leg_cramps`);
  await picture(page, "article.png");
  await context.close();
});

test("the consultation, with a sentence and its words", async () => {
  const { page, context } = await openPage(browser, { viewport: { width: 1600, height: 1000 } });
  await consultByText(page, server);
  await page.locator(".sentence").nth(1).click();
  await page.evaluate(() => {
    const pane = document.getElementById("pane-case");
    const top = document.getElementById("h-dx").getBoundingClientRect().top;
    pane.scrollBy(0, top - pane.getBoundingClientRect().top - 12);
    document.activeElement.blur();
  });
  await page.mouse.move(800, 5);
  await picture(page, "consultation.png");
  await context.close();
});

test("an article on a phone at night", async () => {
  const { page, context } = await openPage(browser, {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    colorScheme: "dark",
  });
  await page.goto(`${server.address}/e/nocturnal_leg_cramps`);
  await picture(page, "article-phone-dark.png");
  await context.close();
});
