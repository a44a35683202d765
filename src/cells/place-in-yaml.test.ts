import { expect, test } from "vitest";
import { placeInYaml } from "#cells/place-in-yaml.ts";

/** The place at `|`. */
function at(text: string) {
  const offset = text.indexOf("|");
  const place = placeInYaml(text.replace("|", ""), offset);
  return place && `${place.what} ${place.path.join(".")} "${place.typed}"`;
}

test("keys and values at the left margin", () => {
  expect(at("fr|")).toBe('key  "fr"');
  expect(at("from: sample:pen|")).toBe('value from "sample:pen"');
  expect(at("data: penguins\ntar|")).toBe('key  "tar"');
  expect(at("data: |")).toBe('value data ""');
  expect(at("|\ndata: x")).toBe('key  ""');
});

test("inside { } on a line", () => {
  expect(at("split: { by: ha|")).toBe('value split.by "ha"');
  expect(at("split: { by: hash, tr|")).toBe('key split "tr"');
  expect(at("split: {|")).toBe('key split ""');
  expect(at("split: { by: hash } |")).toBeUndefined();
  expect(at("layers: [{ dense: 16 }, { den|")).toBe('key layers.1 "den"');
  expect(at("layers: [{ dense: 16, activation: re|")).toBe('value layers.0.activation "re"');
  expect(at("features: [a, b|")).toBe('value features.1 "b"');
});

test("under an indented key, and in lists", () => {
  expect(at("split:\n  by: hash\n  tr|")).toBe('key split "tr"');
  expect(at("layers:\n  - dense: 16\n  - dr|")).toBe('key layers.1 "dr"');
  expect(at("layers:\n- dense: 16\n- dr|")).toBe('key layers.1 "dr"');
  expect(at("layers:\n  - dense: 16\n    activation: re|")).toBe('value layers.0.activation "re"');
  expect(at("gates:\n  accuracy: '>= 0.9'\nsp|")).toBe('key  "sp"');
  expect(at("a:\n  b:\n    c: 1\n  d|")).toBe('key a "d"');
});

test("nothing in a comment; a sharp within quotes is none", () => {
  expect(at("data: x # no|")).toBeUndefined();
  expect(at('label: "# of units|')).toBe('value label ""# of units"');
});
