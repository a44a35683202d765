// Whether a cell has sent something out: a request that may change something elsewhere, and that is not to be repeated
// by itself.
import type { CellState } from "./cell-state.ts";
import { hostNotGranted } from "./granted-fetch.ts";
import type { SessionServices } from "./services.ts";

type Fetch = SessionServices["fetch"];

/** @param running the state of the cell that asks */
export function watchSent(fetch: Fetch, running: () => CellState | undefined): Fetch {
  return async (request) => {
    const state = /^(?:GET|HEAD)$/i.test(request.method) ? undefined : running();
    if (!state) return fetch(request);
    const hadSent = state.hasSent ?? false;
    state.hasSent = true; // a Stop may come before the answer
    try {
      return await fetch(request);
    } catch (error) {
      if (!hadSent && wasRefused(error, request.url)) delete state.hasSent;
      throw error;
    }
  };
}

/** Nothing has left: the host that was asked for, not one that it sent on to, was not granted. */
function wasRefused(error: unknown, url: string): boolean {
  return error instanceof Error && hostNotGranted(error) === hostOf(url);
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return "";
  }
}
