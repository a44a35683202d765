// Requests of cells, made for them: only to hosts that were granted, without credentials, each redirect
// checked again, because a granted host may send on to one that was not.
import { CairnError } from "#errors/cairn-error.ts";
import { requestOnce } from "./request-once.ts";
import type { SessionServices } from "./services.ts";

const REDIRECT_LIMIT = 5;

export interface GrantOptions {
  /** Host names, with a port where it is not the usual one, as they are now. */
  grants: () => readonly string[];
  hintFor: (host: string) => string;
  /** @default in this very realm */
  request?: typeof requestOnce;
}

export function grantedFetch({
  grants,
  hintFor,
  request: requestHere = requestOnce,
}: GrantOptions): SessionServices["fetch"] {
  return async ({ url: asked, ...request }) => {
    let url = parseUrl(asked);
    for (let hop = 0; hop <= REDIRECT_LIMIT; hop++) {
      if (!grants().includes(url.host) && !grants().includes(url.hostname)) {
        throw new CairnError(`the cell asked for ${url.host}, which was not granted`, {
          code: "not-granted",
          path: ["from"],
          hint: hintFor(url.host),
        });
      }
      const { location, ...answer } = await requestHere(url.href, request);
      if (location === undefined) return answer;
      url = new URL(location, url);
    }
    throw new CairnError(`the request to ${url.host} was redirected more than ${REDIRECT_LIMIT} times`);
  };
}

/** The host of an error that grantedFetch threw, wherever it has been since; undefined for any other. */
export function hostNotGranted({ code, message }: { code?: string; message: string }): string | undefined {
  if (code !== "not-granted") return undefined;
  return /^the cell asked for ([\w.:[\]-]+), which was not granted$/.exec(message)?.[1];
}

function parseUrl(text: string): URL {
  try {
    const url = new URL(text);
    if (url.protocol === "https:" || url.protocol === "http:") return url;
  } catch {
    // falls through to the message below
  }
  throw new CairnError(`fetch takes a whole https: address, got "${text.slice(0, 200)}"`, {
    code: "bad-address",
  });
}
