/* The one dialog: where a number or a statement comes from. Escape closes it. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { consult, helpIsOpen, openSource } from "./state";
import { keysAreOn, setKeys } from "./keys";
import type { Source } from "./types";

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function range(s: Source): string {
  if (s.low === null || s.low === undefined || s.high === null || s.high === undefined) return "";
  return s.low === s.high ? "" : ` (${s.low} to ${s.high})`;
}

/* Only web addresses become links. */
const web = (url: string | undefined): string | null =>
  url && /^https?:\/\//.test(url) ? url : null;

function Facts({ s }: { s: Source }) {
  const url = web(s.url);
  return (
    <dl class="facts">
      {s.grade && (
        <Fact name="Grade">
          <span class={`grade grade-${s.grade}`}>{s.grade}</span> {s.grade_text}
        </Fact>
      )}
      {s.value !== undefined && s.value !== null && (
        <Fact name="Number">
          {s.value}
          {range(s)}
        </Fact>
      )}
      {s.title && <Fact name="Title">{s.title}</Fact>}
      {s.authors && <Fact name="Authors">{s.authors}</Fact>}
      {s.published && (
        <Fact name="Published">
          {s.published}
          {s.year ? `, ${s.year}` : ""}
        </Fact>
      )}
      {s.doi && (
        <Fact name="DOI">
          <a href={`https://doi.org/${s.doi}`} target="_blank" rel="noopener noreferrer">
            {s.doi} (new tab)
          </a>
        </Fact>
      )}
      {url && (
        <Fact name="Address">
          <a href={url} target="_blank" rel="noopener noreferrer">
            {url} (new tab)
          </a>
        </Fact>
      )}
      {s.read && (
        <Fact name="Read on">
          {s.read}
          {s.what ? ` (${s.what})` : ""}
        </Fact>
      )}
      {s.taken && s.taken.length > 0 && (
        <Fact name="What was taken">
          <ul>
            {s.taken.map((t) => (
              <li key={t}>{t}</li>
            ))}
          </ul>
        </Fact>
      )}
      {s.why && <Fact name="Why this number">{s.why}</Fact>}
      {s.by && <Fact name="Entered by">{s.by}</Fact>}
      {s.file && (
        <Fact name="Stands in">
          <code>
            {s.file}:{s.line}
          </code>
        </Fact>
      )}
    </dl>
  );
}

function useDialog(open: boolean): preact.RefObject<HTMLDialogElement> {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (open && dialog && !dialog.open) dialog.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  return ref;
}

export function SourceDialog() {
  const opened = openSource.value;
  const ref = useDialog(opened !== null);
  const close = (): void => {
    openSource.value = null;
  };
  /* The event comes late: by then another source may be open already. */
  const onClose = (): void => {
    if (!ref.current?.open) close();
  };
  const found = opened?.index === null || !opened ? null : consult.value?.sources[opened.index];
  return (
    <dialog ref={ref} class="source-dialog" aria-labelledby="h-source" onClose={onClose}>
      {opened && (
        <>
          <h2 id="h-source">{opened.label}</h2>
          {found?.estimate && (
            <p class="box box-amber">An estimate by the editors; nobody measured it.</p>
          )}
          {found ? (
            <Facts s={found} />
          ) : (
            <p>Background only: no knowledge file says more about this.</p>
          )}
          <p>
            {found?.key && (
              <a class="button button-quiet" href={`/sources/${found.key}`} target="_blank" rel="noopener">
                All that rests on this source (new tab)
              </a>
            )}{" "}
            <button type="button" class="button" onClick={close}>
              Close
            </button>
          </p>
        </>
      )}
    </dialog>
  );
}

const KEYS = [
  ["1 2 3", "conversation, case, note"],
  ["n", "next sentence to check"],
  ["c", "copy the note"],
  ["p", "play or pause the recording"],
  ["Esc", "take the highlight away, close this"],
  ["?", "this list"],
] as const;

export function HelpDialog() {
  const ref = useDialog(helpIsOpen.value);
  const close = (): void => {
    helpIsOpen.value = false;
  };
  return (
    <dialog ref={ref} class="source-dialog" aria-labelledby="h-keys" onClose={close}>
      <h2 id="h-keys">Keys</h2>
      <dl class="facts keys">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p>
        <label>
          <input
            type="checkbox"
            checked={keysAreOn.value}
            onChange={(e) => setKeys(e.currentTarget.checked)}
          />{" "}
          Single keys are on
        </label>
      </p>
      <button type="button" class="button" onClick={close}>
        Close
      </button>
    </dialog>
  );
}
