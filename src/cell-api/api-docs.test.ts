import { makeDriftReport } from "#monitoring/drift-report.ts";
import { expect, test } from "vitest";
import { apiDocs, memberDocs, partNames } from "#cell-api/api-docs.ts";
import { apiNames } from "#cell-api/api-names.ts";
import { cellApi, kernels } from "#cell-api/cell-api.ts";
import { plot } from "#cell-api/displays.ts";
import { Dataset, parts } from "#datasets/dataset.ts";
import { makeReport } from "#evaluation/report.ts";
import { QuantizedModel } from "#quantization/quantized-model.ts";
import { TrainedModel } from "#training/trained-model.ts";

/** Fields that an instance has, and getters and methods of its class that are for cells. */
function membersOf(type: { prototype: object }, instance: object): string[] {
  const methods = Object.getOwnPropertyNames(type.prototype);
  return [...new Set([...Object.keys(instance), ...methods])].filter((name) => name !== "constructor");
}

test("every name that a cell finds is documented, and nothing else is", () => {
  expect(Object.keys(apiDocs).sort()).toEqual([...apiNames].sort());
  expect(Object.keys(apiDocs).sort()).toEqual(["Plot", ...Object.keys(cellApi(() => ({}) as never))].sort());
});

test("the members of datasets, trained models, reports and plot are those that there are", () => {
  const dataset = new Dataset({
    source: "x",
    version: "sha256:0" as never,
    contentHash: "sha256:0" as never,
    columns: [],
    rowCount: 0,
  });
  const trained = new TrainedModel({} as never, {} as never, "numbers" as never, "sha256:0" as never);
  // what codecs use, and what only our own code asks for
  const inner = new Set(["data", "columnNamed"]);
  const known = (type: { prototype: object }, instance: object) =>
    membersOf(type, instance)
      .filter((name) => !inner.has(name))
      .sort();
  expect(Object.keys(memberDocs.dataset).sort()).toEqual(known(Dataset, dataset));
  expect(Object.keys(memberDocs["trained-model"]).sort()).toEqual(known(TrainedModel, trained));
  const quantized = new QuantizedModel({
    preprocessing: { features: [], target: { name: "y", type: "classes", classes: ["a"] } },
    files: [],
    picked: "float32",
    ranges: {},
  });
  expect(Object.keys(memberDocs["quantized-model"]).sort()).toEqual(known(QuantizedModel, quantized));
  expect(Object.keys(memberDocs.plot).sort()).toEqual(Object.keys(plot).sort());
  expect(Object.keys(memberDocs.kernels).sort()).toEqual(Object.keys(kernels).sort());
  const report = makeReport(
    {
      target: "y",
      classes: ["a", "b"],
      predicted: Float32Array.of(1, 0),
      actual: Float64Array.of(0),
    },
    {
      split: "all",
      baseline: { classShares: [0.5, 0.5] },
      gates: [],
      pinned: { run: 1, accuracy: 1 },
      slices: [{ columns: ["z"], labels: ["one"], codes: Uint32Array.of(0) }],
    },
  );
  const whole = { name: "all", data: dataset };
  const drift = makeDriftReport(whole, whole, { windows: { rows: 1 } });
  expect(Object.keys(memberDocs["drift-report"])).toEqual(expect.arrayContaining(Object.keys(drift)));
  expect(Object.keys(memberDocs.report).sort()).toEqual(Object.keys(report).sort());
  expect([...partNames].sort()).toEqual([...parts, "all"].sort());
});
