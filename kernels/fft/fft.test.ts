import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectClose } from "#kernels/expect-close.ts";
import { startBackend } from "#kernels/fixtures/backends.ts";
import { install, uninstall } from "#kernels/install.ts";
import type { TensorFlow } from "#kernels/patch.ts";
import { fft } from "./fft.ts";
import { fftReference } from "./fft.reference.ts";
import { turn } from "./turn.ts";

const number = fc.double({ min: -100, max: 100, noNaN: true });

test.each([false, true])("fft(x, %s) of any length is the sum by its definition", (isInverse) => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 70 }).map((pairs) => pairs.flat()),
      (interleaved) => {
        const out = Float64Array.from(interleaved);
        fft(out, isInverse);
        expectClose(out, fftReference(interleaved, isInverse), {
          name: `n = ${out.length / 2}`,
          relative: 1e-12,
        });
      },
    ),
  );
});

test("turn(x) is the cosine and the sine of πx", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 8, noNaN: true }), (x) => {
      const { cos, sin } = turn(x);
      expect(Math.abs(cos - Math.cos(Math.PI * x))).toBeLessThan(4e-15); // the rounding of πx itself
      expect(Math.abs(sin - Math.sin(Math.PI * x))).toBeLessThan(4e-15);
    }),
  );
  expect([0, 0.5, 1, 1.5].map((x) => turn(x))).toEqual([
    { cos: 1, sin: 0 },
    { cos: -0, sin: 1 },
    { cos: -1, sin: -0 },
    { cos: 0, sin: -1 },
  ]);
});

describe("on WebAssembly", () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    tf = await startBackend("wasm");
    await install(tf);
  });
  afterAll(() => uninstall(tf));

  test.each([1, 2, 7, 8, 30])("rfft and irfft of %i numbers give the numbers back", async (n) => {
    const x = tf.tensor2d(
      Array.from({ length: 2 * n }, (_, i) => Math.sin(i * i)),
      [2, n],
    );
    const spectrum = tf.spectral.rfft(x);
    expect(spectrum.shape).toEqual([2, Math.floor(n / 2) + 1]);
    const zero = await tf.slice(tf.real(spectrum), [0, 0], [2, 1]).data();
    expectClose(zero, await tf.sum(x, 1).data(), { name: "the zeroth is the sum" });
    if (n % 2 === 0) {
      const back = tf.spectral.irfft(spectrum);
      expectClose(await back.data(), await x.data(), { name: "back" });
    }
  });

  test("a real tensor is its own real part, and its imaginary part is zero", async () => {
    const x = tf.tensor1d([1.5, -2]);
    expect([...(await tf.real(x).data()), ...(await tf.imag(x).data())]).toEqual([1.5, -2, 0, 0]);
  });

  test("complex values can be read, cast and disposed", async () => {
    const before = tf.memory().numDataBuffers;
    const z = tf.complex([1, 2], [3, 4]);
    expect([...(await z.data())]).toEqual([1, 3, 2, 4]);
    const real = tf.cast(z, "float32");
    expect([...(await real.data())]).toEqual([1, 2]);
    const again = tf.cast(real, "complex64");
    expect([...(await again.data())]).toEqual([1, 0, 2, 0]);
    tf.dispose([z, real, again]);
    expect(tf.memory().numDataBuffers).toBe(before);
  });
});
