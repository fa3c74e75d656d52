/* The two calls of the server, and the wait between them. */
import { audio, openHypotheses, phase, reset, say } from "./state";
import type { Consult } from "./types";

const OWN = { "X-Auscult": "1" };
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 1500;

type Answer =
  | { state: "working"; progress: number; step: string }
  | { state: "failed"; error: string }
  | { state: "done"; consult: Consult };

export interface Entry {
  body: Blob;
  name: string;
  age: string;
  sex: string;
  isAudio: boolean;
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function problem(answer: Response): Promise<Error> {
  const text = await answer.text();
  try {
    const said: unknown = (JSON.parse(text) as { error?: unknown }).error;
    if (typeof said === "string" && said) return new Error(sentence(said));
  } catch {
    /* not JSON: the server's plain sentence follows */
  }
  const plain = text.length > 0 && text.length < 300 && !text.includes("<");
  return new Error(plain ? text : `The server answered ${answer.status}; try again.`);
}

function sentence(words: string): string {
  const first = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function fail(error: unknown): void {
  const lost = error instanceof TypeError;
  const words = lost
    ? "The server does not answer. See whether Auscult still runs, then try again."
    : error instanceof Error
      ? error.message
      : "Something went wrong; try again.";
  phase.value = { kind: "failed", error: words };
  say(words);
}

function show(consult: Consult): void {
  const first = consult.differential.hypotheses.find((h) => h.condition);
  openHypotheses.value = new Set(first?.condition ? [first.condition] : []);
  phase.value = { kind: "done", consult };
  say("The consultation is ready.");
}

/* Asks until it is done; stops silently when the reader has begun another one. */
async function follow(id: string, name: string): Promise<void> {
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 1.3, LONGEST_WAIT_MS)) {
    const answer = await fetch(`/api/consultations/${encodeURIComponent(id)}`, {
      headers: OWN,
    });
    if (!answer.ok) throw await problem(answer);
    const now = (await answer.json()) as Answer;
    if (!location.hash.endsWith(id)) return;
    if (now.state === "done") return show(now.consult);
    if (now.state === "failed") throw new Error(sentence(now.error));
    phase.value = { kind: "working", name, progress: now.progress, step: now.step };
    await wait(pause);
  }
}

export async function begin(entry: Entry): Promise<void> {
  const query = new URLSearchParams({ name: entry.name });
  if (entry.age) query.set("age", entry.age);
  if (entry.sex) query.set("sex", entry.sex);
  reset();
  phase.value = { kind: "sending", name: entry.name };
  if (entry.isAudio) audio.value = { url: URL.createObjectURL(entry.body) };
  try {
    const answer = await fetch(`/api/consultations?${query}`, {
      method: "POST",
      headers: { ...OWN, "Content-Type": entry.body.type || "application/octet-stream" },
      body: entry.body,
    });
    if (!answer.ok) throw await problem(answer);
    const { id } = (await answer.json()) as { id: string };
    history.replaceState(null, "", `#c=${id}`);
    await follow(id, entry.name);
  } catch (error) {
    fail(error);
  }
}

/* The example recording that comes with the program. */
export async function beginExample(): Promise<void> {
  phase.value = { kind: "sending", name: "leg_cramps.wav" };
  try {
    const answer = await fetch("/demo/leg_cramps.wav");
    if (!answer.ok) throw await problem(answer);
    const body = await answer.blob();
    await begin({ body, name: "leg_cramps.wav", age: "67", sex: "f", isAudio: true });
  } catch (error) {
    fail(error);
  }
}

/* After a reload: the same consultation, while the server still holds it. */
export async function resume(): Promise<void> {
  const id = /^#c=([\w-]+)$/.exec(location.hash)?.[1];
  if (!id) return;
  phase.value = { kind: "working", name: "", progress: 0, step: "waiting" };
  try {
    await follow(id, "");
  } catch (error) {
    fail(error);
  }
}
