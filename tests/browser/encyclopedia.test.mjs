/* The encyclopedia: complete without scripts, for every eye, on paper and on a phone. */
import assert from "node:assert/strict";
import { after, before, test as plainTest } from "node:test";
import { HtmlValidate } from "html-validate";
import { axe, fitsItsWidth, openPage, startBrowser, startServer } from "./helper.mjs";

const ARTICLE = "/e/nocturnal_leg_cramps";
const PAGES = [
  "/",
  "/search?q=leg+cramps+at+night",
  "/search?q=xqzzy+wvutq",
  ARTICLE,
  "/about",
  "/no-such-page",
];

const MOST_MS = 120_000;
const test = (name, run) => plainTest(name, { timeout: MOST_MS }, run);

let server, browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const colorScheme of ["light", "dark"]) {
  test(`pages have no accessibility fault (${colorScheme})`, async () => {
    const { page, context, faults } = await openPage(browser, { colorScheme });
    for (const address of PAGES) {
      await page.goto(server.address + address);
      assert.deepEqual(await axe(page), [], address);
    }
    const own = faults.filter((f) => !f.includes("404"));
    assert.deepEqual(own, [], "nothing is refused by the content policy");
    await context.close();
  });
}

test("every page is well-formed HTML", async () => {
  const validate = new HtmlValidate({
    extends: ["html-validate:recommended"],
    rules: { "doctype-style": "off", "long-title": "off", "require-sri": "off" },
  });
  for (const address of PAGES) {
    const html = await (await fetch(server.address + address)).text();
    const report = await validate.validateString(html);
    const said = report.results.flatMap((r) =>
      r.messages.map((m) => `${address}:${m.line}:${m.column} ${m.ruleId}: ${m.message}`),
    );
    assert.deepEqual(said, []);
  }
});

test("the article is complete without JavaScript", async () => {
  const { page, context } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(server.address + ARTICLE);
  assert.equal(await page.locator("h1").count(), 1);
  for (const id of ["definition", "causes", "symptoms", "treatment", "help", "sources"]) {
    assert.equal(await page.locator(`section#${id}`).count(), 1, id);
  }
  const cites = page.locator("sup.cite a");
  assert.ok((await cites.count()) > 10, "statements carry sources");
  const target = await cites.first().getAttribute("href");
  assert.equal(await page.locator(target).count(), 1, "a mark leads to its source");
  await page.getByRole("searchbox").fill("restless legs");
  await page.getByRole("button", { name: "Search" }).click();
  assert.match(page.url(), /\/search\?q=restless/);
  assert.ok((await page.locator(".hit").count()) > 0);
  await context.close();
});

test("every source mark and every inner link of the article leads somewhere", async () => {
  const { page, context } = await openPage(browser);
  await page.goto(server.address + ARTICLE);
  const lost = await page.evaluate(() =>
    [...document.querySelectorAll('a[href^="#"]')]
      .map((a) => a.getAttribute("href"))
      .filter((h) => !document.getElementById(h.slice(1))),
  );
  assert.deepEqual(lost, []);
  const inner = await page.evaluate(() => [
    ...new Set(
      [...document.querySelectorAll('main a[href^="/"]')].map((a) => a.getAttribute("href")),
    ),
  ]);
  for (const address of inner) {
    const answer = await fetch(server.address + address);
    assert.equal(answer.status, 200, address);
  }
  await context.close();
});

test("the article weighs at most 100 KB", async () => {
  const html = await (await fetch(server.address + ARTICLE)).arrayBuffer();
  assert.ok(html.byteLength <= 100 * 1024, `${html.byteLength} bytes`);
});

test("pages fit a phone and a 320 pixel screen, and targets are large enough", async () => {
  for (const width of [390, 320]) {
    const { page, context } = await openPage(browser, {
      viewport: { width, height: 800 },
      hasTouch: true,
    });
    for (const address of PAGES) {
      await page.goto(server.address + address);
      assert.ok(await fitsItsWidth(page), `${address} at ${width}`);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll("button, nav a, summary, input")]
          .filter((el) => el.checkVisibility())
          .filter((el) => el.getBoundingClientRect().height < 24)
          .map((el) => el.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(small, [], `${address} at ${width}`);
    }
    await context.close();
  }
});

test("on paper the article has its text and no controls", async () => {
  const { page, context } = await openPage(browser);
  await page.goto(server.address + ARTICLE);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const name of ["form.search", "header.site nav", ".toc", "#feedback"]) {
    assert.equal(await page.locator(name).first().isVisible(), false, name);
  }
  assert.ok(await page.locator("#sources").isVisible());
  const ink = await page.evaluate(() => getComputedStyle(document.body).color);
  assert.equal(ink, "rgb(0, 0, 0)");
  const paper = await page.pdf({ format: "A4" });
  assert.ok(paper.byteLength > 10_000);
  await context.close();
});

test("the theme switch turns the page, is remembered, and needs only keys", async () => {
  const { page, context } = await openPage(browser, { colorScheme: "light" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.goto(server.address);
  const light = await paper();
  await page.getByRole("button", { name: "Switch to the dark theme" }).focus();
  await page.keyboard.press("Enter");
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.goto(server.address + ARTICLE);
  assert.equal(await paper(), dark);
  await context.close();
});

test("the keyboard reaches the content first by the skip link, and focus is visible", async () => {
  const { page, context } = await openPage(browser);
  await page.goto(server.address + ARTICLE);
  await page.keyboard.press("Tab");
  const skip = page.locator(":focus");
  assert.equal(await skip.getAttribute("href"), "#main");
  assert.ok((await skip.boundingBox()).y >= 0);
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    const outline = await page
      .locator(":focus")
      .evaluate((el) => getComputedStyle(el).outlineWidth);
    assert.notEqual(outline, "0px");
  }
  await context.close();
});

test("a remark reaches the editors without a script", async () => {
  const { page, context } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(server.address + ARTICLE);
  await page.locator("#remark").fill("The second paragraph has a typing error.");
  await page.getByRole("button", { name: "Send to the editors" }).click();
  assert.match(await page.locator("h1").innerText(), /Thank you/);
  await context.close();
});
