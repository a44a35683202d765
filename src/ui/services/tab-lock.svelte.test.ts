import { expect, test, vi } from "vitest";
import { lockNotebook } from "./tab-lock.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const newId = () => Math.random().toString(16).slice(2);

test("one tab writes, the next follows, and writes when the first has left", async () => {
  const id = newId();
  const first = await lockNotebook(id, { takeOver: false });
  const second = await lockNotebook(id, { takeOver: false });
  expect([first.isWriter, second.isWriter]).toEqual([true, false]);
  expect([first.isAlone, second.isAlone]).toEqual([true, false]);
  first.release();
  second.release();
  const third = await lockNotebook(id, { takeOver: false });
  expect(third.isWriter).toBe(true);
  third.release();
});

test("what was heard before anybody listened is told then: no second tab writes beside this one", async () => {
  const id = newId();
  const first = await lockNotebook(id, { takeOver: false });
  const taking = lockNotebook(id, { takeOver: true });
  await pause(100);
  let isSaved = false;
  const wanted = vi.fn(async () => {
    await pause(100);
    isSaved = true;
  });
  first.listen({ wanted });
  expect(wanted).toHaveBeenCalledOnce();
  const second = await taking;
  expect([second.isWriter, isSaved]).toEqual([true, true]);
  second.release();
});

test("a tab that says what it saved is heard by those that follow", async () => {
  const id = newId();
  const first = await lockNotebook(id, { takeOver: false });
  const second = await lockNotebook(id, { takeOver: false });
  const saved = vi.fn();
  second.listen({ saved });
  first.announceSaved();
  await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
  first.release();
  second.release();
});
