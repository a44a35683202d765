// Cells that Cairn does not run (Python, R, …) as Markdown, and back: the code in a fence of its language, then what
// it showed: text in fences `output`, pictures as links that hold their bytes.
import {
  bundleOf,
  joinLines,
  pictureOf,
  splitLines,
  isText,
  withoutEscapes,
  asRecord,
} from "./ipynb-outputs.ts";

export interface ForeignCell {
  source: string;
  /** As nbformat 4 has them. */
  outputs: readonly unknown[];
}

const PICTURE = /^!\[output\]\(data:(image\/[\w+.-]+)[;,](?:base64,)?([^)\s]*)\)$/;

export function printForeignCell(language: string, { source, outputs }: ForeignCell): string {
  return [fenced(language, source), ...outputs.map((output) => printOutput(asRecord(output)))]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Undefined where the Markdown is anything but one such cell. */
export function parseForeignCell(language: string, markdown: string): ForeignCell | undefined {
  const lines = markdown.replace(/\r\n?/g, "\n").split("\n");
  const blocks: { info: string; text: string }[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at]!;
    const marker = /^(`{3,})([^`]*)$/.exec(line);
    if (line.trim() === "") at++;
    else if (marker) {
      const end = lines.indexOf(marker[1]!, at + 1);
      if (end < 0) return undefined;
      blocks.push({ info: marker[2]!.trim(), text: lines.slice(at + 1, end).join("\n") });
      at = end + 1;
    } else if (PICTURE.test(line) && blocks.length > 0) {
      blocks.push({ info: "picture", text: line });
      at++;
    } else return undefined;
  }
  const [code, ...shown] = blocks;
  if (!code || code.info !== language) return undefined;
  if (shown.some(({ info }) => info !== "output" && info !== "picture")) return undefined;
  return { source: code.text, outputs: shown.map(readOutput) };
}

/** A fence that no line of its text closes. */
export function fenced(info: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/^ {0,3}(`+)/gm)].map(([, ticks]) => ticks!.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${info}\n${text}${text === "" ? "" : "\n"}${fence}`;
}

function printOutput(output: Record<string, unknown>): string {
  const { text, traceback } = output;
  if (output["output_type"] === "stream" && isText(text)) return shownText(joinLines(text));
  if (Array.isArray(traceback)) return shownText(traceback.filter(isText).map(joinLines).join("\n"));
  const bundle = bundleOf(output);
  const picture = pictureOf(bundle);
  if (picture !== undefined)
    return `![output](${picture.replace(/[()]/g, (mark) => (mark === "(" ? "%28" : "%29"))})`;
  return shownText(bundle["text/plain"] ?? bundle["text/markdown"] ?? bundle["text/latex"] ?? "");
}

function shownText(text: string): string {
  const clean = withoutEscapes(text).replace(/\r\n?/g, "\n").replace(/\n$/, "");
  return clean === "" ? "" : fenced("output", clean);
}

function readOutput({ info, text }: { info: string; text: string }): object {
  if (info === "output") return { output_type: "stream", name: "stdout", text: splitLines(`${text}\n`) };
  const [, type = "", data = ""] = PICTURE.exec(text) ?? [];
  const shown = type === "image/svg+xml" ? splitLines(decodeURIComponent(data)) : data;
  return {
    output_type: "display_data",
    data: { [type]: shown, "text/plain": ["a picture"] },
    metadata: {},
  };
}
