// What a sum by segment needs of its operands.
import { ShapeError, type KernelCall } from "#kernels/patch.ts";

/** @throws ShapeError when there is not one segment id for each row. */
export function checkSegments({ inputs: { x, segmentIds } }: KernelCall): void {
  if (x.shape.length > 0 && segmentIds.shape.length === 1 && segmentIds.shape[0] === x.shape[0]) return;
  throw new ShapeError(
    `unsortedSegmentSum: there must be one segment id for each row, got rows [${x.shape.join(", ")}] and ids [${segmentIds.shape.join(", ")}]`,
  );
}
