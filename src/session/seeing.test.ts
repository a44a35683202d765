// What cells show: charts of Observable Plot, images and tensors. In Node the same as in a browser's worker.
import { decode } from "fast-png";
import { describe, expect, test } from "vitest";
import type { ImagesOutput } from "#cell-api/outputs.ts";
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

async function imagesOf(code: string): Promise<ImagesOutput> {
  const outputs = await outputsOf(code);
  const [output] = outputs;
  if (output?.type !== "images") throw new Error(`expected images, found ${JSON.stringify(outputs)}`);
  return output;
}

/** Red, green, blue and opacity of all pixels. */
const pixelsOf = ({ images }: ImagesOutput, index = 0): number[] => [
  ...decode(Uint8Array.from(atob(images[index].png), (each) => each.charCodeAt(0))).data,
];

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

describe("images", () => {
  test("a matrix from 0 to 1 is grey, black at 0 and white at 1", async () => {
    const output = await imagesOf("image(tf.tensor2d([[0, 1], [0.5, 0]]))");
    expect(output.images[0]).toMatchObject({ width: 2, height: 2 });
    expect(output.stretched).toBeUndefined();
    expect(pixelsOf(output)).toEqual([0, 0, 0, 255, 255, 255, 255, 255, 128, 128, 128, 255, 0, 0, 0, 255]);
  });

  test("whole numbers go from 0 to 255, and three channels are a colour", async () => {
    const output = await imagesOf("image(tf.tensor3d([[[255, 0, 10]]], [1, 1, 3], 'int32'))");
    expect(pixelsOf(output)).toEqual([255, 0, 10, 255]);
  });

  test("values beyond are stretched from the least to the greatest, and that is said", async () => {
    const output = await imagesOf("image([[-1, 3]])");
    expect(output.stretched).toEqual([-1, 3]);
    expect(pixelsOf(output)).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
  });

  test("a stack is as many images, with labels", async () => {
    const { images } = await imagesOf("image(tf.zeros([3, 4, 5, 1]), { labels: ['a', 'b', 'c'] })");
    expect(images.map(({ width, height, label }) => `${label} ${width}×${height}`)).toEqual([
      "a 5×4",
      "b 5×4",
      "c 5×4",
    ]);
  });

  test.each([
    ["image(tf.zeros([2, 2, 2, 7]))", "a tensor of shape [2, 2, 2, 7]"],
    ["image([[1, 2], [3]])", "rows that are not numbers of one length"],
    ["image({ data: [1, 2, 3], width: 2, height: 2 })", "3 numbers for 2 × 2 pixels"],
    ["image(7)", "found 7"],
    ["image(tf.zeros([300, 2, 2, 1]))", "300 of 2 × 2 pixels are more than can be shown"],
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
