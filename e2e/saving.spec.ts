// Any table, chart, picture, plot or model can be taken along, as files that other programs read.
import { readFileSync } from "node:fs";
import { decode } from "fast-png";
import { strFromU8, unzipSync } from "fflate";
import type { Page } from "@playwright/test";
import { expect, hosts, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

async function download(page: Page, act: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

test("charts, plots, pictures, tables and models are saved from their menus", async ({ page, servers }) => {
  const notebook = notebookPage(page);
  const cells = {
    chart: `plot.bar([{ of: "a, b", n: 2 }, { of: "c", n: 3 }], { x: "of", y: "n" })`,
    drawn: `Plot.dot([{ x: 1, y: 2 }], { x: "x", y: "y" }).plot({ title: "Dots", width: 300, height: 200 })`,
    seen: `picture(tf.tensor2d([[0, 1]]))`,
    rows: `[{ a: 1, b: "x, y" }, { a: 2, b: null }]`,
    net: `const net = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] }); net`,
  };
  await notebook.openFile(servers.ownOrigin.url, "saving.md", notebookOf(cells));
  await notebook.runAll();
  await notebook.expectStatus("net", "done");
  const choose = (menu: string, item: string) =>
    download(page, async () => {
      await page.getByRole("button", { name: menu, exact: true }).click();
      await page.getByRole("menuitem", { name: item }).click();
    });

  const drawing = await choose("Chart of chart", "Save as drawing (SVG)");
  expect(drawing.name).toBe("chart.svg");
  expect(drawing.bytes.toString()).toMatch(/^<svg .*a, b/s);
  const picture = await choose("Chart of chart", "Save as picture (PNG)");
  expect(picture.name).toBe("chart.png");
  const pixels = decode(picture.bytes);
  expect([pixels.width, pixels.height]).toEqual([1440, 880]);
  expect(new Set(pixels.data).size).toBeGreaterThan(10); // it was painted
  const figures = await choose("Chart of chart", "Save the figures (CSV)");
  expect(figures.bytes.toString()).toBe('series,of,n\r\nn,"a, b",2\r\nn,c,3\r\n');

  const plot = await choose("Drawing of drawn", "Save as drawing (SVG)");
  expect(plot.name).toBe("drawn.svg");
  expect(plot.bytes.toString()).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  const plotPicture = decode((await choose("Drawing of drawn", "Save as picture (PNG)")).bytes);
  expect([plotPicture.width, plotPicture.height]).toEqual([600, 400]);

  const shown = await download(page, () =>
    notebook.cell("seen").getByRole("button", { name: /^Save/ }).click(),
  );
  expect([...decode(shown.bytes).data]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);

  const table = await choose("Table of rows", "Save as CSV");
  expect(table.bytes.toString()).toBe('a,b\r\n1,"x, y"\r\n2,\r\n');

  const model = await choose("More about net", "Save the model");
  expect(model.name).toBe("net.zip");
  const files = unzipSync(model.bytes);
  expect(Object.keys(files).sort()).toEqual(["model.json", "weights.bin"]);
  expect(files["weights.bin"]).toHaveLength((3 * 2 + 2) * 4);
  expect(JSON.parse(strFromU8(files["model.json"]))).toMatchObject({ format: "layers-model" });
});

for (const { name: host, says } of hosts) {
  test(`the classifier of notebook 1 is saved as an ONNX file that was checked on its rows ${says}`, async ({
    page,
    servers,
  }) => {
    const notebook = notebookPage(page);
    await notebook.openShipped("Which penguin is this?", "", servers[host].url);
    await notebook.run("classifier");
    await notebook.expectStatus("classifier", "done");
    const { name, bytes } = await download(page, async () => {
      await page.getByRole("button", { name: "More about classifier", exact: true }).click();
      await page.getByRole("menuitem", { name: "Save as ONNX" }).click();
    });
    expect(name).toBe("classifier.onnx");
    expect(bytes.includes("cairn") && bytes.includes("bill_length_mm")).toBe(true);
    const note = notebook.cell("classifier").getByRole("status").filter({ hasText: "classifier.onnx" });
    await expect(note).toContainText(
      /classifier\.onnx was saved\. Checked on 256 rows: largest relative error \d\.\de-\d\./,
    );
    await note.getByRole("button", { name: "Dismiss" }).click();
    await expect(note).toHaveCount(0);
  });
}

test("a layer that cannot be exported is named at its cell, and no file is saved", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  const net = `const net = tf.sequential({ layers: [
    tf.layers.convLstm2d({ name: "remember", filters: 1, kernelSize: 2, inputShape: [2, 4, 4, 1] }),
  ] }); net`;
  await notebook.openFile(servers.withoutHosts.url, "saving.md", notebookOf({ net }));
  await notebook.runAll();
  await notebook.expectStatus("net", "done");
  await page.getByRole("button", { name: "More about net", exact: true }).click();
  await page.getByRole("menuitem", { name: "Save as ONNX" }).click();
  await expect(notebook.cell("net").getByRole("alert")).toContainText(
    'onnx: the layer "remember" (ConvLSTM2D) cannot be exported. These can: ',
  );
});
