// A whole notebook in the fragment of a link, which no browser sends to a server: `#/link/1/<base64url>`. The number is
// that of the dictionary. The bytes: length of what follows the head (4, big-endian), the first 4 of its SHA-256, then
// raw deflate (RFC 1951) of one line of JSON with the lengths of the parts and the parts themselves.
import { deflateSync, Inflate } from "fflate";
import { parseLock, type Lock } from "#document/sidecars.ts";
import { joinBytes } from "#datasets/join-bytes.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { canonicalJson } from "#hashing/canonical-json.ts";
import { hashBytes } from "#hashing/content-hash.ts";
import { shortHash } from "#hashing/short-hash.ts";
import { parseSnapshot, printSnapshot } from "#session/snapshot-file.ts";
import type { Snapshot, SnapshotCell } from "#session/snapshot.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { linkDictionary } from "./link-dictionary.ts";
import type { SharedNotebook } from "./shared-notebook.ts";

/** Addresses of this length are to be carried whole by whatever passes them on (RFC 9110, section 4.1). */
export const SAFE_LENGTH = 8000;
const PREFIX = "#/link/";
const VERSION = 1;
const HEAD_BYTES = 8;
/** Unpacked bytes for each packed one, above what is always allowed: more is no notebook but a bomb. */
const RATIO = 16;
const FREE_BYTES = 65_536;
/** Given to the inflater at once: bounds what one step can bring. */
const STEP_BYTES = 1024;
/** Of numbers in saved outputs, which are only painted; expected results keep all theirs. */
const DIGITS = 6;
const AGAIN = "Ask for it again; if it was cut on its way, as a .cairn file.";

export interface LinkParts {
  fragment: string;
  /** Cells whose outputs would have made it longer than is safe. */
  withoutOutputs: readonly string[];
}

export function isLink(hash: string): boolean {
  return hash.startsWith(PREFIX);
}

/**
 * The fragment of a link to it, with as many of its saved outputs as keep the whole below `SAFE_LENGTH`: the largest are
 * left out first.
 * @param base the address that the fragment will stand behind
 */
export function linkTo(shared: SharedNotebook, base: string): LinkParts {
  const cells = Object.entries(shared.snapshot?.cells ?? {});
  const bySize = cells
    .map(([name, cell]) => ({ name, size: JSON.stringify(cell.outputs).length }))
    .sort((a, b) => a.size - b.size || (a.name < b.name ? -1 : 1));
  const withFirst = (count: number): LinkParts => {
    const kept = new Set(bySize.slice(0, count).map(({ name }) => name));
    const snapshot: Snapshot = {
      ...(shared.snapshot ?? { version: 1 }),
      cells: Object.fromEntries(cells.filter(([name]) => kept.has(name))),
    };
    return {
      fragment: fragmentOf(count === 0 ? { ...shared, snapshot: undefined } : { ...shared, snapshot }),
      withoutOutputs: cells.flatMap(([name]) => (kept.has(name) ? [] : [name])),
    };
  };
  // One output more makes a link longer: the most that fit are found by halving.
  let least = withFirst(0);
  let [low, high] = [0, cells.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const tried = withFirst(middle);
    if (base.length + tried.fragment.length <= SAFE_LENGTH) [low, least] = [middle, tried];
    else high = middle - 1;
  }
  return least;
}

function fragmentOf({
  text,
  lock,
  snapshot,
  files,
}: Omit<SharedNotebook, "snapshot"> & { snapshot?: Snapshot | undefined }): string {
  const encoder = new TextEncoder();
  const parts = [
    encoder.encode(text),
    encoder.encode(snapshot ? JSON.stringify(JSON.parse(printSnapshot(compact(snapshot)))) : ""),
    encoder.encode(canonicalJson(lock)),
    ...files.map(({ bytes }) => bytes),
  ];
  const head = [
    ...parts.slice(0, 3).map(({ length }) => length),
    ...files.map(({ name, bytes }) => [name, bytes.length]),
  ];
  const whole = joinBytes([encoder.encode(`${JSON.stringify(head)}\n`), ...parts]);
  const packed = deflateSync(whole, { level: 9, mem: 12, dictionary: dictionary() });
  if (whole.length > allowedBytes(packed.length))
    throw new CairnError("a file of this notebook is too regular to be told from a bomb in a link", {
      code: "link-too-dense",
      hint: "Share it as a .cairn file.",
    });
  const sealed = joinBytes([lengthBytes(packed.length), checksum(packed), packed]);
  return `${PREFIX}${VERSION}/${toBase64url(sealed)}`;
}

/** @throws CairnError for a link that was cut or changed on its way, is of a newer Cairn, or would unpack to too much */
export function readLink(hash: string): SharedNotebook {
  const [version, letters = ""] = hash.slice(PREFIX.length).split("/");
  if (!isLink(hash) || !/^\d+$/.test(version)) throw badLink("this is no link to a notebook");
  if (Number(version) > VERSION)
    throw new CairnError(`this link is of format ${version}, and this Cairn knows up to ${VERSION}`, {
      code: "newer-link",
      hint: "Open it with the Cairn that made it.",
    });
  const bytes = fromBase64url(letters);
  if (!bytes) throw badLink(`this link is damaged: "${strangeCharacter(letters)}" is no part of one`);
  if (bytes.length < HEAD_BYTES) throw badLink("this link was cut: it ends within its head");
  const packed = bytes.subarray(HEAD_BYTES);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (packed.length < length)
    throw badLink(`this link was cut: ${packed.length} of its ${length} bytes have arrived`);
  if (packed.length > length || !isSame(checksum(packed), bytes.subarray(4, HEAD_BYTES)))
    throw badLink("this link is damaged: a character of it was changed or added");
  return partsOf(inflate(packed));
}

function partsOf(whole: Uint8Array): SharedNotebook {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const lineEnd = whole.indexOf(0x0a);
  try {
    const head = JSON.parse(decoder.decode(whole.subarray(0, lineEnd))) as [
      number,
      number,
      number,
      ...[string, number][],
    ];
    let at = lineEnd + 1;
    const next = (length: number) => {
      if (!Number.isInteger(length) || length < 0 || at + length > whole.length)
        throw new RangeError("length");
      return whole.subarray(at, (at += length));
    };
    const [textLength, snapshotLength, lockLength, ...files] = head;
    const text = decoder.decode(next(textLength));
    const outputs = decoder.decode(next(snapshotLength));
    const lock: Lock = parseLock(decoder.decode(next(lockLength)), "the link");
    return {
      text,
      lock,
      ...(outputs !== "" && { snapshot: parseSnapshot(outputs, "the link") }),
      files: files.map(([name, length]) => ({ name: String(name), bytes: next(length).slice() })),
    };
  } catch (error) {
    if (error instanceof CairnError) throw error;
    throw badLink("this link holds no notebook: its parts do not fit together");
  }
}

/** @throws CairnError as soon as more comes out than a notebook could */
function inflate(packed: Uint8Array): Uint8Array {
  const allowed = allowedBytes(packed.length);
  const pieces: Uint8Array[] = [];
  let count = 0;
  const inflater = new Inflate({ dictionary: dictionary() }, (piece) => {
    count += piece.length;
    if (count > allowed)
      throw badLink(
        `this link of ${kilobytes(packed.length)} would unpack to more than ${kilobytes(allowed)}`,
        "Nothing was unpacked. No notebook packs so well: do not trust who sent it.",
      );
    pieces.push(piece);
  });
  try {
    for (let at = 0; at < packed.length; at += STEP_BYTES)
      inflater.push(packed.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= packed.length);
  } catch (error) {
    if (error instanceof CairnError) throw error;
    throw badLink("this link holds no notebook: it cannot be unpacked");
  }
  return joinBytes(pieces);
}

function allowedBytes(packedBytes: number): number {
  return Math.max(FREE_BYTES, packedBytes * RATIO);
}

function dictionary(): Uint8Array {
  return new TextEncoder().encode(linkDictionary);
}

/** Outputs in few letters: of keys only what is shown, of numbers the digits that are seen. */
function compact({ cells, ...rest }: Snapshot): Snapshot {
  const rounded = (_: string, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value;
  const short = Object.entries(cells).map(([name, cell]) => [
    name,
    {
      ...cell,
      key: shortHash(cell.key),
      outputs: JSON.parse(JSON.stringify(cell.outputs, rounded)) as SnapshotCell["outputs"],
    },
  ]);
  return { ...rest, cells: Object.fromEntries(short) as Snapshot["cells"] };
}

function lengthBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
}

/** The first four bytes of its hash. */
function checksum(bytes: Uint8Array): Uint8Array {
  const hex = hashBytes(bytes).replace(/^.*:/, "");
  return Uint8Array.from([0, 2, 4, 6], (at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function strangeCharacter(letters: string): string {
  return /[^\w-]/u.exec(letters)?.[0] ?? letters.slice(-1);
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} kB`;
}

function badLink(message: string, hint = AGAIN): CairnError {
  return new CairnError(message, { code: "bad-link", hint });
}
