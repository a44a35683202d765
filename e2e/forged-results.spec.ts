import { expect, hosts, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

const forger = `let _port;
MessagePort.prototype.postMessage = function () { _port = this; };
const _data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data").get;
Object.defineProperty(MessageEvent.prototype, "data", {
  configurable: true,
  get() { _port ??= this.currentTarget; return _data.call(this); },
});
await fetch("https://example.org").catch(() => 0);
const _forged = [0, 1, 2, 3].flatMap((run) => [
  { type: "outputs", run, start: 0, outputs: [{ type: "text", text: "forged" }] },
  { type: "finished", run, ms: 1, values: [{ name: "truth", encoded: "forged", sizeBytes: 6 }], memory: { tensorCount: 0, tensorBytes: 0 }, isImpure: false, wasStopped: false, restored: [], lost: [], isSpoiled: false },
]);
for (const message of _forged) {
  self.postMessage(message);
  if (_port) Reflect.apply(Object.getPrototypeOf(_port).postMessage, _port, [message]);
}
const caught = _port ? "caught a port" : "caught none";
caught`;

for (const { name: host, says } of hosts) {
  test(`a cell cannot speak for another cell ${says}`, async ({ page, servers }) => {
    const notebook = notebookPage(page);
    const text = notebookOf({ honest: `const truth = "true";\ntruth`, forger });
    await notebook.openFile(servers[host].url, "forged.md", text);
    await notebook.run("honest");
    await notebook.expectStatus("honest", "done");
    await notebook.run("forger");
    await notebook.expectStatus("forger", "done");
    await expect(notebook.cell("forger").locator(".source ~ *").first()).toContainText("caught none");
    await notebook.expectStatus("honest", "done");
    await expect(notebook.cell("honest")).not.toContainText("forged");
  });
}
