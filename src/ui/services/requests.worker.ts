import { expose } from "comlink";
import type { SentError } from "#sandbox/contract.ts";
import { sendError } from "#sandbox/send-error.ts";
import { type OneAnswer, requestOnce } from "#session/request-once.ts";

export type WorkerAnswer = { answer: OneAnswer } | { error: SentError };

/** An error as data: of one that is thrown, only the message would cross. */
async function answerTo(...args: Parameters<typeof requestOnce>): Promise<WorkerAnswer> {
  try {
    return { answer: await requestOnce(...args) };
  } catch (error) {
    return { error: sendError(error) };
  }
}

export type AnswerTo = typeof answerTo;
expose(answerTo);
