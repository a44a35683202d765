// Where the marks of an axis go: round numbers, about as many as were asked for.

/** Below this share of its larger end an interval holds too few doubles to be divided. */
const NARROWEST = 1e-9;

/**
 * Ticks at multiples of 1, 2 or 5 times a power of ten, all within `min` and `max`; the ends alone where the
 * interval is too narrow for doubles.
 */
export function niceTicks(min: number, max: number, count: number): number[] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [];
  if (min === max) return [min];
  if (max - min < NARROWEST * Math.max(Math.abs(min), Math.abs(max))) return [min, max];
  const step = niceStep(max - min, count);
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => roundTo((first + index) * step, step));
}

/** The interval widened to whole steps, so that the axis begins and ends at a tick. */
export function niceDomain(min: number, max: number, count: number): [number, number] {
  if (min === max) {
    const half = min === 0 ? 1 : Math.abs(min) / 2;
    return [min - half, max + half];
  }
  const step = niceStep(max - min, count);
  return [
    roundTo(Math.floor(min / step + 1e-9) * step, step),
    roundTo(Math.ceil(max / step - 1e-9) * step, step),
  ];
}

/** Ticks of a logarithmic axis: 1 and 3 of each decade, or powers of ten alone when there are many decades. */
export function logTicks(min: number, max: number): number[] {
  const from = Math.floor(Math.log10(min));
  const to = Math.ceil(Math.log10(max));
  const factors = to - from > 3 ? [1] : [1, 3];
  const ticks: number[] = [];
  for (let power = from; power <= to; power++) {
    for (const factor of factors) {
      const tick = Number((factor * 10 ** power).toPrecision(1));
      if (tick >= min * 0.999 && tick <= max * 1.001) ticks.push(tick);
    }
  }
  return ticks;
}

/** Ticks as text with as many decimals as tell them apart. */
export function formatTicks(ticks: readonly number[]): string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  if (largest >= 1e7 || (largest > 0 && largest < 1e-4)) {
    return ticks.map((tick) =>
      tick === 0 ? "0" : tick.toExponential().replace("e+", "e").replaceAll("-", "−"),
    );
  }
  const decimals = Math.max(0, ...ticks.map(decimalsOf));
  return ticks.map((tick) =>
    tick
      .toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
      .replace("-", "−"),
  );
}

function niceStep(span: number, count: number): number {
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const fraction = rough / power;
  if (fraction < 1.5) return power;
  if (fraction < 3.5) return 2 * power;
  return fraction < 7.5 ? 5 * power : 10 * power;
}

function decimalsOf(tick: number): number {
  const [, decimals = ""] = String(Number(tick.toPrecision(12))).split(".");
  return decimals.length;
}

/** Takes off the dust of floating point: 0.30000000000000004 is 0.3. */
function roundTo(value: number, step: number): number {
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(step)));
  const rounded = Number(value.toFixed(Math.min(decimals, 20)));
  return rounded === 0 ? 0 : rounded;
}
