/** tfjs's WebAssembly, the single-threaded SIMD build. Apart from what loads it: who only hands it over needs no tfjs. */
export const WASM_ASSET = "tfjs-backend-wasm-simd.wasm";
