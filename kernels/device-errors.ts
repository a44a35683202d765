// What goes wrong on a GPU is told late (a rejected promise, an event) or not at all. This makes it errors of
// the calls that a notebook makes: a lost device at the next kernel or read, an error that WebGPU reports in
// the background at the next read, and a tensor too large for the GPU before anything is allocated.
import type { DataId } from "@tensorflow/tfjs-core";
import type { BackendPatch, TensorFlow } from "./patch.ts";
import { webGpuBackend, type WebGpuBackend } from "./webgpu-backend.ts";

/** The device is gone (driver reset, GPU removed, device.destroy()); nothing on it can be read any more. */
export class GpuLostError extends Error {
  override name = "GpuLostError";
}

/** WebGPU reported an error in the background; what was computed since the read before is not to be trusted. */
export class GpuError extends Error {
  override name = "GpuError";
}

/** A tensor is larger than a buffer of this GPU may be. */
export class GpuLimitError extends Error {
  override name = "GpuLimitError";
}

export interface WatchOptions {
  /** Called once, when the device is lost. */
  onLost?: (info: GPUDeviceLostInfo) => void;
}

const watched = new WeakSet<WebGpuBackend>();

/** Watches the device of this backend. What it returns ends that; a backend that is watched already is left alone. */
export function watchDevice(backend: WebGpuBackend, { onLost }: WatchOptions = {}): () => void {
  if (watched.has(backend)) return () => {};
  watched.add(backend);
  const { device } = backend;
  let lost: GPUDeviceLostInfo | undefined;
  let isEnded = false;
  const errors: GPUError[] = [];
  void device.lost.then((info) => {
    lost = info;
    if (!isEnded) onLost?.(info);
  });
  const onError = (event: GPUUncapturedErrorEvent) => void errors.push(event.error);
  device.addEventListener("uncapturederror", onError);

  const throwIfLost = () => {
    if (lost) throw new GpuLostError(describeLoss(lost));
  };
  const throwIfWrong = () => {
    throwIfLost();
    const [first, ...others] = errors.splice(0);
    if (first) throw new GpuError(describeError(first, others.length));
  };
  const undo = [
    before(backend, "runWebGPUProgram", throwIfLost),
    before(backend, "uploadToGPU", throwIfLost),
    before(backend, "readSync", throwIfWrong),
    before(backend, "readToGPU", throwIfWrong),
    wrap(backend, "read", (read) => async (dataId: DataId) => {
      throwIfWrong();
      const wasOnCpu = backend.tensorMap.get(dataId)?.values != null;
      const reading = read(dataId);
      // Errors of what was submitted before are told before this scope ends, and may be told after the read.
      device.pushErrorScope("validation");
      const told = device.popErrorScope().catch(() => null);
      const values = await reading.catch(async (error: unknown) => {
        // A read is refused a moment before the loss that made it fail is told.
        await Promise.race([device.lost, new Promise((resolve) => setTimeout(resolve, 1000))]);
        throwIfLost();
        throw error;
      });
      if (!wasOnCpu) await told;
      try {
        throwIfWrong();
      } catch (error) {
        // tfjs keeps what it read; a second read must not give what this one refuses.
        const data = backend.tensorMap.get(dataId);
        if (data && !wasOnCpu) data.values = null;
        throw error;
      }
      return values;
    }),
  ];
  return () => {
    isEnded = true;
    device.removeEventListener("uncapturederror", onError);
    for (const takeBack of undo.reverse()) takeBack();
    watched.delete(backend);
  };
}

function describeLoss({ reason, message }: GPUDeviceLostInfo): string {
  const cause = message ? `: ${message}` : "";
  return `The GPU device was lost (${reason || "unknown reason"}${cause}). Tensors on it are gone: reload, or go on with another backend and load the last checkpoint.`;
}

function describeError(error: GPUError, others: number): string {
  const isMemory = typeof GPUOutOfMemoryError !== "undefined" && error instanceof GPUOutOfMemoryError;
  const what = isMemory ? "The GPU ran out of memory" : "WebGPU reported an error";
  const more = others > 0 ? ` (and ${others} more)` : "";
  const hint = isMemory ? " Take a smaller batch, or dispose tensors that are no longer needed." : "";
  return `${what} since the last read${more}: ${error.message.trim()}\nWhat was computed since then is not to be trusted.${hint}`;
}

/** A tensor that would not fit in one buffer is refused with both numbers, where WebGPU would only log. */
function limitBuffers(backend: WebGpuBackend): () => void {
  const { maxBufferSize, maxStorageBufferBindingSize } = backend.device.limits;
  return wrap(backend.bufferManager, "acquireBuffer", (acquire) => (sizeBytes, usage, ...rest) => {
    const isStorage = (usage & GPUBufferUsage.STORAGE) !== 0;
    const isBindingLess = isStorage && maxStorageBufferBindingSize < maxBufferSize;
    const limit = isBindingLess ? maxStorageBufferBindingSize : maxBufferSize;
    if (sizeBytes > limit) {
      const name = isBindingLess ? "maxStorageBufferBindingSize" : "maxBufferSize";
      throw new GpuLimitError(
        `A tensor of ${sizeBytes} bytes does not fit in one buffer of this GPU, which holds ${limit} bytes (${name}). Take a smaller batch, or split the tensor.`,
      );
    }
    return acquire(sizeBytes, usage, ...rest);
  });
}

export function deviceErrors(tf: TensorFlow): BackendPatch[] {
  return [
    {
      name: "lost devices and errors",
      why: "stock goes on with a lost device and with results that WebGPU has reported an error for",
      apply: () => watchDevice(webGpuBackend(tf)),
    },
    {
      name: "buffer limits",
      why: "stock allocates a tensor that is larger than a buffer may be, and its values are then 0 or missing",
      apply: () => limitBuffers(webGpuBackend(tf)),
    },
  ];
}

/** Puts another method in front of an object's own; what it returns takes it away. */
function wrap<T extends object, K extends keyof T>(
  object: T,
  name: K,
  make: (own: T[K]) => T[K],
): () => void {
  const hadOwn = Object.hasOwn(object, name);
  const own = object[name];
  // oxlint-disable-next-line typescript/no-unsafe-function-type -- every method that is wrapped here is a function
  object[name] = make((own as Function).bind(object) as T[K]);
  return () => {
    if (hadOwn) object[name] = own;
    else delete object[name];
  };
}

function before(
  backend: WebGpuBackend,
  name: "runWebGPUProgram" | "uploadToGPU" | "readSync" | "readToGPU",
  check: () => void,
): () => void {
  const methods = backend as unknown as Record<string, (...args: unknown[]) => unknown>;
  return wrap(methods, name, (own) => (...args) => {
    check();
    return own(...args);
  });
}
