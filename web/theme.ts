/* Adds the light/dark switch to the page's header. Without it the system decides. */
type Theme = "light" | "dark";

const KEY = "auscult-theme";
const root = document.documentElement;

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null; /* storage is switched off: follow the system */
  }
}

function current(): Theme {
  const chosen = root.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function label(button: HTMLButtonElement): void {
  const next = current() === "dark" ? "light" : "dark";
  button.textContent = next === "dark" ? "\u263e" : "\u2600";
  button.setAttribute("aria-label", `Switch to the ${next} theme`);
  button.title = `Switch to the ${next} theme`;
}

function choose(theme: Theme): void {
  root.dataset["theme"] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    /* it then lasts for this page only */
  }
}

const remembered = stored();
if (remembered) root.dataset["theme"] = remembered;

const nav = document.querySelector("header.site nav");
if (nav) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "theme";
  label(button);
  button.addEventListener("click", () => {
    choose(current() === "dark" ? "light" : "dark");
    label(button);
  });
  nav.append(button);
}

/* A link to a folded question opens it. */
function unfold(): void {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener("hashchange", unfold);
unfold();
