// What a command is: an act of a notebook with a name, keys, and the places where they work.
import type { CellView } from "#session/session-view.ts";
import type { IconName } from "#ui/controls/icons.ts";
import type { CodeEditor } from "#ui/editor/code-editor.ts";
import type { PanelName } from "#ui/panels/panel-names.ts";
import type { NotebookState } from "#ui/state/notebook-state.svelte.ts";

export type DownloadFormat = "md" | "ipynb" | "html";

/** What the page around the cells offers. */
export interface PageActs {
  openPalette(): void;
  openKeys(): void;
  openFind(isReplacing: boolean, text: string): void;
  openProblems(): void;
  togglePanel(name: PanelName): void;
  openHistory(): void;
  openShare(): void;
  /** Back to the text as it came; one undo brings the work back. */
  resetToOriginal(): void;
  download(format: DownloadFormat): void;
  /** To the file on disk, where the notebook has one or the browser lets it have one; else it is downloaded. */
  saveToDisk(): void;
  /** As a `.md`: to its file on disk if it has one, else as a download. */
  save(): void;
  /** The dialog that makes a pipeline into a project. */
  openExport(pipeline?: string): void;
  deleteNotebook(): void;
}

export interface CommandContext {
  notebook: NotebookState;
  page: PageActs;
  /** The cell that has the focus, else the selected one. */
  cell: CellView | undefined;
  /** The editor that is being typed in. */
  editor: CodeEditor | undefined;
}

export type Group = "Run" | "Move" | "Cell" | "Notebook" | "Editor";

/**
 * Where the keys of a command work: `cell` while no text is edited, `editor` while a cell's text is, `notebook` in
 * both, `page` in the fields and menus of the page too. A key that writes a character never acts where text is edited.
 */
export type Scope = "cell" | "editor" | "notebook" | "page";

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: Group;
  /** Until the person chooses others. */
  readonly keys: readonly string[];
  readonly scope: Scope;
  readonly icon: IconName;
  /** Whether it can act now. */
  readonly can: (context: CommandContext) => boolean;
  readonly act: (context: CommandContext) => void;
}

export type CellAct = (notebook: NotebookState, cell: CellView, context: CommandContext) => void;

/** What a command does with the cell that is meant. */
export function forCell(act: CellAct): Command["act"] {
  return (context) => context.cell && act(context.notebook, context.cell, context);
}

export const always = () => true;
export const onCell = ({ cell }: CommandContext) => cell !== undefined;
export const onCode = ({ cell }: CommandContext) => cell?.type === "code";
export const inEditor = ({ editor }: CommandContext) => editor !== undefined;
