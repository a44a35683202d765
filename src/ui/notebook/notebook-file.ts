// A notebook as a file that a person takes along.
import type { SessionView } from "#session/session-view.ts";
import type { DownloadFormat } from "#ui/commands/command.ts";

/** What writes other formats is loaded when it is first asked for. */
export async function fileOf(session: SessionView, format: DownloadFormat): Promise<Blob> {
  if (format === "md") return new Blob([session.toText()], { type: "text/markdown" });
  const { notebook, title, cells } = session;
  const printable = { notebook, title, cells, snapshot: session.toSnapshot() };
  if (format === "ipynb") {
    const { printIpynb } = await import("#interchange/print-ipynb.ts");
    return new Blob([printIpynb(printable)], { type: "application/x-ipynb+json" });
  }
  const { printHtml } = await import("#interchange/print-html.ts");
  return new Blob([printHtml(printable)], { type: "text/html" });
}

/** "Which penguin is this?" becomes "which-penguin-is-this". */
export function fileStem(title: string): string {
  const stem = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return stem || "notebook";
}
