import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdit } from "./edit.ts";
import { mergeNotebooks } from "./merge-notebooks.ts";
import { parseNotebook } from "./parse-notebook.ts";
import { printNotebook } from "./print-notebook.ts";
import { kinds, notebookTexts, randomEdits } from "./random-notebook.ts";

const merge = (base: string, ours: string, theirs: string) =>
  mergeNotebooks({ base, ours, theirs }, { kinds });
const bodies = (text: string) =>
  parseNotebook(text, { kinds }).cells.map((cell) =>
    (cell.type === "code" ? cell.body : cell.markdown).trim(),
  );
const notebook = (...cells: string[]) =>
  `---\ncairn: 1\n---\n${cells.map((cell) => (/^\d/.test(cell) ? `\`\`\`ts\n${cell}\n\`\`\`\n` : `${cell}\n`)).join("\n")}`;

describe("two texts of one notebook", () => {
  const base = notebook("# Title", "1", "Words", "2", "3");

  test("that changed different cells become one, with the changes of both", () => {
    const apart = merge(
      base,
      notebook("# Title", "10", "Words", "2", "3"),
      notebook("# Other", "1", "Words", "20", "3"),
    );
    expect(apart.conflictCount).toBe(0);
    expect(bodies(apart.text)).toEqual(["# Other", "10", "Words", "20", "3"]);
    const longer = merge(
      base,
      notebook("# Title", "1", "Words", "2", "3", "4"),
      notebook("# Title", "1", "Words", "3"),
    );
    expect(longer.conflictCount).toBe(0);
    expect(bodies(longer.text)).toEqual(["# Title", "1", "Words", "3", "4"]);
  });

  test("that changed one cell in two ways keep ours, and say so", () => {
    const merged = merge(
      base,
      notebook("# Title", "10", "Words", "2", "3"),
      notebook("# Title", "11", "Words", "2", "3"),
    );
    expect(merged.conflictCount).toBe(1);
    expect(bodies(merged.text)).toEqual(["# Title", "10", "Words", "2", "3"]);
  });

  test("that made the same change are no conflict", () => {
    const same = notebook("# Title", "10", "Words", "2", "3");
    expect(merge(base, same, same)).toEqual({ text: same, conflictCount: 0 });
  });

  test("of which one is as it was become the other, byte for byte", () => {
    fc.assert(
      fc.property(notebookTexts, notebookTexts, (one, other) => {
        expect(merge(one, one, other)).toEqual({ text: other, conflictCount: 0 });
        expect(merge(one, other, one)).toEqual({ text: other, conflictCount: 0 });
      }),
    );
  });

  test("never lose a cell of ours that is unlike the base", () => {
    let conflictCount = 0;
    fc.assert(
      fc.property(notebookTexts, randomEdits, randomEdits, (text, one, other) => {
        const edited = ({ make }: typeof one) => {
          const start = parseNotebook(text, { kinds });
          const edit = make(start);
          return edit ? printNotebook(applyEdit(start, edit)) : text;
        };
        const [ours, theirs] = [edited(one), edited(other)];
        const merged = merge(text, ours, theirs);
        conflictCount += merged.conflictCount;
        const fresh = bodies(ours).filter((body) => !bodies(text).includes(body) && body !== "");
        const joined = bodies(merged.text).join("\n\n");
        for (const body of fresh) expect(joined).toContain(body);
      }),
      { numRuns: 300 },
    );
    expect(conflictCount).toBeGreaterThan(10);
  });
});
