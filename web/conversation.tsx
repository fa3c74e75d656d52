/* The left pane: who said what, with the words that matter marked. */
import { useEffect, useRef } from "preact/hooks";
import { audio, consult, litRanges, place, playing } from "./state";
import { clock, cut, type Range } from "./text";
import type { Consult, Turn } from "./types";

const SPEAKERS = { clinician: "Clinician", patient: "Patient", other: "Other", unknown: "Speaker" };

function markedWords(c: Consult): (Range & { kind: string })[] {
  const found = c.findings.flatMap((f) => f.evidence.flatMap((e) => (e.said ? [e.said] : [])));
  const drugs = c.medications.flatMap((m) => (m.said ? [m.said] : []));
  return [...found, ...drugs].map((s) => ({ ...place.value(s), kind: "found" }));
}

function Words({ turn, marks }: { turn: Turn; marks: (Range & { kind: string })[] }) {
  const text = consult.value?.transcript.text ?? "";
  const pieces = cut(text, place.value(turn), [...marks, ...litRanges.value]);
  return (
    <p>
      {pieces.map((p) => {
        const strong = p.kinds.includes("said") || p.kinds.includes("question");
        if (strong) return <mark class={p.kinds}>{p.text}</mark>;
        return p.kinds ? <span class={p.kinds}>{p.text}</span> : p.text;
      })}
    </p>
  );
}

function play(from: number): void {
  const player = document.querySelector<HTMLAudioElement>("#player");
  if (!player) return;
  player.currentTime = from;
  void player.play();
}

function OneTurn({ turn, marks }: { turn: Turn; marks: (Range & { kind: string })[] }) {
  const name = SPEAKERS[turn.speaker];
  const now = playing.value;
  const sounds =
    now !== null && turn.from !== null && turn.to !== null && now >= turn.from && now < turn.to;
  const unsure = turn.p !== null && turn.p > 0 && turn.p < 0.7;
  return (
    <li class={`turn turn-${turn.speaker}`} aria-current={sounds ? "true" : undefined}>
      <div class="turn-head">
        <b>{name}</b>
        {unsure && <span class="hint"> (unsure who)</span>}
        {turn.from !== null && audio.value && (
          <button
            type="button"
            class="quiet time"
            aria-label={`Play from ${clock(turn.from)}`}
            onClick={() => play(turn.from ?? 0)}
          >
            ▶ {clock(turn.from)}
          </button>
        )}
        {turn.from !== null && !audio.value && <span class="time">{clock(turn.from)}</span>}
      </div>
      <Words turn={turn} marks={marks} />
    </li>
  );
}

function Player({ url }: { url: string }) {
  const ref = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const player = ref.current;
    if (!player) return undefined;
    const tick = (): void => {
      playing.value = player.paused ? null : player.currentTime;
    };
    const names = ["timeupdate", "pause", "ended", "play"] as const;
    names.forEach((n) => player.addEventListener(n, tick));
    return () => names.forEach((n) => player.removeEventListener(n, tick));
  }, [url]);
  return <audio id="player" ref={ref} src={url} controls aria-label="The recording" />;
}

export function Conversation({ c }: { c: Consult }) {
  const marks = markedWords(c);
  const kind = { speech: "from a recording", dialogue: "a written dialogue", prose: "a text" };
  return (
    <>
      <p class="hint">
        {c.name}, {kind[c.transcript.kind]}. Underlined words were understood.
      </p>
      {audio.value && <Player url={audio.value.url} />}
      <ol class="turns">
        {c.transcript.turns.map((t) => (
          <OneTurn key={t.at} turn={t} marks={marks} />
        ))}
      </ol>
      {c.unmatched.length > 0 && (
        <p class="hint">
          Not understood, so not used: {c.unmatched.map((u) => `“${u.text}”`).join(", ")}.
        </p>
      )}
    </>
  );
}
