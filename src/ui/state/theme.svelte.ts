// Light, dark, or as the system has it. The choice lies in localStorage, because it must be read before the first paint.

type Choice = "light" | "dark" | undefined;

const storageKey = "cairn-theme";

class Theme {
  #choice = $state<Choice>();
  #systemIsDark = $state(false);
  readonly isDark = $derived(this.#choice === undefined ? this.#systemIsDark : this.#choice === "dark");

  /** Called once, before anything is drawn. */
  start(): void {
    const query = matchMedia("(prefers-color-scheme: dark)");
    this.#systemIsDark = query.matches;
    query.addEventListener("change", () => (this.#systemIsDark = query.matches));
    const stored = readStored();
    if (stored === "light" || stored === "dark") this.#apply(stored);
  }

  toggle(): void {
    const choice = this.isDark ? "light" : "dark";
    this.#apply(choice);
    try {
      localStorage.setItem(storageKey, choice);
    } catch {
      // Storage may be refused; the choice then lasts as long as the page.
    }
  }

  #apply(choice: "light" | "dark"): void {
    this.#choice = choice;
    document.documentElement.dataset.theme = choice;
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

export const theme = new Theme();
