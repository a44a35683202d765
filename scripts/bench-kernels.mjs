// Training steps on WebAssembly with kernels/ beside stock tfjs, in one process of Node: a few steps of one, a few
// of the other, in turns, so that a machine that is busy for a while is busy for both. Medians of single steps.
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./install.mjs";

const ROUNDS = 6;
const STEPS = 5;
/** tfjs's CPU backend takes seconds for a step with a convolution. */
const CPU_STEPS = 1;

/** @returns {Promise<{ name: string, peer: string, peerMs: number, oursMs: number }[]>} */
export async function kernelTimes() {
  const require = createRequire(join(root, "package.json"));
  const tf = { ...require("@tensorflow/tfjs-layers"), ...require("@tensorflow/tfjs-core") };
  require("@tensorflow/tfjs-backend-wasm");
  require("@tensorflow/tfjs-backend-cpu");
  const kernels = await import(join(root, "dist/kernels/index.js"));
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  const rows = [];
  for (const { name, peerBackend, build } of workloads(tf)) {
    const peer = await trainer(tf, peerBackend, build);
    const ours = await trainer(tf, "wasm", build);
    const times = { peer: [], ours: [] };
    for (let round = 0; round < ROUNDS; round++) {
      kernels.uninstall(tf);
      await tf.setBackend(peerBackend);
      times.peer.push(...peer.steps(peerBackend === "cpu" ? CPU_STEPS : STEPS));
      await tf.setBackend("wasm");
      await kernels.install(tf);
      times.ours.push(...ours.steps(STEPS));
      process.stderr.write(".");
    }
    kernels.uninstall(tf);
    rows.push({
      name,
      peer: `tfjs 4.22, ${peerBackend}`,
      peerMs: median(times.peer),
      oursMs: median(times.ours),
    });
  }
  return rows;
}

function workloads(tf) {
  const { dense, conv2d, maxPooling2d, flatten } = tf.layers;
  return [
    {
      name: "MLP 784-512-256-10, batch 128, Adam: a training step",
      peerBackend: "wasm",
      build: () => ({
        model: tf.sequential({
          layers: [
            dense({ units: 512, activation: "relu", inputShape: [784] }),
            dense({ units: 256, activation: "relu" }),
            dense({ units: 10 }),
          ],
        }),
        x: tf.randomUniform([128, 784]),
        classCount: 10,
      }),
    },
    {
      name: "CNN of 8 and 16 filters on 28 × 28, batch 64, Adam: a training step",
      peerBackend: "cpu", // stock WebAssembly has no gradient of a convolution
      build: () => ({
        model: tf.sequential({
          layers: [
            conv2d({
              filters: 8,
              kernelSize: 3,
              padding: "same",
              activation: "relu",
              inputShape: [28, 28, 1],
            }),
            maxPooling2d({ poolSize: 2 }),
            conv2d({ filters: 16, kernelSize: 3, padding: "same", activation: "relu" }),
            maxPooling2d({ poolSize: 2 }),
            flatten(),
            dense({ units: 10 }),
          ],
        }),
        x: tf.randomUniform([64, 28, 28, 1]),
        classCount: 10,
      }),
    },
  ];
}

async function trainer(tf, backend, build) {
  await tf.setBackend(backend);
  const { model, x, classCount } = build();
  const labels = tf.cast(tf.mod(tf.range(0, x.shape[0]), classCount), "int32");
  const y = tf.cast(tf.oneHot(labels, classCount), "float32");
  const optimizer = tf.train.adam(1e-3);
  const step = () => {
    const loss = optimizer.minimize(
      () => tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true })),
      true,
    );
    loss.dataSync();
    loss.dispose();
  };
  let isWarm = false;
  return {
    /** Milliseconds of `count` single steps. */
    steps(count) {
      if (!isWarm) step();
      isWarm = true;
      return Array.from({ length: count }, () => {
        const started = performance.now();
        step();
        return performance.now() - started;
      });
    },
  };
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
