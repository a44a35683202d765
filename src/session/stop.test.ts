// Stop ends whatever a cell waits for, and what is asked for meanwhile is not lost.
import { expect, test } from "vitest";
import { nodeHost } from "#sandbox/node-host.ts";
import { cellOf, statuses, textOf, until, workersFolder } from "./fixtures/open-session.ts";
import { id, useSessions } from "./fixtures/use-sessions.ts";

const session = useSessions();
const never = new Promise<never>(() => undefined);
const table = "yaml dataset\nfrom: ./table.csv";

test.each([
  ["a file that never comes", { table }, { services: { file: () => never } }],
  ["an import that takes long", { table }, { files: { "table.csv": `a,b\n${"1,2\n".repeat(3_000_000)}` } }],
  ["a promise that never settles", { table: "await new Promise(() => {})" }, {}],
  ["a loop inside a promise", { table: "await Promise.resolve().then(() => { for (;;); })" }, {}],
  ["a wait in a loop", { table: "for (;;) await new Promise((r) => setTimeout(r, 1))" }, {}],
  ["a start of the sandbox that never ends", { table: "1" }, { services: { startHost: () => never } }],
  ["a backend whose file never comes", { table: "tf.scalar(1)" }, { services: { asset: () => never } }],
])("Stop ends a cell that waits for %s", async (_, cells, options) => {
  const s = session(cells, options);
  const running = s.run([id(s, "table")]);
  await until(s, () => cellOf(s, "table").status === "running");
  await s.stop();
  await running;
  expect(cellOf(s, "table").status).toBe("stopped");
  expect(s.isRunning).toBe(false);
});

test("a cell whose worker was still starting does not run after Stop, and another one does", async () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  const s = session(
    { loop: "for (;;);", other: "1 + 1" },
    {
      services: {
        startHost: async () => {
          await opened;
          return nodeHost(workersFolder);
        },
      },
    },
  );
  const running = s.run([id(s, "loop")]);
  await until(s, () => cellOf(s, "loop").status === "running");
  await s.stop();
  await running;
  open();
  await s.run([id(s, "other")]);
  expect(statuses(s)).toBe("loop:stopped other:done");
});

test("the dataset that was stopped can be imported again, and cells go on", async () => {
  const s = session(
    { table, after: "table.rows('all').length" },
    {
      files: { "table.csv": `a,b\n${"1,2\n".repeat(400_000)}` },
    },
  );
  const running = s.run([id(s, "table")]);
  await until(s, () => cellOf(s, "table").status === "running");
  await s.stop();
  await running;
  await s.runAll();
  expect(textOf(s, "after")).toBe("400000");
});

test("Run pressed while Stop is at work runs when it has ended", async () => {
  const s = session({ loop: "for (;;);", other: "1 + 1" });
  const running = s.run([id(s, "loop")]);
  await until(s, () => cellOf(s, "loop").status === "running");
  const stopping = s.stop();
  const asked = s.run([id(s, "other")]);
  await Promise.all([running, stopping, s.stop(), asked]);
  expect(statuses(s)).toBe("loop:stopped other:done");
});

test("Run all during Run all runs each cell once", async () => {
  const s = session({ a: "const a = performance.now(); console.log('ran')", b: "a; console.log('ran')" });
  await Promise.all([s.runAll(), s.runAll()]);
  await s.runAll();
  expect(statuses(s)).toBe("a:done b:done");
  expect([textOf(s, "a"), textOf(s, "b")]).toEqual(["ran", "ran"]);
});

test("a cell that waited when the run was stopped is what it was before", async () => {
  const s = session({ loop: "await 0", failed: "throw new Error('no')", fresh: "1" });
  await s.run([id(s, "failed")]);
  s.setBody(id(s, "loop"), "for (;;);");
  const running = s.runAll();
  await until(s, () => cellOf(s, "loop").status === "running" && cellOf(s, "failed").status === "queued");
  await s.stop();
  await running;
  expect(statuses(s)).toBe("loop:stopped failed:error fresh:idle");
  expect(cellOf(s, "failed").error?.message).toBe("no");
});

test("nothing follows by itself when the run was stopped", async () => {
  const s = session({ a: "const a = 1", reader: "a + 1", loop: "1" });
  await s.runAll();
  s.setBody(id(s, "a"), "const a = 2");
  s.setBody(id(s, "loop"), "for (;;);");
  const running = s.run([id(s, "a"), id(s, "loop")]);
  await until(s, () => cellOf(s, "loop").status === "running");
  await s.stop();
  await running;
  expect(statuses(s)).toBe("a:done reader:stale loop:stopped");
});

test("a session that is closed in mid-run lets go of its workers", async () => {
  const s = session({ sent: "console.log('here'); for (;;);" });
  void s.run([id(s, "sent")]);
  await until(s, () => cellOf(s, "sent").outputs.length > 0);
  await s.close();
  await expect.poll(() => s.isRunning).toBe(false);
});

test("a session that is closed while its workers start starts none", async () => {
  const s = session({ loop: "for (;;);" });
  void s.run([id(s, "loop")]);
  await until(s, () => cellOf(s, "loop").status === "running");
  await s.close();
  await expect.poll(() => s.isRunning).toBe(false);
});
