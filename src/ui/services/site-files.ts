// Files of this site, by their paths below the page.

export async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path} could not be loaded (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

export async function fetchJson<T>(path: string): Promise<T> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path} could not be loaded (${response.status}).`);
  return (await response.json()) as T;
}
