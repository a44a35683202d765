// What cairn.mjs brings with it: the workers' scripts and TensorFlow.js's WebAssembly, each a line of its own file, compressed
// (`scripts/build-pipeline.mjs` writes them). Read when a worker starts: a run that finds all done reads none.
import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";

/** `//@cells sha256 base64`: the name, the hash of all workers together where it is "program", the bytes. */
const LINE = /^\/\/@(\S+) (\S+)$/;

export interface PipelineParts {
  /** Changes with any part. */
  program: string;
  bytes(name: string): Buffer;
}

/** @param file this very program */
export function partsOf(file: string): PipelineParts {
  const texts = new Map<string, string>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const match = line.startsWith("//@") ? LINE.exec(line) : undefined;
    if (match) texts.set(match[1], match[2]);
  }
  const textOf = (name: string) => {
    const text = texts.get(name);
    if (text === undefined) throw new Error(`${file} is damaged: it lacks ${name}`);
    return text;
  };
  return {
    program: textOf("program"),
    bytes: (name) => brotliDecompressSync(Buffer.from(textOf(name), "base64")),
  };
}
