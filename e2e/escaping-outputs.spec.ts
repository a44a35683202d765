// HTML of a run, scripts included: what it would load, send or navigate to. The control is the same HTML in
// a frame without our policy.
import type { BrowserContext, Page } from "@playwright/test";
import { expect, hosts, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";
import { withProfile } from "./with-profile.ts";

const vectors: Record<string, (base: string) => string> = {
  image: (base) => `<img src="${base}image.png">`,
  stylesheet: (base) => `<link rel=stylesheet href="${base}sheet.css">`,
  imported_style: (base) => `<style>@import "${base}imported.css";</style>`,
  background: (base) => `<p style="background-image: url(${base}background.png)">text</p>`,
  font: (base) =>
    `<style>@font-face { font-family: x; src: url(${base}font.woff2) }</style><p style="font-family: x">text`,
  svg_image: (base) => `<svg><image href="${base}image.svg" width="9" height="9" /></svg>`,
  frame: (base) => `<iframe src="${base}frame.html"></iframe>`,
  video: (base) => `<video src="${base}video.mp4" preload="auto"></video>`,
  object: (base) => `<object data="${base}object.html"></object>`,
  prefetch: (base) => `<link rel=prefetch href="${base}prefetch.js">`,
  module_preload: (base) => `<link rel=modulepreload href="${base}module.js">`,
  refresh: (base) => `<meta http-equiv="refresh" content="0; url=${base}refresh.html">`,
  form: (base) => `<form action="${base}form.html"></form><script>document.forms[0].submit()</script>`,
  navigation: (base) => `<script>location.href = "${base}navigation.html"</script>`,
  script: (base) => `<script src="${base}script.js"></script>`,
  handler: (base) => `<img src="data:," onerror="fetch('${base}handler')">`,
  fetched: (base) => `<script>fetch("${base}fetched").catch(() => 0)</script>`,
  fetched_later: (base) => `<script>fetchLater("${base}later", { activateAfter: 0 })</script>`,
  beacon: (base) => `<script>navigator.sendBeacon("${base}beacon")</script>`,
  event_source: (base) => `<script>new EventSource("${base}events")</script>`,
  web_socket: (base) => `<script>new WebSocket("${base.replace("http", "ws")}socket")</script>`,
  worker: (base) => `<script>new Worker(URL.createObjectURL(new Blob(["fetch('${base}worker')"])))</script>`,
  nested_document: (base) => `<iframe srcdoc="<script>fetch('${base}nested')</script>"></iframe>`,
  nested_address: (base) => `<iframe src="javascript:void fetch('${base}nested')"></iframe>`,
};

/** WebRTC asks a server for the frame's address: datagrams, which carry no name. In a nested frame it is new. */
const ASK = (port: number) =>
  `const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${port}' }] }); peer.createDataChannel('x'); peer.createOffer().then((offer) => peer.setLocalDescription(offer));`;
const calling = (port: number) =>
  `<script>${ASK(port)}</script><iframe srcdoc="<script>${ASK(port)}</script>"></iframe>`;

/** Shows HTML in frames that nothing seals. */
async function showPlainly(page: Page, base: string, documents: string[]): Promise<void> {
  await page.goto(`${base}notebooks/index.json`);
  await page.evaluate((documents) => {
    for (const html of documents) {
      const frame = document.createElement("iframe");
      frame.srcdoc = html;
      document.body.append(frame);
    }
  }, documents);
}

/** Has a notebook show HTML, one cell for each; the frames have then loaded what they would. */
async function showInCells(page: Page, base: string, documents: Record<string, string>): Promise<void> {
  const notebook = notebookPage(page);
  const cells = Object.fromEntries(
    Object.entries(documents).map(([name, html]) => [name, `html(${JSON.stringify(html)})`]),
  );
  await notebook.openFile(base, "outputs.md", notebookOf(cells));
  await notebook.runAll();
  for (const name of Object.keys(documents)) {
    await notebook.expectStatus(name, "done");
    await expect(notebook.cell(name).locator("iframe")).toHaveCount(1);
  }
  // Playwright does not always hear that the network is idle, although no request is open: three seconds are enough.
  await Promise.race([page.waitForLoadState("networkidle"), page.waitForTimeout(3000)]);
}

test("HTML in a frame without our policy reaches other hosts in each way", async ({ page, servers }) => {
  const { other, dumb } = servers;
  const documents = Object.entries(vectors).map(([name, html]) => html(`${other.url}control/html/${name}/`));
  await showPlainly(page, dumb.url, documents);
  for (const name of Object.keys(vectors)) {
    const reached = () => other.arrived.some((path) => path.startsWith(`/control/html/${name}/`));
    await expect.poll(reached, { message: name }).toBe(true);
  }
});

for (const { name: host, says } of hosts) {
  test(`HTML that a cell shows loads nothing, sends nothing and goes nowhere ${says}`, async ({
    page,
    servers,
  }) => {
    const { other } = servers;
    const documents = Object.fromEntries(
      Object.entries(vectors).map(([name, html]) => [name, html(`${other.url}sealed/${host}/html/${name}/`)]),
    );
    await showInCells(page, servers[host].url, documents);
    expect(other.arrived.filter((path) => path.startsWith(`/sealed/${host}/html/`))).toEqual([]);
  });
}

test("HTML calls no other host by WebRTC, which it does in a plain frame", async ({ page, servers }) => {
  const { other } = servers;
  const datagrams = () => other.arrived.filter((path) => path === "udp").length;
  const before = datagrams();
  for (const { name: host } of hosts) {
    await showInCells(page, servers[host].url, { calls: calling(other.port) });
    await page.waitForTimeout(500); // in a plain frame the first datagram takes a tenth of that
  }
  expect(datagrams()).toBe(before);
  await showPlainly(page, servers.dumb.url, [calling(other.port)]);
  await expect.poll(datagrams).toBeGreaterThan(before);
});

test("HTML opens no connection ahead of time, which a plain frame does where the browser predicts", async ({
  servers,
}) => {
  // Tests run with prediction off; most people browse with it on.
  await withProfile({ net: { network_prediction_options: 0 } }, async (context: BrowserContext) => {
    const { other, dumb } = servers;
    const page = await context.newPage();
    const hint = `<link rel=preconnect href="${other.url}">`;
    for (const { name: host } of hosts) {
      const before = other.connections();
      await showInCells(page, servers[host].url, {
        hint,
        script: `<script>document.write('${hint}')</script>`,
      });
      await page.waitForTimeout(500);
      expect(other.connections()).toBe(before);
    }
    const before = other.connections();
    await showPlainly(page, dumb.url, [hint]);
    await expect.poll(() => other.connections()).toBeGreaterThan(before);
  });
});
