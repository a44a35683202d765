// A notebook's text: its head and its cells' raw slices, joined. Nothing else, so what no edit touched is unchanged.
import type { Notebook } from "./notebook.ts";

export function printNotebook(notebook: Notebook): string {
  return notebook.head + notebook.cells.map((cell) => cell.raw).join("");
}
