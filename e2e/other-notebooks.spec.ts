// Two notebooks open at once: neither hears the other, whatever channel it tries.
import type { Page } from "@playwright/test";
import { expect, hosts, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

const LISTEN = `await new Promise((resolve) => {
  const channel = new BroadcastChannel("escape");
  channel.onmessage = (event) => resolve("heard " + event.data);
  setTimeout(() => resolve("silence"), 4000);
})`;
const SPEAK = `await new Promise((resolve) => {
  const channel = new BroadcastChannel("escape");
  let count = 0;
  const timer = setInterval(() => {
    channel.postMessage("a secret");
    if (++count === 60) { clearInterval(timer); resolve("said"); }
  }, 50);
})`;

test("two plain workers on the app's origin hear each other", async ({ page, servers }) => {
  await page.goto(`${servers.ownOrigin.url}notebooks/index.json`);
  const heard = await page.evaluate(
    async ([listen, speak]) => {
      const start = (code: string) => {
        const source = `(async () => postMessage(${code}))()`;
        return new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
      };
      const listener = start(listen);
      const answer = new Promise<string>((resolve) => {
        listener.addEventListener("message", (event: MessageEvent<string>) => resolve(event.data));
      });
      start(speak);
      return answer;
    },
    [LISTEN, SPEAK],
  );
  expect(heard).toBe("heard a secret");
});

for (const { name: host, says } of hosts) {
  test(`a notebook does not hear another one ${says}`, async ({ context, servers }) => {
    const open = async (cell: string, code: string): Promise<Page> => {
      const page = await context.newPage();
      await notebookPage(page).openFile(servers[host].url, `${cell}.md`, notebookOf({ [cell]: code }));
      await notebookPage(page).runAll();
      return page;
    };
    const listener = await open("listener", LISTEN);
    const speaker = await open("speaker", SPEAK);
    await notebookPage(speaker).expectStatus("speaker", "done");
    await notebookPage(listener).expectStatus("listener", "done");
    await expect(notebookPage(listener).cell("listener")).toContainText("silence");
  });
}
