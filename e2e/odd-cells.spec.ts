// Cells that do odd things on both hosts: each leaves a usable page and a true status.
import { expect, hosts, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

for (const { name: host, says } of hosts) {
  test(`an error in a timer, or in a promise that nobody awaits, stands at its line ${says}`, async ({
    page,
    servers,
  }) => {
    const notebook = notebookPage(page);
    const wait = "await new Promise((wake) => setTimeout(wake, 50))";
    const cells = {
      timer: `setTimeout(() => {\n  throw new Error("late")\n}, 5)\n${wait}`,
      promise: `1\nvoid Promise.reject(new Error("dropped"))\n${wait}`,
    };
    await notebook.openFile(servers[host].url, "late.md", notebookOf(cells));
    await notebook.runAll();
    await notebook.expectStatus("timer", "error");
    await expect(notebook.cell("timer")).toContainText("late");
    await notebook.expectStatus("promise", "error");
    await expect(notebook.cell("promise")).toContainText("dropped");
    for (const name of ["timer", "promise"])
      await expect(notebook.cell(name)).toContainText("Failed on line 2");
  });

  test(`a cell that closes its worker, floods it or fills it with logs leaves a page that goes on ${says}`, async ({
    page,
    servers,
  }) => {
    const notebook = notebookPage(page);
    const cells = {
      closes: "self.close()",
      floods:
        "for (let i = 0; i < 100_000; i++) self.postMessage({ type: 'finished', run: i, ms: 0, values: [] }); 1",
      logs: "const _mega = 'x'.repeat(1e6); for (let i = 0; i < 1000; i++) console.log(_mega); 1",
      shows: "html('x'.repeat(2e7))",
      replaces: "self.onmessage = self.onerror = () => 1; console = setTimeout = null; 1",
      closes_inside: `const worker = new Worker(URL.createObjectURL(new Blob(["close()"]))); await new Promise((wake) => setTimeout(wake, 50)); 1`,
      after: "[1, 2].map((x) => x * 21).join()",
    };
    await notebook.openFile(servers[host].url, "odd.md", notebookOf(cells));
    await notebook.runAll();
    await notebook.expectStatus("after", "done");
    await expect(notebook.cell("after")).toContainText("21,42");
    await notebook.expectStatus("closes", "error");
    await expect(notebook.cell("closes")).toContainText("cannot close the worker");
    for (const name of ["floods", "logs", "shows", "replaces", "closes_inside"])
      await notebook.expectStatus(name, "done");
    await expect(notebook.cell("logs")).toContainText("were left out");
    await expect(notebook.cell("shows")).toContainText("were left out");
  });

  test(`Interrupt ends a nested worker with its cell, twice pressed as well ${says}`, async ({
    page,
    servers,
  }) => {
    const notebook = notebookPage(page);
    const cells = {
      nests: `const worker = new Worker(URL.createObjectURL(new Blob(["for (;;) postMessage(1)"]))); worker.onmessage = () => 0; await new Promise(() => {})`,
      queued: "1 + 1",
      after: "2 + 2",
    };
    await notebook.openFile(servers[host].url, "nested.md", notebookOf(cells));
    await notebook.runAll();
    await notebook.expectStatus("nests", "running");
    await notebook.expectStatus("queued", "queued");
    await page.getByRole("button", { name: "Interrupt" }).dblclick();
    await notebook.expectStatus("nests", "stopped");
    await notebook.expectStatus("queued", "idle");
    await notebook.run("after");
    await notebook.expectStatus("after", "done");
  });
}

test("while a cell sends 100,000 messages and shows a gigabyte, the page answers: keys are heard and frames are drawn", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  const cells = {
    typed: "1",
    floods: `const _big = "x".repeat(1e6);
let _messages = 0;
let _megabytes = 0;
for (let round = 0; round < 100; round++) {
  for (let i = 0; i < 1000; i++) self.postMessage({ type: "outputs", run: i, start: 0, outputs: [] });
  for (let i = 0; i < 10; i++) console.log(_big);
  _messages += 1000;
  _megabytes += 10;
  await new Promise((go) => setTimeout(go, 30)); // it lasts while twenty letters are typed
}
const flooded = [_messages, _megabytes]`,
    counts: `flooded.join(" messages and ")`,
  };
  await notebook.openFile(servers.ownOrigin.url, "flood.md", notebookOf(cells));
  await notebook.run("typed");
  await notebook.expectStatus("typed", "done");
  await notebook.cell("typed").locator("pre.code").click();
  await expect(notebook.cell("typed").locator(".cm-content")).toBeVisible();
  await page.keyboard.press("End");
  await page.evaluate(() => {
    const gaps: number[] = [];
    let last = performance.now();
    const draw = (now: number) => {
      gaps.push(now - last);
      last = now;
      requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
    Object.assign(globalThis, { gaps });
  });
  await notebook.run("floods");
  await notebook.cell("typed").locator(".cm-content").focus();
  const slowest: number[] = [];
  for (let letter = 0; letter < 20; letter++) {
    const startedMs = Date.now();
    await page.keyboard.type("1");
    await expect(notebook.cell("typed").locator(".cm-content")).toHaveText(new RegExp(`1{${letter + 2}}$`));
    slowest.push(Date.now() - startedMs);
  }
  await notebook.expectStatus("floods", "done");
  await expect(notebook.cell("floods")).toContainText("were left out");
  await notebook.run("counts");
  await expect(notebook.cell("counts").locator(".outputs")).toContainText("100000 messages and 1000");
  // A frozen page would answer when the flood is over; one that answers does so while it lasts.
  expect(Math.max(...slowest)).toBeLessThan(1500);
  const longestGap = await page.evaluate(() =>
    Math.max(...(globalThis as unknown as { gaps: number[] }).gaps),
  );
  expect(longestGap).toBeLessThan(1500);
});
