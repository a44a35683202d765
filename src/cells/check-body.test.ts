import { describe, expect, test } from "vitest";
import { parseBody } from "#dataflow/cell-facts.ts";
import { checkBody, placeInBody } from "./check-body.ts";
import { kinds } from "./kinds.ts";

const check = (kind: string, text: string) =>
  checkBody(kinds.get(kind)!, text, parseBody(text).value).map(
    ({ at, message, hint }) => `${at.line}:${at.column} ${message}${hint === undefined ? "" : ` | ${hint}`}`,
  );
const train = (layers: string) => `data: d\ntarget: t\nlayers:\n  - ${layers}`;

describe("checkBody", () => {
  test.each([
    [
      "fractions that do not sum to 1",
      "dataset",
      "from: sample:penguins\nsplit: { by: hash, train: 0.7, validation: 0.2, test: 0.2 }",
      '2:8 dataset: "split" must have fractions that sum to 1, got train 0.7 + validation 0.2 + test 0.2 = 1.1',
    ],
    [
      "a misspelt key of a split",
      "dataset",
      "from: sample:penguins\nsplit: { by: hash, train: 1, validaton: 0, validation: 0, test: 0 }",
      '2:30 dataset: there is no "validaton"; there are: by, key, train, validation, test | Did you mean validation?',
    ],
    [
      "a test that there is not",
      "monitor",
      "reference: a\ncurrent: b\ntests: { x: kl }",
      '3:13 monitor: "tests.x" must be one of ks, chi-square, z-test, wasserstein, jensen-shannon, psi, got "kl"',
    ],
    [
      "windows cut in two ways",
      "monitor",
      "reference: a\ncurrent: b\nwindows: { rows: 9, count: 2 }",
      '3:10 monitor: "windows" must have rows or count, or by (a column) for one window for each of its values',
    ],
    [
      "a misspelt key of a layer",
      "train",
      train("{ dense: 16, activaton: relu }"),
      '4:18 train: there is no "activaton"; there are: dense, activation | Did you mean activation?',
    ],
    [
      "an activation that is not there",
      "train",
      train("{ dense: 16, activation: rleu }"),
      '4:30 train: "layers.0.activation" must be one of relu, tanh, sigmoid, elu, selu, linear, swish, gelu, got "rleu"',
    ],
    [
      "units that are no number",
      "train",
      train("dense: many"),
      '4:12 train: "layers.0.dense" must be a whole number, got "many"',
    ],
    [
      "a dropout that leaves nothing",
      "train",
      train("dropout: 1"),
      '4:14 train: "layers.0.dropout" must be less than 1: it is the share of values left out, got 1',
    ],
    [
      "a slider's value out of its range",
      "control",
      "type: slider\nmin: 1\nmax: 5\nvalue: 9",
      '4:8 control: "value" must lie between min and max (1 to 5), got 9',
    ],
    [
      "a slider without a range",
      "control",
      "type: slider\nmin: 5\nmax: 1\nvalue: 3",
      '3:6 control: "max" must be more than min (5), got 1',
    ],
    [
      "a gate that is no comparison",
      "evaluate",
      "model: m\ndata: d\ngates: { accuracy: over 0.9 }",
      '3:20 evaluate: "gates.accuracy" must be a comparison with a number, the baseline or the pinned run, such as ">= 0.95" or ">= pinned", got "over 0.9"',
    ],
    [
      "text instead of a form",
      "train",
      "hello",
      '1:1 train: the body must be lines of key: value, got "hello"',
    ],
  ])("%s is said with what was found, at its place", (_, kind, text, expected) => {
    expect(check(kind, text)).toEqual([expected]);
  });

  test("values that other cells give are known when the cell runs", () => {
    expect(check("train", train("{ dense: $units, activation: $how }"))).toEqual([]);
    expect(check("evaluate", "model: m\ndata: d\ngates: { accuracy: $least }")).toEqual([]);
  });
});

test("placeInBody(text, path) finds a value, its key, and the nearest part around what is missing", () => {
  const text = "layers:\n  - dense: 4\n  - dropout: 0.5";
  expect(placeInBody(text, ["layers", 1, "dropout"])).toEqual({ line: 3, column: 14 });
  expect(placeInBody(text, ["layers", 1, "dropout"], "key")).toEqual({ line: 3, column: 5 });
  expect(placeInBody(text, ["layers", 0, "activation"])).toEqual({ line: 2, column: 5 });
  expect(placeInBody(text, ["data"])).toEqual({ line: 1, column: 1 });
});
