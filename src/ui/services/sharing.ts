// Shared notebooks: one of this browser packed to be shared, and one that came by a link or a file put into its store.
import type { Lock } from "#document/sidecars.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { backendId } from "#session/backend-id.ts";
import type { Session } from "#session/session.ts";
import type { Snapshot } from "#session/snapshot.ts";
import { parseBundle } from "#sharing/bundle.ts";
import { lockOf, measuredBy } from "#sharing/lock-file.ts";
import { readLink } from "#sharing/share-link.ts";
import { filesRead, type SharedFile, type SharedNotebook } from "#sharing/shared-notebook.ts";
import { isUntouchedLink, type NotebookStore, type StoredNotebook } from "#storage/notebook-store.ts";
import { libraryVersions } from "#tracking/library-versions.ts";
import type { Sharing } from "#ui/app-services.ts";
import { keptLock } from "./kept-lock.ts";

/** Untouched notebooks that came by a link are taken out after this long. */
const LINK_KEPT_MS = 86_400_000;

export function sharingOf(session: Session, store: NotebookStore, stored: StoredNotebook): Sharing {
  const measured = () =>
    measuredBy(session, session.backend.name ? backendId(session.backend) : stored.backend);
  return {
    measured,
    async shared() {
      const bodies = session.notebook.cells.flatMap((cell) =>
        cell.type === "code" && (cell.kind === "dataset" || cell.kind === "control") ? [cell.body] : [],
      );
      const files: SharedFile[] = [];
      const missing: string[] = [];
      for (const name of filesRead(bodies)) {
        const bytes = await store.file(stored.id, name);
        if (bytes) files.push({ name, bytes });
        else missing.push(name);
      }
      const text = session.toText();
      return {
        shared: { text, lock: await lockNow(text), snapshot: session.toSnapshot(), files },
        missing,
      };
    },
  };

  /** Who passes on what they were sent, and have neither run nor changed, passes on its author's results. */
  async function lockNow(text: string): Promise<Lock> {
    const computed = measured();
    const { origin } = stored;
    const isUntouched =
      text === stored.text && session.cells.every((cell) => cell.type === "prose" || cell.isPublished);
    if (origin && isUntouched && Object.keys(computed.results).length === 0) return origin.lock as Lock;
    return lockOf(computed, libraryVersions, await keptLock(store, stored.id));
  }
}

/** @throws CairnError for a link that was cut or changed on its way */
export async function notebookFromLink(store: NotebookStore, hash: string): Promise<NewShared> {
  await forgetOldLinks(store);
  return fromShared(readLink(hash), "link");
}

/** A notebook that came here, before it has an id. */
export interface NewShared {
  text: string;
  snapshot?: Snapshot;
  origin: { by: "link" | "file"; lock: Lock };
  files: readonly SharedFile[];
}

/** @throws CairnError for what is no bundle, or one that was changed */
export async function notebookFromBundle(file: File): Promise<NewShared> {
  return fromShared(parseBundle(new Uint8Array(await file.arrayBuffer()), file.name), "file");
}

function fromShared({ text, lock, snapshot, files }: SharedNotebook, by: "link" | "file"): NewShared {
  const escaping = files.find(({ name }) => /^[/\\]|\\|(?:^|\/)\.\.(?:\/|$)|^[a-z]:/i.test(name));
  if (escaping)
    throw new CairnError(
      `a file of this notebook has a name that leads out of its folder: ${escaping.name}`,
      {
        code: "file-outside",
        hint: "Nothing of it was kept. Do not trust who sent it.",
      },
    );
  return { text, files, origin: { by, lock }, ...(snapshot && { snapshot }) };
}

async function forgetOldLinks(store: NotebookStore): Promise<void> {
  for (const notebook of await store.list())
    if (isUntouchedLink(notebook) && Date.now() - notebook.changedAt > LINK_KEPT_MS)
      await store.delete(notebook.id);
}
