import { describe, expect, test } from "vitest";
import type { AboutFile } from "#training/trained-model-file.ts";
import { fillForm } from "./model-fields.ts";
import { withInput } from "./set-input.ts";

describe("withInput(body, column, value)", () => {
  test("changes one value and nothing else, however inputs are written", () => {
    expect(withInput("model: m", "a", 1)).toBe("model: m\ninputs: { a: 1 }");
    expect(withInput("model: m\ninputs:", "a", 1)).toBe("model: m\ninputs: { a: 1 }");
    expect(withInput("model: m\ninputs: {}", "a b", "x")).toBe('model: m\ninputs: { a b: "x" }');
    expect(withInput("model: m\ninputs: { a: 1, b: 2 } # both", "a", 3)).toBe(
      "model: m\ninputs: { a: 3, b: 2 } # both",
    );
    expect(withInput("inputs: { a: 1 }\nmodel: m", "b", 2)).toBe("inputs: { a: 1, b: 2 }\nmodel: m");
    const block = "inputs:\n  # of Torgersen\n  a: 1 # mm\n  b: x\nmodel: m";
    expect(withInput(block, "a", 2.5)).toBe("inputs:\n  # of Torgersen\n  a: 2.5 # mm\n  b: x\nmodel: m");
    expect(withInput(block, "b", "y")).toBe('inputs:\n  # of Torgersen\n  a: 1 # mm\n  b: "y"\nmodel: m');
    expect(withInput(block, "c", 4)).toBe("inputs:\n  # of Torgersen\n  a: 1 # mm\n  b: x\n  c: 4\nmodel: m");
  });
});

describe("fillForm", () => {
  const about: Pick<AboutFile, "features"> = {
    features: [
      { name: "mass", input: "mass", type: "number", element: "float", mean: 4207.4, deviation: 802 },
      {
        name: "island",
        input: "island",
        type: "category",
        element: "string",
        categories: ["Biscoe", "Dream"],
      },
    ],
  };

  test("what is not said is the usual value, and sliders go over the range of training in round steps", () => {
    const { row, inputs } = fillForm(about, {}, { ranges: { mass: [2700, 6300] } });
    expect(row).toEqual({ mass: 4210, island: "Biscoe" });
    expect(inputs[0]!.control).toEqual({
      type: "slider",
      label: "mass",
      min: 2700,
      max: 6300,
      step: 10,
      value: 4210,
    });
    const [without] = fillForm(about, {}).inputs;
    expect(without!.control).toMatchObject({ min: 1800, max: 6620 }); // three deviations to either side
  });

  test("pictures are drawn from a path, and one of another size is refused", () => {
    const picture: Pick<AboutFile, "features"> = {
      features: [{ name: "digit", input: "digit", type: "picture", element: "uint8", shape: [28, 28, 1] }],
    };
    const { row, inputs } = fillForm(picture, { digit: "M14 4 14 24" });
    expect(row["digit"]).toMatchObject({ width: 28, height: 28, channels: 1 });
    expect(inputs[0]!.control).toMatchObject({ type: "drawing", value: "M14 4 14 24" });
    const small = { width: 8, height: 8, channels: 1, pixels: new Uint8Array(64) };
    expect(() => fillForm(picture, { digit: small })).toThrow(
      "digit must be a picture of 28 × 28 grey, got one of 8 × 8 grey",
    );
  });
});
