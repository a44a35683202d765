// Every act of a notebook that a key can do: the one table behind the keys, the palette and the list of keys.
// What happens on a key is found in command-keys.ts; which keys a person chose instead, in key-bindings.svelte.ts.
import { cellCommands } from "#ui/commands/cell-commands.ts";
import type { Command } from "#ui/commands/command.ts";
import { editorCommands, notebookCommands } from "#ui/commands/notebook-commands.ts";
import { runCommands } from "#ui/commands/run-commands.ts";

export const commands: readonly Command[] = [
  ...runCommands,
  ...cellCommands,
  ...notebookCommands,
  ...editorCommands,
];
