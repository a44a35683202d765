import { expect, test } from "vitest";
import { sendError } from "./send-error.ts";

test.each([
  "Invalid typed array length: 5184000000",
  "Array buffer allocation failed",
  "offset is out of bounds",
])("what an engine says of too little memory comes with what to do: %s", (message) => {
  expect(sendError(new RangeError(message)).hint).toContain("4 GB at most");
});

test("a slip with a length is no lack of memory", () => {
  expect(sendError(new RangeError("Invalid typed array length: -1")).hint).toBeUndefined();
  expect(sendError(new Error("offset is out of bounds")).hint).toBeUndefined();
});
