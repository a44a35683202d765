import { afterEach, expect, test } from "vitest";
import type { InferenceOutput } from "#cell-api/outputs.ts";
import type { FormatReport, FormatResult } from "#evaluation/format-report.ts";
import { code } from "#ui/fixtures/fake-session.ts";
import { mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";

let page: MountedPage;
afterEach(() => page.unmount());

const textOf = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, " ").trim();

const answer: InferenceOutput = {
  type: "inference",
  model: "small",
  format: "int8",
  sizeBytes: 8400,
  target: "species",
  inputs: [
    {
      name: "mass",
      control: { type: "slider", label: "mass", min: 0, max: 10, step: 1, value: 12 },
      note: "Outside.",
    },
    {
      name: "island",
      control: {
        type: "choice",
        label: "island",
        options: ["Biscoe", "Dream"],
        as: "buttons",
        value: "Dream",
      },
    },
    {
      name: "depth",
      control: { type: "slider", label: "depth", min: 0, max: 9, step: 1, value: 3 },
      from: "depth_of",
    },
  ],
  answer: {
    class: "Gentoo",
    shares: [
      { name: "Adelie", share: 0.25 },
      { name: "Gentoo", share: 0.75 },
    ],
  },
  latency: { medianMs: 0.1234, p95Ms: 0.5, samples: 30 },
  device: { name: "wasm", reason: "there is no WebGPU adapter here" },
};

test("an answer has a form of its inputs beside it, and what is set there names its column", async () => {
  page = mountPage([code("guess", { name: "guess", kind: "infer", status: "done", outputs: [answer] })]);
  const cell = page.cell("guess");
  await expect.poll(() => cell.querySelector("form")).not.toBeNull();
  expect(textOf(cell.querySelector(".figure"))).toBe("Gentoo");
  expect([...cell.querySelectorAll(".answer li")].map(textOf)).toEqual(["Adelie 25.0%", "Gentoo 75.0%"]);
  expect(textOf(cell.querySelector(".about"))).toBe(
    "small, int8, 8.4 KB. 0.123 ms a row (p95 0.5 ms) on WebAssembly, one thread: there is no WebGPU adapter here.",
  );
  expect(textOf(cell.querySelector("form"))).toContain("Outside.");
  expect(textOf(cell.querySelector("form"))).toContain("Read from depth_of.");
  expect(cell.querySelectorAll('input[type="range"]')).toHaveLength(1); // what another cell gives is set there
  const slider = cell.querySelector<HTMLInputElement>('input[type="range"]')!;
  slider.value = "4";
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  cell.querySelector<HTMLInputElement>('input[type="radio"]')!.click();
  expect(page.session.inputs).toEqual([
    ["mass", 4],
    ["island", "Biscoe"],
  ]);
});

const result = (of: Partial<FormatResult>): FormatResult => ({
  format: "float32",
  sizeBytes: 10_000,
  metrics: [{ name: "accuracy", value: 0.95, interval: [0.9, 0.98], better: "higher" }],
  latency: { medianMs: 0.2, p95Ms: 0.3, samples: 30 },
  gates: [
    { metric: "accuracy", rule: ">=", limit: 0.94, limitText: "float32 − 0.01", value: 0.95, passed: true },
  ],
  passed: true,
  kept: [],
  ...of,
});
const formats: FormatReport = {
  model: "classifier",
  target: "species",
  task: "classification",
  split: "test",
  rowCount: 50,
  metric: "accuracy",
  picked: "int8",
  device: "WebAssembly, one thread",
  formats: [
    result({}),
    result({
      format: "int8",
      sizeBytes: 2500,
      signalToNoise: 41.4,
      kept: ["out/kernel: 6 numbers are too few to gain"],
    }),
    result({
      format: "int4",
      sizeBytes: 1500,
      metrics: [{ name: "accuracy", value: 0.9, better: "higher" }],
      passed: false,
    }),
    result({ format: "float16", metrics: [], gates: [], passed: false, problem: "it does not run" }),
  ],
};

test("formats stand side by side: size, latency, noise, the metric and its interval, and whether they pass", async () => {
  page = mountPage([
    code("small", {
      name: "small",
      kind: "quantize",
      status: "done",
      outputs: [{ type: "formats", report: formats }],
    }),
  ]);
  const cell = page.cell("small");
  await expect.poll(() => cell.querySelector("table")).not.toBeNull();
  const rows = [...cell.querySelectorAll("tbody tr")].map((row) => [...row.children].map(textOf).join(" | "));
  expect(rows).toEqual([
    "float32 | 10 KB | 0.2 ms | 0.3 ms |  | 0.9500.900 to 0.980 | ",
    "int8picked | 2.5 KB | 0.2 ms | 0.3 ms | 41 dB | 0.9500.900 to 0.980 | Pass",
    "int4 | 1.5 KB | 0.2 ms | 0.3 ms |  | 0.900−0.050 | Fail",
    "float16 | 10 KB | it does not run | Fail",
  ]);
  expect(textOf(cell.querySelector(".summary"))).toBe(
    "int8 is the smallest that passes: 4 times smaller than float32, and it has the same accuracy.",
  );
  expect(textOf(cell.querySelector(".rules"))).toBe("accuracy ≥ float32 − 0.01, that is 0.94");
  expect(textOf(cell.querySelector("details"))).toContain("int8 out/kernel: 6 numbers are too few to gain");
});
