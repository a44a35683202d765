// A trained model as an ONNX file that takes the raw columns of a dataset: what preprocessing.ts does to them is part of
// the graph, as is what the answers mean. Whoever runs it needs nothing of ours.
import { type GraphBuilder as Graph, GraphBuilder, type Value } from "#models/onnx/graph-builder.ts";
import { exportNetwork } from "#models/onnx/export-network.ts";
import { modelFile } from "#models/onnx/model-file.ts";
import { elementTypes, int, type ElementType } from "#models/onnx/onnx-types.ts";
import type { PictureShape } from "#datasets/picture.ts";
import { type FeatureEncoding, featureWidth, inputShape, type TargetEncoding } from "./preprocessing.ts";
import type { TrainedModel } from "./trained-model.ts";

/** What the file says of itself, as JSON under "cairn" in its metadata. */
export interface AboutFile {
  task: "classification" | "regression";
  target: string;
  classes?: readonly string[];
  features: FileInput[];
  outputs: { label: string; probabilities: string } | { value: string };
}

export interface FileInput {
  /** The column. */
  name: string;
  /** The name of the file's input: the column's, unless that is taken. */
  input: string;
  type: FeatureEncoding["type"];
  /** Of its values in the file. */
  element: ElementType;
  /** Of a number among the training rows. */
  mean?: number;
  deviation?: number;
  /** Of a category: the texts that training saw. */
  categories?: readonly string[];
  /** Of a picture: [height, width, channels]. */
  shape?: PictureShape;
}

/** Above this, 24 bits of a float are too few for what differs between rows: the column is taken as doubles. */
const MOST_DEVIATIONS = 100;

/**
 * Inputs: one [N, 1] for each column, floats (doubles where they need it) or texts; or pictures [N, height, width, channels] of bytes.
 * A missing value is NaN, or an empty text: that row's answer is NaN, and its label empty.
 * Outputs: label [N] and probabilities [N, classes]; or value [N, 1] in the target's own unit.
 * @throws CairnError for a layer that cannot be exported
 */
export async function trainedModelFile(
  { model, preprocessing, output }: Pick<TrainedModel, "model" | "preprocessing" | "output">,
  name: string,
): Promise<{ bytes: Uint8Array; about: AboutFile }> {
  const graph = new GraphBuilder();
  const { features, target } = preprocessing;
  const inputs = features.map((feature) => takeFeature(graph, feature));
  graph.scope = "preprocessing";
  const numbers = inputs.map(({ value }, i) => encodeFeature(graph, features[i], value));
  const isPicture = features[0].type === "picture";
  const shape = [null, ...inputShape(preprocessing)];
  const rows =
    numbers.length === 1 ? numbers[0] : graph.add("Concat", numbers, { shape, attributes: { axis: int(1) } });
  const isMissing = isPicture ? undefined : missingRows(graph, rows, featureWidth(preprocessing));
  graph.scope = "";
  const raw = await exportNetwork(graph, model, rows);
  graph.scope = "answer";
  const outputs =
    target.type === "number"
      ? { value: giveNumber(graph, target, raw, isMissing) }
      : giveClasses(graph, target, output === "logits" ? softmax(graph, raw) : raw, isMissing);
  const about: AboutFile = {
    task: target.type === "number" ? "regression" : "classification",
    target: target.name,
    ...(target.type === "classes" && { classes: target.classes }),
    features: inputs.map(({ value, element }, i) => {
      const { name: column, ...feature } = features[i];
      return { name: column, input: value.name, element, ...feature };
    }),
    outputs,
  };
  const docString = `Predicts ${target.name} from ${features.map((feature) => feature.name).join(", ")}. Exported by Cairn.`;
  return { bytes: modelFile(graph, name, docString, { ...about }), about };
}

function takeFeature(graph: Graph, feature: FeatureEncoding): { value: Value; element: ElementType } {
  if (feature.type === "picture") {
    const about = "Pixels from 0 to 255.";
    return {
      element: "uint8",
      value: graph.input(feature.name, "uint8", [null, ...feature.shape], about),
    };
  }
  if (feature.type === "category") {
    const about = "A text, compared letter by letter; empty where there is none.";
    return { element: "string", value: graph.input(feature.name, "string", [null, 1], about) };
  }
  const element = Math.abs(feature.mean) > MOST_DEVIATIONS * feature.deviation ? "double" : "float";
  const about = "A number as it stands in the table; NaN where there is none.";
  return { element, value: graph.input(feature.name, element, [null, 1], about) };
}

/** @returns [N, width] of floats */
function encodeFeature(graph: Graph, feature: FeatureEncoding, value: Value): Value {
  if (feature.type === "picture") {
    const pixels = graph.add("Cast", [value], { attributes: { to: int(elementTypes.float) } });
    return graph.add("Div", [pixels, graph.scalar("most", 255)]);
  }
  if (feature.type === "number") {
    const { mean, deviation } = feature;
    const isDouble = Math.abs(mean) > MOST_DEVIATIONS * deviation;
    const numbers = (number: number) => (isDouble ? Float64Array.of(number) : Float32Array.of(number));
    const shifted = graph.add("Sub", [value, graph.constant(`${feature.name}.mean`, [], numbers(mean))]);
    const scaled = graph.add("Div", [
      shifted,
      graph.constant(`${feature.name}.deviation`, [], numbers(deviation)),
    ]);
    return isDouble ? toFloat(graph, scaled) : scaled;
  }
  const { categories } = feature;
  const shape = [null, categories.length];
  const names = graph.constant(`${feature.name}.categories`, [1, categories.length], categories);
  const found = toFloat(graph, graph.add("Equal", [value, names], { shape }));
  if (categories.includes("")) return found;
  const isEmpty = graph.add("Equal", [value, graph.constant("none", [], [""])], { shape: [null, 1] });
  return graph.add("Where", [isEmpty, graph.scalar("missing", NaN), found], { shape });
}

function toFloat(graph: Graph, value: Value): Value {
  return graph.add("Cast", [value], { attributes: { to: int(elementTypes.float) } });
}

/** [N, 1]: a network need not keep a NaN, relu for one makes it 0. */
function missingRows(graph: Graph, rows: Value, width: number): Value {
  const sum =
    width === 1
      ? rows
      : graph.add("ReduceSum", [rows, graph.whole("axes", [1])], {
          shape: [null, 1],
          attributes: { keepdims: int(1) },
        });
  return graph.add("IsNaN", [sum]);
}

function softmax(graph: Graph, logits: Value): Value {
  return graph.add("Softmax", [logits], { attributes: { axis: int(1) } });
}

function giveNumber(
  graph: Graph,
  { name, mean, deviation }: Extract<TargetEncoding, { type: "number" }>,
  raw: Value,
  isMissing: Value | undefined,
): string {
  const scaled = graph.add("Mul", [raw, graph.scalar("deviation", deviation)]);
  const value = graph.add("Add", [scaled, graph.scalar("mean", mean)]);
  return graph.output("value", "float", orNaN(graph, value, isMissing), `${name}, in its own unit.`);
}

function giveClasses(
  graph: Graph,
  { name, classes }: Extract<TargetEncoding, { type: "classes" }>,
  raw: Value,
  isMissing: Value | undefined,
): { label: string; probabilities: string } {
  const best = graph.add("ArgMax", [raw], {
    shape: [null],
    attributes: { axis: int(1), keepdims: int(0) },
  });
  const words = graph.constant("classes", [classes.length], classes);
  const found = graph.add("Gather", [words, best], { shape: [null] });
  const label = isMissing
    ? graph.add(
        "Where",
        [
          graph.add("Squeeze", [isMissing, graph.whole("axis", [1])], { shape: [null] }),
          graph.constant("none", [], [""]),
          found,
        ],
        { shape: [null] },
      )
    : found;
  return {
    label: graph.output("label", "string", label, `The likeliest ${name}.`),
    probabilities: graph.output(
      "probabilities",
      "float",
      orNaN(graph, raw, isMissing),
      `Of each class: ${classes.join(", ")}.`,
    ),
  };
}

function orNaN(graph: Graph, value: Value, isMissing: Value | undefined): Value {
  if (!isMissing) return value;
  return graph.add("Where", [isMissing, graph.scalar("missing", NaN), value], { shape: value.shape });
}
