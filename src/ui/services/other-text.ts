// Another text of the open notebook that goes its own way: the file on disk, or what a second tab saved. What changed
// there is merged cell by cell; where both sides changed the same cell, its person is asked.
import { kindNames } from "#cells/kind-names.ts";
import { mergeNotebooks } from "#document/merge-notebooks.ts";
import type { Session } from "#session/session.ts";
import type { VersionKeeper } from "#storage/version-keeper.ts";

export class OtherText {
  /** What both sides come from. */
  base: string;
  readonly #session: Session;
  readonly #versions: VersionKeeper;
  readonly #name: string;
  /** Its text where both sides changed the same cells, until the person has said which to keep. */
  #theirs: string | undefined;

  /** @param parts.name as the history calls it: "the file on disk" */
  constructor(parts: { session: Session; versions: VersionKeeper; base: string; name: string }) {
    this.#session = parts.session;
    this.#versions = parts.versions;
    this.base = parts.base;
    this.#name = parts.name;
  }

  /** A choice is waited for. */
  get isAsked(): boolean {
    return this.#theirs !== undefined;
  }

  /** Brings `theirs` into the notebook. Returns in how many places that needs a choice: then nothing is changed. */
  meet(theirs: string): number {
    const ours = this.#session.toText();
    const { text, conflictCount } = mergeNotebooks({ base: this.base, ours, theirs }, { kinds: kindNames });
    this.#theirs = conflictCount > 0 ? theirs : undefined;
    if (conflictCount > 0) return conflictCount;
    if (text !== ours) this.#session.replaceText(text);
    this.base = theirs;
    return 0;
  }

  /** The other text becomes a version of the history. */
  async keepMine(): Promise<void> {
    if (this.#theirs === undefined) return;
    await this.#versions.note(this.#theirs, Date.now(), `From ${this.#name}`);
    this.base = this.#theirs;
    this.#theirs = undefined;
  }

  /** Ours becomes a version of the history. */
  async takeTheirs(): Promise<void> {
    if (this.#theirs === undefined) return;
    await this.#versions.note(this.#session.toText(), Date.now(), `Before ${this.#name} was taken`);
    this.#session.replaceText(this.#theirs);
    this.base = this.#theirs;
    this.#theirs = undefined;
  }
}
