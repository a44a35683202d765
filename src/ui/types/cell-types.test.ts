// What the type checker says of the cell API against what the API is: these lines fail to compile where they differ.
import { expect, test } from "vitest";
import type { cellApi, EvaluateInput, MonitorInput } from "#cell-api/cell-api.ts";
import type { Chart, ChartOptions, Html, Markdown, plot } from "#cell-api/displays.ts";
import type { PictureInput, PictureOptions, Pictures } from "#cell-api/pictures.ts";
import type { Dataset, RowSelection } from "#datasets/dataset.ts";
import type { Picture } from "#datasets/picture.ts";
import type { Report } from "#evaluation/report-types.ts";
import type { DriftReport } from "#monitoring/drift-types.ts";
import type { kernels } from "#cell-api/cell-api.ts";
import type { ModelFormat } from "#quantization/formats.ts";
import type { QuantizedModel } from "#quantization/quantized-model.ts";
import type { LayerSpec } from "#training/layer-specs.ts";
import type { TrainInput } from "#training/train.ts";
import type { Predictions, TrainedModel } from "#training/trained-model.ts";
import { apiNames } from "#cell-api/api-names.ts";
import type * as said from "./cell-types.ts";

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** Every member is there, and nothing that is not. */
type SameKeys<A, B> = Same<keyof A, keyof B>;

const hold: [
  Same<said.RowSelection, RowSelection>,
  Same<said.Picture, Picture>,
  Same<said.Report, Report>,
  Same<said.DriftReport, DriftReport>,
  Same<said.Predictions, Predictions>,
  Same<said.ChartOptions, ChartOptions>,
  Same<said.Html, Html>,
  Same<said.Markdown, Markdown>,
  Same<said.PictureOptions, PictureOptions>,
  Same<said.PictureInput, PictureInput>,
  Same<said.LayerSpec, LayerSpec>,
  SameKeys<said.Chart, Chart>,
  SameKeys<said.Pictures, Pictures>,
  SameKeys<said.TrainInput, TrainInput>,
  Same<Omit<said.TrainInput, "data">, Omit<TrainInput, "data">>,
  SameKeys<said.EvaluateInput, EvaluateInput>,
  SameKeys<said.MonitorInput, MonitorInput>,
  Same<
    Omit<said.MonitorInput, "reference" | "current" | "model">,
    Omit<MonitorInput, "reference" | "current" | "model">
  >,
  SameKeys<said.PlotCharts, typeof plot>,
  SameKeys<said.Kernels, typeof kernels>,
  SameKeys<said.CellApi, Omit<ReturnType<typeof cellApi>, "tf">>,
  SameKeys<said.Dataset, Omit<Dataset, "data" | "columnNamed">>,
  SameKeys<said.TrainedModel, Omit<TrainedModel, "data">>,
  SameKeys<said.QuantizedModel, Omit<QuantizedModel, "data">>,
  Same<said.ModelFormat, ModelFormat>,
  Same<Dataset extends said.Dataset ? true : false, true>,
  Same<
    ReturnType<(typeof kernels)["report"]> extends ReturnType<said.Kernels["report"]> ? true : false,
    true
  >,
] = Array.from({ length: 27 }).fill(true) as never;

test("the types of cells are those of the API", () => {
  expect(hold.every(Boolean)).toBe(true);
  expect(apiNames).toContain("tf");
});
