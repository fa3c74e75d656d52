/* Chips: what is present, absent, or open, each leading to the words it stands on. */
import { hovered, pin, pinned, type Lit } from "./state";
import type { Consult, Finding, Medication, Span } from "./types";

const SIGNS: Record<string, [sign: string, word: string]> = {
  present: ["✓", "present"],
  absent: ["✕", "absent"],
  possible: ["?", "possible"],
  unknown: ["?", "unknown"],
  past: ["↺", "in the past"],
  resolved: ["↺", "resolved"],
  family: ["⚭", "in the family"],
  hypothetical: ["…", "only supposed"],
  discussed: ["…", "only talked about"],
};

const spans = (v: (Span | null)[]): Span[] => v.filter((s): s is Span => s !== null);

function litBy(f: Finding): Lit {
  return {
    from: `finding-${f.i}`,
    said: spans(f.evidence.map((e) => e.said)),
    question: spans(f.evidence.map((e) => e.question)),
  };
}

interface ChipProps {
  what: Lit;
  status: string;
  name: string;
  more: string;
  conflict: boolean;
}

function Chip({ what, status, name, more, conflict }: ChipProps) {
  const [sign, word] = SIGNS[status] ?? ["?", status];
  const enter = (): void => {
    hovered.value = what;
  };
  const leave = (): void => {
    if (hovered.value?.from === what.from) hovered.value = null;
  };
  return (
    <li>
      <button
        type="button"
        class="chip"
        data-status={status}
        data-conflict={conflict ? "" : undefined}
        aria-pressed={pinned.value?.from === what.from}
        onMouseEnter={enter}
        onMouseLeave={leave}
        onFocus={enter}
        onBlur={leave}
        onClick={() => pin(what)}
      >
        <span aria-hidden="true">{sign}</span>
        <span class="visually-hidden">{word}: </span>
        {name}
        {more && <small> {more}</small>}
        {conflict && <small> (said both ways)</small>}
      </button>
    </li>
  );
}

const extras = (f: Finding): string =>
  [f.side, f.duration, f.frequency, f.severity].filter(Boolean).join(", ");

function MedicationChip({ m, i }: { m: Medication; i: number }) {
  const what: Lit = { from: `drug-${i}`, said: spans([m.said]), question: [] };
  const more = [m.dose, m.frequency].filter(Boolean).join(", ");
  return <Chip what={what} status={m.status} name={m.name} more={more} conflict={false} />;
}

export function Findings({ c }: { c: Consult }) {
  const order = ["present", "possible", "unknown", "absent"];
  const rank = (f: Finding): number => {
    const at = order.indexOf(f.status);
    return at < 0 ? order.length : at;
  };
  const sorted = [...c.findings].sort((a, b) => rank(a) - rank(b) || a.i - b.i);
  return (
    <section aria-labelledby="h-findings">
      <h3 id="h-findings">What was said</h3>
      {sorted.length === 0 && <p>No finding was understood in this conversation.</p>}
      <ul class="chips">
        {sorted.map((f) => (
          <Chip
            key={f.i}
            what={litBy(f)}
            status={f.status}
            name={f.name}
            more={extras(f)}
            conflict={f.conflict}
          />
        ))}
      </ul>
      {c.medications.length > 0 && (
        <>
          <h4>Medicines (names are often misheard: check them)</h4>
          <ul class="chips">
            {c.medications.map((m, i) => (
              <MedicationChip key={i} m={m} i={i} />
            ))}
          </ul>
        </>
      )}
      <p class="legend">
        <span>✓ present</span> <span>✕ absent</span> <span>? open</span>{" "}
        <span>↺ past</span> <span>… only talked about</span>
      </p>
    </section>
  );
}
