// What the commands of ui/commands/commands.ts that change text in an editor are in CodeMirror.
import {
  addCursorAbove,
  addCursorBelow,
  copyLineDown,
  copyLineUp,
  deleteLine,
  indentLess,
  indentMore,
  moveLineDown,
  moveLineUp,
  toggleComment,
} from "@codemirror/commands";
import { startCompletion } from "@codemirror/autocomplete";
import { foldCode, unfoldCode } from "@codemirror/language";
import { selectNextOccurrence, selectSelectionMatches } from "@codemirror/search";
import type { Command } from "@codemirror/view";
import { showType } from "#ui/editor/type-tooltip.ts";

export const editorCommands = {
  complete: startCompletion,
  "show-type": showType,
  comment: toggleComment,
  indent: indentMore,
  outdent: indentLess,
  "line-up": moveLineUp,
  "line-down": moveLineDown,
  "copy-line-up": copyLineUp,
  "copy-line-down": copyLineDown,
  "delete-line": deleteLine,
  "next-occurrence": selectNextOccurrence,
  "all-occurrences": selectSelectionMatches,
  "cursor-above": addCursorAbove,
  "cursor-below": addCursorBelow,
  fold: foldCode,
  unfold: unfoldCode,
} satisfies Record<string, Command>;

export type EditorCommand = keyof typeof editorCommands;
