// Figures as the page prints them: grouped by thousands, a true minus sign, never more digits than are worth reading.

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A figure in four significant digits or so: 0.971, 12.43, 4,201.8, 1.2e-5. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return withMinus(formatMagnitude(value));
}

/** With exactly so many decimals; for columns and for differences, where figures align. */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  const text = value.toLocaleString("en", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return withMinus(/^-[0.,]*$/.test(text) ? text.slice(1) : text);
}

/** "+0.057" or "−0.123": a difference always shows its sign. */
export function formatDifference(value: number, decimals = 3): string {
  const text = formatFixed(value, decimals);
  return value > 0 ? `+${text}` : text;
}

/** One way to print all the figures of a column: with as many decimals as the finest of them needs, at most four. */
export function columnFormat(values: readonly unknown[]): (value: number) => string {
  const figures = values.filter((value) => typeof value === "number" && Number.isFinite(value)) as number[];
  const isExtreme = figures.some(
    (value) => value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e12),
  );
  if (isExtreme) return formatNumber;
  const decimals = Math.max(
    0,
    ...figures.map((value) => String(Number(value.toFixed(4))).split(".")[1]?.length ?? 0),
  );
  return (value) => formatFixed(value, decimals);
}

export function formatCount(count: number): string {
  return grouped.format(count);
}

/** "1 row", "344 rows". */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  if (sizeBytes < 1e6) return `${trimZero((sizeBytes / 1e3).toFixed(1))} KB`;
  if (sizeBytes < 1e9) return `${trimZero((sizeBytes / 1e6).toFixed(1))} MB`;
  return `${trimZero((sizeBytes / 1e9).toFixed(1))} GB`;
}

/** How many decimals figures of this size deserve in a row of metrics. */
export function metricDecimals(value: number): number {
  const size = Math.abs(value);
  if (size >= 1000) return 0;
  if (size >= 100) return 1;
  return size >= 10 ? 2 : 3;
}

function formatMagnitude(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return "0";
  if (Number.isInteger(value) && size < 1e12) return grouped.format(value);
  if (size < 1e-4 || size >= 1e12) return trimExponent(value.toExponential(2));
  if (size >= 10_000) return grouped.format(value);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(size)));
  return value.toLocaleString("en", { maximumFractionDigits: Math.min(decimals, 6) });
}

function trimExponent(text: string): string {
  return text.replace(/\.?0+e/, "e").replace("e+", "e");
}

function trimZero(text: string): string {
  return text.endsWith(".0") ? text.slice(0, -2) : text;
}

function withMinus(text: string): string {
  return text.replaceAll("-", "−");
}
