import { encode as encodePng } from "fast-png";
import { zipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

const parquet = Buffer.from(
  parquetWriteBuffer({
    columnData: [
      { name: "word", data: ["a", "b", "a"], type: "STRING" },
      { name: "n", data: [1, 2, 3], type: "INT32" },
    ],
  }),
);

const picture = (value: number, side = 8) =>
  encodePng({
    width: side,
    height: side,
    channels: 1,
    depth: 8,
    data: new Uint8Array(side * side).fill(value),
  });

for (const [name, content] of [
  ["birds.json", Buffer.from('[{"word":"a","n":1},{"word":"b","n":2},{"word":"a","n":3}]')],
  ["birds.ndjson", Buffer.from('{"word":"a","n":1}\n{"word":"b","n":2}\n{"word":"a","n":3}\n')],
  ["birds.parquet", parquet],
] as const) {
  test(`${name} that is given to the home page becomes a notebook with its rows`, async ({
    page,
    servers,
  }) => {
    const notebook = notebookPage(page);
    await notebook.openFile(servers.ownOrigin.url, name, content);
    await notebook.runAll();
    await notebook.expectStatus("birds", "done");
    await expect(notebook.cell("birds")).toContainText("3 rows × 2 columns");
  });
}

test("a .zip of pictures in folders is shown as pictures; of different sizes, it says what to write", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  const zip = zipSync({
    "dark/1.png": picture(20),
    "light/1.png": picture(230),
    "light/2.png": picture(240),
  });
  await notebook.openFile(servers.ownOrigin.url, "tones.zip", Buffer.from(zip));
  await notebook.runAll();
  await notebook.expectStatus("tones", "done");
  await expect(notebook.cell("tones").getByRole("img", { name: "picture of row 3" })).toBeVisible();

  const odd = zipSync({ "dark/1.png": picture(20), "light/1.png": picture(230, 9) });
  await notebook.openFile(servers.ownOrigin.url, "odd.zip", Buffer.from(odd));
  await notebook.runAll();
  await notebook.expectStatus("odd", "error");
  await expect(notebook.cell("odd")).toContainText("its pictures have different sizes");
  await expect(notebook.cell("odd")).toContainText("pictures: { width: 64, height: 64 }");
});

test("an archive that would unpack to more than is allowed is refused, and the notebook lives on", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  const bomb = zipSync({ "a/zeros.bin": new Uint8Array(60_000_000) }, { level: 9 });
  await notebook.openFile(servers.ownOrigin.url, "bomb.zip", Buffer.from(bomb));
  await notebook.runAll();
  await notebook.expectStatus("bomb", "error");
  await expect(notebook.cell("bomb")).toContainText("Nothing was unpacked.");
});
