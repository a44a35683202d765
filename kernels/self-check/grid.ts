// Numbers in a shape, in float64: what the references of the self-check compute on. Row-major.

export interface Grid {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Every index of a shape, in row-major order. The array is reused: copy it to keep it. */
export function eachIndex(shape: readonly number[], visit: (index: number[], flat: number) => void): void {
  const index = shape.map(() => 0);
  const size = sizeOf(shape);
  for (let flat = 0; flat < size; flat++) {
    visit(index, flat);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
}

/** Flat place of an index; axes of size 1 take any index, so that a grid can be read as if it were broadcast. */
export function placeOf(shape: readonly number[], index: readonly number[]): number {
  const skipped = index.length - shape.length;
  let place = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    place = place * shape[axis] + (shape[axis] === 1 ? 0 : index[axis + skipped]);
  }
  return place;
}

export function at(grid: Grid, ...index: number[]): number {
  return grid.values[placeOf(grid.shape, index)];
}

export function grid(shape: readonly number[], of: (index: number[], flat: number) => number): Grid {
  const values = new Float64Array(sizeOf(shape));
  eachIndex(shape, (index, flat) => {
    values[flat] = of(index, flat);
  });
  return { shape, values };
}

/** The shape of two operands broadcast against each other, as NumPy does it. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [x, y] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    return x === 1 ? y : x;
  });
}

/** `of` each value. */
export function mapGrid(x: Grid, of: (value: number) => number): Grid {
  return { shape: x.shape, values: x.values.map(of) };
}

/** `of` each pair of values of two grids that are broadcast against each other. */
export function combine(a: Grid, b: Grid, of: (a: number, b: number) => number): Grid {
  return grid(broadcastShape(a.shape, b.shape), (index) => of(at(a, ...index), at(b, ...index)));
}

/** `of` all values along `axes`, which the result lacks. */
export function reduceGrid(x: Grid, axes: readonly number[], of: (values: number[]) => number): Grid {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const shape = kept.map((axis) => x.shape[axis]);
  const groups = Array.from({ length: sizeOf(shape) }, (): number[] => []);
  eachIndex(x.shape, (index, flat) => {
    groups[
      placeOf(
        shape,
        kept.map((axis) => (shape.length === 0 ? 0 : index[axis])),
      )
    ].push(x.values[flat]);
  });
  return { shape, values: Float64Array.from(groups, of) };
}
