/* The consultation workbench: conversation, case, note. */
import { signal } from "@preact/signals";
import { render } from "preact";
import { resume } from "./api";
import { Case } from "./case";
import { Conversation } from "./conversation";
import { onKey } from "./keys";
import { Note } from "./note";
import { HelpDialog, SourceDialog } from "./source";
import { Start, Working } from "./start";
import { announcement, helpIsOpen, phase, reset, tab, type Tab } from "./state";
import type { Consult } from "./types";

const PANES: [Tab, string][] = [
  ["conversation", "Conversation"],
  ["case", "Case"],
  ["note", "Note"],
];

const narrow = matchMedia("(max-width: 899px)");
const isNarrow = signal(narrow.matches);
narrow.addEventListener("change", () => (isNarrow.value = narrow.matches));

function onTabKey(e: KeyboardEvent): void {
  const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
  if (!step) return;
  const at = PANES.findIndex(([name]) => name === tab.value);
  const next = PANES[(at + step + PANES.length) % PANES.length]?.[0];
  if (!next) return;
  tab.value = next;
  document.getElementById(`tab-${next}`)?.focus();
}

function Tabs() {
  return (
    <div class="tabs" role="tablist" aria-label="Parts of the consultation" onKeyDown={onTabKey}>
      {PANES.map(([name, title]) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={tab.value === name}
          aria-controls={`pane-${name}`}
          tabIndex={tab.value === name ? 0 : -1}
          onClick={() => (tab.value = name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

function Pane({ name, title, c }: { name: Tab; title: string; c: Consult }) {
  const tabs = isNarrow.value;
  return (
    <section
      id={`pane-${name}`}
      class={`pane pane-${name}`}
      role={tabs ? "tabpanel" : "region"}
      aria-labelledby={tabs ? `tab-${name}` : `h-${name}`}
      hidden={tabs && tab.value !== name}
      tabIndex={0}
    >
      <h2 id={`h-${name}`}>{title}</h2>
      {name === "conversation" && <Conversation c={c} />}
      {name === "case" && <Case c={c} />}
      {name === "note" && <Note c={c} />}
    </section>
  );
}

function who(c: Consult): string {
  const sex = { f: "female", m: "male" }[c.patient.sex] ?? "";
  const age = c.patient.age === null ? "" : `${c.patient.age} years`;
  return [age, sex].filter(Boolean).join(", ") || "age and sex not given";
}

function Bench({ c }: { c: Consult }) {
  return (
    <>
      <div class="bench-head">
        <h1>
          Consultation <small>{who(c)}</small>
        </h1>
        <p>
          <button type="button" class="button button-quiet" onClick={() => (helpIsOpen.value = true)}>
            Keys <kbd>?</kbd>
          </button>{" "}
          <button type="button" class="button button-quiet" onClick={reset}>
            New consultation
          </button>
        </p>
      </div>
      {isNarrow.value && <Tabs />}
      <div class="bench">
        {PANES.map(([name, title]) => (
          <Pane key={name} name={name} title={title} c={c} />
        ))}
      </div>
    </>
  );
}

function Failed({ error }: { error: string }) {
  return (
    <div class="box box-red failed">
      <h2>That did not work</h2>
      <p>{error}</p>
      <p>
        <button type="button" class="button" onClick={reset}>
          Start again
        </button>
      </p>
    </div>
  );
}

function App() {
  const now = phase.value;
  return (
    <>
      {now.kind !== "done" && <h1>Consultation</h1>}
      {now.kind === "empty" && <Start />}
      <Working />
      {now.kind === "failed" && <Failed error={now.error} />}
      {now.kind === "done" && <Bench c={now.consult} />}
      <p class="visually-hidden" role="status">
        {announcement.value}
      </p>
      <SourceDialog />
      <HelpDialog />
    </>
  );
}

const root = document.getElementById("consult");
if (root) {
  root.replaceChildren();
  render(<App />, root);
  addEventListener("keydown", onKey);
  void resume();
}
