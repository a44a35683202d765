// An open ONNX file of a trained model, asked as the trained model itself would be.
import { valueAt } from "#datasets/column.ts";
import type { Dataset, RowSelection } from "#datasets/dataset.ts";
import type { OnnxModel } from "#inference/onnx-runtime.ts";
import { rowsAtOnce } from "#training/input-values.ts";
import { completeRows, inputShape, type Preprocessing } from "#training/preprocessing.ts";
import type { AboutFile } from "#training/trained-model-file.ts";
import { type Predictions, truthOf } from "#training/trained-model.ts";
import { fileInputs } from "./file-inputs.ts";

const CHUNK_ROWS = 256;

export interface FilePredictorOptions {
  about: AboutFile;
  preprocessing: Preprocessing;
  /** Each row alone: for formats whose answers depend on the rows beside it. @default false */
  rowByRow?: boolean;
  /** Called with each output of the file, batch after batch. */
  onAnswers?: (given: Awaited<ReturnType<OnnxModel["run"]>>) => void;
}

export class FilePredictor {
  readonly preprocessing: Preprocessing;
  readonly #model: OnnxModel;
  readonly #options: FilePredictorOptions;

  constructor(model: OnnxModel, options: FilePredictorOptions) {
    this.preprocessing = options.preprocessing;
    this.#model = model;
    this.#options = options;
  }

  /** @throws CairnError for a column that is not there, and what ONNX Runtime says */
  async predictDataset(dataset: Dataset, selection: RowSelection): Promise<Predictions> {
    const { about, rowByRow = false } = this.#options;
    const { target } = this.preprocessing;
    const { rows, leftOutCount } = completeRows(dataset, this.preprocessing, selection);
    const columns = new Map(about.features.map(({ name }) => [name, dataset.columnNamed(name)]));
    const width = target.type === "classes" ? target.classes.length : 1;
    const predicted = new Float32Array(rows.length * width);
    const chunk = rowByRow ? 1 : rowsAtOnce(inputShape(this.preprocessing), CHUNK_ROWS);
    for (let start = 0; start < rows.length; start += chunk) {
      const count = Math.min(chunk, rows.length - start);
      const inputs = fileInputs(about, count, (name, row) => valueAt(columns.get(name)!, rows[start + row]));
      const given = await this.#model.run(inputs);
      predicted.set(numbersOf(about, given), start * width);
      this.#options.onAnswers?.(given);
    }
    return {
      target: target.name,
      ...(target.type === "classes" && { classes: target.classes }),
      predicted,
      actual: truthOf(dataset, target, rows),
      leftOutCount,
      rows,
    };
  }
}

/** Probabilities [N, classes] or numbers [N] among what a file gave. */
export function numbersOf(
  { outputs }: Pick<AboutFile, "outputs">,
  given: Awaited<ReturnType<OnnxModel["run"]>>,
): Float32Array {
  const name = "value" in outputs ? outputs.value : outputs.probabilities;
  return given[name].values as Float32Array;
}
