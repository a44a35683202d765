// A model as an ONNX file that was checked: what ONNX Runtime answers for it is compared with what the model itself
// answers, and a file that answers otherwise is not given away.
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Row } from "#datasets/dataset.ts";
import { Dataset, type DatasetData } from "#datasets/dataset.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { MOST_RELATIVE_ERROR, relativeError } from "#inference/compare-answers.ts";
import type { OnnxRuntime, OnnxValue } from "#inference/onnx-runtime.ts";
import { fileInputs } from "#quantization/file-inputs.ts";
import { modelFromArtifacts, type ModelArtifacts } from "#models/model-artifacts.ts";
import { networkFile } from "#models/onnx/model-file.ts";
import { tf } from "#models/tensorflow.ts";
import { randomStream } from "#random/random-stream.ts";
import { rowsAtOnce } from "#training/input-values.ts";
import { inputShape } from "#training/preprocessing.ts";
import { type AboutFile, trainedModelFile } from "#training/trained-model-file.ts";
import { type Prediction, TrainedModel, type TrainedModelData } from "#training/trained-model.ts";
import { madeUpInputs, madeUpRows } from "./made-up-rows.ts";

export interface OnnxTask {
  /** Of the model: the graph's name. */
  name: string;
  model: { trained: TrainedModelData } | { artifacts: ModelArtifacts };
  /** Whose rows it is checked on; without it, on rows that are made up. */
  dataset?: DatasetData;
}

export interface OnnxFile {
  bytes: Uint8Array;
  rowCount: number;
  /** No dataset had the model's columns. */
  isMadeUp: boolean;
  /** The largest of all rows (compare-answers.ts). */
  relativeError: number;
}

const MOST_ROWS = 256;

/** @throws CairnError for a layer that cannot be exported, and for a file whose answers differ by more than 1e-4 */
export async function onnxFile(task: OnnxTask, runtime: OnnxRuntime): Promise<OnnxFile> {
  const made =
    "trained" in task.model
      ? await trainedFile(task.name, await TrainedModel.fromData(task.model.trained), task.dataset, runtime)
      : await networkAlone(task.name, await modelFromArtifacts(task.model.artifacts), runtime);
  if (made.relativeError <= MOST_RELATIVE_ERROR) return made;
  throw new CairnError(
    `onnx: the file of "${task.name}" must answer as the model does (relative error at most ${MOST_RELATIVE_ERROR}), got ${made.relativeError.toExponential(1)} on ${made.rowCount} rows`,
    {
      code: "onnx-differs",
      hint: "No file was written. Save the model as TensorFlow.js files instead, and report this model to us.",
    },
  );
}

async function trainedFile(
  name: string,
  trained: TrainedModel,
  data: DatasetData | undefined,
  runtime: OnnxRuntime,
): Promise<OnnxFile> {
  try {
    const { bytes, about } = await trainedModelFile(trained, name);
    const most = rowsAtOnce(inputShape(trained.preprocessing), MOST_ROWS);
    const found = data ? completeRows(new Dataset(data), trained, most) : [];
    const rows = found.length > 0 ? found : madeUpRows(trained.preprocessing, Math.min(most, 64));
    const expected = await trained.predict(rows);
    const opened = await runtime.open(bytes);
    const answers = await opened.run(fileInputs(about, rows.length, (name, row) => rows[row][name]));
    await opened.close();
    return {
      bytes,
      rowCount: rows.length,
      isMadeUp: found.length === 0,
      relativeError: errorOfAnswers(about, answers, expected),
    };
  } finally {
    trained.model.dispose();
  }
}

/** Rows in which every feature has a value of its kind. */
function completeRows(dataset: Dataset, { preprocessing }: TrainedModel, most: number): Row[] {
  const { features } = preprocessing;
  if (!features.every(({ name }) => dataset.columnNames.includes(name))) return [];
  const fits = (row: Row) =>
    features.every(({ name, type }) =>
      type === "number" ? typeof row[name] === "number" : row[name] !== null && row[name] !== "",
    );
  // Rows become objects: not more of them than are needed, where most are complete.
  const some = dataset.rows("all", most * 4).filter(fits);
  return some.slice(0, most);
}

function errorOfAnswers(
  { outputs, classes = [] }: AboutFile,
  answers: Readonly<Record<string, OnnxValue>>,
  expected: readonly Prediction[],
): number {
  if ("value" in outputs) {
    const wanted = expected.map((each) => ("value" in each ? each.value : NaN));
    return relativeError(answers[outputs.value].values as Float32Array, wanted);
  }
  const classed = expected as Extract<Prediction, { class: string }>[];
  const wanted = classed.flatMap(({ probabilities }) => classes.map((name) => probabilities[name]));
  const labels = answers[outputs.label].values as readonly string[];
  // A label that differs is right where both classes are as likely as each other.
  const named = classed.map(({ probabilities }, i) => probabilities[labels[i]] ?? NaN);
  const best = classed.map(({ probabilities, class: name }) => probabilities[name]);
  return Math.max(
    relativeError(answers[outputs.probabilities].values as Float32Array, wanted),
    relativeError(named, best),
  );
}

async function networkAlone(name: string, model: LayersModel, runtime: OnnxRuntime): Promise<OnnxFile> {
  try {
    const bytes = await networkFile(model, name);
    const { values, shape } = madeUpInputs(model, randomStream(name));
    const expected = tf.tidy(() => model.predict(tf.tensor(values, shape)) as ReturnType<typeof tf.ones>);
    const opened = await runtime.open(bytes);
    const { output } = await opened.run({ input: { type: "float32", values, shape } });
    await opened.close();
    const error = relativeError(output.values as Float32Array, await expected.data());
    expected.dispose();
    return { bytes, rowCount: shape[0], isMadeUp: true, relativeError: error };
  } finally {
    model.dispose();
  }
}
