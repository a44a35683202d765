import { guideSnippets } from "../src/session/fixtures/tfjs-guides.ts";
import { expect, hosts, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

const text = `${notebookOf({
  product: `const product = await tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5], [6]])).data();
[...product].join(" and ")`,
  line: `const rows = [...Array(64).keys()].map((at) => ({ x: at / 64, y: at < 32 ? "low" : "high" }));
const xs = tf.tensor2d(rows.map((row) => [row.x]));
const ys = tf.tensor2d(rows.map((row) => [row.y === "low" ? 0 : 1]));
const weight = tf.variable(tf.zeros([1, 1]));
const optimizer = tf.train.sgd(0.5);
const lossOf = () => tf.tidy(() => tf.losses.meanSquaredError(ys, tf.matMul(xs, weight)));
const [before] = await lossOf().data();
for (let step = 0; step < 20; step++) optimizer.minimize(lossOf);
const [after] = await lossOf().data();
const learned = after < before ? "it learned" : "it did not learn";
learned`,
})}
\`\`\`yaml dataset penguins
from: sample:penguins
missing: drop
split: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }
\`\`\`

\`\`\`yaml train classifier
layers:
  - dense: 4
data: penguins
target: species
features: [bill_length_mm, bill_depth_mm]
epochs: 2
\`\`\`
`;

for (const { name, says } of hosts) {
  test(`tensors run on WebGPU when it is asked for, also ${says}`, async ({ page, servers }) => {
    const notebook = notebookPage(page);
    await notebook.openFile(`${servers[name].url}?backend=webgpu`, "gpu.md", text);
    await notebook.runAll();
    await notebook.expectStatus("product", "done");
    await notebook.expectStatus("line", "done");
    await notebook.expectStatus("classifier", "done");
    await expect(notebook.cell("product")).toContainText("17 and 39");
    await expect(notebook.cell("line").locator(".source ~ *").first()).toContainText("it learned");
    await expect(page.locator(".bar .words")).toContainText("WebGPU");
  });
}

test("two runs on one device give the same weights, dropout and shuffles included", async ({
  browser,
  servers,
}) => {
  const forms = `\`\`\`yaml dataset penguins
from: sample:penguins
missing: drop
split: { by: hash, train: 0.5, validation: 0.2, test: 0.3 }
\`\`\`

\`\`\`yaml train classifier
layers: [{ dense: 8 }, { dropout: 0.2 }]
data: penguins
target: species
features: [bill_length_mm, bill_depth_mm]
epochs: 2
\`\`\`

\`\`\`ts weights
(await Promise.all(classifier.model.getWeights().map(async (weight) => (await weight.data()).join()))).join(" | ")
\`\`\`
`;
  const runs = [];
  for (const run of [1, 2]) {
    const context = await browser.newContext(); // an empty store: nothing is taken from the run before
    const page = await context.newPage();
    const notebook = notebookPage(page);
    await notebook.openFile(
      `${servers.ownOrigin.url}?backend=webgpu`,
      `${run}.md`,
      `---\ncairn: 1\nseed: 0\n---\n${forms}`,
    );
    await notebook.runAll();
    await notebook.expectStatus("weights", "done");
    runs.push(
      await notebook
        .cell("weights")
        .getByText(/\d \| -?\d/)
        .first()
        .textContent(),
    );
    await context.close();
  }
  expect(runs[0]).toMatch(/^-?\d/);
  expect(runs[1]).toBe(runs[0]);
});

test("the guides of TensorFlow.js run unchanged on WebGPU, and one button mends a synchronous read", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  // In blocks, so that each snippet may have an `a` of its own.
  const cells = Object.fromEntries(
    Object.entries(guideSnippets).map(([name, code]) => [name, `{\n${code}\n}`]),
  );
  const made = "console.log(tf.tensor([1, 2, 3]).square().dataSync())"; // lies on the GPU alone
  await notebook.openFile(
    `${servers.ownOrigin.url}?backend=webgpu`,
    "guides.md",
    notebookOf({ ...cells, made }),
  );
  await notebook.runAll();
  for (const name of Object.keys(guideSnippets)) await notebook.expectStatus(name, "done");
  const cell = notebook.cell("made");
  await notebook.expectStatus("made", "error");
  await expect(cell).toContainText("cannot be read synchronously");
  await cell.getByRole("button", { name: "Await the values" }).click();
  await expect(cell).toContainText("(await tf.tensor([1, 2, 3]).square().data())");
  await notebook.run("made");
  await notebook.expectStatus("made", "done");
  await expect(cell).toContainText("[1, 4, 9]");
});
