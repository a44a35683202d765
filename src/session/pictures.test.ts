import { encode as encodePng } from "fast-png";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { cellOf, statuses, textOf } from "./fixtures/open-session.ts";
import { useSessions } from "./fixtures/use-sessions.ts";

const session = useSessions();
const side = 8;

/** A PNG in which one row of pixels, or one column, is light. */
function bar(way: "lies" | "stands", place: number): Uint8Array {
  const data = new Uint8Array(side * side).fill(10 + place);
  for (let i = 0; i < side; i++) data[way === "lies" ? place * side + i : i * side + place] = 240;
  return encodePng({ width: side, height: side, channels: 1, depth: 8, data });
}

const files = Object.fromEntries(
  (["lies", "stands"] as const).flatMap((way) =>
    Array.from({ length: side }, (_, place) => [`bars/${way}/${place}.png`, bar(way, place)] as const),
  ),
);
const services = { file: () => Promise.resolve(zipSync(files)) };
const bars = "yaml dataset\nfrom: ./bars.zip";
const reader = `yaml train
layers:
  - conv2d: 4
    kernelSize: 3
    activation: relu
  - maxPooling2d: 2
  - averagePooling2d: 2
  - flatten: true
  - dropout: 0.1
  - dense: 8
data: bars
target: label
epochs: 40
batchSize: 4
learningRate: 0.01`;

describe("a .zip of pictures in folders", () => {
  test("is trained on, evaluated and asked about a picture of one's own", async () => {
    const s = session(
      {
        bars,
        reader,
        report: 'yaml evaluate\nmodel: reader\ndata: bars\nsplit: all\ngates: { accuracy: ">= 0.9" }',
        pad: `yaml control\ntype: drawing\nwidth: ${side}\nheight: ${side}\npen: 1\ncentred: false\nvalue: "M3.5 0 3.5 8"`,
        answer: "(await reader.predict([{ picture: pad }]))[0].class",
        shown: 'bars.rows("all", 3)',
      },
      { services },
    );
    await s.runAll();
    expect(statuses(s)).toBe("bars:done reader:done report:done pad:done answer:done shown:done");
    expect(textOf(s, "answer")).toBe("stands");
    expect(cellOf(s, "shown").outputs[0]).toMatchObject({
      type: "pictures",
      count: 3,
      pictures: [{ width: side, height: side, channels: 1, caption: "lies" }, {}, {}],
    });
  });

  test.each([
    ["a layer that a form does not know", "- conv3d: 4", 'there is no "conv3d"', 2],
    ["a filter without a size", "- conv2d: 0", '"layers.0.conv2d" must be 1 or more, got 0', 2],
    ["a key of another layer", "- maxPooling2d: 2\n    kernelSize: 3", 'there is no "kernelSize"', 3],
  ])("%s is said at its line before anything runs", async (_, layer, message, line) => {
    const s = session(
      { bars, bad: `yaml train\nlayers:\n  ${layer}\ndata: bars\ntarget: label` },
      { services },
    );
    await s.wake();
    const { problems } = cellOf(s, "bad");
    expect(problems.map((problem) => problem.message).join("\n")).toContain(message);
    expect(problems.map((problem) => problem.at.line)).toContain(line);
  });
});
