// Frees the tensors that a cell made and does not offer: when it ends, when its value is replaced, when no cell
// defines the name any more. A value with functions may see any tensor of its cell and of its inputs, so those
// live as long as it does.
import type { Tensor } from "@tensorflow/tfjs-core";
import { Dataset } from "#datasets/dataset.ts";
import { tf } from "#models/tensorflow.ts";
import { TrainedModel } from "#training/trained-model.ts";

const NODE_LIMIT = 100_000;

/** What a cell's values hold of tensors. */
export interface TensorMemory {
  tensorCount: number;
  tensorBytes: number;
}

/** The part of tfjs's engine that knows of scopes; its types keep it private. */
interface Scopes {
  state: { activeScope: Scope | null; scopeStack: Scope[] };
  startScope(name: string): void;
  registeredVariables: Record<string, Tensor>;
}
interface Scope {
  track: Tensor[];
}

export class TensorKeeper {
  readonly #held = new Map<string, ReadonlySet<Tensor>>();
  #begun: { scope: Scope; variables: ReadonlySet<Tensor> } | undefined;

  /** From here on tensors are noted, outside tidy too. */
  begin(): void {
    const engine = scopesOf();
    engine.startScope("cell");
    this.#begun = { scope: engine.state.activeScope!, variables: new Set(variablesOf(engine)) };
  }

  /** Drops what is disposed already from the notes, so that a long loop does not fill the memory with them. */
  tidyNotes(): void {
    const scope = this.#begun?.scope;
    if (scope) scope.track = scope.track.filter((tensor) => !tensor.isDisposed);
  }

  /**
   * Ends what `begin` began and frees what is not offered.
   * @param offered values that the cell defines; undefined when it failed: then the earlier ones stay
   * @param reads names among its inputs, which its functions may see
   */
  end(offered: Readonly<Record<string, unknown>> | undefined, reads: readonly string[]): TensorMemory {
    const made = this.#made();
    const replaced: Tensor[] = [];
    const own = new Set<Tensor>();
    for (const [name, value] of Object.entries(offered ?? {})) {
      const found = tensorsIn(value);
      if (found.isOpaque) {
        for (const tensor of made) found.tensors.add(tensor);
        for (const read of reads) for (const tensor of this.#held.get(read) ?? []) found.tensors.add(tensor);
      }
      replaced.push(...(this.#held.get(name) ?? []));
      this.#held.set(name, found.tensors);
      for (const tensor of found.tensors) own.add(tensor);
    }
    this.#freeUnheld([...made, ...replaced]);
    const alive = [...own].filter((tensor) => !tensor.isDisposed);
    return { tensorCount: alive.length, tensorBytes: alive.reduce((sum, each) => sum + sizeBytes(each), 0) };
  }

  /** A value that was put into the worker; whatever had its name before goes. */
  hold(name: string, value: unknown): void {
    const before = this.#held.get(name) ?? [];
    this.#held.set(name, tensorsIn(value).tensors);
    this.#freeUnheld(before);
  }

  drop(name: string): void {
    const before = this.#held.get(name) ?? [];
    this.#held.delete(name);
    this.#freeUnheld(before);
  }

  #made(): Set<Tensor> {
    const begun = this.#begun;
    if (!begun) return new Set();
    this.#begun = undefined;
    const engine = scopesOf();
    const { scopeStack } = engine.state;
    const depth = scopeStack.indexOf(begun.scope);
    if (depth < 0) return new Set(); // the cell ended scopes that it had not begun: nothing is known
    const tracked = scopeStack.slice(depth).flatMap((scope) => scope.track);
    scopeStack.length = depth;
    engine.state.activeScope = scopeStack.at(-1) ?? null;
    const variables = variablesOf(engine).filter((variable) => !begun.variables.has(variable));
    return new Set([...tracked, ...variables].filter((tensor) => !tensor.isDisposed));
  }

  #freeUnheld(tensors: Iterable<Tensor>): void {
    const held = new Set([...this.#held.values()].flatMap((each) => [...each]));
    for (const tensor of tensors) if (!tensor.isDisposed && !held.has(tensor)) tensor.dispose();
  }
}

/** Tensors that can be reached without running code; opaque: functions in it may see others. */
function tensorsIn(root: unknown): { tensors: Set<Tensor>; isOpaque: boolean } {
  const tensors = new Set<Tensor>();
  const seen = new Set<object>();
  const waiting: { item: unknown; isModel: boolean }[] = [{ item: root, isModel: false }];
  while (waiting.length > 0) {
    const { item, isModel } = waiting.pop()!;
    if (typeof item === "function") {
      if (isModel) continue; // of tfjs: its tensors are in properties
      return { tensors, isOpaque: true };
    }
    if (item === null || typeof item !== "object" || seen.has(item)) continue;
    if (seen.size > NODE_LIMIT) return { tensors, isOpaque: true };
    seen.add(item);
    if (item instanceof tf.Tensor) tensors.add(item);
    else if (item instanceof TrainedModel) waiting.push({ item: item.model, isModel: true });
    else if (item instanceof tf.LayersModel) pushMembers(item, true);
    else if (item instanceof Map) pushAll([...item.keys(), ...item.values()], isModel);
    else if (item instanceof Set) pushAll([...item], isModel);
    else if (isLeaf(item)) continue;
    else if (isModel || isPlain(item)) {
      if (!pushMembers(item, isModel)) return { tensors, isOpaque: true };
    } else return { tensors, isOpaque: true };
  }
  return { tensors, isOpaque: false };

  function pushAll(items: readonly unknown[], isModel: boolean): void {
    for (const item of items) waiting.push({ item, isModel });
  }

  /** False where a property is an accessor: a function. */
  function pushMembers(item: object, isModel: boolean): boolean {
    for (const key of Reflect.ownKeys(item)) {
      const property = Object.getOwnPropertyDescriptor(item, key);
      if (property && !("value" in property) && !isModel) return false;
      waiting.push({ item: property?.value, isModel });
    }
    return true;
  }
}

function isPlain(item: object): boolean {
  const prototype = Object.getPrototypeOf(item) as object | null;
  return prototype === null || prototype === Object.prototype || Array.isArray(item);
}

function isLeaf(item: object): boolean {
  return (
    ArrayBuffer.isView(item) ||
    item instanceof ArrayBuffer ||
    item instanceof Date ||
    item instanceof RegExp ||
    item instanceof Error ||
    item instanceof Dataset
  );
}

const bytesOfType: Record<string, number> = { float32: 4, int32: 4, bool: 1, complex64: 8, string: 0 };

function sizeBytes(tensor: Tensor): number {
  return tensor.size * bytesOfType[tensor.dtype];
}

function scopesOf(): Scopes {
  return tf.engine() as unknown as Scopes;
}

function variablesOf(engine: Scopes): Tensor[] {
  return Object.values(engine.registeredVariables);
}
