// A PNG without what can hurt: chunks that no picture needs are left out (texts and profiles are packed too), and
// the pixels are unpacked once under a limit, because 800 kB can hold 800 MB of them whatever the head says.
// Source of the format: W3C, "Portable Network Graphics (PNG) Specification, Third Edition", 5 and 11.
import { Unzlib } from "fflate";
import { joinBytes } from "./join-bytes.ts";

const SIGNATURE_BYTES = 8;
const KEPT = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
/** Samples of a pixel by colour type. */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const STEP_BYTES = 16_384;

interface Chunk {
  type: string;
  /** With its length, type and checksum. */
  whole: Uint8Array;
  data: Uint8Array;
}

/** @throws Error when the chunks do not add up, or the pixels are more than width and height allow */
export function safePng(bytes: Uint8Array): Uint8Array {
  const chunks = chunksOf(bytes).filter(({ type }) => KEPT.has(type));
  const head = chunks.find(({ type }) => type === "IHDR")?.data;
  if (!head || head.length !== 13) throw new Error("it has no head");
  const view = new DataView(head.buffer, head.byteOffset);
  const bits = head[8] * (SAMPLES[head[9]] ?? 4);
  const rowBytes = 1 + Math.ceil((view.getUint32(0) * bits) / 8);
  // Interlaced pictures have up to seven shorter rows for each row.
  requireAtMost(chunks, 2 * rowBytes * view.getUint32(4) + 65_536);
  return joinBytes([bytes.subarray(0, SIGNATURE_BYTES), ...chunks.map(({ whole }) => whole)]);
}

function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let at = SIGNATURE_BYTES;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = new TextDecoder("latin1").decode(bytes.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > bytes.length) break;
    chunks.push({ type, whole: bytes.subarray(at, end), data: bytes.subarray(at + 8, end - 4) });
    if (type === "IEND") return chunks;
    at = end;
  }
  throw new Error("it is cut off");
}

function requireAtMost(chunks: readonly Chunk[], limitBytes: number): void {
  let size = 0;
  const inflater = new Unzlib((piece) => {
    size += piece.length;
    if (size > limitBytes) throw new Error("its pixels unpack to more than its width and height allow");
  });
  for (const { type, data } of chunks) {
    if (type !== "IDAT") continue;
    for (let start = 0; start < data.length; start += STEP_BYTES)
      inflater.push(data.subarray(start, start + STEP_BYTES));
  }
}
