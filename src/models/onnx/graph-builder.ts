// Puts an ONNX graph together: names that are taken once, constants, and transposes that undo each other left out.
import {
  type Attribute,
  type ConstantValues,
  elementTypes,
  type ElementType,
  type GraphMessage,
  ints,
  type NodeMessage,
  tensorMessage,
  type TensorMessage,
  type ValueMessage,
} from "./onnx-types.ts";

/** The number of rows (first) is null, as is any size that is known only when the file is run. */
export type Shape = readonly (number | null)[];

/** What flows along an edge of the graph. */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
}

export interface NodeOptions {
  /** Of the first output. @default that of the first input */
  shape?: Shape;
  attributes?: Readonly<Record<string, Attribute>>;
}

export class GraphBuilder {
  /** Nodes and constants made from here on are named below it: the layer's name. */
  scope = "";
  readonly #nodes: NodeMessage[] = [];
  readonly #constants: TensorMessage[] = [];
  readonly #inputs: ValueMessage[] = [];
  readonly #outputs: ValueMessage[] = [];
  readonly #names = new Set<string>();
  /** Of values that are transposes: what they were made of, and in which order. */
  readonly #transposed = new Map<string, { from: Value; order: readonly number[] }>();

  /** The name, or with a number behind it where it is taken. An empty name would mean "absent". */
  unique(name: string): string {
    let free = name === "" ? "unnamed" : name;
    for (let count = 2; this.#names.has(free); count++) free = `${name}_${count}`;
    this.#names.add(free);
    return free;
  }

  /** @param inputs undefined: an optional input that is not there */
  add(operator: string, inputs: readonly (Value | undefined)[], options: NodeOptions = {}): Value {
    return this.addMany(operator, inputs, [options.shape ?? inputs[0]!.shape], options.attributes)[0];
  }

  /** A node of several outputs, one for each shape; undefined: an output that is not asked for. */
  addMany(
    operator: string,
    inputs: readonly (Value | undefined)[],
    shapes: readonly (Shape | undefined)[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value[] {
    const name = this.unique(this.#scoped(operator));
    const values = shapes.map((shape, i): Value => {
      if (shape === undefined) return { name: "", shape: [] };
      return { name: i === 0 ? name : this.unique(`${name}:${i}`), shape };
    });
    this.#nodes.push({
      name,
      opType: operator,
      input: inputs.map((input) => input?.name ?? ""),
      output: values.map((value) => value.name),
      attribute: Object.entries(attributes).map(([key, attribute]) => ({ name: key, ...attribute })),
    });
    return values;
  }

  constant(name: string, shape: readonly number[], values: ConstantValues): Value {
    const free = this.unique(this.#scoped(name));
    this.#constants.push(tensorMessage(free, shape, values));
    return { name: free, shape };
  }

  /** A list of whole numbers, as many operators take for axes and shapes. */
  whole(name: string, values: readonly number[]): Value {
    return this.constant(name, [values.length], BigInt64Array.from(values, BigInt));
  }

  /** One number that is spread over all values. */
  scalar(name: string, value: number): Value {
    return this.constant(name, [], Float32Array.of(value));
  }

  input(name: string, type: ElementType, shape: Shape, about: string): Value {
    const free = this.unique(name);
    this.#inputs.push(valueMessage(free, type, shape, about));
    return { name: free, shape };
  }

  /** @returns the name under which the file gives it */
  output(name: string, type: ElementType, value: Value, about: string): string {
    const free = this.unique(name);
    this.#nodes.push({ name: free, opType: "Identity", input: [value.name], output: [free], attribute: [] });
    this.#outputs.push(valueMessage(free, type, value.shape, about));
    return free;
  }

  /** Axis i of the result is axis order[i] of the value. */
  transpose(value: Value, order: readonly number[]): Value {
    const before = this.#transposed.get(value.name);
    if (before) {
      const joined = order.map((axis) => before.order[axis]);
      return joined.every((axis, i) => axis === i) ? before.from : this.transpose(before.from, joined);
    }
    if (order.every((axis, i) => axis === i)) return value;
    const shape = order.map((axis) => value.shape[axis]);
    const made = this.add("Transpose", [value], { shape, attributes: { perm: ints(order) } });
    this.#transposed.set(made.name, { from: value, order });
    return made;
  }

  /** Without what no output needs. */
  finish(name: string, docString: string): GraphMessage {
    const needed = new Set(this.#outputs.map((output) => output.name));
    const node: NodeMessage[] = [];
    for (const each of [...this.#nodes].reverse()) {
      if (!each.output.some((output) => needed.has(output))) continue;
      for (const input of each.input) needed.add(input);
      node.push(each);
    }
    return {
      name,
      docString,
      node: node.reverse(),
      initializer: this.#constants.filter((constant) => needed.has(constant.name)),
      input: this.#inputs,
      output: this.#outputs,
    };
  }

  #scoped(name: string): string {
    return this.scope === "" ? name : `${this.scope}/${name}`;
  }
}

function valueMessage(name: string, type: ElementType, shape: Shape, docString: string): ValueMessage {
  const dim = shape.map((size, axis): ValueMessage["type"]["value"]["value"]["shape"]["dim"][number] =>
    size === null
      ? { value: { case: "dimParam", value: axis === 0 ? "N" : `${name}_${axis}` } }
      : { value: { case: "dimValue", value: BigInt(size) } },
  );
  return {
    name,
    docString,
    type: { value: { case: "tensorType", value: { elemType: elementTypes[type], shape: { dim } } } },
  };
}
