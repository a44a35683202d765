// How much of what comes out is the model's answer, and how much is rounding: the ratio of both, in decibels.
import { log } from "#numerics/elementary.ts";

/**
 * SQNR = 10 log10(Σ reference² / Σ (reference - answer)²). Infinity where nothing differs; 20 dB more is a tenth of the error.
 * Values that are no numbers on either side are left out.
 */
export function signalToNoise(reference: ArrayLike<number>, answers: ArrayLike<number>): number {
  let signal = 0;
  let noise = 0;
  for (let i = 0; i < reference.length; i++) {
    const difference = reference[i] - answers[i];
    if (Number.isNaN(difference)) continue;
    signal += reference[i] * reference[i];
    noise += difference * difference;
  }
  return noise === 0 ? Infinity : (10 * log(signal / noise)) / Math.LN10;
}
