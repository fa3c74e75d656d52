/* Before a consultation: choose a recording, or paste a text, or try the example. */
import { useSignal } from "@preact/signals";
import { begin, beginExample } from "./api";
import { phase } from "./state";

const AUDIO_NAME = /\.(wav|mp3|m4a|mp4|ogg|oga|opus|flac|webm|aac)$/i;

export function Start() {
  const file = useSignal<File | null>(null);
  const text = useSignal("");
  const age = useSignal("");
  const sex = useSignal("");
  const missing = useSignal("");

  const submit = (e: Event): void => {
    e.preventDefault();
    const chosen = file.value;
    const words = text.value.trim();
    if (!chosen && !words) {
      missing.value = "Choose a recording or paste a text first.";
      document.getElementById("file")?.focus();
      return;
    }
    const isAudio = !!chosen && (chosen.type.startsWith("audio/") || AUDIO_NAME.test(chosen.name));
    void begin({
      body: chosen ?? new Blob([words], { type: "text/plain" }),
      name: chosen?.name ?? "consultation.txt",
      age: age.value,
      sex: sex.value,
      isAudio,
    });
  };

  return (
    <div class="start">
      <p class="lede">
        Give it a recording or a text of a consultation. It shows what was said, what that
        may mean and why, and drafts a note in which every sentence leads to its source.
      </p>
      <form class="card" onSubmit={submit}>
        <div class="field">
          <label for="file">Recording or text file</label>
          <input
            id="file"
            type="file"
            accept="audio/*,.wav,.mp3,.m4a,.ogg,.opus,.flac,.webm,.txt"
            onChange={(e) => (file.value = e.currentTarget.files?.[0] ?? null)}
            aria-describedby={missing.value ? "missing" : undefined}
          />
        </div>
        <div class="field">
          <label for="words">Or paste the conversation</label>
          <p class="hint" id="words-hint">
            Lines that begin with D: and P: are doctor and patient; plain text works too.
          </p>
          <textarea
            id="words"
            rows={7}
            aria-describedby="words-hint"
            value={text.value}
            onInput={(e) => (text.value = e.currentTarget.value)}
          />
        </div>
        <div class="fields">
          <div class="field">
            <label for="age">Age in years</label>
            <input
              id="age"
              type="number"
              min="0"
              max="130"
              inputMode="numeric"
              value={age.value}
              onInput={(e) => (age.value = e.currentTarget.value)}
            />
          </div>
          <div class="field">
            <label for="sex">Sex</label>
            <select
              id="sex"
              value={sex.value}
              onChange={(e) => (sex.value = e.currentTarget.value)}
            >
              <option value="">Not given</option>
              <option value="f">Female</option>
              <option value="m">Male</option>
            </select>
          </div>
        </div>
        {missing.value && (
          <p class="error" id="missing" role="alert">
            {missing.value}
          </p>
        )}
        <p>
          <button type="submit" class="button">
            Work it out
          </button>{" "}
          <button type="button" class="button button-quiet" onClick={() => void beginExample()}>
            Try the example
          </button>
        </p>
        <p class="hint">
          It stays on this computer, in memory only, and is gone when the program ends. The
          example is a synthetic conversation about leg cramps at night.
        </p>
      </form>
    </div>
  );
}

const STEPS: Record<string, string> = {
  waiting: "Waiting for its turn",
  transcribing: "Listening to the recording",
  working: "Listening and working it out",
};

export function Working() {
  const now = phase.value;
  if (now.kind !== "sending" && now.kind !== "working") return null;
  const words = now.kind === "sending" ? "Sending" : (STEPS[now.step] ?? now.step);
  const progress = now.kind === "working" ? now.progress : 0;
  return (
    <div class="card working">
      <h2>{words}…</h2>
      <progress
        max={1}
        aria-label="Progress"
        {...(progress > 0 ? { value: progress } : {})}
      />
      <p class="hint">
        {now.name && `${now.name}. `}A recording takes about a tenth of its length; a text is
        ready at once.
      </p>
    </div>
  );
}
