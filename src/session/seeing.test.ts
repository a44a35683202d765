// What cells show: charts of Observable Plot, pictures and tensors. In Node the same as in a browser's worker.
import { decode } from "fast-png";
import { describe, expect, test } from "vitest";
import type { PicturesOutput } from "#cell-api/outputs.ts";
import { fromBase64 } from "#datasets/picture.ts";
import { cellOf, textOf } from "./fixtures/open-session.ts";
import { useSessions } from "./fixtures/use-sessions.ts";
import type { Session } from "./session.ts";

const session = useSessions();

async function outputsOf(code: string, s: Session = session({ cell: code })) {
  await s.runAll();
  return cellOf(s, "cell").outputs;
}

async function htmlOf(code: string): Promise<string> {
  const outputs = await outputsOf(code);
  const [output] = outputs;
  if (output?.type !== "html") throw new Error(`expected HTML, found ${JSON.stringify(outputs)}`);
  return output.html;
}

async function picturesOf(code: string): Promise<PicturesOutput> {
  const outputs = await outputsOf(code);
  const [output] = outputs;
  if (output?.type !== "pictures") throw new Error(`expected pictures, found ${JSON.stringify(outputs)}`);
  return output;
}

const pixelsOf = ({ pictures }: PicturesOutput): number[] => [...fromBase64(pictures[0].pixels)];

describe("Observable Plot", () => {
  test("a plot is shown as its SVG", async () => {
    const html = await htmlOf(
      "Plot.plot({ marks: [Plot.dot([{ x: 1, y: 2 }, { x: 3, y: 4 }], { x: 'x', y: 'y' })] })",
    );
    expect(html).toMatch(/^<svg /);
    expect(html.match(/<circle /g)).toHaveLength(2);
  });

  test("a mark draws itself, and a title, a legend and a facet are there", async () => {
    const html = await htmlOf(
      "Plot.barY([{ k: 'a', n: 1 }, { k: 'b', n: 2 }], { x: 'k', y: 'n', fill: 'k', fx: 'k' }).plot({ title: 'Counts', color: { legend: true } })",
    );
    expect(html).toMatch(/^<figure/);
    expect(html).toContain("Counts");
    expect(html.match(/aria-label="bar"/g)?.length).toBeGreaterThan(0);
  });

  test("a colour ramp and a raster, which need a canvas, hold their pixels", async () => {
    const html = await htmlOf(
      "Plot.plot({ color: { legend: true, scheme: 'greys', domain: [0, 3] }, marks: [Plot.raster([0, 1, 2, 3], { width: 2, height: 2, fill: (d) => d, imageRendering: 'pixelated', interpolate: 'none' })] })",
    );
    const addresses = [...html.matchAll(/href="data:image\/png;base64,([^"]+)"/g)].map(([, png]) => png);
    expect(addresses).toHaveLength(2);
    const ramp = decode(Uint8Array.from(atob(addresses[0]), (each) => each.charCodeAt(0)));
    expect([ramp.width, ramp.height]).toEqual([256, 1]);
    expect(ramp.data[0]).toBeGreaterThan(ramp.data[4 * 255]); // from light to dark
  });

  test("a plot within html`…` is its markup", async () => {
    expect(await htmlOf("html`<h3>Two</h3>${Plot.lineY([1, 2]).plot()}`")).toMatch(/<h3>Two<\/h3><svg /);
  });

  test("a cell that does not name Plot finds none, and one that does leaves no global behind", async () => {
    const s = session({ before: "typeof globalThis['Plot']", uses: "Plot.lineY([1]).plot(); 1", after: "1" });
    await s.runAll();
    expect(textOf(s, "before")).toBe("undefined");
    for (const name of ["uses", "after"]) expect(cellOf(s, name).status).toBe("done");
  });
});

describe("pictures", () => {
  test("a matrix from 0 to 1 is grey, black at 0 and white at 1", async () => {
    const output = await picturesOf("picture(tf.tensor2d([[0, 1], [0.5, 0]]))");
    expect(output.pictures[0]).toMatchObject({ width: 2, height: 2, channels: 1 });
    expect(output.stretched).toBeUndefined();
    expect(pixelsOf(output)).toEqual([0, 255, 128, 0]);
  });

  test("whole numbers go from 0 to 255, and three channels are a colour", async () => {
    const output = await picturesOf("picture(tf.tensor3d([[[255, 0, 10]]], [1, 1, 3], 'int32'))");
    expect(pixelsOf(output)).toEqual([255, 0, 10]);
  });

  test("values beyond are stretched from the least to the greatest, and that is said", async () => {
    const output = await picturesOf("picture([[-1, 3]])");
    expect(output.stretched).toEqual([-1, 3]);
    expect(pixelsOf(output)).toEqual([0, 255]);
  });

  test("what is transparent lies on white", async () => {
    const output = await picturesOf("picture({ data: [0, 0, 0, 0, 0, 0, 0, 255], width: 2, height: 1 })");
    expect(pixelsOf(output)).toEqual([255, 255, 255, 0, 0, 0]);
  });

  test("of many the first are shown, and how many there are is said", async () => {
    const { pictures, count } = await picturesOf("picture(tf.zeros([300, 2, 2, 1]))");
    expect([pictures.length, count]).toEqual([100, 300]);
  });

  test("a stack is as many pictures, with labels", async () => {
    const { pictures } = await picturesOf("picture(tf.zeros([3, 4, 5, 1]), { labels: ['a', 'b', 'c'] })");
    expect(pictures.map(({ width, height, caption }) => `${caption} ${width}×${height}`)).toEqual([
      "a 5×4",
      "b 5×4",
      "c 5×4",
    ]);
  });

  test.each([
    ["picture(tf.zeros([2, 2, 2, 7]))", "a tensor of shape [2, 2, 2, 7]"],
    ["picture([[1, 2], [3]])", "rows that are not numbers of one length"],
    ["picture({ data: [1, 2, 3], width: 2, height: 2 })", "3 numbers for 2 × 2 pixels"],
    ["picture(7)", "found 7"],
  ])("%s says what it found", async (code, says) => {
    const s = session({ cell: code });
    await s.runAll();
    expect(cellOf(s, "cell").error?.message).toContain(says);
  });
});

test("a tensor is shown with its shape, its range and its values", async () => {
  const s = session({ cell: "tf.tensor2d([[1, 2.5], [-3, NaN]])" });
  await s.runAll();
  expect(textOf(s, "cell")).toBe(
    "Tensor [2, 2] float32\nfrom -3 to 2.5, mean 0.16667, 1 not finite\n[1, 2.5000]\n[-3, NaN]",
  );
});
