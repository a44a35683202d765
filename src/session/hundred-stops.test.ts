// Stop, 100 times, in whatever a cell may be doing: each time it ends within a second, and the notebook goes on.
import { expect, test } from "vitest";
import { cellOf, textOf, until } from "./fixtures/open-session.ts";
import { id, useSessions } from "./fixtures/use-sessions.ts";

const session = useSessions();
const ROUNDS = 20;
const LIMIT_MS = 1000;

/** Each shows something and lets go once, so that it is known to be at work. */
const begin = "show('round 0'); await new Promise((go) => setTimeout(go, 60));";
const busy = {
  loop: `${begin} for (;;);`,
  wait: `${begin} for (;;) await null;`,
  tensors: `${begin} let x = tf.ones([64, 64]); for (;;) x = x.matMul(x).tanh();`,
  regex: `${begin} /^(a+)+$/.test("a".repeat(40) + "b")`,
  allocate: `${begin} for (let kept = [];; kept = []) for (let i = 0; i < 1e5; i++) kept.push([i]);`,
};

test("100 of 100 stops end within a second, and what was made before is still there", async () => {
  const s = session({ kept: "const kept = new Map([['a', 42]])", ...busy, reader: "kept.get('a')" });
  await s.run([id(s, "kept")]);
  const late: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of Object.keys(busy) as (keyof typeof busy)[]) {
      const text = busy[name].replace("round 0", `round ${round}`);
      s.setBody(id(s, name), text);
      const running = s.run([id(s, name)]);
      await until(s, () => textOf(s, name).includes(`round ${round}`));
      await new Promise((resolve) => setTimeout(resolve, 80)); // now it is in the midst of it
      const askedMs = performance.now();
      await s.stop();
      const tookMs = performance.now() - askedMs;
      await running;
      if (tookMs > LIMIT_MS || cellOf(s, name).status !== "stopped")
        late.push(`${name} ${cellOf(s, name).status} after ${Math.round(tookMs)} ms`);
    }
  }
  expect(late).toEqual([]);
  await s.run([id(s, "reader")]);
  expect(textOf(s, "reader")).toBe("42");
}, 240_000);
