// Outputs in `.ipynb` files, both ways. Each of ours is written twice: as what any program shows, and as our own data
// under a media type of its own, from which it is read again exactly.
// Source of the format: nbformat 4.5, "The Notebook file format", cell outputs.
import { checkOutput } from "#cell-api/output-schema.ts";
import type { LogOutput, Output } from "#cell-api/outputs.ts";
import { escapeHtml } from "#markup/escape-html.ts";
import type { SnapshotCell } from "#session/snapshot.ts";
import { htmlTable } from "./html-table.ts";
import { outputParts, textTable } from "./output-parts.ts";

export const OUTPUT_TYPE = "application/vnd.cairn.output+json";

/** One output of a code cell, as nbformat 4 has it. */
export type IpynbOutput =
  | { output_type: "stream"; name: string; text: string[] }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] }
  | { output_type: "display_data"; data: Record<string, unknown>; metadata: object };

/** Neighbouring lines of one stream are one output. */
export function printOutputs({ outputs, error }: Pick<SnapshotCell, "outputs" | "error">): IpynbOutput[] {
  const printed: IpynbOutput[] = [];
  for (const output of outputs) {
    const last = printed.at(-1);
    const next = output.type === "log" ? streamOf(output) : displayOf(output);
    if (next.output_type === "stream" && last?.output_type === "stream" && last.name === next.name)
      last.text.push(...next.text);
    else printed.push(next);
  }
  if (error) {
    const traceback = [error.message, ...(error.hint === undefined ? [] : [error.hint])];
    printed.push({ output_type: "error", ename: "Error", evalue: error.message, traceback });
  }
  return printed;
}

/** @param limitCharacters of one output; longer ones are left out */
export function readOutputs(
  values: readonly unknown[],
  limitCharacters: number,
): { outputs: Output[]; error?: NonNullable<SnapshotCell["error"]>; leftOutCount: number } {
  const outputs: Output[] = [];
  let error: SnapshotCell["error"];
  let leftOutCount = 0;
  for (const value of values) {
    const output = asRecord(value);
    if (isTooLong(output, limitCharacters)) leftOutCount++;
    else if (output["output_type"] === "error" || output["output_type"] === "pyerr")
      error = { message: [output["ename"], output["evalue"]].filter(Boolean).join(": ") || "failed" };
    else outputs.push(...readOutput(output));
  }
  return { outputs, ...(error && { error }), leftOutCount };
}

/** What a mime bundle shows, best first. Old versions had the media types as short keys of the output. */
export function bundleOf(output: Record<string, unknown>): Record<string, string> {
  const { data } = output;
  const found = Object.entries(data === undefined ? shortKeys(output) : asRecord(data));
  return Object.fromEntries(
    found.flatMap(([type, value]) => (isText(value) ? [[type, joinLines(value)]] : [])),
  );
}

export function joinLines(value: string | readonly string[]): string {
  return typeof value === "string" ? value : value.join("");
}

export function isText(value: unknown): value is string | string[] {
  return (
    typeof value === "string" || (Array.isArray(value) && value.every((each) => typeof each === "string"))
  );
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** Colours and moves of terminals, which tracebacks are full of. */
export function withoutEscapes(text: string): string {
  return text.replace(/\u001b\[[\d;]*[A-Za-z]/g, "");
}

/** The lines of a text as nbformat wants them: each keeps its line ending. */
export function splitLines(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function streamOf({ level, text }: LogOutput): IpynbOutput {
  const name = level === "error" || level === "warn" ? "stderr" : "stdout";
  return { output_type: "stream", name, text: splitLines(`${text}\n`) };
}

function displayOf(output: Exclude<Output, LogOutput>): IpynbOutput {
  return {
    output_type: "display_data",
    data: { ...shownData(output), [OUTPUT_TYPE]: output as unknown },
    metadata: {},
  };
}

function shownData(output: Exclude<Output, LogOutput>): Record<string, unknown> {
  if (output.type === "text") return { "text/plain": splitLines(output.text) };
  if (output.type === "markdown")
    return { "text/markdown": splitLines(output.markdown), "text/plain": splitLines(output.markdown) };
  if (output.type === "html") return { "text/html": splitLines(output.html), "text/plain": ["HTML"] };
  const { text, tables, drawings, pictures } = outputParts(output);
  // Elsewhere the caption of the first table says the same.
  const saysMore = tables.length === 0 || output.type === "dataset" || output.type === "drift";
  const plain = [...(saysMore ? [text] : []), ...tables.map(textTable)];
  const data: Record<string, unknown> = { "text/plain": splitLines(plain.join("\n\n")) };
  const [picture] = pictures;
  if (pictures.length === 1 && picture) data["image/png"] = picture.png;
  else if (drawings.length === 1) data["image/svg+xml"] = splitLines(drawings[0]!);
  else {
    const html = [
      ...(saysMore ? [`<pre>${escapeHtml(text)}</pre>`] : []),
      ...tables.map(htmlTable),
      ...drawings,
      ...pictures.map(
        ({ png, caption = "" }) =>
          `<figure style="display:inline-block;margin:4px"><img alt="${escapeHtml(caption)}" src="data:image/png;base64,${png}"><figcaption>${escapeHtml(caption)}</figcaption></figure>`,
      ),
    ];
    data["text/html"] = splitLines(html.join("\n"));
  }
  return data;
}

function readOutput(output: Record<string, unknown>): Output[] {
  if (output["output_type"] === "stream") {
    const name = output["name"] ?? output["stream"];
    const text = isText(output["text"]) ? joinLines(output["text"]) : "";
    const level = name === "stderr" ? "warn" : "log";
    const lines = withoutEscapes(text).replace(/\n$/, "");
    return lines === "" ? [] : lines.split("\n").map((line) => ({ type: "log", level, text: line }));
  }
  const own = checkOutput(asRecord(output["data"])[OUTPUT_TYPE]);
  if (own) return [own];
  return foreignOutput(bundleOf(output));
}

function foreignOutput(bundle: Record<string, string>): Output[] {
  const picture = pictureOf(bundle);
  if (picture !== undefined) return [{ type: "html", html: `<img alt="" src="${picture}">` }];
  const { "text/html": html, "text/markdown": markdown, "text/latex": latex, "text/plain": text } = bundle;
  if (html !== undefined) return [{ type: "html", html }];
  if (markdown !== undefined || latex !== undefined)
    return [{ type: "markdown", markdown: (markdown ?? latex)! }];
  return text === undefined ? [] : [{ type: "text", text: withoutEscapes(text) }];
}

/** A picture of a bundle as an address that holds it. */
export function pictureOf(bundle: Record<string, string>): string | undefined {
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const data = bundle[type]?.replace(/\s/g, "");
    if (data !== undefined && /^[\w+/]+=*$/.test(data)) return `data:${type};base64,${data}`;
  }
  const svg = bundle["image/svg+xml"];
  return svg === undefined ? undefined : `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function isTooLong(output: Record<string, unknown>, limit: number): boolean {
  let left = limit;
  const walk = (value: unknown): boolean => {
    if (typeof value === "string") left -= value.length;
    else if (typeof value === "object" && value !== null) return Object.values(value).some(walk);
    return left < 0;
  };
  return walk(output);
}

const SHORT_TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpeg: "image/jpeg",
  svg: "image/svg+xml",
  html: "text/html",
  latex: "text/latex",
  text: "text/plain",
};

function shortKeys(output: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(SHORT_TYPES).flatMap(([key, type]) => (key in output ? [[type, output[key]]] : [])),
  );
}
