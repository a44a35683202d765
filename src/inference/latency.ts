// How long one answer takes: measured, so that it is never part of a key, a hash or an expected result.

export interface LatencyMeasured {
  medianMs: number;
  p95Ms: number;
  samples: number;
}

const SAMPLES = 30;
/** A browser's clock may move in tenths of a millisecond: a sample is as many answers as take this long. */
const SAMPLE_MS = 1;
const MOST_MS = 1500;

/** @param now milliseconds that never go back */
export async function measureLatency(
  work: () => Promise<unknown>,
  now: () => number,
): Promise<LatencyMeasured> {
  await work(); // the first one makes what the next ones find
  const first = await timed(work, 4, now);
  const each = Math.max(1, Math.ceil(SAMPLE_MS / Math.max(first, SAMPLE_MS / 100)));
  const samples: number[] = [];
  const started = now();
  while (samples.length < SAMPLES && (samples.length < 3 || now() - started < MOST_MS))
    samples.push(await timed(work, each, now));
  samples.sort((a, b) => a - b);
  const at = (part: number) => samples[Math.min(samples.length - 1, Math.floor(part * samples.length))];
  return { medianMs: at(0.5), p95Ms: at(0.95), samples: samples.length };
}

async function timed(work: () => Promise<unknown>, times: number, now: () => number): Promise<number> {
  const started = now();
  for (let i = 0; i < times; i++) await work();
  return (now() - started) / times;
}
