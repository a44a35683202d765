// What a sum by segment needs of its operands: an id for each row, where a row is all that lies below the leading
// axes of the values that the ids have.
import { ShapeError, type KernelCall } from "#kernels/patch.ts";

export interface SegmentShape {
  rows: number;
  /** Elements of a row. */
  columns: number;
  segments: number;
  /** [segments, ...] */
  output: number[];
}

/** @throws ShapeError when the ids do not lead the values. */
export function segmentShape({ inputs: { x, segmentIds }, attrs }: KernelCall): SegmentShape {
  const ids = segmentIds.shape;
  if (ids.length > x.shape.length || ids.some((size, axis) => size !== x.shape[axis])) {
    throw new ShapeError(
      `unsortedSegmentSum: there must be one segment id for each row, got rows [${x.shape.join(", ")}] and ids [${ids.join(", ")}]`,
    );
  }
  const size = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
  const rest = x.shape.slice(ids.length);
  const segments = attrs["numSegments"] as number;
  return { rows: size(ids), columns: size(rest), segments, output: [segments, ...rest] };
}
