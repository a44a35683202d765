// TensorFlow.js declares more doubt than its users have: a model may answer one tensor or several, a tensor may have
// any rank. Code as its own guides write it would be full of warnings, so where the declarations say "one or the other",
// these say "either, as you use it". A test holds each change to a place that it finds.
interface Change {
  /** End of the path of the file. */
  file: RegExp;
  from: RegExp;
  to: string;
}

const symbolic = "SymbolicTensor | SymbolicTensor[]";

export const changes: readonly Change[] = [
  {
    file: /tfjs-layers\/.*(?:training|models)\.d\.ts$/,
    from: /^( +predict(?:OnBatch)?\(.*\)): Tensor \| Tensor\[\];/gm,
    to: "$1: Tensor & Tensor[];",
  },
  {
    file: /tfjs-layers\/.*(?:training|models)\.d\.ts$/,
    from: /^( +evaluate(?:Dataset)?\(.*\)): (Promise<)?Scalar \| Scalar\[\]/gm,
    to: "$1: $2Scalar & Scalar[]",
  },
  {
    file: /tfjs-layers\/.*(?:training|models)\.d\.ts$/,
    from: /Promise<number \| number\[\]>;/g,
    to: "Promise<any>;",
  },
  {
    file: /tfjs-layers\/.*(?:topology|recurrent|wrappers|input_layer)\.d\.ts$/,
    from: /^( +)apply\(inputs: Tensor \| Tensor\[\] \| SymbolicTensor \| SymbolicTensor\[\], .*$/gm,
    to: `$1apply(inputs: ${symbolic}, kwargs?: Kwargs): SymbolicTensor & SymbolicTensor[];\n$1apply(inputs: Tensor | Tensor[], kwargs?: Kwargs): Tensor & Tensor[];`,
  },
  // A fit reads the tensors before it gives its history.
  { file: /tfjs-layers\/.*base_callbacks\.d\.ts$/, from: /Array<number \| Tensor>/g, to: "number[]" },
  // A rank that is not known is any rank.
  {
    file: /tfjs-core\/dist\/.*\.d\.ts$/,
    from: /\bR extends Rank\b(?: = Rank)?/g,
    to: "R extends Rank = any",
  },
  { file: /tfjs-core\/dist\/.*\.d\.ts$/, from: /\bShapeMap\[R\]/g, to: "number[]" },
  {
    file: /tfjs-core\/dist\/tensor\.d\.ts$/,
    from: /= NumericDataType>/g,
    to: '= "float32">',
  },
  { file: /tfjs-core\/dist\/engine\.d\.ts$/, from: /Array<Tensor \| GradSaveFunc>/g, to: "any[]" },
];

export function lenientTensorFlow(path: string, text: string): string {
  if (!path.startsWith("/node_modules/@tensorflow/")) return text;
  return changes
    .filter(({ file }) => file.test(path))
    .reduce((changed, { from, to }) => changed.replace(from, to), text);
}
