// The history of one notebook: a version for each stretch of work, fewer the longer ago it was. The first is the
// notebook as it came and stays as long as the notebook does.
import type { NotebookStore, StoredVersion } from "./notebook-store.ts";

/** Work without a pause of this length becomes one version. */
const STRETCH_MS = 120_000;
/** What the first version of a notebook is called. */
export const AS_IT_CAME = "As it came";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of all versions of one notebook. */
const MAX_CHARACTERS = 20_000_000;

export class VersionKeeper {
  readonly #store: NotebookStore;
  readonly #id: string;
  #last: Promise<StoredVersion | undefined> | undefined;

  constructor(store: NotebookStore, id: string) {
    this.#store = store;
    this.#id = id;
  }

  /** The latest first. */
  async list(): Promise<StoredVersion[]> {
    return (await this.#store.versions(this.#id)).reverse();
  }

  /** The text as it came; undefined where that is older than histories are. */
  async original(): Promise<string | undefined> {
    return (await this.#store.versions(this.#id)).find(({ label }) => label === AS_IT_CAME)?.text;
  }

  /**
   * What was saved just now.
   * @param label makes it a version of its own, which later work does not overwrite
   */
  note(text: string, now: number, label?: string): Promise<void> {
    const noted = (this.#last ?? this.#newest()).then((last) => this.#put(last, text, now, label));
    this.#last = noted.catch(() => undefined);
    return noted.then(() => undefined);
  }

  /** For a text beside the one that is saved: one version, which each call of what is returned writes anew. */
  branch(label: string): (text: string, now: number) => Promise<void> {
    let since: number | undefined;
    return (text, now) => {
      since ??= now;
      return this.#store.putVersion(this.#id, { since, at: now, text, label });
    };
  }

  async #newest(): Promise<StoredVersion | undefined> {
    return (await this.list())[0];
  }

  async #put(
    last: StoredVersion | undefined,
    text: string,
    now: number,
    label: string | undefined,
  ): Promise<StoredVersion> {
    if (last?.text === text && label === undefined) return last;
    const goesOn = last && last.label === undefined && label === undefined && now - last.since < STRETCH_MS;
    const since = goesOn ? last.since : last ? Math.max(now, last.since + 1) : now;
    const version = { since, at: now, text, ...(label !== undefined && { label }) };
    await this.#store.putVersion(this.#id, version);
    if (!goesOn) await this.#thin(now);
    return version;
  }

  async #thin(now: number): Promise<void> {
    const versions = await this.#store.versions(this.#id);
    for (const version of superfluous(versions, now)) await this.#store.deleteVersion(this.#id, version);
  }
}

/** All of the last hour, then one an hour for a day, then one a day; the labelled ones stay. @param versions the oldest first */
export function superfluous(versions: readonly StoredVersion[], now: number): StoredVersion[] {
  const gone: StoredVersion[] = [];
  const kept: StoredVersion[] = [];
  const slots = new Set<string>();
  for (const version of versions.toReversed()) {
    const age = now - version.at;
    const slot = age < HOUR_MS ? undefined : age < DAY_MS ? HOUR_MS : DAY_MS;
    const name = slot === undefined ? undefined : `${slot} ${Math.floor(version.at / slot)}`;
    if (version.label === undefined && name !== undefined && slots.has(name)) gone.push(version);
    else kept.push(version);
    if (name !== undefined) slots.add(name);
  }
  let characters = 0;
  for (const [index, version] of kept.entries()) {
    characters += version.text.length;
    const isFirst = index === kept.length - 1;
    if (characters > MAX_CHARACTERS && index > 0 && !isFirst) gone.push(version);
  }
  return gone;
}
