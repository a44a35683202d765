// Ways out of a worker, as bodies of async functions of `base`, the address of another host. They throw when the
// way is closed, and what arrives at the other host has the name of the way in its path.

/** The nested worker says 1 when it has reached the other host. */
const nested = (worker: string) => `const worker = ${worker};
await new Promise((done, fail) => {
  worker.onmessage = (event) => event.data ? done() : fail(new Error("it was refused"));
  worker.onerror = (event) => { event.preventDefault(); fail(new Error("it did not run")); };
});`;
const say = `"fetch(" + JSON.stringify(base + "nested") + ").then(() => postMessage(1), () => postMessage(0))"`;
const blob = (code: string) => `URL.createObjectURL(new Blob([${code}], { type: "text/javascript" }))`;
const data = (code: string) => `"da" + "ta:text/javascript," + encodeURIComponent(${code})`;
const script = (path: string) => `"importScripts(" + JSON.stringify(base + "${path}") + "); postMessage(1)"`;

export const storage: Record<string, string> = {
  indexed_db: `await new Promise((done, fail) => { const open = indexedDB.open("escape"); open.onsuccess = done; open.onerror = () => fail(open.error); });`,
  caches: `await caches.open("escape");`,
  private_files: `await navigator.storage.getDirectory();`,
  storage_bucket: `await navigator.storageBuckets.open("escape");`,
  old_file_system: `await new Promise((done, fail) => webkitRequestFileSystem(0, 1, done, fail));`,
  web_lock: `await navigator.locks.request("escape", () => 1);`,
};

export const network: Record<string, string> = {
  native_fetch: `await WorkerGlobalScope.prototype.fetch.call(self, base + "fetch");`,
  fetch_that_outlives: `await WorkerGlobalScope.prototype.fetch.call(self, base + "kept", { keepalive: true, method: "POST", mode: "no-cors", body: "x" });`,
  xml_http_request: `await new Promise((done, fail) => { const ask = new XMLHttpRequest(); ask.open("GET", base + "xhr"); ask.onload = done; ask.onerror = () => fail(new Error("no")); ask.send(); });`,
  synchronous_request: `const ask = new XMLHttpRequest(); ask.open("GET", base + "xhr", false); ask.send();`,
  import_scripts: `importScripts(base + "classic.js");`,
  import_scripts_of_data: `importScripts(${data(`"importScripts(" + JSON.stringify(base + "classic.js") + ")"`)});`,
  dynamic_import: `await import(base + ["mod", "ule.js"].join(""));`,
  import_in_data: `await import(${data(`"import " + JSON.stringify(base + "module.js")`)});`,
  event_source: `await new Promise((done, fail) => { const source = new EventSource(base + "events"); source.onmessage = () => { source.close(); done(); }; source.onerror = () => { source.close(); fail(new Error("no")); }; });`,
};

/** The same ways, from workers that the worker starts. */
export const nestedWorkers: Record<string, string> = {
  nested_blob_worker: nested(`new Worker(${blob(say)})`),
  nested_module_worker: nested(
    `new Worker(${blob(`"import " + JSON.stringify(base + "module.js") + "; postMessage(1)"`)}, { type: "module" })`,
  ),
  nested_data_worker: nested(`new Worker(${data(say)})`),
  nested_data_import: nested(`new Worker(${data(script("classic.js"))})`),
  worker_in_worker: nested(
    `new Worker(${blob(`"const inner = new Worker(URL.createObjectURL(new Blob([" + JSON.stringify(${say}) + "]))); inner.onmessage = (event) => postMessage(event.data)"`)})`,
  ),
};

/** Ways that succeed nowhere, because the other host speaks no such protocol: what counts is what arrives. */
export const knocking: Record<string, string> = {
  web_socket: `const socket = new WebSocket(base.replace("http", "ws") + "socket"); await new Promise((done) => { socket.onclose = socket.onerror = done; }); throw new Error("closed");`,
  web_socket_stream: `await new WebSocketStream(base.replace("http", "ws") + "stream").opened;`,
  font: `await new FontFace("escape", "url(" + base + "font.woff2)").load();`,
  wasm: `await WebAssembly.compileStreaming(WorkerGlobalScope.prototype.fetch.call(self, base + "x.wasm"));`,
};

/** QUIC, which the other host hears as datagrams. It never answers, so the way is given up after a second. */
export const webTransport = `await Promise.race([new WebTransport(base.replace("http:", "https:")).ready, new Promise((_, fail) => setTimeout(() => fail(new Error("no answer")), 1000))]);`;

/** What workers lack and documents have. */
export const ofDocuments = [
  "document",
  "localStorage",
  "sessionStorage",
  "cookieStore",
  "SharedWorker",
  "RTCPeerConnection",
  "parent",
  "top",
  "open",
  "fetchLater",
  "navigator.serviceWorker",
  "navigator.sendBeacon",
];
export const HAS = (name: string) => `typeof self.${name} !== "undefined"`;

/** An expression: "way out", or why not; no answer within five seconds is none. */
export const attempt = (code: string, base: string) =>
  `await Promise.race([new Promise((done) => setTimeout(done, 5000, "refused: no answer")), Object.getPrototypeOf(async () => undefined).constructor("base", ${JSON.stringify(code)})(${JSON.stringify(base)}).then(() => "way out", (error) => "refused: " + error)])`;

/** The same as cells or worker codes, each of which asks for its own path below `base`. */
export const attemptsOf = (codes: Readonly<Record<string, string>>, base: string): Record<string, string> =>
  Object.fromEntries(Object.entries(codes).map(([name, code]) => [name, attempt(code, `${base}${name}/`)]));
