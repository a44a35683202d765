// WebAssembly text, compiled by scripts/wat-plugin.mjs.
declare module "*.wat" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
