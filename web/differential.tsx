/* What it may be, in three bands, and why. */
import { Bars } from "./bars";
import { openHypotheses } from "./state";
import { inHundred } from "./text";
import type { Consult, Hypothesis } from "./types";

const BANDS = [
  ["likely", "Likely"],
  ["consider", "Consider"],
  ["must_not_miss", "Must not miss"],
] as const;

function Interval({ h }: { h: Hypothesis }) {
  const x = (p: number): number => Math.round(p * 1000) / 10;
  return (
    <svg class="interval" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect x="0" y="3" width="100" height="2" class="ground" />
      <rect x={x(h.low)} y="1" width={Math.max(0.8, x(h.high) - x(h.low))} height="6" class="span" />
      <rect x={Math.max(0, x(h.p) - 0.6)} y="0" width="1.2" height="8" class="point" />
    </svg>
  );
}

function Reasons({ h }: { h: Hypothesis }) {
  const rows: [string, string | undefined][] = [
    ["Because", h.because],
    ["But", h.but],
    ["What would change it", h.would_change],
    ["Would leave open", h.if_cured],
    ["How sure", h.how_sure],
    ["Not considered", h.not_considered],
  ];
  return (
    <dl class="reasons">
      {rows
        .filter(([, text]) => text)
        .map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
    </dl>
  );
}

function toggle(id: string, open: boolean): void {
  const now = new Set(openHypotheses.value);
  if (open) now.add(id);
  else now.delete(id);
  if (now.size !== openHypotheses.value.size) openHypotheses.value = now;
}

function One({ c, h }: { c: Consult; h: Hypothesis }) {
  const id = h.condition ?? "null";
  const open = openHypotheses.value.has(id);
  return (
    <li id={`dx-${id}`} class="hypothesis">
      <details open={open} onToggle={(e) => toggle(id, e.currentTarget.open)}>
        <summary>
          <span class="dx-name">{h.name}</span>
          <span class="dx-p">
            {inHundred(h.p)}{" "}
            <small>
              ({Math.round(h.low * 100)}–{Math.round(h.high * 100)})
            </small>
          </span>
          <Interval h={h} />
        </summary>
        {open && (
          <div class="dx-body">
            <Reasons h={h} />
            {h.bars.length > 0 && <Bars c={c} h={h} />}
            <p class="hint">
              Led in {h.first_in} of {h.draws} runs with the numbers varied within their
              uncertainty.{" "}
              {h.article && (
                <a href={h.article} target="_blank" rel="noopener">
                  Read the article on {h.name} (new tab)
                </a>
              )}
            </p>
          </div>
        )}
      </details>
    </li>
  );
}

export function Differential({ c }: { c: Consult }) {
  const d = c.differential;
  const folded = d.hypotheses.filter((h) => h.band === "folded");
  return (
    <section aria-labelledby="h-dx">
      <h3 id="h-dx">What it may be</h3>
      <p class="hint">
        Of 100 people like this; in brackets the range from the numbers' uncertainty.
      </p>
      {BANDS.map(([band, title]) => {
        const here = d.hypotheses.filter((h) => h.band === band);
        if (here.length === 0) return null;
        return (
          <div key={band} class={`band band-${band}`}>
            <h4>{title}</h4>
            <ol>
              {here.map((h) => (
                <One key={h.rank} c={c} h={h} />
              ))}
            </ol>
          </div>
        );
      })}
      {folded.length > 0 && (
        <details class="band band-folded">
          <summary>Less likely ({folded.length})</summary>
          <ol>
            {folded.map((h) => (
              <One key={h.rank} c={c} h={h} />
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}
