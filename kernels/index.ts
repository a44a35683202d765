// The public names.
export { sparseCrossEntropy } from "./cross-entropy/sparse-cross-entropy.ts";
export { GpuMissingError, requestGpu, useGpu, type Gpu } from "./device.ts";
export { GpuError, GpuLimitError, GpuLostError } from "./device-errors.ts";
export { install, report, TESTED_VERSION, uninstall } from "./install.ts";
export type { Installation, InstallOptions, PatchedPart } from "./install.ts";
export type { KernelCounts } from "./installed.ts";
export { ShapeError } from "./patch.ts";
export { opCases, selfCheck, type SelfCheck, type WrongCase } from "./self-check/self-check.ts";
