import { textAt, type Kind } from "#cells/kind.ts";
import { checkPipeline } from "./check-pipeline.ts";
import { pipelineSchema } from "./pipeline-schema.ts";

export const pipelineKind: Kind = {
  name: "pipeline",
  schema: pipelineSchema,
  reads: (body) => {
    const promote = textAt(body, "promote");
    const names = [...namesAt(body, "cells"), ...namesAt(body, "parameters")];
    return [...new Set(promote === undefined ? names : [...names, promote])];
  },
  check: checkPipeline,
  costly: false,
  resultVersion: 1,
  runsIn: "session",
  needsBackend: false,
};

function namesAt(body: unknown, key: string): string[] {
  const value = (body as Record<string, unknown> | null)?.[key];
  return Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
}
