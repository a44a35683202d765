// Hostile cells: each way out is tried from a cell of each host, and the same code in a plain worker on the
// app's origin, where it succeeds. What reached another host is read off that host.
import type { Page } from "@playwright/test";
import { expect, hosts, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

/** Bodies of async functions of `base`, the address of another host. They throw when the way is closed. */
const storage: Record<string, string> = {
  indexed_db: `await new Promise((done, fail) => { const open = indexedDB.open("escape"); open.onsuccess = done; open.onerror = () => fail(open.error); });`,
  caches: `await caches.open("escape");`,
  private_files: `await navigator.storage.getDirectory();`,
};
const network: Record<string, string> = {
  native_fetch: `await WorkerGlobalScope.prototype.fetch.call(self, base + "fetch");`,
  xml_http_request: `await new Promise((done, fail) => { const ask = new XMLHttpRequest(); ask.open("GET", base + "xhr"); ask.onload = done; ask.onerror = () => fail(new Error("no")); ask.send(); });`,
  import_scripts: `importScripts(base + "classic.js");`,
  dynamic_import: `await import(base + ["mod", "ule.js"].join(""));`,
  event_source: `await new Promise((done, fail) => { const source = new EventSource(base + "events"); source.onmessage = () => { source.close(); done(); }; source.onerror = () => { source.close(); fail(new Error("no")); }; });`,
  web_socket: `const socket = new WebSocket(base.replace("http", "ws") + "socket"); await new Promise((done) => { socket.onclose = socket.onerror = done; }); throw new Error("closed");`,
  nested_blob_worker: `const code = "fetch(" + JSON.stringify(base + "nested") + ").then(() => postMessage(1), () => postMessage(0))";
const worker = new Worker(URL.createObjectURL(new Blob([code])));
await new Promise((done, fail) => { worker.onmessage = (event) => event.data ? done() : fail(new Error("no")); worker.onerror = () => fail(new Error("no")); });`,
};
const vectors = { ...storage, ...network };

const attempt = (code: string, base: string) =>
  `await Object.getPrototypeOf(async () => undefined).constructor("base", ${JSON.stringify(code)})(${JSON.stringify(base)}).then(() => "way out", (error) => "refused: " + error)`;

async function tryInPlainWorkers(page: Page, origin: string, base: string): Promise<Record<string, string>> {
  // A document of the app's origin without a policy. It is really served: a page that Playwright makes up
  // counts as public, and Chromium keeps those from the hosts of this machine.
  await page.goto(`${origin}notebooks/index.json`);
  const codes = Object.fromEntries(
    Object.entries(vectors).map(([name, code]) => [name, attempt(code, `${base}${name}/`)]),
  );
  return page.evaluate(async (codes) => {
    const results: Record<string, string> = {};
    for (const [name, code] of Object.entries(codes)) {
      const worker = new Worker(
        URL.createObjectURL(new Blob([`(async () => postMessage(${code}))()`], { type: "text/javascript" })),
      );
      results[name] = await new Promise((resolve) => {
        worker.addEventListener("message", (event: MessageEvent<string>) => resolve(event.data));
      });
      worker.terminate();
    }
    return results;
  }, codes);
}

test("the ways out that cells are denied are open to a plain worker on the app's origin", async ({
  page,
  servers,
}) => {
  const results = await tryInPlainWorkers(page, servers.ownOrigin.url, `${servers.other.url}control/`);
  const { web_socket: _closed, ...others } = results;
  expect(new Set(Object.values(others))).toEqual(new Set(["way out"]));
  for (const name of Object.keys(network))
    expect(
      servers.other.arrived.some((path) => path.startsWith(`/control/${name}/`)),
      name,
    ).toBe(true);
});

for (const { name: host, says } of hosts) {
  test(`a cell reaches neither storage nor another host ${says}`, async ({ page, servers }) => {
    const notebook = notebookPage(page);
    const cells = Object.fromEntries(
      Object.entries(vectors).map(([name, code]) => [
        name,
        attempt(code, `${servers.other.url}sealed/${host}/${name}/`),
      ]),
    );
    await notebook.openFile(servers[host].url, "escapes.md", notebookOf(cells));
    await notebook.runAll();
    for (const name of Object.keys(vectors)) {
      await notebook.expectStatus(name, "done");
      await expect(notebook.cell(name).locator(".source ~ *").first()).toContainText("refused");
    }
    expect(servers.other.arrived.filter((path) => path.startsWith(`/sealed/${host}/`))).toEqual([]);
  });

  test(`fetch in a cell says that the host was not granted ${says}`, async ({ page, servers }) => {
    const notebook = notebookPage(page);
    const text = notebookOf({ asks: `await fetch("${servers.other.url}sealed/${host}/api")` });
    await notebook.openFile(servers[host].url, "fetch.md", text);
    await notebook.runAll();
    await notebook.expectStatus("asks", "error");
    await expect(notebook.cell("asks")).toContainText("not granted");
    expect(servers.other.arrived.filter((path) => path.startsWith(`/sealed/${host}/`))).toEqual([]);
  });
}
