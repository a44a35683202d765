import { encode as encodePng } from "fast-png";
import { describe, expect, test } from "vitest";
import { cellOf, statuses, textOf, until } from "./fixtures/open-session.ts";
import { id, useSessions } from "./fixtures/use-sessions.ts";

const session = useSessions();

describe("controls", () => {
  test("choice, number and text give their values, and $name takes them in any form", async () => {
    const s = session(
      {
        kind: "yaml control\ntype: choice\noptions: [relu, tanh]\nvalue: tanh",
        rate: "yaml control\ntype: number\nmin: 0\nvalue: 0.25",
        title: 'yaml control\ntype: text\nvalue: "A # title"',
        file: "yaml control\ntype: file\nvalue: ./birds.csv",
        birds: "yaml dataset\nfrom: $file\nmissing: $missing",
        missing: "yaml control\ntype: choice\noptions: [keep, drop]\nvalue: drop",
        all: "[kind, rate, title, file, birds.rowCount].join('|')",
      },
      { files: { "birds.csv": "a,b\n1,2\n3,\n" } },
    );
    await s.runAll();
    expect(textOf(s, "all")).toBe("tanh|0.25|A # title|./birds.csv|1");
  });

  test("setting one of them runs its readers, and an undo takes it back", async () => {
    const s = session({
      kind: "yaml control\ntype: choice\noptions: [relu, tanh]\nvalue: tanh",
      reader: "kind.toUpperCase()",
    });
    await s.runAll();
    s.setControl(id(s, "kind"), "relu");
    await until(s, () => textOf(s, "reader") === "RELU");
    expect(s.toText()).toContain('value: "relu"');
    s.undo();
    expect(s.toText()).toContain("value: tanh");
  });

  test("a drawing is a picture for code, and stays a path in the text", async () => {
    const s = session({
      pad: "yaml control\ntype: drawing",
      light: "pad.width + ' ' + pad.channels + ' ' + pad.pixels.reduce((a, b) => a + b, 0)",
    });
    await s.runAll();
    expect(textOf(s, "light")).toBe("28 1 0");
    s.setControl(id(s, "pad"), "M14 4 14 24");
    await until(s, () => /^28 1 [1-9]/.test(textOf(s, "light")));
    expect(s.toText()).toContain('value: "M14 4 14 24"');
  });

  test("a picture file is cut and scaled to the size that is asked for, grey where it should be", async () => {
    const width = 40;
    const data = Uint8Array.from({ length: width * 20 * 3 }, (_, i) => (i % 3 === 0 ? 255 : 0));
    const png = encodePng({ width, height: 20, data, channels: 3, depth: 8 });
    const s = session({
      photo: "yaml control\ntype: file\nas: picture\nwidth: 5\nheight: 5\nchannels: 1",
      size: "photo === null ? 'none' : `${photo.width} ${photo.height} ${photo.channels} ${photo.pixels[0]}`",
    });
    await s.runAll();
    expect(textOf(s, "size")).toBe("none");
    await s.setControlFile(id(s, "photo"), "red.png", png);
    await until(s, () => textOf(s, "size") === "5 5 1 76");
    expect(s.toText()).toContain('value: "./red.png"');
  });

  test("another file under the same name is another value", async () => {
    const s = session({
      file: "yaml control\ntype: file\nas: text",
      length: "file?.length ?? 0",
    });
    await s.runAll();
    const bytes = (text: string) => new TextEncoder().encode(text);
    await s.setControlFile(id(s, "file"), "a.txt", bytes("one"));
    await until(s, () => textOf(s, "length") === "3");
    await s.setControlFile(id(s, "file"), "a.txt", bytes("three"));
    await until(s, () => textOf(s, "length") === "5");
  });

  test("a file that is gone is said at its value, and the control stays to choose another", async () => {
    const s = session({ photo: "yaml control\ntype: file\nas: picture\nvalue: ./gone.png" });
    await s.runAll();
    expect(statuses(s)).toBe("photo:error");
    expect(cellOf(s, "photo").error).toMatchObject({
      message: 'control: there is no file "./gone.png" beside the notebook',
      line: 3,
      column: 8,
    });
    expect(cellOf(s, "photo").outputs[0].type).toBe("control");
  });

  test("a file that is no picture is said to be none", async () => {
    const s = session(
      { photo: "yaml control\ntype: file\nas: picture\nvalue: ./a.png" },
      { files: { "a.png": "no picture" } },
    );
    await s.runAll();
    expect(cellOf(s, "photo").error?.message).toBe("./a.png is no PNG and no JPEG picture");
  });

  test.each([
    ["a type that is misspelt", "type: slidr\nvalue: 1", "must be one of slider, choice"],
    ["an option that is none", "type: choice\noptions: [a, b]\nvalue: c", "must be one of a, b"],
    ["a number outside its limits", "type: number\nmin: 0\nmax: 5\nvalue: 9", "must be between 0 and 5"],
    ["a path that is none", 'type: drawing\nvalue: "M4"', "must be a path such as"],
    ["a key of another type", "type: text\nmin: 4\nvalue: a", 'there is no "min"'],
  ])("%s is said before anything runs", async (_, body, message) => {
    const s = session({ bad: `yaml control\n${body}` });
    await s.wake();
    expect(
      cellOf(s, "bad")
        .problems.map((problem) => problem.message)
        .join("\n"),
    ).toContain(message);
  });
});
