// What the palette lists for what was typed: commands, cells and headings, the best matches first.
import fuzzysort from "fuzzysort";
import type { CommandContext } from "#ui/commands/command.ts";
import { commands } from "#ui/commands/commands.ts";
import { keyBindings } from "#ui/commands/key-bindings.svelte.ts";
import { showKeys } from "#ui/commands/key-names.ts";
import type { IconName } from "#ui/controls/icons.ts";
import { outlineRows } from "#ui/panels/outline-rows.ts";
import { kindLabel, statusIcons } from "#ui/status/cell-status.ts";

export interface Entry {
  key: string;
  group: "Do" | "Cells" | "Headings" | "Problems";
  icon: IconName;
  text: string;
  /** The kind of a cell, the word Heading. */
  note?: string;
  keys?: string;
  choose: () => void;
}

/** An entry with its text cut where it matches, so that the matches can be marked. */
export interface Match {
  entry: Entry;
  parts: { text: string; isMatch: boolean }[];
}

const LIMIT = 60;

export function allEntries(context: CommandContext): Entry[] {
  const { notebook } = context;
  const acts = commands
    .filter((command) => command.id !== "palette" && command.can(context))
    .map((command): Entry => {
      const [keys] = keyBindings.of(command);
      return {
        key: command.id,
        group: "Do",
        icon: command.icon,
        text: command.label,
        ...(keys !== undefined && { keys: showKeys(keys) }),
        choose: () => command.act(context),
      };
    });
  const rows = outlineRows(notebook.cells).map(({ key, cell, text, index }): Entry => {
    const choose = () => notebook.focus(cell.id);
    if (cell.type === "prose")
      return {
        key,
        group: "Headings",
        icon: "prose",
        text,
        choose: () => notebook.focusHeading(cell.id, index),
      };
    return { key, group: "Cells", icon: statusIcons[cell.status], text, note: kindLabel(cell.kind), choose };
  });
  return [...acts, ...rows].sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
}

const order: readonly Entry["group"][] = ["Do", "Cells", "Headings"];

/** In groups, each with its best match first; the group of the best match of all leads. */
export function matchEntries(entries: readonly Entry[], query: string): Match[] {
  const wanted = query.trim();
  if (wanted === "")
    return entries.map((entry) => ({ entry, parts: [{ text: entry.text, isMatch: false }] }));
  const results = fuzzysort.go(wanted, entries, { key: "text", limit: LIMIT, threshold: 0.3 });
  const groups = [...new Set(results.map(({ obj }) => obj.group))];
  return groups
    .flatMap((group) => results.filter(({ obj }) => obj.group === group))
    .map(({ obj: entry, indexes }) => ({ entry, parts: cut(entry.text, new Set(indexes)) }));
}

function cut(text: string, indexes: ReadonlySet<number>): Match["parts"] {
  const parts: Match["parts"] = [];
  for (let at = 0; at < text.length; at++) {
    const isMatch = indexes.has(at);
    const last = parts.at(-1);
    if (last?.isMatch === isMatch) last.text += text[at];
    else parts.push({ text: text[at] ?? "", isMatch });
  }
  return parts;
}
