// Paths as the rows of a tree: a folder before what lies in it, chains of folders with one thing in them on one row.
export interface TreeRow {
  name: string;
  depth: number;
  /** Of a file. */
  path?: string;
  sizeBytes?: number;
}

export function fileTree(root: string, files: ReadonlyMap<string, Uint8Array>): TreeRow[] {
  const rows: TreeRow[] = [{ name: root, depth: 0 }];
  const folders = new Map<string, string[]>();
  for (const path of files.keys()) {
    const at = path.lastIndexOf("/");
    const folder = path.slice(0, Math.max(0, at));
    folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  // Files of the project's own folder first, as one reads it.
  for (const folder of [...folders.keys()].sort(
    (a, b) => Number(a !== "") - Number(b !== "") || (a < b ? -1 : 1),
  )) {
    const depth = folder === "" ? 1 : 2;
    if (folder !== "") rows.push({ name: folder, depth: 1 });
    for (const path of folders.get(folder)!)
      rows.push({
        name: path.slice(folder === "" ? 0 : folder.length + 1),
        depth,
        path,
        sizeBytes: files.get(path)!.length,
      });
  }
  return rows;
}

/** What a person can read of a file; undefined where it is no text, or too long to look at. */
export function previewOf(path: string, bytes: Uint8Array): string | undefined {
  if (!/\.(md|json|mjs|yml|py|csv|txt)$|(^|\/)\.gitignore$/.test(path) || bytes.length > 200_000)
    return undefined;
  return new TextDecoder().decode(bytes);
}
