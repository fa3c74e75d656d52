/* The right pane: the note. Each sentence is a button that shows what it stands on. */
import { signal } from "@preact/signals";
import {
  consult,
  hovered,
  openSource,
  pin,
  pinned,
  say,
  showHypothesis,
  tab,
  type Lit,
} from "./state";
import type { Consult, Section, Sentence, Span, Witness } from "./types";

const chosen = signal<string | null>(null);
const copied = signal(false);

const spans = (v: (Span | null | undefined)[]): Span[] => v.filter((s): s is Span => !!s);

function litBy(s: Sentence, from: string): Lit {
  return {
    from,
    said: spans(s.witnesses.map((w) => w.said)),
    question: spans(s.witnesses.map((w) => w.question)),
  };
}

function label(w: Witness): string {
  switch (w.kind) {
    case "said":
      return "Words of the conversation";
    case "knowledge":
      return "Source";
    case "reasoning":
      return "Reasons";
    case "typed":
      return "Entered by you, not spoken";
  }
}

function show(w: Witness, s: Sentence, from: string): void {
  if (w.kind === "said") {
    tab.value = "conversation";
    if (pinned.value?.from !== from) pin(litBy(s, from));
    say("The words are highlighted in the conversation.");
  } else if (w.kind === "knowledge") {
    openSource.value = { index: w.source ?? null, label: s.text };
  } else if (w.kind === "reasoning" && w.condition) {
    showHypothesis(w.condition);
  } else {
    say("Entered by you, not spoken.");
  }
}

function Witnesses({ s, from }: { s: Sentence; from: string }) {
  const said = s.witnesses.find((w) => w.kind === "said");
  const others = s.witnesses.filter((w) => w.kind !== "said");
  const all = said ? [said, ...others] : others;
  return (
    <span class="witnesses">
      {all.map((w, i) =>
        w.kind === "typed" ? (
          <span key={i} class="tag">
            {label(w)}
          </span>
        ) : (
          <button key={i} type="button" class="quiet source" onClick={() => show(w, s, from)}>
            {label(w)}
          </button>
        ),
      )}
    </span>
  );
}

function OneSentence({ s, from }: { s: Sentence; from: string }) {
  const what = litBy(s, from);
  const isChosen = chosen.value === from;
  const choose = (): void => {
    chosen.value = isChosen ? null : from;
    if (isChosen) {
      pinned.value = null;
      return;
    }
    const first = s.witnesses.find((w) => w.kind === "said") ?? s.witnesses[0];
    if (first) show(first, s, from);
  };
  const enter = (): void => {
    if (what.said.length > 0) hovered.value = what;
  };
  const leave = (): void => {
    if (hovered.value?.from === from) hovered.value = null;
  };
  return (
    <li>
      <button
        type="button"
        class="sentence"
        data-check={s.check ? "" : undefined}
        data-suggestion={s.suggestion ? "" : undefined}
        aria-expanded={isChosen}
        onClick={choose}
        onMouseEnter={enter}
        onMouseLeave={leave}
        onFocus={enter}
        onBlur={leave}
      >
        {s.text}
        {s.suggestion && <span class="tag">suggestion</span>}
        {s.check && <span class="tag tag-amber">check</span>}
      </button>
      {isChosen && <Witnesses s={s} from={from} />}
    </li>
  );
}

function OneSection({ section }: { section: Section }) {
  return (
    <section aria-labelledby={`note-${section.id}`}>
      <h3 id={`note-${section.id}`}>{section.title}</h3>
      <ul class="sentences">
        {section.sentences.map((s, i) => (
          <OneSentence key={i} s={s} from={`note-${section.id}-${i}`} />
        ))}
      </ul>
    </section>
  );
}

export async function copyNote(): Promise<void> {
  const text = consult.value?.note.text;
  if (!text) return;
  try {
    await navigator.clipboard.writeText(text);
    copied.value = true;
    setTimeout(() => (copied.value = false), 3000);
    say("The note is on the clipboard.");
  } catch {
    const plain = document.querySelector<HTMLDetailsElement>("#plain-note");
    if (plain) plain.open = true;
    plain?.querySelector("textarea")?.select();
    say("The browser refused the clipboard; the text is selected, copy it from there.");
  }
}

export function Note({ c }: { c: Consult }) {
  return (
    <>
      <div class="note-actions">
        <button type="button" class="button" onClick={() => void copyNote()}>
          {copied.value ? "Copied" : "Copy the note"}
        </button>
        <button type="button" class="button button-quiet" onClick={() => print()}>
          Print
        </button>
      </div>
      <p class="hint">
        A draft. Press a sentence to see what it stands on; suggestions were said by nobody.
      </p>
      {c.note.sections.length === 0 && <p>There is nothing to note in this conversation.</p>}
      {c.note.sections.map((s) => (
        <OneSection key={s.id} section={s} />
      ))}
      <details id="plain-note">
        <summary>As plain text</summary>
        <textarea readOnly rows={12} aria-label="The note as plain text" value={c.note.text} />
      </details>
    </>
  );
}
