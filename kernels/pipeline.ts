// A compute kernel as data (its WGSL files and name), and the pipelines made of it: one cache per device.
// What is bound to a pipeline and how it is recorded is decided in dispatch.ts.

export interface ShaderPart {
  /** Name of the file, for error messages. */
  file: string;
  text: string;
}

export interface GpuKernel {
  /** Different from every other kernel's. */
  name: string;
  /** Joined in this order; the last one holds the entry point, which is named as its file, with "_" for "-". */
  parts: readonly ShaderPart[];
}

/** Values of the shader's `override` declarations. */
export type Constants = Readonly<Record<string, number | boolean>>;

/** The type of an element of a tensor in a shader; `bool` tensors are i32 on the GPU. */
export type ElementType = "f32" | "i32";

const registered: GpuKernel[] = [];

/** Declares a kernel. compile.test.ts compiles every kernel that was declared. */
export function defineKernel(name: string, ...parts: ShaderPart[]): GpuKernel {
  const kernel = { name, parts };
  registered.push(kernel);
  return kernel;
}

/** Every kernel declared so far, for tests. */
export function definedKernels(): readonly GpuKernel[] {
  return registered;
}

/** The text that is compiled. A shader that serves more than one type says `alias T = f32;`. */
export function shaderText({ parts }: GpuKernel, element: ElementType = "f32"): string {
  const text = parts.map((part) => part.text).join("\n");
  return element === "f32" ? text : text.replace("alias T = f32;", `alias T = ${element};`);
}

/** A place in the joined text as "file:line:column", all counted from 1. */
export function placeInParts({ parts }: GpuKernel, line: number, column: number): string {
  let left = line;
  for (const part of parts) {
    const lineCount = part.text.split("\n").length;
    if (left <= lineCount) return `${part.file}:${left}:${column}`;
    left -= lineCount;
  }
  return `${parts.at(-1)?.file}:${line}:${column}`;
}

/** Each error of the WGSL compiler as "file:line:column: message"; empty when the text is right. */
export async function compileErrors(
  device: GPUDevice,
  kernel: GpuKernel,
  element: ElementType = "f32",
): Promise<string[]> {
  const module = device.createShaderModule({ code: shaderText(kernel, element), label: kernel.name });
  const { messages } = await module.getCompilationInfo();
  return messages
    .filter(({ type }) => type === "error")
    .map(({ lineNum, linePos, message }) => `${placeInParts(kernel, lineNum, linePos)}: ${message}`);
}

const caches = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();

/** Keys of pipelines that are being made in parallel. */
const inTheMaking = new WeakMap<GPUDevice, Set<string>>();

function cacheOf(device: GPUDevice): Map<string, GPUComputePipeline> {
  let cache = caches.get(device);
  if (!cache) caches.set(device, (cache = new Map()));
  return cache;
}

function keyOf({ name }: GpuKernel, element: ElementType, constants: Constants): string {
  let key = `${name} ${element}`;
  for (const constant in constants) key += ` ${constant}=${constants[constant]}`;
  return key;
}

/** The pipeline of this kernel with these constants, made once per device. */
export function pipelineFor(
  device: GPUDevice,
  kernel: GpuKernel,
  element: ElementType,
  constants: Constants,
): GPUComputePipeline {
  const cache = cacheOf(device);
  const key = keyOf(kernel, element, constants);
  let pipeline = cache.get(key);
  if (!pipeline) {
    pipeline = device.createComputePipeline(describe(device, kernel, element, constants));
    cache.set(key, pipeline);
  }
  return pipeline;
}

/**
 * Begins to make the pipeline beside others, unless it is there or in the making: its key, and when it will be
 * there. Before that, pipelineFor would make it a second time.
 */
export function preparePipeline(
  device: GPUDevice,
  kernel: GpuKernel,
  element: ElementType,
  constants: Constants,
): { key: string; ready: Promise<GPUComputePipeline> } | undefined {
  const cache = cacheOf(device);
  const key = keyOf(kernel, element, constants);
  let making = inTheMaking.get(device);
  if (!making) inTheMaking.set(device, (making = new Set()));
  if (cache.has(key) || making.has(key)) return undefined;
  making.add(key);
  const ready = device.createComputePipelineAsync(describe(device, kernel, element, constants));
  return {
    key,
    ready: ready.then((pipeline) => {
      cache.set(key, pipeline);
      making.delete(key);
      return pipeline;
    }),
  };
}

function describe(
  device: GPUDevice,
  kernel: GpuKernel,
  element: ElementType,
  constants: Constants,
): GPUComputePipelineDescriptor {
  const values = Object.entries(constants).map(([name, value]) => [name, Number(value)]);
  return {
    label: kernel.name,
    layout: "auto",
    compute: {
      module: device.createShaderModule({ code: shaderText(kernel, element), label: kernel.name }),
      entryPoint: kernel.parts.at(-1)!.file.replace(".wgsl", "").replaceAll("-", "_"),
      constants: Object.fromEntries(values),
    },
  };
}
