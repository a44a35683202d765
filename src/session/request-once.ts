// One request without a redirect, the same in Node and in a worker of the page: no credentials, and no more of
// the answer than fits.
import { joinBytes } from "#datasets/join-bytes.ts";
import { CairnError } from "#errors/cairn-error.ts";
import type { FetchedResponse, HostRequest } from "#sandbox/contract.ts";

const LIMIT_BYTES = 512e6;

export interface OneAnswer extends FetchedResponse {
  /** Where it sends on to. */
  location?: string;
}

/** @throws CairnError when nothing comes, when a page may not see where it is sent on to, or when too much comes */
export async function requestOnce(
  url: string,
  { method, headers, body }: Omit<Extract<HostRequest, { type: "fetch" }>, "type" | "url">,
): Promise<OneAnswer> {
  const { host } = new URL(url);
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      ...(body && { body: new Uint8Array(body) }),
      credentials: "omit",
      redirect: "manual",
    });
  } catch (error) {
    throw new CairnError(
      `${host} gave no answer (${error instanceof Error ? error.message : String(error)})`,
      {
        code: "no-answer",
        path: ["from"],
        hint: "Is the address right, and the network there? A page gets an answer only from hosts that let pages read them (CORS); where one does not, save the file and drop it here, or use cairn run --allow.",
      },
    );
  }
  if (response.type === "opaqueredirect") {
    throw new CairnError(`${host} sends on to another address, which a page is not told`, {
      code: "redirected",
      path: ["from"],
      hint: "Open the address in a tab of its own and write down where it ends.",
    });
  }
  const isRedirect = response.status >= 300 && response.status < 400;
  const location = isRedirect ? response.headers.get("location") : null;
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers.entries()],
    body: location === null ? await bodyOf(response, host) : new Uint8Array(),
    url,
    ...(location !== null && { location }),
  };
}

async function bodyOf(response: Response, host: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || !value) break;
    size += value.length;
    if (size > LIMIT_BYTES) {
      await reader?.cancel();
      throw new CairnError(`${host} sends more than ${LIMIT_BYTES / 1e6} MB`, {
        code: "too-large",
        path: ["from"],
        hint: "Take a part of it, or save it as Parquet, which is far smaller.",
      });
    }
    pieces.push(value);
  }
  return joinBytes(pieces);
}
