// A notebook as a file that a person takes along.
import type { SessionView } from "#session/session-view.ts";
import type { DownloadFormat } from "#ui/commands/command.ts";

/** By their names: what opens as a notebook. */
export const notebookFiles = /\.(?:md|markdown|ipynb|cairn)$/i;
/** A notebook that was shared, with its files and expected results. */
export const bundleFiles = /\.cairn$/i;

/** What writes other formats is loaded when it is first asked for. */
export async function fileOf(session: SessionView, format: DownloadFormat): Promise<Blob> {
  if (format === "md") return new Blob([session.toText()], { type: "text/markdown" });
  if (format === "ipynb") {
    const { printIpynb } = await import("#interchange/print-ipynb.ts");
    return new Blob([printIpynb(session)], { type: "application/x-ipynb+json" });
  }
  const { printHtml } = await import("#interchange/print-html.ts");
  return new Blob([printHtml(session)], { type: "text/html" });
}

/** "Which penguin is this?" becomes "which-penguin-is-this". */
export function fileStem(title: string): string {
  const stem = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return stem || "notebook";
}
