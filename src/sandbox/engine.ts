// The engine worker: our code only. It imports datasets and scores predictions, and it survives Stop.
import type { Encoded } from "#cell-api/codec.ts";
import type { DatasetBody } from "#cells/dataset/dataset-kind.ts";
import { runDataset } from "#cells/dataset/run.ts";
import type { EvaluateBody } from "#cells/evaluate/evaluate-kind.ts";
import { reportForEvaluate, type Handover } from "#cells/evaluate/report.ts";
import { decodePicture, type PictureSize } from "#datasets/decode-picture.ts";
import type { Picture } from "#datasets/picture.ts";
import type { DatasetProfile } from "#datasets/profile-types.ts";
import type { Report } from "#evaluation/report-types.ts";
import type { FromEngine, Port, ToEngine } from "./contract.ts";
import { sendError } from "./send-error.ts";

export interface EngineMethods {
  dataset(args: { body: DatasetBody; given: { bytes: Uint8Array } | { rows: Encoded } }): Promise<{
    encoded: Encoded;
    profile: DatasetProfile;
  }>;
  picture(args: { bytes: Uint8Array; fileName: string; size?: PictureSize }): Picture;
  evaluate(args: { body: EvaluateBody; handover: Handover }): Report;
}

const methods: EngineMethods = {
  async dataset({ body, given }) {
    const { dataset, profile } = await runDataset(body, given);
    return { encoded: { $: "dataset", data: dataset.data() }, profile };
  },
  picture: ({ bytes, fileName, size }) => decodePicture(bytes, fileName, { ...(size && { size }) }),
  evaluate: ({ body, handover }) => reportForEvaluate(body, handover),
};

export function createEngine(port: Port): void {
  port.onMessage((message) => {
    const { call, method, args } = message as ToEngine;
    const post = (answer: FromEngine) => port.post(answer);
    const run = methods[method as keyof EngineMethods] as (args: unknown) => unknown;
    void answer(() => run(args)).then(
      (value) => post({ call, value }),
      (error: unknown) => post({ call, error: sendError(error) }),
    );
  });
}

/** What is thrown at once and what is thrown later are one. */
async function answer(work: () => unknown): Promise<unknown> {
  return work();
}
