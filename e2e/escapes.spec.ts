// Hostile cells: each way out is tried from a cell of each host, and the same code in a plain worker on the
// app's origin, where it succeeds. What reached another host is read off that host.
import type { Page } from "@playwright/test";
import { expect, hosts, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";
import { withProfile } from "./with-profile.ts";
import {
  attempt,
  attemptsOf,
  HAS,
  knocking,
  nestedWorkers,
  network,
  ofDocuments,
  storage,
  webTransport,
} from "./ways-out.ts";

const onNetwork = { ...network, ...nestedWorkers, ...knocking };
const vectors = { ...storage, ...onNetwork };

/** Runs code in workers of the app's origin that nothing seals. */
async function inPlainWorkers(
  page: Page,
  origin: string,
  codes: Record<string, string>,
): Promise<Record<string, string>> {
  // A document of the app's origin without a policy. It is really served: a page that Playwright makes up
  // counts as public, and Chromium keeps those from the hosts of this machine.
  await page.goto(`${origin}notebooks/index.json`);
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

async function expectRefused(page: Page, names: readonly string[]): Promise<void> {
  const notebook = notebookPage(page);
  for (const name of names) {
    await notebook.expectStatus(name, "done");
    await expect(notebook.cell(name).locator(".source ~ *").first()).toContainText("refused");
  }
}

test("the ways out that cells are denied are open to a plain worker on the app's origin", async ({
  page,
  servers,
}) => {
  const { arrived, url } = servers.other;
  const results = await inPlainWorkers(page, servers.ownOrigin.url, attemptsOf(vectors, `${url}control/`));
  const refused = Object.entries(results).filter(
    ([name, result]) => !(name in knocking) && result !== "way out",
  );
  expect(refused).toEqual([]);
  for (const name of Object.keys(onNetwork))
    await expect
      .poll(() => arrived.some((path) => path.startsWith(`/control/${name}/`)), { message: name })
      .toBe(true);
});

for (const { name: host, says } of hosts) {
  test(`a cell reaches neither storage nor another host ${says}`, async ({ page, servers }) => {
    const { arrived, url } = servers.other;
    const cells = attemptsOf(vectors, `${url}sealed/${host}/`);
    await notebookPage(page).openFile(servers[host].url, "escapes.md", notebookOf(cells));
    await notebookPage(page).runAll();
    await expectRefused(page, Object.keys(vectors));
    expect(arrived.filter((path) => path.startsWith(`/sealed/${host}/`))).toEqual([]);
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

  test(`a worker that a cell starts from an address of ours does not run ${says}`, async ({
    page,
    servers,
  }) => {
    // A worker from an address takes the policy of its own response, and our files come without one.
    const worker = `const worker = new Worker(base + "sandbox/engine.js");
await new Promise((done, fail) => {
  worker.onerror = (event) => { event.preventDefault(); fail(new Error("no")); };
  setTimeout(done, 1000);
});`;
    const { url } = servers[host];
    const control = await inPlainWorkers(page, url, { own: attempt(worker, url) });
    expect(control).toEqual({ own: "way out" });
    const notebook = notebookPage(page);
    await notebook.openFile(url, "own.md", notebookOf({ own: attempt(worker, url) }));
    await notebook.runAll();
    await expectRefused(page, ["own"]);
  });

  test(`what only documents have is not in a cell's worker ${says}`, async ({ page, servers }) => {
    const notebook = notebookPage(page);
    const has = `JSON.stringify([${ofDocuments.map((name) => `[${JSON.stringify(name)}, ${HAS(name)}]`).join()}].filter(([, has]) => has).map(([name]) => name))`;
    await notebook.openFile(servers[host].url, "documents.md", notebookOf({ has }));
    const inPage = await page.evaluate<string>(has);
    expect(JSON.parse(inPage)).toEqual(ofDocuments);
    await notebook.runAll();
    await notebook.expectStatus("has", "done");
    await expect(notebook.cell("has").locator(".source ~ *").first()).toContainText("[]");
  });
}

test("a browser that lets frames of other sites store things lets no cell do so", async ({ servers }) => {
  const allowed = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
  await withProfile(allowed, async (context) => {
    // The control: a plain frame of another site stores what it likes.
    const page = await context.newPage();
    await page.goto(`${servers.dumb.url}notebooks/index.json`);
    await page.evaluate((src) => {
      const frame = document.createElement("iframe");
      document.body.append(frame);
      return new Promise((resolve) => {
        frame.addEventListener("load", resolve);
        frame.src = src;
      });
    }, `${servers.other.url}control/frame.html`);
    const stored = await page
      .frames()[1]
      .evaluate(async () => (await caches.open("escape")).constructor.name);
    expect(stored).toBe("Cache");
    await notebookPage(page).openFile(servers.ownOrigin.url, "store.md", notebookOf(attemptsOf(storage, "")));
    await notebookPage(page).runAll();
    await expectRefused(page, Object.keys(storage));
    expect(await notebookPage(page).hostKind()).toMatch(/^origin /);
  });
});

// Datagrams carry no name, so this way is tried alone, from a notebook of its own.
test("WebTransport reaches another host from a plain worker and from no cell", async ({ page, servers }) => {
  const { other } = servers;
  const datagrams = () => other.arrived.filter((path) => path === "udp").length;
  for (const { name: host } of hosts) {
    await notebookPage(page).openFile(
      servers[host].url,
      "quic.md",
      notebookOf({ quic: attempt(webTransport, other.url) }),
    );
    await notebookPage(page).runAll();
    await expectRefused(page, ["quic"]);
    expect(datagrams()).toBe(0);
  }
  await inPlainWorkers(page, servers.ownOrigin.url, { quic: attempt(webTransport, other.url) });
  await expect.poll(datagrams).toBeGreaterThan(0);
});
