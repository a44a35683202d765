// The files of the program that no cell changes: the names that every cell finds, and what packages declare.
import { apiDocs, memberDocs } from "#cell-api/api-docs.ts";
// oxlint-disable-next-line import/default -- it is read as text
import cellTypes from "./cell-types.ts?raw";
import { lenientTensorFlow } from "./lenient-tensorflow.ts";
import { platformGlobals, untypedGlobals } from "./platform-globals.ts";

export const GLOBALS_PATH = "/cairn/globals.d.ts";
const TENSORFLOW_PATH = "/cairn/tf.d.ts";

/** Where a module lies that is named by its package. */
export const packagePaths: ReadonlyMap<string, string> = new Map([
  ["tf", TENSORFLOW_PATH],
  ["@tensorflow/tfjs", TENSORFLOW_PATH],
  ["@tensorflow/tfjs-core", "/node_modules/@tensorflow/tfjs-core/dist/index.d.ts"],
  ["@tensorflow/tfjs-layers", "/node_modules/@tensorflow/tfjs-layers/dist/index.d.ts"],
  ["@observablehq/plot", "/node_modules/@observablehq/plot/src/index.d.ts"],
]);

const documented: Readonly<Record<string, Readonly<Record<string, { says: string }>>>> = {
  Dataset: memberDocs.dataset,
  TrainedModel: memberDocs["trained-model"],
  QuantizedModel: memberDocs["quantized-model"],
  Report: memberDocs.report,
  DriftReport: memberDocs["drift-report"],
  PlotCharts: memberDocs.plot,
  Kernels: memberDocs.kernels,
};

const api = ["plot", "picture", "show", "html", "md", "train", "evaluate", "monitor", "kernels"] as const;
const typeNames =
  "Picture Prediction Predictions TrainedModel QuantizedModel Report DriftReport Html Markdown Chart Pictures".split(
    " ",
  );

/** @param packages texts of declarations by path */
export function fixedFiles(packages: Readonly<Record<string, string>>): Map<string, string> {
  return new Map([
    ...Object.entries(packages).map(([path, text]): [string, string] => [
      path,
      lenientTensorFlow(path, text),
    ]),
    ["/cairn/cell-types.d.ts", withDocs(cellTypes)],
    // An UMD name is a namespace: `tf.tensor(…)` and the type `tf.Tensor`. Chained operations are declared apart.
    [
      TENSORFLOW_PATH,
      `import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
export * from "@tensorflow/tfjs-core";
export * from "@tensorflow/tfjs-layers";
export as namespace tf;
`,
    ],
    ["/cairn/plot.d.ts", `export * from "@observablehq/plot";\nexport as namespace Plot;\n`],
    [
      "/cairn/platform.d.ts",
      platformGlobals + untypedGlobals.map((name) => `declare var ${name}: any;\n`).join(""),
    ],
    [GLOBALS_PATH, globals()],
  ]);
}

function globals(): string {
  return `/// <reference path="./platform.d.ts" />
import "./tf";
import "./plot";
import type * as types from "./cell-types";
declare global {
  type Dataset<Row = any> = types.Dataset<Row>;
${typeNames.map((name) => `  type ${name} = types.${name};`).join("\n")}
${api.map((name) => `  /** ${apiDocs[name].says} */\n  const ${name}: types.CellApi["${name}"];`).join("\n")}
}
`;
}

/** Each member of an interface that cells meet, with what completion says of it. */
function withDocs(text: string): string {
  let docs: Readonly<Record<string, { says: string }>> | undefined;
  return text
    .split("\n")
    .map((line) => {
      const heading = /^export interface (\w+)/.exec(line)?.[1];
      if (heading !== undefined) docs = documented[heading];
      const member = /^ {2}(?:readonly )?(\w+)\??[:(<]/.exec(line)?.[1];
      const says = member === undefined ? undefined : docs?.[member]?.says;
      return says === undefined ? line : `  /** ${says} */\n${line}`;
    })
    .join("\n");
}
