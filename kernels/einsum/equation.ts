// An einsum equation such as "bij,bjk->bik": one letter for each axis; letters that the output lacks are summed.
import { ShapeError } from "#kernels/patch.ts";

export interface EinsumEquation {
  /** The letters of each operand's axes, one or two operands. */
  operands: readonly string[];
  output: string;
  /** The size of each letter's axis. */
  sizes: ReadonlyMap<string, number>;
}

/** @throws ShapeError when the equation cannot be read, or the shapes do not fit it. */
export function readEquation(equation: string, shapes: readonly (readonly number[])[]): EinsumEquation {
  const refuse = (why: string): never => {
    const given = shapes.map((shape) => `[${shape.join(", ")}]`).join(" and ");
    throw new ShapeError(`einsum "${equation}": ${why}; got ${given}`);
  };
  const parts = equation.replaceAll(/\s/g, "").split("->");
  if (parts.length !== 2) refuse('there must be exactly one "->"');
  const [input, output] = parts;
  if (equation.includes("...")) refuse('"..." is not supported: write a letter for each axis');
  const operands = input.split(",");
  if (operands.length !== shapes.length || operands.length > 2) {
    refuse(`there must be one term for each tensor, at most two; it has ${operands.length}`);
  }
  const sizes = new Map<string, number>();
  operands.forEach((letters, i) => {
    if (new Set(letters).size !== letters.length) refuse(`"${letters}" names an axis twice`);
    if (letters.length !== shapes[i].length) {
      refuse(`"${letters}" has ${letters.length} letters for a tensor of ${shapes[i].length} axes`);
    }
    Array.from(letters).forEach((letter, axis) => {
      const size = shapes[i][axis];
      if ((sizes.get(letter) ?? size) !== size)
        refuse(`"${letter}" is ${sizes.get(letter)} and ${size} long`);
      sizes.set(letter, size);
    });
  });
  if (new Set(output).size !== output.length) refuse(`the output "${output}" names an axis twice`);
  const stranger = Array.from(output).find((letter) => !sizes.has(letter));
  if (stranger) refuse(`the output's "${stranger}" is in no term`);
  return { operands, output, sizes };
}

/** The letters of `some` that `others` has. */
export function lettersIn(some: string, others: string): string {
  return Array.from(some)
    .filter((letter) => others.includes(letter))
    .join("");
}

/** The letters of `some` that `others` lacks. */
export function lettersNotIn(some: string, others: string): string {
  return Array.from(some)
    .filter((letter) => !others.includes(letter))
    .join("");
}
