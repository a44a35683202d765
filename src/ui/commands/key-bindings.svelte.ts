// Which keys do what now: those of the table, or those that the person chose instead, kept in this browser.
import type { Command } from "#ui/commands/command.ts";
import { commands } from "#ui/commands/commands.ts";
import { isTypedStroke, normalizeKeys, showKeys } from "#ui/commands/key-names.ts";

const storageKey = "cairn-keys";

class KeyBindings {
  /** By command, what the person chose; an empty list takes the keys away. */
  #chosen = $state.raw<Readonly<Record<string, readonly string[]>>>(readStored());

  readonly #byKeys = $derived.by(() => {
    const map = new Map<string, Command[]>();
    for (const command of commands) {
      for (const keys of this.of(command)) map.set(keys, [...(map.get(keys) ?? []), command]);
    }
    return map;
  });
  /** The beginnings of sequences. */
  readonly #prefixes = $derived(
    new Set([...this.#byKeys.keys()].flatMap((keys) => (keys.includes(" ") ? [keys.split(" ")[0]] : []))),
  );

  of(command: Command): readonly string[] {
    return (this.#chosen[command.id] ?? command.keys).map(normalizeKeys);
  }

  /** "Ctrl Z", for a menu; undefined for a command without keys. */
  hint(id: string): string | undefined {
    const command = commands.find((each) => each.id === id);
    const keys = command && this.of(command)[0];
    return keys === undefined ? undefined : showKeys(keys);
  }

  commandsFor(keys: string): readonly Command[] {
    return this.#byKeys.get(keys) ?? [];
  }

  isPrefix(stroke: string): boolean {
    return this.#prefixes.has(stroke);
  }

  isChanged({ id }: Command): boolean {
    return id in this.#chosen;
  }

  get isAnyChanged(): boolean {
    return Object.keys(this.#chosen).length > 0;
  }

  /** Commands that these keys would no longer reach, because they are the same, begin so, or begin with them. */
  conflicts(command: Command, keys: string): Command[] {
    const wanted = normalizeKeys(keys);
    return commands.filter(
      (other) =>
        other !== command &&
        workTogether(command, other, wanted) &&
        this.of(other).some(
          (each) => each === wanted || each.startsWith(`${wanted} `) || wanted.startsWith(`${each} `),
        ),
    );
  }

  /** Gives a command these keys alone, and takes them from every other that would be in the way. */
  change(command: Command, keys: string): void {
    const wanted = normalizeKeys(keys);
    const chosen: Record<string, readonly string[]> = { ...this.#chosen };
    for (const other of this.conflicts(command, keys)) {
      chosen[other.id] = this.of(other).filter(
        (each) => each !== wanted && !each.startsWith(`${wanted} `) && !wanted.startsWith(`${each} `),
      );
    }
    this.#set({ ...chosen, [command.id]: [wanted] });
  }

  /** Back to the keys of the table; what was taken from others stays taken until they are reset. */
  reset({ id }: Command): void {
    const { [id]: _removed, ...rest } = this.#chosen;
    this.#set(rest);
  }

  resetAll(): void {
    this.#set({});
  }

  #set(chosen: Record<string, readonly string[]>): void {
    this.#chosen = chosen;
    try {
      localStorage.setItem(storageKey, JSON.stringify(chosen));
    } catch {
      // Storage may be refused; the choice then lasts as long as the page.
    }
  }
}

/** Whether two commands listen to the same stroke anywhere. */
function workTogether(a: Command, b: Command, keys: string): boolean {
  const places = (command: Command) =>
    command.scope === "cell" || command.scope === "editor"
      ? [command.scope]
      : isTypedStroke(keys.split(" ")[0] ?? "")
        ? ["cell"]
        : ["cell", "editor"];
  return places(a).some((place) => places(b).includes(place));
}

function readStored(): Record<string, readonly string[]> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    const known = new Set(commands.map(({ id }) => id));
    return Object.fromEntries(
      Object.entries(stored ?? {}).filter(
        ([id, keys]) =>
          known.has(id) && Array.isArray(keys) && keys.every((each) => typeof each === "string"),
      ),
    );
  } catch {
    return {};
  }
}

export const keyBindings = new KeyBindings();
