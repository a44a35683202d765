import { unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { parseBundle, printBundle } from "./bundle.ts";
import { lockOf } from "./lock-file.ts";
import type { SharedNotebook } from "./shared-notebook.ts";

const birds: SharedNotebook = {
  text: "---\ncairn: 1\n---\n# Birds\n",
  lock: lockOf({ datasets: {}, results: { report: { accuracy: 1 } }, backend: "wasm" }, { cairn: "0.1.0" }),
  snapshot: { version: 1, cells: {} },
  files: [{ name: "birds.csv", bytes: new TextEncoder().encode("a,b\n1,2\n") }],
};
const bytes = printBundle(birds, "birds");
const entries = () => unzipSync(bytes);

test("a bundle brings everything back, and the same notebook gives the same bytes", () => {
  expect(parseBundle(bytes, "birds.cairn")).toEqual(birds);
  expect(printBundle(birds, "birds")).toEqual(bytes);
  expect(Object.keys(entries()).sort()).toEqual([
    "birds.csv",
    "birds.lock.json",
    "birds.md",
    "birds.outputs.json",
    "cairn.json",
  ]);
});

test("a file with other bytes than were packed is named", () => {
  const changed = zipSync({ ...entries(), "birds.csv": new TextEncoder().encode("a,b\n1,3\n") });
  expect(() => parseBundle(changed, "birds.cairn")).toThrow(
    "birds.csv in birds.cairn is not the file that was packed",
  );
});

test("a file too many or too few is named", () => {
  const more = zipSync({ ...entries(), "more.csv": new Uint8Array(1) });
  expect(() => parseBundle(more, "birds.cairn")).toThrow(
    "holds more.csv, which its list of files does not name",
  );
  const { "birds.csv": _, ...fewer } = entries();
  expect(() => parseBundle(zipSync(fewer), "birds.cairn")).toThrow("birds.cairn lacks birds.csv");
});

test("a name that leads out of its folder is refused", () => {
  const escaping = zipSync({ ...entries(), "../birds.csv": new Uint8Array(1) });
  expect(() => parseBundle(escaping, "birds.cairn")).toThrow(/\.\.\/birds\.csv/);
});

test("what is no bundle says so, and so does one of a newer Cairn", () => {
  expect(() => parseBundle(zipSync({ "a.txt": new Uint8Array(1) }), "a.cairn")).toThrow(
    "has no list of files",
  );
  const newer = new TextEncoder().encode('{ "version": 2, "notebook": "birds.md", "files": {} }');
  expect(() => parseBundle(zipSync({ "cairn.json": newer }), "a.cairn")).toThrow("a.cairn is of format 2");
});
