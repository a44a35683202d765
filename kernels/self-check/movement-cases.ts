// Reductions, and operations that move numbers: slices, gathers, tiles, pads, sums by segment.
import { at, grid, reduceGrid } from "./grid.ts";
import { softmax } from "./elementwise-cases.ts";
import { given, spread, type OpCase } from "./op-case.ts";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const product = (values: readonly number[]) => values.reduce((total, value) => total * value, 1);

const reductions: OpCase[] = [
  {
    name: "Sum over [0, 2]",
    covers: ["Sum"],
    inputs: [spread([3, 4, 5])],
    run: (tf, x) => tf.sum(x, [0, 2]),
    reference: (x) => reduceGrid(x, [0, 2], sum),
  },
  {
    name: "Sum of the rows of [500, 3]",
    covers: ["Sum"],
    inputs: [spread([500, 3])],
    run: (tf, x) => tf.sum(x, 0),
    reference: (x) => reduceGrid(x, [0], sum),
    gradient: (slope, x) => [grid(x.shape, ([, column]) => slope.values[column])],
  },
  {
    name: "Mean",
    covers: ["Mean"],
    inputs: [spread([3, 4, 5])],
    run: (tf, x) => tf.mean(x, [1]),
    reference: (x) => reduceGrid(x, [1], (values) => sum(values) / values.length),
  },
  {
    name: "Max",
    covers: ["Max"],
    inputs: [spread([3, 4, 5])],
    run: (tf, x) => tf.max(x, [1]),
    reference: (x) => reduceGrid(x, [1], (values) => Math.max(...values)),
  },
  {
    name: "Min",
    covers: ["Min"],
    inputs: [spread([3, 4, 5])],
    run: (tf, x) => tf.min(x, [0, 1]),
    reference: (x) => reduceGrid(x, [0, 1], (values) => Math.min(...values)),
  },
  {
    name: "Prod",
    covers: ["Prod"],
    inputs: [spread([3, 4], -1.5, 1.5, { avoid: [0] })],
    run: (tf, x) => tf.prod(x, 1),
    reference: (x) => reduceGrid(x, [1], product),
  },
  {
    name: "ArgMax",
    covers: ["ArgMax"],
    inputs: [spread([3, 5])],
    run: (tf, x) => tf.cast(tf.argMax(x, 1), "float32"),
    reference: (x) => reduceGrid(x, [1], (values) => values.indexOf(Math.max(...values))),
  },
  {
    name: "ArgMin",
    covers: ["ArgMin"],
    inputs: [spread([3, 5])],
    run: (tf, x) => tf.cast(tf.argMin(x, 0), "float32"),
    reference: (x) => reduceGrid(x, [0], (values) => values.indexOf(Math.min(...values))),
  },
  ...[false, true].map((isReversed): OpCase => ({
    name: isReversed ? "Cumsum, exclusive and reversed" : "Cumsum along the middle axis",
    covers: ["Cumsum"],
    inputs: [spread([2, 4, 3])],
    run: (tf, x) => tf.cumsum(x, 1, isReversed, isReversed),
    reference: (x) =>
      grid(x.shape, ([i, j, k]) => {
        const places = [...Array(x.shape[1]).keys()];
        return sum(
          places.filter((place) => (isReversed ? place > j : place <= j)).map((place) => at(x, i, place, k)),
        );
      }),
  })),
  {
    name: "Softmax",
    covers: ["Softmax"],
    inputs: [spread([4, 7], -3, 3)],
    run: (tf, x) => tf.softmax(x),
    reference: softmax,
  },
  {
    name: "LogSoftmax",
    covers: ["LogSoftmax"],
    inputs: [spread([4, 7], -3, 3)],
    run: (tf, x) => tf.logSoftmax(x),
    reference: (x) => ({ shape: x.shape, values: softmax(x).values.map(Math.log) }),
  },
];

const ids = [2, 0, 2, 1, 4, 2];

const movements: OpCase[] = [
  {
    name: "Concat",
    covers: ["Concat"],
    inputs: [spread([2, 3]), spread([2, 2], -1, 1, { seed: 1 })],
    run: (tf, a, b) => tf.concat([a, b], 1),
    reference: (a, b) => grid([2, 5], ([i, j]) => (j < 3 ? at(a, i, j) : at(b, i, j - 3))),
  },
  {
    name: "Pack",
    covers: ["Pack"],
    inputs: [spread([2, 3]), spread([2, 3], -1, 1, { seed: 1 })],
    run: (tf, a, b) => tf.stack([a, b], 1),
    reference: (a, b) => grid([2, 2, 3], ([i, which, j]) => at(which === 0 ? a : b, i, j)),
  },
  {
    name: "Unpack",
    covers: ["Unpack"],
    inputs: [spread([2, 3])],
    run: (tf, x) => {
      const [first, , third] = tf.unstack(x, 1);
      return tf.sub(first, tf.mul(third, 2));
    },
    reference: (x) => grid([2], ([i]) => at(x, i, 0) - 2 * at(x, i, 2)),
  },
  {
    name: "SplitV",
    covers: ["SplitV"],
    inputs: [spread([2, 6])],
    run: (tf, x) => {
      const [first, second] = tf.split(x, [2, 4], 1);
      return tf.concat([second, tf.mul(first, 3)], 1);
    },
    reference: (x) => grid([2, 6], ([i, j]) => (j < 4 ? at(x, i, j + 2) : 3 * at(x, i, j - 4))),
  },
  {
    name: "PadV2",
    covers: ["PadV2"],
    inputs: [spread([2, 3])],
    run: (tf, x) =>
      tf.pad(
        x,
        [
          [1, 0],
          [0, 2],
        ],
        0.5,
      ),
    reference: (x) => grid([3, 5], ([i, j]) => (i >= 1 && j < 3 ? at(x, i - 1, j) : 0.5)),
  },
  ...(["reflect", "symmetric"] as const).map((mode): OpCase => ({
    name: `MirrorPad, ${mode}`,
    covers: ["MirrorPad"],
    inputs: [spread([3, 4])],
    run: (tf, x) =>
      tf.mirrorPad(
        x,
        [
          [1, 1],
          [2, 1],
        ],
        mode,
      ),
    reference: (x) => {
      const edge = mode === "reflect" ? 0 : 1;
      const mirror = (i: number, size: number) =>
        i < 0 ? -i - edge : i >= size ? 2 * (size - 1) - i + edge : i;
      return grid([5, 7], ([i, j]) => at(x, mirror(i - 1, 3), mirror(j - 2, 4)));
    },
  })),
  {
    name: "Reverse",
    covers: ["Reverse"],
    inputs: [spread([2, 3, 4])],
    run: (tf, x) => tf.reverse(x, [0, 2]),
    reference: (x) => grid(x.shape, ([i, j, k]) => at(x, 1 - i, j, 3 - k)),
  },
  {
    name: "Slice",
    covers: ["Slice"],
    inputs: [spread([3, 4, 2])],
    run: (tf, x) => tf.slice(x, [1, 0, 1], [2, 3, 1]),
    reference: (x) => grid([2, 3, 1], ([i, j, k]) => at(x, i + 1, j, k + 1)),
  },
  {
    name: "Tile",
    covers: ["Tile"],
    inputs: [spread([2, 3])],
    run: (tf, x) => tf.tile(x, [2, 3]),
    reference: (x) => grid([4, 9], ([i, j]) => at(x, i % 2, j % 3)),
  },
  {
    name: "BroadcastTo",
    covers: ["BroadcastTo"],
    inputs: [spread([3, 1])],
    run: (tf, x) => tf.broadcastTo(x, [2, 3, 4]),
    reference: (x) => grid([2, 3, 4], ([, j]) => at(x, j, 0)),
  },
  {
    name: "Transpose",
    covers: ["Transpose"],
    inputs: [spread([2, 3, 4])],
    run: (tf, x) => tf.transpose(x, [2, 0, 1]),
    reference: (x) => grid([4, 2, 3], ([i, j, k]) => at(x, j, k, i)),
  },
  {
    name: "Reshape and ExpandDims",
    covers: ["Reshape", "ExpandDims"],
    inputs: [spread([2, 6])],
    run: (tf, x) => tf.expandDims(tf.reshape(x, [3, 4]), 1),
    reference: (x) => ({ shape: [3, 1, 4], values: x.values }),
  },
  {
    name: "GatherV2 of rows, some twice",
    covers: ["GatherV2"],
    inputs: [spread([5, 3])],
    run: (tf, x) => tf.gather(x, tf.tensor1d(ids, "int32")),
    reference: (x) => grid([6, 3], ([i, j]) => at(x, ids[i], j)),
  },
  {
    name: "GatherV2 of columns",
    covers: ["GatherV2"],
    inputs: [spread([2, 5, 2])],
    run: (tf, x) =>
      tf.gather(
        x,
        tf.tensor2d(
          [
            [3, 0],
            [3, 1],
          ],
          [2, 2],
          "int32",
        ),
        1,
      ),
    reference: (x) =>
      grid([2, 2, 2, 2], ([i, j, k, l]) =>
        at(
          x,
          i,
          [
            [3, 0],
            [3, 1],
          ][j][k],
          l,
        ),
      ),
  },
  {
    name: "UnsortedSegmentSum",
    covers: ["UnsortedSegmentSum"],
    inputs: [spread([6, 3])],
    run: (tf, x) => tf.unsortedSegmentSum(x, tf.tensor1d(ids, "int32"), 5),
    reference: (x) => grid([5, 3], ([id, j]) => sum(ids.map((each, i) => (each === id ? at(x, i, j) : 0)))),
  },
  {
    name: "Embedding of 300 rows among 40",
    covers: ["GatherV2", "UnsortedSegmentSum"],
    inputs: [spread([40, 8])],
    run: (tf, x) => tf.gather(x, tf.tensor1d(manyIds, "int32")),
    reference: (x) => grid([300, 8], ([i, j]) => at(x, manyIds[i], j)),
    gradient: (slope, x) => [
      grid(x.shape, ([id, j]) => sum(manyIds.map((each, i) => (each === id ? at(slope, i, j) : 0)))),
    ],
  },
  {
    name: "OneHot",
    covers: ["OneHot"],
    inputs: [given([4], [0, 3, 1, 3])],
    run: (tf, x) => tf.cast(tf.oneHot(tf.cast(x, "int32") as never, 4), "float32"),
    reference: (x) => grid([4, 4], ([i, j]) => Number(x.values[i] === j)),
    gradient: (_slope, x) => [grid(x.shape, () => 0)],
  },
  {
    name: "SpaceToBatchND",
    covers: ["SpaceToBatchND"],
    inputs: [spread([1, 4, 4, 1])],
    run: (tf, x) =>
      tf.spaceToBatchND(
        x,
        [2, 2],
        [
          [0, 0],
          [2, 0],
        ],
      ),
    reference: (x) =>
      grid([4, 2, 3, 1], ([block, i, j]) => {
        const [row, column] = [2 * i + Math.floor(block / 2), 2 * j + (block % 2) - 2];
        return column < 0 ? 0 : at(x, 0, row, column, 0);
      }),
  },
  {
    name: "BatchToSpaceND",
    covers: ["BatchToSpaceND"],
    inputs: [spread([4, 2, 3, 1])],
    run: (tf, x) =>
      tf.batchToSpaceND(
        x,
        [2, 2],
        [
          [0, 1],
          [2, 0],
        ],
      ),
    reference: (x) =>
      grid([1, 3, 4, 1], ([, row, shifted]) => {
        const column = shifted + 2;
        return at(x, (row % 2) * 2 + (column % 2), Math.floor(row / 2), Math.floor(column / 2), 0);
      }),
  },
];

const manyIds = Array.from({ length: 300 }, (_, i) => (i * i * 7 + i) % 40);

export const movementCases: OpCase[] = [...reductions, ...movements];
