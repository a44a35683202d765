// What the kernels of our own give a notebook: convolutions and embeddings that train on both backends, a check
// of the device, and a GPU that goes away.
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

const training = notebookOf({
  image: `const filter = tf.variable(tf.randomUniform([3, 3, 1, 4]));
const x = tf.randomUniform([8, 10, 10, 1]);
const table = tf.variable(tf.randomUniform([6, 4]));
const words = tf.tensor1d([0, 1, 5, 1, 2, 3, 4, 1], "int32");
const lossOf = () => {
  const seen = tf.mean(tf.relu(tf.conv2d(x, filter, 1, "same")), [1, 2]);
  return tf.mean(tf.square(tf.sub(tf.add(seen, tf.gather(table, words)), 3)));
};
const [before] = await lossOf().data();
const optimizer = tf.train.adam(0.1);
for (let step = 0; step < 15; step++) optimizer.minimize(lossOf);
const [after] = await lossOf().data();
after < before / 2 ? "it learned" : "it did not learn: " + before + " and " + after`,
});

for (const backend of ["wasm", "webgpu"]) {
  test(`a convolution and an embedding train on ${backend}, whose operations agree with their definitions`, async ({
    page,
    servers,
  }) => {
    test.setTimeout(120_000);
    const notebook = notebookPage(page);
    await notebook.openFile(
      `${servers.ownOrigin.url}?backend=${backend}&check-backend`,
      "training.md",
      training,
    );
    await notebook.runAll();
    await notebook.expectStatus("image", "done", 100_000);
    await expect(notebook.cell("image")).toContainText("it learned");
    await expect(page.locator(".bar .check")).toHaveText("· checked");
  });
}

test("a GPU that goes away is an error that says so, and the next run starts anew", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(
    `${servers.ownOrigin.url}?backend=webgpu`,
    "lost.md",
    notebookOf({
      lost: `tf.backend().device.destroy();
await new Promise((resolve) => setTimeout(resolve, 200));
(await tf.add(tf.ones([2000]), 1).data())[0]`,
      fine: "(await tf.add(tf.ones([2000]), 41).data())[0]",
    }),
  );
  await notebook.run("lost");
  await notebook.expectStatus("lost", "error");
  await expect(notebook.cell("lost")).toContainText("The GPU device was lost");
  await notebook.run("fine");
  await notebook.expectStatus("fine", "done");
  await expect(notebook.cell("fine")).toContainText("42");
});

test("shapes that do not fit are an error at the person's line, with both shapes", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(
    `${servers.ownOrigin.url}?backend=wasm`,
    "shapes.md",
    notebookOf({ product: 'const a = tf.ones([2, 3]);\ntf.einsum("ij,jk->ik", a, tf.ones([4, 5]))' }),
  );
  await notebook.runAll();
  await notebook.expectStatus("product", "error");
  await expect(notebook.cell("product")).toContainText(
    'einsum "ij,jk->ik": "j" is 3 and 4 long; got [2, 3] and [4, 5]',
  );
  await expect(notebook.cell("product")).toContainText(/line 2/i);
});
