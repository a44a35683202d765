// Questions of the worker to the page: files of ours, granted requests. Ids are counted, never drawn.
import { CairnError } from "#errors/cairn-error.ts";
import type { FetchedResponse, FromCells, HostRequest, Port, ToCells } from "./contract.ts";
import { receivedError } from "./send-error.ts";

const TIMEOUT_MS = 60_000;

export interface HostAsker {
  asset(name: string): Promise<Uint8Array>;
  fetch(url: string, init: RequestInit | undefined): Promise<Response>;
}

export function askHost(port: Port): HostAsker {
  const startTimer = globalThis.setTimeout.bind(globalThis);
  const stopTimer = globalThis.clearTimeout.bind(globalThis);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let count = 0;
  port.onMessage((message) => {
    const answer = message as ToCells;
    if (answer.type !== "answer") return;
    const asked = waiting.get(answer.ask);
    waiting.delete(answer.ask);
    if (answer.error) asked?.reject(receivedError(answer.error));
    else asked?.resolve(answer.value);
  });
  const ask = (request: HostRequest) =>
    new Promise<unknown>((resolve, reject) => {
      const number = ++count;
      const timer = startTimer(() => {
        waiting.delete(number);
        reject(new CairnError(`the page did not answer within ${TIMEOUT_MS / 1000} s (${request.type})`));
      }, TIMEOUT_MS);
      const done =
        <T>(settle: (value: T) => void) =>
        (value: T) => (stopTimer(timer), settle(value));
      waiting.set(number, { resolve: done(resolve), reject: done(reject) });
      const message: FromCells = { type: "ask", ask: number, request };
      port.post(message);
    });
  return {
    asset: async (name) => (await ask({ type: "asset", name })) as Uint8Array,
    async fetch(url, init = {}) {
      const body =
        init.body == null ? undefined : new Uint8Array(await new Response(init.body).arrayBuffer());
      const headers = [...new Headers(init.headers).entries()];
      const request: HostRequest = {
        type: "fetch",
        url,
        method: init.method ?? "GET",
        headers,
        ...(body && { body }),
      };
      const answer = (await ask(request)) as FetchedResponse;
      const { status, statusText } = answer;
      const isEmpty = status === 204 || status === 304;
      return new Response(isEmpty ? null : new Uint8Array(answer.body), {
        status,
        statusText,
        headers: answer.headers,
      });
    },
  };
}
