// Requests of cells, made for them: only to hosts that were granted, without credentials, each redirect
// checked again, because a granted host may send on to one that was not.
import { CairnError } from "#errors/cairn-error.ts";
import type { FetchedResponse } from "#sandbox/contract.ts";
import type { SessionServices } from "./services.ts";

const REDIRECT_LIMIT = 5;

/** @param grants host names, with a port where it is not the usual one */
export function grantedFetch(
  grants: readonly string[],
  hintFor: (host: string) => string,
): SessionServices["fetch"] {
  return async (request) => {
    let url = parseUrl(request.url);
    for (let hop = 0; hop <= REDIRECT_LIMIT; hop++) {
      if (!grants.includes(url.host) && !grants.includes(url.hostname)) {
        throw new CairnError(`the cell asked for ${url.host}, which was not granted`, {
          code: "not-granted",
          hint: hintFor(url.host),
        });
      }
      const response = await fetch(url, {
        method: request.method,
        headers: request.headers,
        ...(request.body && { body: new Uint8Array(request.body) }),
        credentials: "omit",
        redirect: "manual",
      });
      const location =
        response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
      if (location === null) return toMessage(response, url.href);
      url = new URL(location, url);
    }
    throw new CairnError(`the request to ${url.host} was redirected more than ${REDIRECT_LIMIT} times`);
  };
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

async function toMessage(response: Response, url: string): Promise<FetchedResponse> {
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers.entries()],
    body: new Uint8Array(await response.arrayBuffer()),
    url,
  };
}
