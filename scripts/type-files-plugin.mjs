// Vite plugin: the declarations that the type checker of the page reads, as one module of texts by path. They are
// files of packages, which a browser cannot ask for one by one.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./install.mjs";

const NAME = "virtual:type-files";

/** `import files from "virtual:type-files"` is a record from path to text: "/lib/lib.es5.d.ts". */
export function typeFilesPlugin() {
  return {
    name: "type-files",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) =>
      // a string is read much faster than an object of the same size is compiled
      id === `\0${NAME}`
        ? `export default JSON.parse(${JSON.stringify(JSON.stringify(typeFiles()))});`
        : undefined,
  };
}

/** The languages up to the latest that browsers have, without the DOM; TensorFlow.js; Observable Plot. */
function typeFiles() {
  const library = join(root, "node_modules/typescript/lib");
  const packages = ["@tensorflow/tfjs-core/dist", "@tensorflow/tfjs-layers/dist", "@observablehq/plot/src"];
  return Object.fromEntries([
    ...readdirSync(library)
      .filter((name) => /^lib\.(?:es|decorators).*\.d\.ts$/.test(name) && !name.endsWith(".full.d.ts"))
      .map((name) => [`/lib/${name}`, readFileSync(join(library, name), "utf8")]),
    ...packages.flatMap((folder) => declarationsBelow(`node_modules/${folder}`)),
  ]);
}

function declarationsBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".d.ts") && !name.endsWith("_test.d.ts"))
    .map((name) => [`/${folder}/${name}`, readFileSync(join(root, folder, name), "utf8")]);
}
