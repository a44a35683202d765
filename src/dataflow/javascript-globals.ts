// Names that JavaScript and the sandbox themselves provide: reading one is no edge to another cell. Fixed
// lists, because analysis runs in places whose own globals differ.

const ECMASCRIPT = `
AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError
FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map
Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol
SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet
decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt
undefined unescape arguments`;

const PLATFORM = `
AbortController AbortSignal Blob BroadcastChannel CompressionStream DecompressionStream Event EventTarget File FileReader FormData Headers
ImageData MessageChannel MessagePort OffscreenCanvas Path2D Request Response TextDecoder TextEncoder URL
URLSearchParams WebAssembly WebSocket Worker XMLHttpRequest EventSource WebTransport atob btoa cancelAnimationFrame caches clearInterval clearTimeout console
createImageBitmap crypto fetch importScripts indexedDB location navigator performance postMessage queueMicrotask
requestAnimationFrame self setInterval setTimeout structuredClone GPUBufferUsage GPUMapMode GPUShaderStage GPUTextureUsage process require Buffer`;

const split = (list: string) => new Set(list.split(/\s+/).filter(Boolean));

export const javascriptGlobals: ReadonlySet<string> = new Set([...split(ECMASCRIPT), ...split(PLATFORM)]);
