/* What the page shows now. Nothing of a consultation is written to storage. */
import { computed, signal } from "@preact/signals";
import { places, type Range } from "./text";
import type { Consult, Span } from "./types";

export type Phase =
  | { kind: "empty" }
  | { kind: "sending"; name: string }
  | { kind: "working"; name: string; progress: number; step: string }
  | { kind: "failed"; error: string }
  | { kind: "done"; consult: Consult };

export type Tab = "conversation" | "case" | "note";

export interface Lit {
  from: string;
  said: Span[];
  question: Span[];
}

export const phase = signal<Phase>({ kind: "empty" });
export const consult = computed(() => (phase.value.kind === "done" ? phase.value.consult : null));
export const tab = signal<Tab>("conversation");
export const hovered = signal<Lit | null>(null);
export const pinned = signal<Lit | null>(null);
export const lit = computed(() => hovered.value ?? pinned.value);
export const announcement = signal("");
export const openSource = signal<{ index: number | null; label: string } | null>(null);
export const openHypotheses = signal<ReadonlySet<string>>(new Set());
export const audio = signal<{ url: string } | null>(null);
export const playing = signal<number | null>(null); /* second, while sound runs */
export const helpIsOpen = signal(false);

export const place = computed(() => places(consult.value?.transcript.text ?? ""));

export const litRanges = computed<(Range & { kind: string })[]>(() => {
  const now = lit.value;
  if (!now) return [];
  return [
    ...now.said.map((s) => ({ ...place.value(s), kind: "said" })),
    ...now.question.map((s) => ({ ...place.value(s), kind: "question" })),
  ];
});

export function say(words: string): void {
  announcement.value = "";
  requestAnimationFrame(() => {
    announcement.value = words;
  });
}

/* Shows words of the conversation, in their pane, and keeps them shown. */
export function pin(what: Lit): void {
  const same = pinned.value?.from === what.from;
  hovered.value = null;
  pinned.value = same ? null : what;
  if (same) return;
  requestAnimationFrame(scrollToMark);
}

/* Moves the conversation only, so that the sentence just pressed stays in view. */
function scrollToMark(): void {
  const pane = document.getElementById("pane-conversation");
  const mark = pane?.querySelector("mark");
  if (!pane || !mark) return;
  if (pane.scrollHeight <= pane.clientHeight + 1) {
    mark.scrollIntoView({ block: "nearest" });
    return;
  }
  const offset = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  pane.scrollBy({ top: offset - pane.clientHeight / 3 });
}

export function showHypothesis(condition: string): void {
  openHypotheses.value = new Set([...openHypotheses.value, condition]);
  tab.value = "case";
  requestAnimationFrame(() => {
    const row = document.getElementById(`dx-${condition}`);
    row?.closest<HTMLDetailsElement>("details.band-folded")?.setAttribute("open", "");
    row?.querySelector<HTMLElement>("summary")?.focus();
  });
}

export function reset(): void {
  if (audio.value) URL.revokeObjectURL(audio.value.url);
  audio.value = null;
  playing.value = null;
  pinned.value = null;
  hovered.value = null;
  openSource.value = null;
  openHypotheses.value = new Set();
  tab.value = "conversation";
  phase.value = { kind: "empty" };
  history.replaceState(null, "", location.pathname);
}
