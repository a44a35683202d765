// Vite plugin: a WebAssembly text file is compiled when it is bundled, and imports as its bytes.
import { readFile } from "node:fs/promises";
import initWabt from "wabt";

/** `import bytes from "./x.wat"` is a Uint8Array. @throws Error with file, line and column for text that is wrong. */
export function watPlugin() {
  return {
    name: "wat",
    enforce: "pre",
    async load(id) {
      const [file] = id.split("?");
      if (!file.endsWith(".wat")) return undefined;
      const bytes = await assemble(file, await readFile(file, "utf8"));
      const base64 = Buffer.from(bytes).toString("base64");
      return `export default Uint8Array.from(atob(${JSON.stringify(base64)}), (c) => c.charCodeAt(0));`;
    },
  };
}

let wabt;

export async function assemble(file, text) {
  wabt ??= await initWabt();
  const module = wabt.parseWat(file, text, { simd: true });
  try {
    module.validate();
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
