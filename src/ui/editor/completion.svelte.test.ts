import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { CellId } from "#document/notebook.ts";
import type { NameInfo } from "#session/describe-names.ts";
import { code } from "#ui/fixtures/fake-session.ts";
import { mountPage, type MountedPage } from "#ui/fixtures/mount-page.ts";

let page: MountedPage;
afterEach(() => page.unmount());

const known: NameInfo[] = [
  {
    name: "penguins",
    type: "dataset",
    says: "333 rows, 7 columns",
    columns: ["species", "island"],
    cell: "d" as CellId,
    kind: "dataset",
  },
  {
    name: "guess",
    type: "object",
    says: "{ right, of }",
    members: [
      { name: "right", type: "number", says: "41" },
      { name: "of", type: "array", says: "array of 3" },
    ],
    cell: "g" as CellId,
    kind: "ts",
  },
  { name: "rate", type: "number", says: "5", cell: "r" as CellId, kind: "control" },
];

/** Opens the one cell and types; gives what is offered. */
async function type(kind: string, text: string): Promise<string[]> {
  if (page?.target.isConnected) await page.unmount();
  page = mountPage([code("a", { name: "a", kind, body: "" })]);
  page.session.known = known;
  page.cell("a").focus();
  await userEvent.keyboard("{Enter}");
  await vi.waitFor(() => expect(document.activeElement?.className).toContain("cm-content"), 10_000);
  await userEvent.keyboard(text.replaceAll("[", "[[").replaceAll("{", "{{"));
  await vi.waitFor(
    () => expect(document.querySelector(".cm-tooltip-autocomplete li")).not.toBe(null),
    10_000,
  );
  return [...document.querySelectorAll(".cm-completionLabel")].map((each) => each.textContent ?? "");
}
/** CodeMirror takes no key for a list that has only just opened. */
async function accept(key: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 150));
  await userEvent.keyboard(key);
}
const body = () => {
  const [cell] = page.session.cells;
  return cell?.type === "code" ? cell.body : "";
};

test("names of other cells come first, with their kind and what is known of them", async () => {
  const [first] = await type("ts", "pen");
  expect(first).toBe("penguins");
  expect(document.querySelector(".cm-completionDetail")?.textContent).toBe("dataset, 333 rows, 7 columns");
  await accept("{Enter}");
  expect(body()).toBe("penguins");
});

test("the cell API is offered with its signature and one line of documentation", async () => {
  expect((await type("ts", "evalu"))[0]).toBe("evaluate");
  await vi.waitFor(() =>
    expect(document.querySelector(".cm-completionInfo")?.textContent).toContain("throws when a gate fails"),
  );
});

test("members of tf, of a dataset, and of a value that was computed", async () => {
  expect(await type("ts", "tf.layers.den")).toContain("dense");
  expect(await type("ts", "penguins.col")).toEqual(["column", "columnNames", "columnType"]);
  expect(await type("ts", "guess.")).toEqual(["of", "right"]);
  expect(await type("ts", "guess.of.fil")).toContain("filter");
  expect(await type("ts", "Math.flo")).toContain("floor");
});

test("columns and parts within quotes", async () => {
  expect(await type("ts", 'penguins.column("sp')).toEqual(["species"]);
  expect(await type("ts", 'penguins.rows("te')).toEqual(["test"]);
});

test("keys of a form write their colon, and values and controls follow", async () => {
  expect(await type("train", "opti")).toEqual(["optimizer"]);
  await accept("{Tab}");
  expect(body()).toBe("optimizer: ");
  expect(await type("train", "optimizer: ad")).toEqual(["adam"]);
  expect(await type("train", "epochs: $r")).toEqual(["$rate"]);
  expect(await type("dataset", "from: sam")).toContain("sample:penguins");
});

test("Escape closes the list and stays in the text; the next one leaves", async () => {
  await type("ts", "pen");
  await userEvent.keyboard("{Escape}");
  await vi.waitFor(() => expect(document.querySelector(".cm-tooltip-autocomplete")).toBe(null));
  expect(document.activeElement?.className).toContain("cm-content");
  await userEvent.keyboard("{Escape}");
  await vi.waitFor(() => expect((document.activeElement as HTMLElement).dataset.cell).toBe("a"));
});
