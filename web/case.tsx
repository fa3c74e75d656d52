/* The middle pane: urgency, findings, possible causes, what to ask and what to do. */
import { Differential } from "./differential";
import { Findings } from "./findings";
import { openSource } from "./state";
import type { Consult, Question, Row, Triage, Walk } from "./types";

function SourceButton({ index, label }: { index: number | null; label: string }) {
  return (
    <button
      type="button"
      class="quiet source"
      aria-label={`Source: ${label}`}
      onClick={() => (openSource.value = { index, label })}
    >
      Source
    </button>
  );
}

function Urgency({ t }: { t: Triage }) {
  const tone = t.level >= 4 ? "red" : t.level >= 2 || !t.known ? "amber" : "green";
  return (
    <section class={`box box-${tone} urgency`} aria-labelledby="h-urgency">
      <h3 id="h-urgency">Urgency: {t.name}</h3>
      {t.fired.length === 0 && <p>{t.because}</p>}
      {t.fired.length > 0 && (
        <ul>
          {t.fired.map((f, i) => (
            <li key={i}>
              {f.say} <SourceButton index={f.source} label={f.say} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Ask({ q }: { q: Question }) {
  return (
    <li>
      <b>{q.ask || q.name}</b>
      {q.red_flag && <span class="tag tag-red"> red flag</span>}
      <p class="hint">{q.because}</p>
    </li>
  );
}

function NextQuestions({ v }: { v: Question[] }) {
  if (v.length === 0) return null;
  return (
    <section aria-labelledby="h-ask">
      <h3 id="h-ask">What to ask next</h3>
      <ol class="questions">
        {v.slice(0, 5).map((q) => (
          <Ask key={q.finding} q={q} />
        ))}
      </ol>
      {v.length > 5 && (
        <details>
          <summary>{v.length - 5} more questions</summary>
          <ol class="questions" start={6}>
            {v.slice(5).map((q) => (
              <Ask key={q.finding} q={q} />
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

const FATES = { fired: ["✓", "applies"], undecided: ["?", "open"], refused: ["✕", "does not apply"] };

function GuidanceRow({ r }: { r: Row }) {
  const [sign, word] = FATES[r.fate];
  return (
    <li class={`row row-${r.fate}`}>
      <span class="sign" aria-hidden="true">
        {sign}
      </span>
      <div>
        <span class="visually-hidden">{word}: </span>
        <span class="row-kind">{r.kind.replaceAll("_", " ")}</span> {r.say}{" "}
        <SourceButton index={r.source} label={r.say} />
        {r.because && <p class="hint">{r.because}</p>}
        {!r.because && r.missing.length > 0 && <p class="hint">To decide: {r.missing.join(", ")}.</p>}
      </div>
    </li>
  );
}

const Rows = ({ v }: { v: Row[] }) => (
  <ul class="rows">
    {v.map((r) => (
      <GuidanceRow key={r.id} r={r} />
    ))}
  </ul>
);

function Folded({ v, words }: { v: Row[]; words: string }) {
  if (v.length === 0) return null;
  return (
    <details>
      <summary>
        {v.length} {words}
      </summary>
      <Rows v={v} />
    </details>
  );
}

function Pathway({ w }: { w: Walk }) {
  const by = (fate: Row["fate"]): Row[] => w.rows.filter((r) => r.fate === fate);
  return (
    <article class="pathway">
      <h4>{w.title}</h4>
      <p class="hint">{w.scope}</p>
      <Rows v={by("fired")} />
      {w.ask_words && (
        <p>
          To go on, ask: <b>{w.ask_words}</b>
        </p>
      )}
      <Folded v={by("undecided")} words="steps are still open" />
      <Folded v={by("refused")} words="do not apply" />
    </article>
  );
}

function Basis({ c }: { c: Consult }) {
  const b = c.basis;
  return (
    <details class="basis">
      <summary>How this was worked out, and what it cannot do</summary>
      <p>{b.intended_use}</p>
      <ul>
        {b.method.map((m) => (
          <li key={m}>{m}</li>
        ))}
      </ul>
      <ul>
        {b.limits.map((m) => (
          <li key={m}>{m}</li>
        ))}
      </ul>
      <p class="hint">
        {b.measured} numbers with a source and {b.estimates} estimates by the editors stand
        behind this case. Knowledge <code>{c.kb}</code>, version {c.version}.
      </p>
    </details>
  );
}

export function Case({ c }: { c: Consult }) {
  const walks = c.guidance.filter((w) => w.applies);
  return (
    <>
      <Urgency t={c.differential.triage} />
      <Findings c={c} />
      <Differential c={c} />
      <NextQuestions v={c.differential.questions} />
      {walks.length > 0 && (
        <section aria-labelledby="h-guidance">
          <h3 id="h-guidance">Guidance</h3>
          {walks.map((w) => (
            <Pathway key={w.id} w={w} />
          ))}
        </section>
      )}
      <Basis c={c} />
    </>
  );
}
