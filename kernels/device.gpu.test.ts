import "@tensorflow/tfjs-backend-cpu";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { afterEach, describe, expect, test } from "vitest";
import { GpuError, GpuLimitError, GpuLostError } from "./device-errors.ts";
import { GpuMissingError, requestGpu, useGpu, type Gpu } from "./device.ts";
import { install, uninstall } from "./install.ts";
import type { WebGpuBackend } from "./webgpu-backend.ts";

const used: GPUDevice[] = [];

async function start(gpu?: Gpu, onLost?: (info: GPUDeviceLostInfo) => void): Promise<GPUDevice> {
  const { device } = await useGpu(tf, WebGPUBackend, gpu, { onLost });
  used.push(device);
  expect(await tf.setBackend("webgpu")).toBe(true);
  await tf.ready();
  return device;
}

afterEach(async () => {
  uninstall(tf);
  await tf.setBackend("cpu");
  for (const device of used.splice(0)) device.destroy();
});

const product = () => tf.tidy(() => tf.matMul(tf.ones([3, 4]), tf.ones([4, 2])));

describe("requestGpu", () => {
  test("asks for every feature and limit that the adapter has", async () => {
    const adapter = (await navigator.gpu.requestAdapter())!;
    const { device } = await requestGpu();
    used.push(device);
    for (const name of ["shader-f16", "subgroups", "timestamp-query"] as const) {
      expect(device.features.has(name)).toBe(adapter.features.has(name));
    }
    for (const name of [
      "maxBufferSize",
      "maxStorageBufferBindingSize",
      "maxStorageBuffersPerShaderStage",
    ] as const) {
      expect(device.limits[name]).toBe(adapter.limits[name]);
    }
  });

  test("says so where there is no WebGPU and where it has no adapter", async () => {
    await expect(requestGpu({ requestAdapter: async () => null } as unknown as GPU)).rejects.toThrow(
      GpuMissingError,
    );
    const missing = new Proxy({}, { get: () => undefined }) as unknown as GPU;
    await expect(requestGpu(missing)).rejects.toThrow();
  });

  test("asks an older adapter for nothing that it does not know", async () => {
    let asked: GPUDeviceDescriptor | undefined;
    const adapter = {
      features: new Set(["timestamp-query"]),
      limits: { maxBufferSize: 1024 },
      requestDevice: async (descriptor: GPUDeviceDescriptor) => ((asked = descriptor), {}),
    };
    await requestGpu({ requestAdapter: async () => adapter } as unknown as GPU);
    expect(asked).toEqual({ requiredFeatures: ["timestamp-query"], requiredLimits: { maxBufferSize: 1024 } });
  });
});

test("tfjs and the patches run on our device", async () => {
  const device = await start();
  await install(tf);
  expect((tf.backend() as unknown as { device: GPUDevice }).device).toBe(device);
  expect([...(await product().data())]).toEqual([4, 4, 4, 4, 4, 4]);
});

test("a GPU without features and with the least limits of WebGPU serves every patch", async () => {
  const adapter = (await navigator.gpu.requestAdapter())!;
  const device = await adapter.requestDevice(); // no features, 8 storage buffers
  await start({ device, info: adapter.info });
  await install(tf);
  expect(device.limits.maxStorageBuffersPerShaderStage).toBe(8);
  expect([...(await product().data())]).toEqual([4, 4, 4, 4, 4, 4]);
  const sums = tf.unsortedSegmentSum(tf.ones([3000, 2]), tf.zeros([3000], "int32"), 1);
  expect([...(await sums.data())]).toEqual([3000, 3000]);
});

test("a lost device is told once, and every later kernel and read says so", async () => {
  let told: GPUDeviceLostInfo | undefined;
  const device = await start(undefined, (info) => (told = info));
  await install(tf);
  const before = product();
  device.destroy();
  await expect(before.data()).rejects.toThrow(GpuLostError);
  expect(told?.reason).toBe("destroyed");
  expect(product).toThrow(GpuLostError);
  expect(() => tf.relu(before)).toThrow(/device was lost \(destroyed/);
});

test("a device that is lost while a read waits refuses the read", async () => {
  const device = await start();
  const reading = product().data();
  device.destroy();
  await expect(reading).rejects.toThrow(GpuLostError);
});

test("an error that WebGPU reports in the background is the next read's, and only that one's", async () => {
  const device = await start();
  await install(tf);
  for (let i = 0; i < 20; i++) {
    const result = product();
    device.createBuffer({ size: 4, usage: 0 });
    await expect(result.data()).rejects.toThrow(GpuError);
    const { tensorMap } = tf.backend() as unknown as WebGpuBackend;
    expect(tensorMap.get(result.dataId).values ?? null, "what was refused is not kept").toBe(null);
    expect([...(await result.data())]).toEqual([4, 4, 4, 4, 4, 4]);
  }
});

test("running out of memory is told with what to do", async () => {
  const device = await start();
  const error = new GPUOutOfMemoryError("no room");
  device.dispatchEvent(new GPUUncapturedErrorEvent("uncapturederror", { error }));
  await expect(product().data()).rejects.toThrow(
    /ran out of memory since the last read: no room[^]*smaller batch/,
  );
});

test("a device that tfjs asked for itself is watched from install() on", async () => {
  const { device, info } = await requestGpu();
  used.push(device);
  tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => new WebGPUBackend(device, info));
  await tf.setBackend("webgpu");
  await install(tf);
  device.destroy();
  await device.lost;
  expect(product).toThrow(GpuLostError);
});

test("a tensor larger than a buffer is refused before it is made, with both numbers", async () => {
  const adapter = (await navigator.gpu.requestAdapter())!;
  const device = await adapter.requestDevice();
  await start({ device, info: adapter.info });
  await install(tf);
  const limit = device.limits.maxStorageBufferBindingSize;
  const side = Math.ceil(Math.sqrt(limit / 4)) + 1;
  const tooLarge = () => tf.tidy(() => tf.matMul(tf.ones([side, 1]), tf.ones([1, side])));
  expect(tooLarge).toThrow(GpuLimitError);
  expect(tooLarge).toThrow(
    `A tensor of ${side * side * 4} bytes does not fit in one buffer of this GPU, which holds ${limit}`,
  );
  expect([...(await product().data())]).toEqual([4, 4, 4, 4, 4, 4]);
});
