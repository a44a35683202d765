// Writes src/ui/editor/tf-members.json: what can follow `tf.`, `tf.layers.`, a tensor and a model, each with its
// signature and the first sentence of its documentation, read off the declarations of TensorFlow.js. Run it after a new
// version of the packages: `node scripts/tf-members.mjs`. A test compares the names with what there is.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./install.mjs";

const file = join(root, "src/models/tensorflow.ts");
const program = ts.createProgram([file], {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ESNext,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
});
const checker = program.getTypeChecker();
const source = program.getSourceFile(file);
const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
const tf = checker.getTypeOfSymbol(exported.find(({ name }) => name === "tf"));

const tables = { tf: membersOf(tf) };
for (const name of [
  "layers",
  "train",
  "losses",
  "metrics",
  "initializers",
  "regularizers",
  "constraints",
  "image",
  "linalg",
  "signal",
  "spectral",
  "io",
  "sparse",
  "string",
  "callbacks",
  "data",
  "math",
]) {
  const symbol = tf.getProperty(name);
  if (symbol) tables[`tf.${name}`] = membersOf(checker.getTypeOfSymbol(symbol));
}
for (const [name, from] of [
  ["Tensor", "Tensor"],
  ["LayersModel", "LayersModel"],
]) {
  tables[name] = membersOf(
    checker.getTypeOfSymbol(tf.getProperty(from)).getConstructSignatures()[0].getReturnType(),
  );
}
for (const [name, row] of Object.entries(tables.Tensor))
  if (row[1] === "") row[1] = tables.tf[name]?.[1] ?? "";

const lines = Object.entries(tables).map(([name, table]) => {
  const rows = Object.entries(table).map(
    ([key, [says, doc]]) => `    ${JSON.stringify(key)}: ${JSON.stringify([says, doc])}`,
  );
  return `  ${JSON.stringify(name)}: {\n${rows.join(",\n")}\n  }`;
});
writeFileSync(join(root, "src/ui/editor/tf-members.json"), `{\n${lines.join(",\n")}\n}\n`);

/** By name: the signature without types of arguments (or the type of what is no function), and one sentence. */
function membersOf(type) {
  const rows = type.getProperties().flatMap((symbol) => {
    const { name } = symbol;
    const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
    const isHidden =
      declaration &&
      ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
    if (name.startsWith("_") || name === "default" || isHidden || symbol.flags & ts.SymbolFlags.Prototype)
      return [];
    const type = checker.getTypeOfSymbol(symbol);
    if (type.isStringLiteral()) return []; // the name of a kernel
    return [[name, [saysOf(type, symbol), sentenceOf(symbol, type)]]];
  });
  return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function saysOf(type, symbol) {
  const [call] = type.getCallSignatures();
  if (call) {
    const parameters = call.parameters.map((parameter) => {
      const { valueDeclaration: declaration } = parameter;
      const isRest = declaration && ts.isParameter(declaration) && declaration.dotDotDotToken;
      const isOptional =
        declaration && ts.isParameter(declaration) && (declaration.questionToken || declaration.initializer);
      const name = /^_|^__/.test(parameter.name) ? "options" : parameter.name;
      return `${isRest ? "…" : ""}${name}${isOptional ? "?" : ""}`;
    });
    return `(${parameters.join(", ")}) → ${shorten(checker.typeToString(call.getReturnType()))}`;
  }
  if (type.getConstructSignatures().length > 0) return "class";
  if (symbol.flags & (ts.SymbolFlags.Module | ts.SymbolFlags.Alias) && type.getProperties().length > 3)
    return "functions";
  return shorten(checker.typeToString(type));
}

function shorten(text) {
  const plain = text
    .replace(/import\([^)]*\)\./g, "")
    .replace(/typeof /g, "")
    .replace(/<Rank>/g, "")
    .replace(/\bT\b/g, "Tensor")
    .replace("ArrayMap[R]", "nested array")
    .replace(/DataTypeMap\[.*?\](?=>|$)/, "typed array");
  return plain.length > 40 ? "object" : plain;
}

function sentenceOf(symbol, type) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const [call] = type.getCallSignatures();
  const own = target.getDocumentationComment(checker);
  // An op's constant is silent; the function that it wraps is documented.
  const parts = own.length > 0 ? own : (call?.getDocumentationComment(checker) ?? []);
  const text = ts
    .displayPartsToString(parts)
    .replace(/\{@link ([^}]*)\}/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
  return (/^.*?[.](?=\s|$)/.exec(text)?.[0] ?? text).slice(0, 160);
}
