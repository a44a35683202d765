// The hosts that a notebook may ask, kept in this browser beside it; and who asks them. The page's own policy lets it
// reach this site alone, and stays so: a worker of ours, which runs nothing else, makes the requests.
import type { Remote } from "comlink";
import { receivedError } from "#sandbox/send-error.ts";
import type { requestOnce } from "#session/request-once.ts";
import type { Grants } from "#session/services.ts";
import type { AnswerTo } from "./requests.worker.ts";

const keyOf = (id: string) => `cairn.grants.${id}`;

export function grantsOf(id: string): Grants {
  // Where the browser lets pages keep nothing, a grant lasts as long as the tab.
  let unkept: readonly string[] | undefined;
  const list = () => unkept?.slice() ?? readList(id);
  const write = (hosts: readonly string[]) => {
    try {
      localStorage.setItem(keyOf(id), JSON.stringify(hosts));
    } catch {
      unkept = hosts;
    }
  };
  return {
    list,
    add: (host) => write([...new Set([...list(), host])]),
    remove: (host) => write(list().filter((each) => each !== host)),
  };
}

export function forgetGrants(id: string): void {
  try {
    localStorage.removeItem(keyOf(id));
  } catch {
    // there are none
  }
}

let remote: Promise<Remote<AnswerTo>> | undefined;

/** As requestOnce, in the worker, which starts with the first request. */
export const requestInWorker: typeof requestOnce = async (url, request) => {
  remote ??= startWorker();
  const answerTo = await remote;
  const result = await answerTo(url, request);
  if ("error" in result) throw receivedError(result.error);
  return result.answer;
};

async function startWorker(): Promise<Remote<AnswerTo>> {
  const { wrap } = await import("comlink");
  return wrap<AnswerTo>(
    new Worker(new URL("./requests.worker.ts", import.meta.url), { type: "module", name: "requests" }),
  );
}

function readList(id: string): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(id)) ?? "[]");
    return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
  } catch {
    return []; // nothing is granted then
  }
}
