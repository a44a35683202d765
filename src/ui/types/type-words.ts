// TypeScript's words for a person who has no compiler, no files and no imports.
import { apiDocs } from "#cell-api/api-docs.ts";

const namespaces: ReadonlyMap<string, "tf" | "Plot"> = new Map([
  ["/cairn/tf", "tf"],
  ["/cairn/plot", "Plot"],
]);

export function plainMessage(message: string): string {
  return withoutPaths(message)
    .replaceAll(
      / (?:Do you need to (?:change|install)|Try changing the|Consider (?:changing|using) )[^\n]*/g,
      "",
    )
    .replaceAll(/(^|\n)\s*/g, "$1");
}

/** Of a name of another cell it is said that it is an import: the person wrote none. */
export function plainType(type: string, says: string): { type: string; says: string } {
  const plain = withoutPaths(type)
    .replace(/^\(alias\) /, "")
    .replace(/\n(?:import|export) [^\n]*$/, "")
    .replace(/^export namespace /, "namespace ");
  const space = /^namespace (tf|Plot)$/.exec(plain)?.[1] as "tf" | "Plot" | undefined;
  return { type: plain, says: space ? apiDocs[space].says : summary(says) };
}

/** What stands before the first example: the examples of TensorFlow.js fill pages. */
function summary(says: string): string {
  return says.split(/\n*```/)[0].trim();
}

function withoutPaths(text: string): string {
  return text
    .replaceAll(/\btypeof import\("([^"]*)"\)/g, (_, path: string) => namespaces.get(path) ?? "the cell")
    .replaceAll(/import\("[^"]*"\)\./g, "")
    .replaceAll(/<any>(?=\()|(?<=\bTensor)<any>/g, "");
}
