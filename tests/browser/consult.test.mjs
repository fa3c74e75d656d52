/* The workbench: every sentence and every bar shows what it stands on. */
import assert from "node:assert/strict";
import { after, before, test as plainTest } from "node:test";
import {
  axe,
  consultByText,
  demoText,
  fitsItsWidth,
  openPage,
  startBrowser,
  startServer,
} from "./helper.mjs";

const MOST_MS = 150_000;
const test = (name, run) => plainTest(name, { timeout: MOST_MS }, run);

let server, browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0, "the server ends in good order");
});

for (const colorScheme of ["light", "dark"]) {
  test(`the workbench has no accessibility fault (${colorScheme})`, async () => {
    const { page, context, faults } = await openPage(browser, { colorScheme });
    await page.goto(await server.link());
    assert.deepEqual(await axe(page), [], "empty");
    await consultByText(page, server);
    assert.deepEqual(await axe(page), [], "done");
    await page.locator(".bar-button").first().click();
    assert.deepEqual(await axe(page), [], "source open");
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test("every sentence of the note shows what it stands on", async () => {
  const { page, context } = await openPage(browser);
  await consultByText(page, server);
  const spoken = await demoText();
  const sentences = page.locator(".sentence");
  const n = await sentences.count();
  assert.ok(n >= 5, `${n} sentences`);
  for (let i = 0; i < n; i++) {
    const one = sentences.nth(i);
    const words = await one.innerText();
    await one.click();
    assert.equal(await one.getAttribute("aria-expanded"), "true", words);
    const kinds = page.locator(".witnesses button, .witnesses .tag");
    assert.ok((await kinds.count()) > 0, `${words}: no witness`);
    const first = await kinds.first().innerText();
    if (/words/i.test(first)) {
      const shown = await page.locator("#pane-conversation mark.said").allInnerTexts();
      assert.ok(shown.length > 0, `${words}: nothing highlighted`);
      for (const s of shown) assert.ok(spoken.includes(s), `${words}: "${s}" was not said`);
    } else if (/source/i.test(first)) {
      const dialog = page.getByRole("dialog");
      assert.ok(await dialog.isVisible(), words);
      assert.match(await dialog.innerText(), /Title|Stands in/, words);
      await page.keyboard.press("Escape");
    } else if (/reasons/i.test(first)) {
      const row = page.locator(".hypothesis:has(summary:focus)");
      assert.ok(await row.locator("table.bars").isVisible(), words);
    }
    if ((await one.getAttribute("aria-expanded")) === "true") await one.click();
  }
  await context.close();
});

test("every bar opens the number behind it", async () => {
  const { page, context } = await openPage(browser);
  await consultByText(page, server);
  const said = await page.evaluate(openEveryBar);
  assert.ok(said.length > 100, `${said.length} bars`);
  for (const { label, text } of said) {
    assert.ok(text.includes(label), label);
    assert.match(text, /Background only|Grade[\s\S]*Stands in/, label);
  }
  await page.locator(".hypothesis summary").first().click();
  await page.locator(".bar-button").first().click();
  assert.ok(await page.getByRole("dialog").isVisible());
  await page.keyboard.press("Escape");
  assert.equal(await page.getByRole("dialog").count(), 0, "Escape closes it");
  await context.close();
});

/* Runs in the page, since there are more than a thousand: presses each, reads what opens. */
async function openEveryBar() {
  const drawn = () => new Promise((done) => setTimeout(done, 0));
  const until = async (there) => {
    for (let tries = 0; !there() && tries < 200; tries++) await drawn();
  };
  const said = [];
  for (const hypothesis of document.querySelectorAll(".hypothesis > details")) {
    hypothesis.open = true;
    await until(() => hypothesis.querySelector("table.bars"));
    hypothesis.querySelector(".small-bars")?.click();
    await drawn();
    for (const bar of hypothesis.querySelectorAll(".bar-button")) {
      bar.click();
      await drawn();
      const dialog = document.querySelector("dialog.source-dialog[open]");
      said.push({ label: bar.textContent, text: dialog?.textContent ?? "" });
      dialog?.querySelector("button").click(); /* Close */
      await drawn();
    }
    hypothesis.open = false;
    await until(() => !hypothesis.querySelector("table.bars"));
  }
  return said;
}

test("the bars add up to the sum below them", async () => {
  const { page, context } = await openPage(browser);
  await consultByText(page, server);
  const table = page.locator("table.bars").first();
  const figures = await table.locator("tbody").nth(1).locator("td.figure").allInnerTexts();
  const prior = await table.locator("tbody").first().locator(".sum td.figure").innerText();
  const value = (s) => Number(s.replace("\u2212", "-"));
  const parts = figures.slice(0, -1).map(value);
  const sum = parts.reduce((a, b) => a + b, value(prior));
  assert.ok(Math.abs(sum - value(figures.at(-1))) <= 0.05 * (parts.length + 2), `${sum}`);
  await context.close();
});

test("a chip highlights its words and question, by mouse and by keyboard", async () => {
  const { page, context } = await openPage(browser);
  await consultByText(page, server);
  const chips = page.locator(".chip");
  const n = await chips.count();
  assert.ok(n >= 5, `${n} chips`);
  for (let i = 0; i < n; i++) {
    await chips.nth(i).focus();
    const marks = page.locator("#pane-conversation mark");
    assert.ok((await marks.count()) > 0, await chips.nth(i).innerText());
  }
  await chips.first().click();
  assert.equal(await chips.first().getAttribute("aria-pressed"), "true");
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur());
  assert.ok((await page.locator("#pane-conversation mark").count()) > 0, "it stays");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#pane-conversation mark").count(), 0);
  await context.close();
});

test("guidance rows open their source", async () => {
  const { page, context } = await openPage(browser);
  await consultByText(page, server);
  const rows = page.locator(".pathway .rows > .row:visible .source");
  assert.ok((await rows.count()) > 0);
  await rows.first().click();
  assert.match(await page.getByRole("dialog").innerText(), /Title/);
  await context.close();
});

test("the note goes to the clipboard as plain text", async () => {
  const { page, context } = await openPage(browser, {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await consultByText(page, server);
  await page.getByRole("button", { name: "Copy the note" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const first = await page.locator(".pane-note h3").first().innerText();
  assert.ok(text.includes(first), "it begins with the sections of the page");
  await context.close();
});

test("keys: a list, three panes, and a switch for who does not want them", async () => {
  const { page, context } = await openPage(browser);
  await consultByText(page, server);
  await page.locator("body").press("?");
  assert.ok(await page.getByRole("dialog").isVisible());
  await page.getByLabel("Single keys are on").uncheck();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.locator("body").press("?");
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.getByRole("button", { name: /Keys/ }).click();
  await page.getByLabel("Single keys are on").check();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.locator("body").press("3");
  await page.waitForFunction(() => document.activeElement?.id === "pane-note");
  await context.close();
});

test("below 900 pixels the panes are tabs, worked with arrow keys", async () => {
  const { page, context } = await openPage(browser, { viewport: { width: 390, height: 844 } });
  await consultByText(page, server);
  assert.ok(await fitsItsWidth(page));
  assert.ok(await page.locator("#pane-conversation").isVisible());
  assert.equal(await page.locator("#pane-note").isVisible(), false);
  await page.getByRole("tab", { name: "Conversation" }).focus();
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.locator("#pane-case").isVisible());
  assert.ok(await fitsItsWidth(page));
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.locator("#pane-note").isVisible());
  assert.ok(await fitsItsWidth(page));
  let isThere = false;
  for (let i = 0; !isThere && i < 8; i++) {
    await page.getByRole("tab", { name: "Note" }).click();
    await page.locator(".sentence").nth(i).click();
    isThere = await page.locator("#pane-conversation").isVisible();
    if (isThere) assert.ok(await page.locator("mark").first().isVisible());
    await page.keyboard.press("Escape");
  }
  assert.ok(isThere, "a sentence leads to its words");
  await context.close();
});

test("what is wrong is said, and the way on is offered", async () => {
  const { page, context } = await openPage(browser);
  await page.goto(await server.link());
  await page.getByRole("button", { name: "Work it out" }).click();
  assert.match(await page.getByRole("alert").innerText(), /Choose a recording or paste/);
  const noise = { name: "broken.wav", mimeType: "audio/wav", buffer: Buffer.from("no sound") };
  await page.getByLabel("Recording or text file").setInputFiles(noise);
  await page.getByRole("button", { name: "Work it out" }).click();
  const box = page.locator(".failed");
  await box.waitFor();
  assert.ok((await box.locator("p").first().innerText()).length > 20);
  assert.deepEqual(await axe(page), []);
  await box.getByRole("button", { name: "Start again" }).click();
  assert.ok(await page.getByLabel("Or paste the conversation").isVisible());
  await context.close();
});

test("a reload comes back to the same consultation", async () => {
  const { page, context } = await openPage(browser);
  await consultByText(page, server);
  await page.reload();
  await page.waitForSelector(".bench");
  await page.getByRole("button", { name: "New consultation" }).click();
  assert.ok(await page.getByLabel("Or paste the conversation").isVisible());
  await context.close();
});

test("the recorded example: progress, times, and a turn that is heard", async () => {
  const { page, context, faults } = await openPage(browser);
  await page.goto(await server.link());
  await page.getByRole("button", { name: "Try the example" }).click();
  await page.locator("progress").waitFor();
  assert.deepEqual(await axe(page), [], "working");
  await page.waitForSelector(".bench", { timeout: 120_000 });
  const turns = page.locator(".turn .time");
  assert.ok((await turns.count()) > 5);
  await turns.nth(4).click();
  await page.waitForFunction(() => document.querySelector("#player").currentTime > 0);
  const at = await page.evaluate(() => document.querySelector("#player").currentTime);
  const [minutes, seconds] = (await turns.nth(4).innerText()).match(/\d+/g).map(Number);
  assert.ok(Math.abs(at - (minutes * 60 + seconds)) < 5, `${at}`);
  assert.deepEqual(faults, []);
  await context.close();
});

test("nobody consults without signing in, and a used link is no key", async () => {
  const used = await server.link();
  const { page, context } = await openPage(browser);
  await page.goto(used);
  await page.waitForURL(/\/consult/);
  const stranger = await openPage(browser);
  const again = await stranger.page.goto(used);
  assert.equal(again.status(), 403);
  const shut = await stranger.page.goto(`${server.address}/consult`);
  assert.equal(shut.status(), 403);
  assert.deepEqual(await axe(stranger.page), []);
  await stranger.context.close();
  await context.close();
});
