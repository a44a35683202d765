// The form of a model: a control for each column that it takes, made from what its file says of itself, and the values
// of one row that stand in it.
import type { ControlShown, InferenceInput } from "#cell-api/outputs.ts";
import type { CellValue } from "#datasets/column.ts";
import type { Row } from "#datasets/dataset.ts";
import { isPicture, type Picture, pictureText, toBase64 } from "#datasets/picture.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { nearestName } from "#errors/nearest-name.ts";
import { drawPicture, isPath } from "#cells/control/drawing.ts";
import { drawingOf } from "#cells/control/control-output.ts";
import type { AboutFile, FileInput } from "#training/trained-model-file.ts";

/** What stands in a form's text, or the value of the cell that it names. */
export type Given = string | number | boolean | Picture;

export interface FilledForm {
  row: Row;
  inputs: InferenceInput[];
}

type Ranges = Readonly<Record<string, readonly [least: number, greatest: number]>>;

/** Without a range of its own, a column goes so many deviations to either side of its mean. */
const DEVIATIONS = 3;

/**
 * @param given by column; what is missing is the usual value: the mean, the first category, an empty picture
 * @param from names of the cells that values come from
 * @throws CairnError at `inputs.<column>` for a column that the model does not take, and for a value of another kind
 */
export function fillForm(
  { features }: Pick<AboutFile, "features">,
  given: Readonly<Record<string, Given>>,
  { ranges = {}, from = {} }: { ranges?: Ranges; from?: Readonly<Record<string, string>> } = {},
): FilledForm {
  const names = features.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const near = nearestName(unknown, names);
    throw fault(
      unknown,
      `the model takes no "${unknown}"; it takes: ${names.join(", ")}`,
      near && `Did you mean ${near}?`,
    );
  }
  const filled = features.map((feature) => fieldOf(feature, given[feature.name], ranges[feature.name]));
  return {
    row: Object.fromEntries(filled.map(({ value }, i) => [names[i], value])),
    inputs: filled.map(({ control, note }, i) => ({
      name: names[i],
      control,
      ...(from[names[i]] !== undefined && { from: from[names[i]] }),
      ...(note !== undefined && { note }),
    })),
  };
}

interface Field {
  value: CellValue;
  control: ControlShown;
  note?: string;
}

function fieldOf(feature: FileInput, given: Given | undefined, range: Ranges[string] | undefined): Field {
  if (feature.type === "number") return numberField(feature, given, range);
  if (feature.type === "category") return categoryField(feature, given);
  return pictureField(feature, given);
}

function numberField(
  { name, mean = 0, deviation = 1 }: FileInput,
  given: Given | undefined,
  range?: Ranges[string],
): Field {
  const [least, greatest] = range ?? [mean - DEVIATIONS * deviation, mean + DEVIATIONS * deviation];
  const step = stepFor(greatest - least);
  const [low, high] = [Math.floor(least / step + 1e-9), Math.ceil(greatest / step - 1e-9)].map((at) =>
    tidy(at * step),
  );
  const value = given ?? tidy(Math.round(mean / step) * step);
  if (typeof value !== "number" || Number.isNaN(value))
    throw fault(name, `${name} must be a number, got ${words(value)}`);
  const control: ControlShown = {
    type: "slider",
    label: name,
    min: Math.min(low, value),
    max: Math.max(high, value),
    step,
    value,
  };
  if (value >= low && value <= high) return { value, control };
  return { value, control, note: `Outside what it was trained on: ${low} to ${high}.` };
}

/** A hundredth of the range or less, as a power of ten. */
function stepFor(range: number): number {
  if (!(range > 0) || !Number.isFinite(range)) return 1;
  let step = 1;
  while (step * 50 > range) step /= 10;
  while (step * 500 <= range) step *= 10;
  return tidy(step);
}

/** 0.30000000000000004 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function categoryField({ name, categories = [] }: FileInput, given: Given | undefined): Field {
  const value =
    given === undefined
      ? (categories[0] ?? "")
      : typeof given === "number" || typeof given === "boolean"
        ? String(given)
        : given;
  if (typeof value !== "string" || (categories.length > 0 && !categories.includes(value))) {
    const near = typeof value === "string" ? nearestName(value, categories) : undefined;
    throw fault(
      name,
      `${name} must be one of ${categories.join(", ")}, got ${words(value)}`,
      near && `Did you mean ${near}?`,
    );
  }
  const as = categories.length <= 5 ? "buttons" : "list";
  return { value, control: { type: "choice", label: name, options: [...categories], as, value } };
}

function pictureField({ name, shape = [28, 28, 1] }: FileInput, given: Given | undefined): Field {
  const [height, width, channels] = shape;
  const wanted = pictureText({ width, height, channels });
  if (isPicture(given)) {
    if (String([given.height, given.width, given.channels]) === String(shape))
      return { value: given, control: { type: "file", label: name, picture: shown(given) } };
    throw fault(name, `${name} must be a picture of ${wanted}, got one of ${pictureText(given)}`);
  }
  if (channels !== 1 && given === undefined) {
    const blank = { width, height, channels, pixels: new Uint8Array(width * height * channels) };
    const note = "Name a control of type camera or file here: it gives a picture in colour.";
    return { value: blank, control: { type: "file", label: name, picture: shown(blank) }, note };
  }
  const path = given ?? "";
  if (typeof path !== "string" || !isPath(path) || channels !== 1) {
    throw fault(
      name,
      `${name} must be a picture of ${wanted}, got ${words(path)}`,
      channels === 1
        ? 'Draw it in the form, write a path such as "M14 4 14 24", or name a control of type drawing: $name'
        : "Name a control of type camera or file: $name",
    );
  }
  const drawing = drawingOf({ type: "drawing", width, height, value: path });
  const picture = drawPicture(path, drawing);
  const { pen } = drawing;
  return {
    value: picture,
    control: { type: "drawing", label: name, width, height, pen, value: path, picture: shown(picture) },
  };
}

function shown({ width, height, channels, pixels }: Picture) {
  return { width, height, channels, pixels: toBase64(pixels) };
}

function words(value: unknown): string {
  if (isPicture(value)) return "a picture";
  return value !== null && typeof value === "object" ? "a value of another kind" : JSON.stringify(value);
}

function fault(column: string, message: string, hint?: string): CairnError {
  return new CairnError(`infer: ${message}`, {
    code: "wrong-input",
    path: ["inputs", column],
    ...(hint !== undefined && { hint }),
  });
}
