// Arguments of `cairn run`, read and checked.
import { parseArgs } from "node:util";
import { nearestName } from "#errors/nearest-name.ts";
import type { BackendChoice } from "#sandbox/contract.ts";
import { UsageError } from "./usage-error.ts";

export interface RunArguments {
  file: string;
  only: string[];
  set: ReadonlyMap<string, string>;
  seed?: string;
  backend: BackendChoice;
  checksBackend: boolean;
  allow: string[];
  json: boolean;
  save: boolean;
  lock: boolean;
  fresh: boolean;
}

const options = {
  only: { type: "string", multiple: true },
  set: { type: "string", multiple: true },
  seed: { type: "string" },
  backend: { type: "string" },
  "check-backend": { type: "boolean" },
  allow: { type: "string", multiple: true },
  json: { type: "boolean" },
  save: { type: "boolean" },
  lock: { type: "boolean" },
  fresh: { type: "boolean" },
} as const;

/** @throws UsageError naming the flag, and the one that was probably meant. */
export function parseRunArguments(args: readonly string[]): RunArguments {
  for (const arg of args) {
    const flag = /^--([^=]+)/.exec(arg)?.[1];
    if (flag === undefined || flag in options) continue;
    const near = nearestName(flag, Object.keys(options));
    throw new UsageError(
      `there is no flag --${flag}${near === undefined ? "" : `; did you mean --${near}?`}`,
    );
  }
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (positionals.length !== 1) {
    throw new UsageError(
      `run takes one notebook, got ${positionals.length === 0 ? "none" : positionals.join(" ")}`,
    );
  }
  const { lock = false } = values;
  const other = (["only", "set", "seed"] as const).find((flag) => values[flag] !== undefined);
  if (lock && other !== undefined)
    throw new UsageError(`--lock writes what the notebook gives as it stands: not with --${other}`);
  return {
    file: positionals[0],
    only: values.only ?? [],
    set: new Map((values.set ?? []).map(parseSetting)),
    ...(values.seed !== undefined && { seed: values.seed }),
    backend: parseBackend(values.backend),
    checksBackend: values["check-backend"] ?? false,
    allow: (values.allow ?? []).map(parseHost),
    json: values.json ?? false,
    save: values.save ?? false,
    lock,
    // A lock says what a clean run gives.
    fresh: (values.fresh ?? false) || lock,
  };
}

export function parseBackend(backend = "auto"): BackendChoice {
  if (backend === "auto" || backend === "webgpu" || backend === "wasm") return backend;
  throw new UsageError(`--backend must be auto, webgpu or wasm, got "${backend}"`);
}

/** As URLs write it: in lower case. */
export function parseHost(text: string): string {
  if (/^[^\s/?#@:]+(:\d+)?$/.test(text)) return text.toLowerCase();
  throw new UsageError(`--allow takes a host such as data.example.org, got "${text}"`);
}

function parseSetting(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`--set takes name=value, got "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}
