// What runs on the GPU: our kernels beside stock tfjs on one device, in turns; medians after a warm-up, each time until
// the queue is empty. First of all whether the results are right, because speed means nothing before.
import * as tfCore from "@tensorflow/tfjs-core";
import * as tfLayers from "@tensorflow/tfjs-layers";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { install, requestGpu, selfCheck, uninstall, useGpu } from "#kernels/index.ts";

const tf = { ...tfLayers, ...tfCore };
const ROUNDS = 7;

export async function measureGpu({ isQuick }) {
  const gpu = await requestGpu();
  const { vendor, architecture, device, description } = gpu.info;
  const result = { adapter: { vendor, architecture, device, description }, isQuick, right: {}, times: [] };
  console.log(`${vendor} ${architecture} ${device} ${description}`);
  console.log(`features: ${[...gpu.device.features].join(", ")}`);
  await useGpu(tfCore, WebGPUBackend, gpu);
  await tf.setBackend("webgpu");
  // tfjs keeps work back until somebody reads, and adds up small tensors on the CPU: these 4,096 numbers come last
  const ones = tf.ones([4096]);
  const queueIsEmpty = async () => {
    const last = tf.add(ones, ones);
    await last.data();
    last.dispose();
  };

  await attempt("self-check", async () => {
    const stock = await selfCheck(tfCore);
    await install(tfCore);
    const ours = await selfCheck(tfCore);
    result.right = { cases: ours.caseCount, ours: ours.wrong, stock: stock.wrong.map(({ name }) => name) };
    console.log(
      `self-check: ${ours.caseCount} operations, forward and backward; wrong: ours ${ours.wrong.length}, stock ${stock.wrong.length}; ${ours.tookMs} ms`,
    );
    for (const { name, problems } of ours.wrong)
      console.log(`  ${name}: ${problems.join("; ").slice(0, 300)}`);
  });
  await attempt("two runs", async () => {
    const [one, other] = [await weightsAfter(20), await weightsAfter(20)];
    result.right.isDeterministic = one.every((value, at) => Object.is(value, other[at]));
    console.log(
      `two trainings of one seed give the same bits: ${result.right.isDeterministic ? "yes" : "NO"}`,
    );
  });
  for (const { name, make, flops } of workloads(isQuick)) {
    await attempt(name, async () => {
      const { times, apart } = await inTurns(make, queueIsEmpty);
      const row = { name, oursMs: median(times.ours), stockMs: median(times.stock), apart };
      if (flops) row.oursTflops = flops / row.oursMs / 1e9;
      result.times.push(row);
      const speed = flops ? `, ${row.oursTflops.toFixed(2)} TFLOP/s` : "";
      console.log(
        `${name}: ${row.oursMs.toFixed(3)} ms${speed}; tfjs 4.22 webgpu: ${row.stockMs.toFixed(3)} ms; ratio ${(row.stockMs / row.oursMs).toFixed(2)}${apart === undefined ? "" : `; at most ${apart.toExponential(1)} of the largest value apart`}`,
      );
    });
  }
  return result;
}

/** One part that fails leaves the others. */
async function attempt(name, work) {
  try {
    await work();
  } catch (error) {
    console.log(`${name}: FAILED, ${error instanceof Error ? error.message : String(error)}`.slice(0, 500));
  }
}

function workloads(isQuick) {
  const size = isQuick ? 64 : 4096;
  const side = isQuick ? 64 : 1024;
  const square = (n) => () => {
    const [a, b] = [uniform([n, n], 1), uniform([n, n], 2)];
    return { compute: () => tf.matMul(a, b), calls: n > 2000 ? 5 : 50 };
  };
  const op = (shape, run) => () => {
    const x = uniform(shape, 1);
    return { compute: () => run(x), calls: 50 };
  };
  return [
    { name: `matmul ${size}³ f32`, make: square(size), flops: 2 * size ** 3 },
    { name: `matmul ${side}³ f32`, make: square(side), flops: 2 * side ** 3 },
    ...(isQuick ? [] : [product([128, 784], [784, 512]), product([4096, 1536], [384, 1536])]),
    { name: `softmax [${size}, 1024]`, make: op([size, 1024], (x) => tf.softmax(x)) },
    { name: `sum of [${size}, ${size}] over rows`, make: op([size, size], (x) => tf.sum(x, 0)) },
    { name: `sum of [${size}, ${size}] over columns`, make: op([size, size], (x) => tf.sum(x, 1)) },
    {
      name: "MLP 784-512-256-10, batch 128, Adam: a training step",
      make: () => training(mlp(), [128, 784], 10),
    },
    {
      name: "CNN of 8 and 16 filters on 28 × 28, batch 64, Adam: a training step",
      make: () => training(cnn(), [64, 28, 28, 1], 10),
    },
  ];
}

/** Both sides compute with the same numbers. */
function uniform(shape, seed) {
  return tf.randomUniform(shape, -1, 1, "float32", seed);
}

/** A batch by a layer. @param b transposed where its second side is the inner one */
function product([m, k], b) {
  const transposeB = b[0] !== k;
  const make = () => {
    const [x, w] = [uniform([m, k], 1), uniform(b, 2)];
    return { compute: () => tf.matMul(x, w, false, transposeB), calls: 50 };
  };
  const flops = 2 * m * k * (transposeB ? b[0] : b[1]);
  return { name: `matmul [${m}, ${k}] × [${b.join(", ")}]${transposeB ? " transposed" : ""}`, make, flops };
}

function mlp(seed) {
  const start = (layer) =>
    seed === undefined ? {} : { kernelInitializer: tf.initializers.glorotUniform({ seed: seed + layer }) };
  const { dense } = tf.layers;
  return tf.sequential({
    layers: [
      dense({ units: 512, activation: "relu", inputShape: [784], ...start(1) }),
      dense({ units: 256, activation: "relu", ...start(2) }),
      dense({ units: 10, ...start(3) }),
    ],
  });
}

function cnn() {
  const { conv2d, maxPooling2d, flatten, dense } = tf.layers;
  return tf.sequential({
    layers: [
      conv2d({ filters: 8, kernelSize: 3, padding: "same", activation: "relu", inputShape: [28, 28, 1] }),
      maxPooling2d({ poolSize: 2 }),
      conv2d({ filters: 16, kernelSize: 3, padding: "same", activation: "relu" }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      dense({ units: 10 }),
    ],
  });
}

function training(model, shape, classCount, seed) {
  const x = tf.randomUniform(shape, 0, 1, "float32", seed);
  const y = tf.tidy(() =>
    tf.cast(tf.oneHot(tf.cast(tf.mod(tf.range(0, shape[0]), classCount), "int32"), classCount), "float32"),
  );
  const optimizer = tf.train.adam(1e-3);
  const step = () =>
    optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true })));
  return { step, model, calls: 20 };
}

async function weightsAfter(steps) {
  const { step, model } = training(mlp(7), [128, 784], 10, 11);
  for (let at = 0; at < steps; at++) step();
  const values = await Promise.all(model.getWeights().map((weight) => weight.data()));
  return values.flatMap((each) => [...each]);
}

/** A few calls of one, a few of the other: what is in the machine's way is in the way of both. */
async function inTurns(make, queueIsEmpty) {
  uninstall(tfCore);
  const stock = make();
  await install(tfCore);
  const ours = make();
  const times = { stock: [], ours: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    uninstall(tfCore);
    const stockMs = await timeOf(stock, queueIsEmpty);
    await install(tfCore);
    const oursMs = await timeOf(ours, queueIsEmpty);
    if (round > 0) {
      times.stock.push(stockMs); // the first round compiles
      times.ours.push(oursMs);
    }
  }
  return { times, apart: ours.compute && (await differenceOf(stock.compute, ours.compute)) };
}

/** The largest difference between the two, by the largest value. */
async function differenceOf(stock, ours) {
  uninstall(tfCore);
  const expected = await valuesOf(stock);
  await install(tfCore);
  const got = await valuesOf(ours);
  let [largest, apart] = [0, 0];
  for (let at = 0; at < got.length; at++) {
    largest = Math.max(largest, Math.abs(expected[at]));
    apart = Math.max(apart, Math.abs(expected[at] - got[at]));
  }
  return apart / largest;
}

async function valuesOf(compute) {
  const result = compute();
  const values = await result.data();
  result.dispose();
  return values;
}

async function timeOf({ compute, calls, step = () => compute().dispose() }, queueIsEmpty) {
  step();
  await queueIsEmpty();
  const started = performance.now();
  for (let call = 0; call < calls; call++) step();
  await queueIsEmpty();
  return (performance.now() - started) / calls;
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
