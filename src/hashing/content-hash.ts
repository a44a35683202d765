// SHA-256 of bytes and of canonical JSON, synchronous, because planning a run must not wait.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { canonicalJson } from "./canonical-json.ts";

/** `sha256:` and 64 hex digits; above 64 MB `sha256-8m:`. */
export type ContentHash = string & { readonly brand: "ContentHash" };

const CHUNK_BYTES = 8 * 2 ** 20;
const WHOLE_LIMIT_BYTES = 64 * 2 ** 20;

/**
 * The version of some bytes: up to 64 MB their plain SHA-256; above, the SHA-256 of the
 * concatenated SHA-256 of 8 MB chunks, so that it can be computed while streaming.
 */
export function hashBytes(bytes: Uint8Array): ContentHash {
  if (bytes.length <= WHOLE_LIMIT_BYTES) return `sha256:${bytesToHex(sha256(bytes))}` as ContentHash;
  const outer = sha256.create();
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    outer.update(sha256(bytes.subarray(start, start + CHUNK_BYTES)));
  }
  return `sha256-8m:${bytesToHex(outer.digest())}` as ContentHash;
}

export function hashText(text: string): ContentHash {
  return hashBytes(new TextEncoder().encode(text));
}

export function hashJson(value: unknown): ContentHash {
  return hashText(canonicalJson(value));
}
