// The worker's side of calls: each message names a method, and its answer goes back under the same number.
import type { FromEngine, Port, ToEngine } from "./contract.ts";
import { sendError } from "./send-error.ts";

/** @param methods by name, each of one argument */
export function answerCalls(port: Port, methods: object): void {
  port.onMessage((message) => {
    const { call, method, args } = message as ToEngine;
    const post = (answer: FromEngine) => port.post(answer);
    const run = (methods as Record<string, (args: unknown) => unknown>)[method];
    void answer(() => run(args)).then(
      (value) => post({ call, value }),
      (error: unknown) => post({ call, error: sendError(error) }),
    );
  });
}

/** What is thrown at once and what is thrown later are one. */
async function answer(work: () => unknown): Promise<unknown> {
  return work();
}
