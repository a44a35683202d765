// Bytes under the hash of themselves, wherever they lie: the same for the browser's store and for a folder on disk. What is
// read is hashed again, so a damaged object is no object.
import { hashBytes, type ContentHash } from "#hashing/content-hash.ts";

export interface ObjectPlace {
  /** As they lie there, damaged or not; undefined where there are none. */
  read(hash: ContentHash): Promise<Uint8Array | undefined>;
  /** Whole or not at all, in place of what is there. */
  write(hash: ContentHash, bytes: Uint8Array): Promise<void>;
  delete(hash: ContentHash): Promise<void>;
}

export class ObjectStore {
  readonly #place: ObjectPlace;
  readonly #onDamage: (hash: ContentHash) => void;

  /** @param onDamage hears of an object whose bytes are no longer those of its name; it is taken out */
  constructor(place: ObjectPlace, onDamage: (hash: ContentHash) => void = () => undefined) {
    this.#place = place;
    this.#onDamage = onDamage;
  }

  /** Undefined where there is none, or it was damaged. */
  async get(hash: ContentHash): Promise<Uint8Array | undefined> {
    const bytes = await this.#place.read(hash);
    if (!bytes || hashBytes(bytes) === hash) return bytes;
    this.#onDamage(hash);
    await this.#place.delete(hash);
    return undefined;
  }

  /** The name under which they are found again. @throws what the place throws when it is full */
  async put(bytes: Uint8Array): Promise<ContentHash> {
    const hash = hashBytes(bytes);
    const there = await this.#place.read(hash);
    if (!there || hashBytes(there) !== hash) await this.#place.write(hash, bytes);
    return hash;
  }

  delete(hash: ContentHash): Promise<void> {
    return this.#place.delete(hash);
  }
}
