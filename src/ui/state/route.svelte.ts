// Where the reader is, from the hash of the address: `#/` home, `#/n/<id>` a notebook, `#/link/…` one that is in the link.

export type Route = { page: "home" } | { page: "notebook"; id: string } | { page: "link"; hash: string };

export function parseRoute(hash: string): Route {
  if (hash.startsWith("#/link/")) return { page: "link", hash };
  const match = /^#\/n\/([^/]+)$/.exec(hash);
  if (!match?.[1]) return { page: "home" };
  try {
    return { page: "notebook", id: decodeURIComponent(match[1]) };
  } catch {
    return { page: "home" };
  }
}

export function notebookHash(id: string): string {
  return `#/n/${encodeURIComponent(id)}`;
}

export class Router {
  #hash = $state(location.hash);
  readonly route = $derived(parseRoute(this.#hash));

  /** Follows the address; returns how to stop. */
  start(): () => void {
    const read = () => {
      // A link to a part of the page ("#main") is not a change of page.
      if (location.hash === "" || location.hash.startsWith("#/")) this.#hash = location.hash;
    };
    read();
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }
}
