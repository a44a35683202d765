// Code as people write it, from the guides of TensorFlow.js and beyond: it runs, so it has no warnings.
import { expect, test } from "vitest";
import packages from "virtual:type-files";
import { guideSnippets } from "#session/fixtures/tfjs-guides.ts";
import { CellProgram } from "./cell-program.ts";
import { changes } from "./lenient-tensorflow.ts";
import type { FormCell } from "./program-cells.ts";

const program = new CellProgram(packages);
const birds: FormCell = {
  id: "birds",
  language: "form",
  name: "birds",
  type: "Dataset<{ mass: number; species: string }>",
};

const models = `
const xs = tf.range(0, 10).reshape([10, 1]);
const ys = xs.mul(2).add(1);
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
model.compile({ optimizer: "sgd", loss: "meanSquaredError", metrics: ["mae"] });
const history = await model.fit(xs, ys, { epochs: 5, callbacks: { onEpochEnd: async (epoch, logs) => { await show(epoch + " " + logs.loss); } } });
const losses = history.history.loss.map((loss, epoch) => ({ epoch, loss }));
plot.line(losses, { x: "epoch", y: "loss" });
const out = model.predict(xs);
const arr = await out.array();
const [a, b] = tf.split(xs, 2);
const g = tf.grad((x) => x.square())(tf.scalar(2));
const f = tf.valueAndGrads((x, y) => x.mul(y).sum());
const { value, grads } = f([tf.scalar(1), tf.scalar(2)]);
const opt = tf.train.adam(0.1);
const w = tf.variable(tf.zeros([2]));
opt.minimize(() => w.sub([1, 2]).square().mean());
const lossv = opt.minimize(() => tf.losses.meanSquaredError(ys, xs).asScalar(), true);
tf.tidy(() => { const t = tf.ones([2, 3]); return t.matMul(tf.ones([3, 2])); });
const data = await xs.data();
Math.max(...data);
const img = tf.randomUniform([28, 28]);
picture(img);
picture(img.expandDims(-1).tile([1, 1, 3]), { range: [0, 1] });
const oh = tf.oneHot(tf.tensor1d([0, 1], "int32"), 3);
oh.argMax(-1).dataSync();
xs.slice([0], [5]).print();
const inp = tf.input({ shape: [4] });
const o = tf.layers.dense({ units: 2, activation: "softmax" }).apply(inp);
const m2 = tf.model({ inputs: inp, outputs: o });
m2.summary();
m2.layers[0].getWeights();
const preds = m2.predict(tf.zeros([1, 4])).dataSync();
class Attention extends tf.layers.Layer {
  constructor(config) { super(config); this.units = config.units; }
  build(inputShape) { this.kernel = this.addWeight("k", [inputShape[inputShape.length - 1], this.units], "float32", tf.initializers.glorotUniform({})); }
  call(inputs) { return tf.tidy(() => inputs[0].matMul(this.kernel.read())); }
  static get className() { return "Attention"; }
}
tf.serialization.registerClass(Attention);
`;

const tensors = `
const x = tf.zeros([4, 4]).mul(2);
const [h, w] = x.shape; x.shape[2];
const y: tf.Tensor2D = x as tf.Tensor2D;
const z: tf.Tensor1D = x.flatten();
tf.image.resizeBilinear(x.expandDims(0).expandDims(-1), [8, 8]);
tf.conv2d(x.reshape([1, 4, 4, 1]), tf.ones([3, 3, 1, 1]), 1, "same");
const v = await x.array(); v.map((row) => row[0]);
const d1 = (await x.data()).map((a) => a * 2); [...d1].reduce((a, b) => a + b); (await x.data()).reduce((a, b) => a + b); Array.from(await x.data());
const t2 = tf.tensor2d([[1, 2]]); (await t2.array())[0][1].toFixed(1);
const model = tf.sequential(); model.add(tf.layers.dense({ units: 1, inputShape: [2], activation: "relu", kernelInitializer: "heNormal" }));
model.compile({ optimizer: tf.train.adam(0.1), loss: tf.losses.softmaxCrossEntropy, metrics: ["accuracy"] });
const hist = await model.fit(t2, t2, { epochs: 2, batchSize: 1, validationSplit: 0.1, shuffle: true, verbose: 0 });
hist.history.loss.at(-1).toFixed(3); hist.history.acc.map((v, i) => ({ v, i }));
const ev = model.evaluate(t2, t2); ev[0].dataSync(); ev.print();
const [l, a] = model.evaluate(t2, t2);
const loss = await model.trainOnBatch(t2, t2); loss.toFixed(2);
const p = model.predict(t2); p.dispose(); p.argMax(1).dataSync()[0]; const [p0] = p; p0.print();
const q: tf.Tensor = model.predict(t2); const r = model.predict(t2) as tf.Tensor;
const grads = tf.variableGrads(() => model.apply(t2).sub(1).square().mean());
tf.train.sgd(0.1).applyGradients(grads.grads);
const s = tf.layers.dense({ units: 2 }).apply(tf.input({ shape: [2] })); tf.layers.dense({ units: 3 }).apply(s).shape;
const cat = tf.layers.concatenate().apply([s, s]);
tf.model({ inputs: [tf.input({ shape: [2] })], outputs: cat });
tf.stack([x, y]); tf.concat([x, y], 0); x.norm().dataSync()[0]; tf.mean(x, 0).arraySync();
tf.memory().numTensors; await tf.nextFrame(); tf.dispose([x, y]);
const buf = tf.buffer([2, 2]); buf.set(1, 0, 0); buf.toTensor().print();
const { mean, variance } = tf.moments(x, 0); x.sub(mean).div(variance.sqrt());
const [tr, te] = tf.split(tf.range(0, 10), [8, 2]);
tf.whereAsync(x.greater(0)); x.gather(tf.tensor1d([0, 1], "int32"));
const idx = tf.util.createShuffledIndices(10); x.slice([0, 0], [1, 2]).squeeze().arraySync();
tf.softmax(x).argMax(-1).arraySync().filter((a) => a === 1);
tf.metrics.categoricalAccuracy(x, x); tf.regularizers.l2({ l2: 0.01 }); tf.layers.lstm({ units: 4, returnSequences: true }); tf.layers.embedding({ inputDim: 3, outputDim: 2 });
tf.callbacks.earlyStopping({ monitor: "val_loss" }); tf.einsum("ij,jk->ik", x, y); tf.customGrad((x, save) => { save([x]); return { value: x.square(), gradFunc: (dy, saved) => dy.mul(saved[0]) }; });
const ys = tf.tidy(() => x.add(1)); const both = tf.tidy(() => ({ a: x, b: y })); both.a.print();
const pic = picture(p); picture([[0, 1], [1, 0]]); kernels.report().length; (await kernels.selfCheck()).wrong.map((w) => w.name);
`;

const rows = `
const rows = birds.rows("train");
const groups = Object.groupBy(rows, (row) => row.species);
for (const [name, list] of Object.entries(groups)) console.log(name, list.length);
const counts = new Map();
for (const { species } of rows) counts.set(species, (counts.get(species) ?? 0) + 1);
const sorted = [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => ({ name, count }));
plot.bar(sorted, { x: "name", y: "count" });
const mean = (xs) => xs.reduce((a, b) => a + b, 0) / xs.length;
mean(birds.column("mass"));
mean([...birds.column("mass")]);
const best = rows.filter((row) => row.mass > 10).sort((a, b) => a.mass - b.mass).at(-1);
const response = await fetch("https://example.com/a.json", { method: "POST" });
const json = await response.json();
json.a.b;
html\`<b>\${json.a}</b>\`;
const t = await train({ model: [{ dense: 16, activation: "relu" }, { dropout: 0.2 }], data: birds, target: "species", epochs: 3 });
const r = await evaluate({ model: t, data: birds, gates: { accuracy: ">= 0.9" } });
r.metrics.find(({ name }) => name === "accuracy").value;
const p = await t.predict(rows.slice(0, 3));
p.map(({ class: name, probabilities }) => [name, Math.max(...Object.values(probabilities))]);
const set = new Set([1]).union(new Set([2]));
const obj = {}; obj.a = 1; obj["b"] = 2;
const cfg: Record<string, number> = {}; cfg.a = 1;
let state; state = { a: 1 }; state.a;
const later = setTimeout(() => {}, 10); clearTimeout(later);
const bytes = new Uint8Array(await new Blob(["a"]).arrayBuffer());
new TextDecoder().decode(bytes);
Plot.plot({ marks: [Plot.barY(rows, Plot.groupX({ y: "count" }, { x: "species" })), Plot.ruleY([0])] });
Plot.dot(rows, { x: "mass", y: "mass", stroke: "species" }).plot();
function* gen() { yield 1 } for (const x of gen()) x;
const xs = Array.from({ length: 5 }, (_, i) => i ** 2);
const sum = xs.reduce((a, b) => a + b);
const grid = [...Array(3)].map(() => Array(3).fill(0)); grid[0][1] = 4;
const rnd = Math.random() * 3 | 0;
const dd = new Date("2020-01-01") - new Date("2019-01-01");
try { throw new Error("x", { cause: 1 }) } catch ({ message }) { message }
`;

test.each(Object.entries({ ...guideSnippets, models, tensors, rows }))("%s", (_, body) => {
  program.update([birds, { id: "a", language: "ts", body }]);
  const found = program.warnings("a");
  expect(found.map(({ from, to, message }) => `${body.slice(from, to)}: ${message}`)).toEqual([]);
});

test("every change of the declarations finds its place in this version", () => {
  for (const { file, from } of changes) {
    const places = Object.entries(packages).filter(
      ([path, text]) => file.test(path) && text.search(from) >= 0,
    );
    expect(places.length, String(from)).toBeGreaterThan(0);
  }
});
