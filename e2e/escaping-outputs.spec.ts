// HTML of a run, scripts included: what it would load, send or navigate to. The control is the same HTML in
// a frame without our policy.
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

const vectors: Record<string, (base: string) => string> = {
  image: (base) => `<img src="${base}image.png">`,
  stylesheet: (base) => `<link rel=stylesheet href="${base}sheet.css">`,
  imported_style: (base) => `<style>@import "${base}imported.css";</style>`,
  background: (base) => `<p style="background-image: url(${base}background.png)">text</p>`,
  frame: (base) => `<iframe src="${base}frame.html"></iframe>`,
  video: (base) => `<video src="${base}video.mp4" preload="auto"></video>`,
  object: (base) => `<object data="${base}object.html"></object>`,
  refresh: (base) => `<meta http-equiv="refresh" content="0; url=${base}refresh.html">`,
  form: (base) => `<form action="${base}form.html"></form><script>document.forms[0].submit()</script>`,
  navigation: (base) => `<script>location.href = "${base}navigation.html"</script>`,
  script: (base) => `<script src="${base}script.js"></script>`,
  fetched: (base) => `<script>fetch("${base}fetched").catch(() => 0)</script>`,
  beacon: (base) => `<script>navigator.sendBeacon("${base}beacon")</script>`,
};

test("HTML that a cell shows loads nothing, sends nothing and goes nowhere", async ({ page, servers }) => {
  const { other, ownOrigin } = servers;
  await page.goto(`${servers.dumb.url}notebooks/index.json`);
  await page.evaluate(
    (documents) => {
      for (const html of documents) {
        const frame = document.createElement("iframe");
        frame.srcdoc = html;
        document.body.append(frame);
      }
    },
    Object.entries(vectors).map(([name, html]) => html(`${other.url}control/html/${name}/`)),
  );
  for (const name of Object.keys(vectors)) {
    const reached = () => other.arrived.some((path) => path.startsWith(`/control/html/${name}/`));
    await expect.poll(reached, { message: name }).toBe(true);
  }

  const notebook = notebookPage(page);
  const cells = Object.fromEntries(
    Object.entries(vectors).map(([name, html]) => [
      name,
      `html(${JSON.stringify(html(`${other.url}sealed/html/${name}/`))})`,
    ]),
  );
  await notebook.openFile(ownOrigin.url, "outputs.md", notebookOf(cells));
  await notebook.runAll();
  for (const name of Object.keys(vectors)) {
    await notebook.expectStatus(name, "done");
    await expect(notebook.cell(name).locator("iframe")).toHaveCount(1);
  }
  await page.waitForLoadState("networkidle");
  expect(other.arrived.filter((path) => path.startsWith("/sealed/html/"))).toEqual([]);
});
