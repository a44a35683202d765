import { expect, test } from "vitest";
import { fileTree, previewOf } from "./file-tree.ts";

const bytes = (length: number) => new Uint8Array(length);

test("fileTree(root, files) has the project's own files first, then each folder with what lies in it", () => {
  const files = new Map([
    ["README.md", bytes(3)],
    ["test/a.mjs", bytes(1)],
    [".github/workflows/nightly.yml", bytes(2)],
    ["package.json", bytes(4)],
    ["test/b.mjs", bytes(1)],
  ]);
  const rows = fileTree("birds", files);
  expect(rows.map(({ name, depth }) => `${"  ".repeat(depth)}${name}`)).toEqual([
    "birds",
    "  README.md",
    "  package.json",
    "  .github/workflows",
    "    nightly.yml",
    "  test",
    "    a.mjs",
    "    b.mjs",
  ]);
  expect(new Set(rows.flatMap(({ path }) => path ?? []))).toEqual(new Set(files.keys()));
});

test("a program or a text that is too long is not shown", () => {
  expect(previewOf("README.md", new TextEncoder().encode("# Hi"))).toBe("# Hi");
  expect(previewOf("cairn.mjs", bytes(2_000_000))).toBeUndefined();
  expect(previewOf("engine/duckdb-eh.wasm", bytes(10))).toBeUndefined();
});
