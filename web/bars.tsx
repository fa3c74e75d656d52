/* How a probability came about: one row for each reason, drawn and in figures. */
import { useSignal } from "@preact/signals";
import { openSource } from "./state";
import { decibels } from "./text";
import type { Bar, Consult, Hypothesis } from "./types";

const KINDS: Record<Bar["kind"], string> = {
  risk: "in the starting point",
  present: "present",
  absent: "absent",
  not_mentioned: "not mentioned",
  cluster: "belong together, counted less",
};

const WIDTH = 200;

function Drawn({ db, scale, kind }: { db: number; scale: number; kind: string }) {
  const middle = WIDTH / 2;
  const length = Math.max(1, (Math.abs(db) / scale) * (middle - 2));
  return (
    <svg class="bar" viewBox={`0 0 ${WIDTH} 16`} aria-hidden="true" focusable="false">
      <line x1={middle} y1="0" x2={middle} y2="16" class="axis" />
      <rect
        x={db < 0 ? middle - length : middle}
        y="3"
        width={length}
        height="10"
        rx="2"
        class={`${db < 0 ? "against" : "for"} ${kind}`}
      />
    </svg>
  );
}

function Grade({ c, bar }: { c: Consult; bar: Bar }) {
  const grade = bar.source === null ? null : c.sources[bar.source]?.grade;
  if (!grade) return <span class="hint">–</span>;
  return <span class={`grade grade-${grade}`}>{grade}</span>;
}

function BarRow({ c, bar, scale }: { c: Consult; bar: Bar; scale: number }) {
  const db = bar.db ?? 0;
  return (
    <tr class={`bar-${bar.kind}`}>
      <th scope="row">
        <button
          type="button"
          class="quiet bar-button"
          onClick={() => (openSource.value = { index: bar.source, label: bar.label })}
        >
          {bar.label}
        </button>
        <small>{KINDS[bar.kind]}</small>
      </th>
      <td class="drawn">
        <Drawn db={db} scale={scale} kind={bar.kind} />
      </td>
      <td class="figure">{decibels(db)}</td>
      <td>
        <Grade c={c} bar={bar} />
      </td>
    </tr>
  );
}

function SumRow({ words, db, scale }: { words: string; db: number | null; scale: number }) {
  return (
    <tr class="sum">
      <th scope="row">{words}</th>
      <td class="drawn">{db !== null && <Drawn db={db} scale={scale} kind="sum" />}</td>
      <td class="figure">{db === null ? "–" : decibels(db)}</td>
      <td />
    </tr>
  );
}

const SMALL_DB = 0.1;
const size = (b: Bar): number => Math.abs(b.db ?? 0);
const isSmall = (b: Bar): boolean => b.kind === "not_mentioned" && size(b) < SMALL_DB;

/* The many typical findings that nobody mentioned and that hardly count, in one row. */
function SmallRows({ c, bars, scale }: { c: Consult; bars: Bar[]; scale: number }) {
  const open = useSignal(false);
  if (bars.length === 0) return null;
  const together = bars.reduce((sum, b) => sum + (b.db ?? 0), 0);
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            class="quiet small-bars"
            aria-expanded={open.value}
            onClick={() => (open.value = !open.value)}
          >
            {open.value ? "Hide" : "Show"} {bars.length} that hardly count
          </button>
          <small>not mentioned, each less than {SMALL_DB} dB</small>
        </th>
        <td class="drawn">{!open.value && <Drawn db={together} scale={scale} kind="small" />}</td>
        <td class="figure">{!open.value && decibels(together)}</td>
        <td />
      </tr>
      {open.value && bars.map((b, i) => <BarRow key={i} c={c} bar={b} scale={scale} />)}
    </>
  );
}

export function Bars({ c, h }: { c: Consult; h: Hypothesis }) {
  const sizes = [h.prior_db, h.posterior_db, ...h.bars.map((b) => b.db)];
  const scale = Math.max(3, ...sizes.map((v) => Math.abs(v ?? 0)));
  const risks = h.bars.filter((b) => b.kind === "risk");
  const rest = h.bars.filter((b) => b.kind !== "risk" && !isSmall(b));
  const ordered = [...rest].sort((a, b) => size(b) - size(a));
  return (
    <table class="bars">
      <caption>
        Reasons in decibels of odds: +3 doubles, −3 halves. Press a reason for its source.
      </caption>
      <thead>
        <tr>
          <th scope="col">Reason</th>
          <th scope="col" class="drawn">
            <span class="visually-hidden">Drawn</span>
          </th>
          <th scope="col" class="figure">
            dB
          </th>
          <th scope="col">Grade</th>
        </tr>
      </thead>
      <tbody>
        {risks.map((b, i) => (
          <BarRow key={i} c={c} bar={b} scale={scale} />
        ))}
        <SumRow words="Before the talk" db={h.prior_db} scale={scale} />
      </tbody>
      <tbody>
        {ordered.map((b, i) => (
          <BarRow key={i} c={c} bar={b} scale={scale} />
        ))}
        <SmallRows c={c} bars={h.bars.filter(isSmall)} scale={scale} />
        <SumRow words="All together" db={h.posterior_db} scale={scale} />
      </tbody>
    </table>
  );
}
