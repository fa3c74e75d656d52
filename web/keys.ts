/* Single keys, only when no field has the focus; they can be switched off. */
import { signal } from "@preact/signals";
import { copyNote } from "./note";
import { consult, helpIsOpen, hovered, openSource, pinned, tab, type Tab } from "./state";

const KEY = "auscult-keys";

function stored(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

export const keysAreOn = signal(stored());

export function setKeys(on: boolean): void {
  keysAreOn.value = on;
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    /* it then lasts for this page only */
  }
}

const PANES: Record<string, Tab> = { "1": "conversation", "2": "case", "3": "note" };

function toPane(name: Tab): void {
  tab.value = name;
  requestAnimationFrame(() => document.getElementById(`pane-${name}`)?.focus());
}

function nextToCheck(): void {
  tab.value = "note";
  requestAnimationFrame(() => {
    const all = [...document.querySelectorAll<HTMLElement>(".sentence[data-check]")];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[(at + 1) % all.length]?.focus();
  });
}

function playOrPause(): void {
  const player = document.querySelector<HTMLAudioElement>("#player");
  if (player?.paused) void player.play();
  else player?.pause();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches("input:not([type=checkbox]), textarea, select, audio")
  );
}

export function onKey(e: KeyboardEvent): void {
  if (e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
  if (e.key === "Escape") {
    pinned.value = null;
    hovered.value = null;
    return;
  }
  if (!keysAreOn.value || openSource.value || helpIsOpen.value) return;
  const pane = PANES[e.key];
  if (e.key === "?") helpIsOpen.value = true;
  else if (!consult.value) return;
  else if (pane) toPane(pane);
  else if (e.key === "n") nextToCheck();
  else if (e.key === "c") void copyNote();
  else if (e.key === "p") playOrPause();
}
