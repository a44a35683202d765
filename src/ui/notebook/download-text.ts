import { saveFile } from "#ui/controls/save-file.ts";

/** Hands a notebook to the person as a `.md` file named after its title. */
export function downloadText(title: string, text: string): void {
  saveFile(`${fileStem(title)}.md`, new Blob([text], { type: "text/markdown" }));
}

/** "Which penguin is this?" becomes "which-penguin-is-this". */
export function fileStem(title: string): string {
  const stem = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return stem || "notebook";
}
