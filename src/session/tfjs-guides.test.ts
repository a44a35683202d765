// The first lines of a learner: the guides of TensorFlow.js on WebAssembly. e2e/webgpu.spec.ts has them on WebGPU.
import { expect, test } from "vitest";
import { guideSnippets } from "./fixtures/tfjs-guides.ts";
import { cellOf, textOf } from "./fixtures/open-session.ts";
import { useSessions } from "./fixtures/use-sessions.ts";

const session = useSessions();

const says: Readonly<Record<string, RegExp>> = {
  create: /shape: \[2, 2\]\nTensor \[2, 2\] float32\n.*\n\[1, 2\]\n\[3, 4\]/,
  types: /dtype int32\nTensor \[2, 2\] int32/,
  reshape: /b shape: \[4, 1\]\nTensor \[4, 1\]/,
  values: /Float32Array\(4\) \[1, 2, 3, 4\]/,
  synchronous: /\[\[1, 2\], \[3, 4\]\]\nFloat32Array\(4\) \[1, 2, 3, 4\]/,
  square: /\[1, 4, 9, 16\]/,
  add: /\[11, 22, 33, 44\]/,
  fit: /(Accuracy .*\n){20}Final accuracy/,
};

test.each(Object.entries(guideSnippets))("%s runs unchanged on WebAssembly", async (name, code) => {
  const s = session({ cell: code });
  await s.runAll();
  expect(cellOf(s, "cell").error?.message).toBeUndefined();
  if (says[name]) expect(textOf(s, "cell")).toMatch(says[name]);
});
