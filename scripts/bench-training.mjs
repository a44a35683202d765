// What live curves cost a training: `train({ … })` as a cell shows it, beside the same loop written out bare in a cell,
// in turns in one page; and the frames that the page draws meanwhile.
const EPOCHS = 20;
const ROUNDS = 5;

const notebook = `---
cairn: 1
seed: 1
---
\`\`\`yaml dataset digits
from: sample:digits
split: { by: hash, train: 0.6, validation: 0.1, test: 0.3 }
\`\`\`

\`\`\`ts rows
const rowsOf = (part: "train" | "validation") => {
  const pictures = digits.column("picture", part);
  const x = new Float32Array(pictures.length * 784);
  pictures.forEach(({ pixels }, row) => pixels.forEach((value, at) => (x[row * 784 + at] = value / 255)));
  const labels = digits.column("digit", part).map(Number);
  const y = new Float32Array(labels.length * 10);
  labels.forEach((label, row) => (y[row * 10 + label] = 1));
  return { x, y, count: labels.length };
};
const trainRows = rowsOf("train");
const heldRows = rowsOf("validation");
\`\`\`

\`\`\`ts bare
const layers = [
  tf.layers.flatten({ inputShape: [28, 28, 1] }),
  tf.layers.dense({ units: 128, activation: "relu" }),
  tf.layers.dense({ units: 64, activation: "relu" }),
  tf.layers.dense({ units: 10 }),
];
const net = tf.sequential({ layers });
const optimizer = tf.train.adam(0.001);
const variables = net.trainableWeights.map((weight) => weight.read());
const gathered = ({ x, y }, batch) => {
  const bx = new Float32Array(batch.length * 784);
  const by = new Float32Array(batch.length * 10);
  batch.forEach((row, at) => {
    bx.set(x.subarray(row * 784, (row + 1) * 784), at * 784);
    by.set(y.subarray(row * 10, (row + 1) * 10), at * 10);
  });
  return { bx: tf.tensor4d(bx, [batch.length, 28, 28, 1]), by: tf.tensor2d(by, [batch.length, 10]) };
};
const hits = (out, by) => tf.sum(tf.cast(tf.equal(tf.argMax(out, 1), tf.argMax(by, 1)), "float32"));
const bareStarted = performance.now();
for (let epoch = 0; epoch < ${EPOCHS}; epoch++) {
  const order = Uint32Array.from({ length: trainRows.count }, (_, row) => row);
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  const kept = [];
  for (let start = 0; start < order.length; start += 64) {
    tf.tidy(() => {
      const { bx, by } = gathered(trainRows, [...order.subarray(start, start + 64)]);
      let metric;
      const { value, grads } = tf.variableGrads(() => {
        const out = net.apply(bx, { training: true });
        metric = tf.keep(hits(out, by));
        return tf.losses.softmaxCrossEntropy(by, out);
      }, variables);
      optimizer.applyGradients(grads);
      kept.push(tf.keep(value), metric);
    });
  }
  const sums = tf.stack(kept);
  await sums.data();
  tf.dispose([sums, ...kept]);
  for (let start = 0; start < heldRows.count; start += 1024) {
    const both = tf.tidy(() => {
      const { bx, by } = gathered(heldRows, Array.from({ length: Math.min(1024, heldRows.count - start) }, (_, at) => start + at));
      const out = net.apply(bx);
      return tf.stack([tf.losses.softmaxCrossEntropy(by, out), hits(out, by)]);
    });
    await both.data();
    both.dispose();
  }
}
const bareMs = performance.now() - bareStarted;
"took " + bareMs.toFixed(1) + " ms"
\`\`\`

\`\`\`ts live
const model = tf.sequential({ layers: [
  tf.layers.flatten({ inputShape: [28, 28, 1] }),
  tf.layers.dense({ units: 128, activation: "relu" }),
  tf.layers.dense({ units: 64, activation: "relu" }),
  tf.layers.dense({ units: 10, activation: "softmax" }),
] });
await train({ model, data: digits, target: "digit", features: ["picture"], epochs: ${EPOCHS}, batchSize: 64, learningRate: 0.001 });
trainRows.count
\`\`\`
`;

/** @returns {Promise<{ ratio: number, frameMs: number, bareMs: number, liveMs: number }>} frameMs: the 95th of 100 */
export async function liveCurves(page, base) {
  await page.goto(base);
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "curves.md", mimeType: "text/markdown", buffer: Buffer.from(notebook) });
  await page.locator('[data-cell="live"]').waitFor();
  const times = { bare: [], live: [] };
  let frames = [];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of ["bare", "live"]) {
      const watched = page.evaluate(watchFrames, name);
      await page.getByRole("button", { name: `Run ${name}`, exact: true }).click();
      const seen = await watched;
      const status = await page.locator(`[data-cell="${name}"]`).getAttribute("data-status");
      if (status !== "done") throw new Error(`the cell ${name} ended as ${status}`);
      const text = await page.locator(`[data-cell="${name}"] .outputs`).textContent();
      // the first round compiles, and starts the backend
      if (round > 0)
        times[name].push(name === "bare" ? Number(/took ([\d.]+) ms/.exec(text)[1]) : loopTime(text));
      if (round > 0 && name === "live") frames.push(...seen);
    }
  }
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const [bareMs, liveMs] = [median(times.bare), median(times.live)];
  frames = frames.sort((a, b) => a - b);
  return { ratio: liveMs / bareMs, bareMs, liveMs, frameMs: frames[Math.floor(frames.length * 0.95)] };
}

/** The curves say how many rows a second they saw, from the first epoch to the last: making the rows is no part of it. */
function loopTime(text) {
  const numberOf = (pattern) => Number(pattern.exec(text)[1].replaceAll(",", ""));
  return (numberOf(/([\d,]+) train,/) * EPOCHS * 1000) / numberOf(/([\d,]+) rows\/s/);
}

/** In the page: the milliseconds between frames while the cell runs. */
async function watchFrames(name) {
  const cell = document.querySelector(`[data-cell="${name}"]`);
  const until = (holds) =>
    new Promise((resolve, reject) => {
      setTimeout(
        () => reject(new Error(`waited two minutes for ${name}, which is ${cell.dataset.status}`)),
        120_000,
      );
      const observer = new MutationObserver(() => holds() && (observer.disconnect(), resolve()));
      observer.observe(cell, { attributes: true });
      if (holds()) resolve();
    });
  const before = cell.dataset.status;
  await until(() => cell.dataset.status !== before);
  const gaps = [];
  let last = performance.now();
  let isOver = false;
  const draw = (now) => {
    gaps.push(now - last);
    last = now;
    if (!isOver) requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
  await until(() => cell.dataset.status !== "running" && cell.dataset.status !== "queued");
  isOver = true;
  return gaps.slice(1);
}
