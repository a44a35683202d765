import { samples } from "#datasets/samples.ts";
import { CairnError } from "#errors/cairn-error.ts";

/** Where the bytes of a dataset cell lie: a sample of ours, a file beside the notebook, another host, the value of a cell. */
export type DatasetSource =
  | { type: "sample"; file: string; credit: string }
  | { type: "file"; name: string }
  | { type: "url"; url: string }
  | { type: "cell"; name: string };

/** @throws CairnError naming the samples that there are. */
export function datasetSource(from: string): DatasetSource {
  if (/^https?:/.test(from)) return { type: "url", url: from };
  if (from.startsWith("./")) return { type: "file", name: from.slice(2) };
  if (!from.startsWith("sample:")) return { type: "cell", name: from };
  const name = from.slice("sample:".length);
  const sample = samples.find((candidate) => candidate.name === name);
  if (sample) return { type: "sample", file: sample.file, credit: sample.credit };
  throw new CairnError(
    `dataset: there is no sample "${name}"; there is: ${samples.map((each) => each.name).join(", ")}`,
    {
      code: "no-sample",
      path: ["from"],
    },
  );
}
