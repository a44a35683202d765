// What the sandbox gives cells besides the language and the cell API. No DOM, as in the sandbox. What is seldom used is
// `any`: it is there, and that is all the checker needs to know of it.
export const platformGlobals = `
interface Console {
  log(...values: any[]): void;
  info(...values: any[]): void;
  warn(...values: any[]): void;
  error(...values: any[]): void;
  debug(...values: any[]): void;
  table(value: any): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  assert(condition: any, ...values: any[]): void;
}
declare var console: Console;

interface Performance {
  now(): number;
  readonly timeOrigin: number;
  mark(name: string): any;
  measure(name: string, ...rest: any[]): any;
}
declare var performance: Performance;

declare function structuredClone<T>(value: T, options?: { transfer?: any[] }): T;
declare function queueMicrotask(callback: () => void): void;
declare function setTimeout(handler: (...given: any[]) => void, ms?: number, ...given: any[]): number;
declare function setInterval(handler: (...given: any[]) => void, ms?: number, ...given: any[]): number;
declare function clearTimeout(timer: number): void;
declare function clearInterval(timer: number): void;
declare function requestAnimationFrame(callback: (ms: number) => void): number;
declare function cancelAnimationFrame(frame: number): void;
declare function atob(base64: string): string;
declare function btoa(bytes: string): string;

interface Crypto {
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  randomUUID(): string;
  readonly subtle: any;
}
declare var crypto: Crypto;

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
  addEventListener(type: string, listener: (event: any) => void, options?: any): void;
  removeEventListener(type: string, listener: (event: any) => void): void;
}
declare var AbortSignal: { abort(reason?: any): AbortSignal; timeout(ms: number): AbortSignal; any(signals: Iterable<AbortSignal>): AbortSignal };
interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: any): void;
}
declare var AbortController: { new (): AbortController };

interface TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare var TextEncoder: { new (): TextEncoder };
interface TextDecoder {
  decode(bytes?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string;
  readonly encoding: string;
}
declare var TextDecoder: { new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder };

interface URLSearchParams extends Iterable<[string, string]> {
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  append(name: string, value: string): void;
  delete(name: string): void;
  entries(): IterableIterator<[string, string]>;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  forEach(callback: (value: string, name: string) => void): void;
  toString(): string;
}
declare var URLSearchParams: { new (init?: any): URLSearchParams };
interface URL {
  href: string;
  protocol: string;
  host: string;
  hostname: string;
  port: string;
  pathname: string;
  search: string;
  hash: string;
  username: string;
  password: string;
  readonly origin: string;
  readonly searchParams: URLSearchParams;
  toString(): string;
  toJSON(): string;
}
declare var URL: {
  new (url: string | URL, base?: string | URL): URL;
  canParse(url: string, base?: string): boolean;
  parse(url: string, base?: string): URL | null;
  createObjectURL(value: any): string;
  revokeObjectURL(url: string): void;
};

interface Blob {
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  text(): Promise<string>;
  slice(start?: number, end?: number, type?: string): Blob;
  stream(): any;
}
declare var Blob: { new (parts?: any[], options?: { type?: string }): Blob };

interface Headers extends Iterable<[string, string]> {
  get(name: string): string | null;
  has(name: string): boolean;
  set(name: string, value: string): void;
  append(name: string, value: string): void;
  delete(name: string): void;
  forEach(callback: (value: string, name: string) => void): void;
}
declare var Headers: { new (init?: any): Headers };
interface Response {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: any;
  json(): Promise<any>;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  blob(): Promise<Blob>;
  clone(): Response;
}
declare var Response: { new (body?: any, init?: any): Response; json(value: any, init?: any): Response };
interface RequestInit {
  method?: string;
  headers?: any;
  body?: any;
  signal?: AbortSignal;
  [other: string]: any;
}
declare function fetch(input: any, init?: RequestInit): Promise<Response>;

interface ImageData {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}
declare var ImageData: {
  new (width: number, height: number): ImageData;
  new (data: Uint8ClampedArray, width: number, height?: number): ImageData;
};
interface OffscreenCanvas {
  width: number;
  height: number;
  getContext(type: string, options?: any): any;
  convertToBlob(options?: { type?: string; quality?: number }): Promise<Blob>;
  transferToImageBitmap(): any;
}
declare var OffscreenCanvas: { new (width: number, height: number): OffscreenCanvas };
`;

/** Known, and no more said of them. A test holds both lists together against #dataflow/javascript-globals.ts. */
export const untypedGlobals = (
  "BroadcastChannel CompressionStream DecompressionStream Event EventTarget File FileReader FormData MessageChannel " +
  "MessagePort Path2D Request WebAssembly WebSocket Worker XMLHttpRequest EventSource WebTransport caches " +
  "createImageBitmap importScripts indexedDB location navigator postMessage self GPUBufferUsage GPUMapMode " +
  "GPUShaderStage GPUTextureUsage process require Buffer"
).split(" ");
