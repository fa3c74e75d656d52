/* Byte offsets of the server become positions in a JavaScript string, once. */
import type { Span } from "./types";

export interface Range {
  from: number;
  to: number;
}

export type Place = (span: Span) => Range;

/* For each byte of the UTF-8 text, which UTF-16 position it belongs to. */
export function places(text: string): Place {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes === text.length) return (s) => ({ from: s.at, to: s.at + s.n });
  const position = new Uint32Array(bytes + 1);
  let byte = 0;
  let unit = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    position.fill(unit, byte, byte + n);
    byte += n;
    unit += letter.length;
  }
  position[byte] = unit;
  const at = (b: number): number => position[Math.min(b, bytes)] ?? unit;
  return (s) => ({ from: at(s.at), to: at(s.at + s.n) });
}

export interface Piece {
  text: string;
  from: number;
  kinds: string;
}

/* Cuts text[from, to) where any of the marked ranges begins or ends. */
export function cut(
  text: string,
  whole: Range,
  marks: readonly (Range & { kind: string })[],
): Piece[] {
  const edges = new Set([whole.from, whole.to]);
  const near = marks.filter((m) => m.to > whole.from && m.from < whole.to);
  for (const m of near) {
    edges.add(Math.max(m.from, whole.from));
    edges.add(Math.min(m.to, whole.to));
  }
  const order = [...edges].sort((a, b) => a - b);
  return order.slice(0, -1).map((from, i) => {
    const to = order[i + 1] ?? whole.to;
    const kinds = new Set(near.filter((m) => m.from <= from && m.to >= to).map((m) => m.kind));
    return { text: text.slice(from, to), from, kinds: [...kinds].sort().join(" ") };
  });
}

export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/* "about 65 in 100", and never "0 in 100" for what is merely rare. */
export function inHundred(p: number): string {
  if (p >= 0.995) return "more than 99 in 100";
  if (p >= 0.01) return `about ${Math.round(p * 100)} in 100`;
  if (p >= 0.001) return `about ${Math.round(p * 1000)} in 1,000`;
  return "fewer than 1 in 1,000";
}

export function decibels(db: number): string {
  const text = Math.abs(db).toFixed(1);
  return text === "0.0" ? "0.0" : `${db < 0 ? "\u2212" : "+"}${text}`;
}
