// Firefox, which Playwright cannot drive as people have it: Puppeteer does, by WebDriver BiDi. The servers and
// the ways out are those of the other journeys.
import puppeteer, { type Browser, type ElementHandle, type Page } from "puppeteer-core";
import { expect, hosts, test } from "./journey.ts";
import { notebookOf } from "./notebook-page.ts";
import { attemptsOf, nestedWorkers, network, storage } from "./ways-out.ts";

let browser: Browser;
test.beforeAll(async () => {
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env["CAIRN_FIREFOX"] ?? "/usr/bin/firefox-esr",
    defaultViewport: { width: 1440, height: 1000 },
  });
});
test.afterAll(() => browser.close());

/** A page of its own profile, and how its cells are reached. */
async function openPage(url: string) {
  const page = await (await browser.createBrowserContext()).newPage();
  await page.goto(url);
  const cellText = (name: string) =>
    page.$eval(`[data-cell="${name}"]`, (cell) => (cell as HTMLElement).innerText).catch(() => "");
  return {
    page,
    cellText,
    /** Clicks the button or link of this name, or whose text begins with it. */
    press: async (label: string): Promise<void> => {
      // Not waitForFunction: some versions of Firefox hold it to the page's policy, which forbids Function().
      const find = async () => {
        const found = await page.evaluateHandle(
          (label) =>
            [...document.querySelectorAll<HTMLElement>("button, a")].find(
              (each) => (each.ariaLabel ?? each.innerText.trim()).startsWith(label) && each.checkVisibility(),
            ),
          label,
        );
        return found.asElement() as ElementHandle | null;
      };
      await expect.poll(find, { message: label, timeout: 30_000 }).not.toBeNull();
      await (await find())!.click();
    },
    openFile: async (name: string, text: string): Promise<void> => {
      // BiDi sends no bytes: the file is made in the page.
      await page.waitForSelector("input[type=file]");
      await page.evaluate(
        (name, text) => {
          const input = document.querySelector<HTMLInputElement>("input[type=file]")!;
          const files = new DataTransfer();
          files.items.add(new File([text], name));
          input.files = files.files;
          input.dispatchEvent(new Event("change", { bubbles: true }));
        },
        name,
        text,
      );
      await page.waitForSelector("[data-cell]");
    },
    expectStatus: async (name: string, status: string, timeout = 30_000): Promise<void> => {
      const read = () =>
        page.$eval(`[data-cell="${name}"]`, (cell) => (cell as HTMLElement).dataset["status"]);
      await expect.poll(read, { message: name, timeout }).toBe(status);
    },
  };
}

/** What a plain worker on the app's origin says of the same code; one that hangs is made anew. */
function inPlainWorkers(page: Page, codes: Record<string, string>): Promise<Record<string, string>> {
  return page.evaluate(async (codes) => {
    const ask = (code: string) => {
      const worker = new Worker(URL.createObjectURL(new Blob([`(async () => postMessage(${code}))()`])));
      return new Promise<string>((resolve) => {
        worker.addEventListener("message", (event: MessageEvent<string>) => resolve(event.data));
        setTimeout(resolve, 6000, "hung");
      }).finally(() => worker.terminate());
    };
    const results: Record<string, string> = {};
    for (const [name, code] of Object.entries(codes)) {
      for (let tries = 0; tries < 4 && (results[name] ?? "hung") === "hung"; tries++)
        results[name] = await ask(code);
    }
    return results;
  }, codes);
}

test("in Firefox notebook 1 runs on WebAssembly, a loop is stopped, and what was typed is kept", async ({
  servers,
}) => {
  const { page, press, cellText, expectStatus, openFile } = await openPage(servers.ownOrigin.url);
  await press("Which penguin is this?");
  await press("Run all");
  await expectStatus("ask", "done", 50_000);
  expect(await cellText("report")).toMatch(/Accuracy/);
  expect(await page.$eval("header", (bar) => (bar as HTMLElement).innerText)).toContain("WebAssembly");

  await press("More about classifier");
  await press("Save as ONNX");
  await expect
    .poll(() => cellText("classifier"), { timeout: 30_000 })
    .toMatch(/classifier\.onnx was saved\. Checked on 256 rows/);

  await page.goto(servers.ownOrigin.url);
  const cells = {
    kept: "const kept = new Map([['n', 41]])",
    loop: "while (true) {}",
    after: "kept.get('n') + 1",
  };
  await openFile("stop.md", notebookOf(cells));
  await press("Run kept");
  await expectStatus("kept", "done");
  await press("Run loop");
  await expectStatus("loop", "running");
  await press("Interrupt");
  await expectStatus("loop", "stopped", 5000);
  await press("Run after");
  await expectStatus("after", "done");
  expect(await cellText("after")).toContain("42");

  await (await page.$('[data-cell="after"] .source'))!.click();
  await page.waitForSelector('[data-cell="after"] .cm-content');
  await page.keyboard.type(" // typed in Firefox");
  await expect.poll(() => cellText("after")).toContain("typed in Firefox");
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500))); // saved half a second after a key
  await page.reload();
  await expect.poll(() => cellText("after")).toContain("typed in Firefox");
  await page.browserContext().close();
});

for (const { name: host, says } of hosts) {
  test(`in Firefox a cell reaches neither storage nor another host ${says}`, async ({ servers }) => {
    const { arrived, url } = servers.other;
    const { page, press, cellText, expectStatus, openFile } = await openPage(servers[host].url);
    const mark = `firefox-${host}`;
    const alone = attemptsOf({ ...storage, ...network }, `${url}sealed/${mark}/`);
    const nested = attemptsOf(nestedWorkers, `${url}sealed/${mark}/`);
    await openFile("escapes.md", notebookOf({ ...alone, ...nested }));
    for (const name of Object.keys(alone)) {
      await press(`Run ${name}`);
      await expectStatus(name, "done");
      expect(await cellText(name)).toMatch(/^"?refused/m);
    }
    for (const name of Object.keys(nested)) {
      await press(`Run ${name}`);
      // Firefox 153 now and then hangs a worker for good that starts another, in plain pages too: Interrupt ends it.
      const hasEnded = await expectStatus(name, "done", 8000).catch(() => false);
      if (hasEnded !== false) expect(await cellText(name)).toMatch(/^"?refused/m);
      else {
        await press("Interrupt");
        await expectStatus(name, "stopped", 5000);
      }
    }
    expect(arrived.filter((path) => path.startsWith(`/sealed/${mark}/`))).toEqual([]);
    await page.browserContext().close();
  });
}

test("in Firefox the same ways are open to a plain worker", async ({ servers }) => {
  const { arrived, url } = servers.other;
  const { page } = await openPage(`${servers.dumb.url}notebooks/index.json`);
  const results = await inPlainWorkers(
    page,
    attemptsOf({ ...storage, ...network, ...nestedWorkers }, `${url}control/firefox/`),
  );
  const closed = Object.keys(results).filter((name) => results[name] !== "way out");
  expect(closed.toSorted()).toEqual(notInFirefox.toSorted());
  for (const name of Object.keys({ ...network, ...nestedWorkers }).filter(
    (each) => !notInFirefox.includes(each),
  ))
    await expect
      .poll(() => arrived.some((path) => path.startsWith(`/control/firefox/${name}/`)), { message: name })
      .toBe(true);
  await page.browserContext().close();
});

/** Ways that this browser does not have. */
const notInFirefox = ["storage_bucket", "old_file_system"];
