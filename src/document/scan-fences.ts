// Finds the fences and HTML blocks that stand at the top level of a Markdown text: in no list, quote or
// other block. Agrees with markdown-it (default preset, HTML allowed) line by line; its test compares the two.
import { splitBlockLines } from "./block-lines.ts";
import { BlockReader } from "./block-rules.ts";

export interface ScannedBlock {
  readonly type: "fence" | "html";
  /** Offsets of the block's first character and of the one after its last line ending. */
  readonly start: number;
  readonly end: number;
  readonly startLine: number;
  readonly endLine: number;
  readonly isClosed: boolean;
}

export function scanBlocks(text: string): ScannedBlock[] {
  const lines = splitBlockLines(text);
  const offset = (line: number) => (line >= lines.count ? text.length : lines.begin[line]!);
  return new BlockReader(lines).read().map((block) => ({
    ...block,
    start: offset(block.startLine),
    end: offset(block.endLine),
  }));
}

export function scanFences(text: string): ScannedBlock[] {
  return scanBlocks(text).filter((block) => block.type === "fence");
}
