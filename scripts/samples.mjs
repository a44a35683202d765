// Cuts the sample tables from their npm packages into public/samples. Nothing here is committed.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { email } from "./sample-email.mjs";

const require = createRequire(import.meta.url);

export async function writeSamples(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "penguins.csv"), penguins());
  writeFileSync(join(folder, "digits.zip"), await digits());
  writeFileSync(join(folder, "flights.csv"), flights());
  writeFileSync(join(folder, "email.csv"), email());
  writeFileSync(
    join(folder, "seattle-weather.csv"),
    readFileSync(dataFile("vega-datasets", "seattle-weather.csv")),
  );
}

/** Flights of January to March 2001 (Bureau of Transportation Statistics, public domain), with dates as ISO 8601 writes them. */
function flights() {
  const rows = JSON.parse(readFileSync(dataFile("vega-datasets", "flights-20k.json"), "utf8"));
  const lines = rows.map(({ date, delay, distance, origin, destination }) =>
    [date.replaceAll("/", "-").replace(" ", "T"), delay, distance, origin, destination].join(","),
  );
  return `${["departure,delay_minutes,distance_miles,origin,destination", ...lines].join("\n")}\n`;
}

/** Palmer penguins (Gorman, Williams, Fraser 2014, CC0), with the column names of palmerpenguins. */
function penguins() {
  const columns = [
    ["species", "Species"],
    ["island", "Island"],
    ["bill_length_mm", "Beak Length (mm)"],
    ["bill_depth_mm", "Beak Depth (mm)"],
    ["flipper_length_mm", "Flipper Length (mm)"],
    ["body_mass_g", "Body Mass (g)"],
    ["sex", "Sex"],
  ];
  const rows = JSON.parse(readFileSync(dataFile("vega-datasets", "penguins.json"), "utf8"));
  const text = (value) => {
    if (value === null || value === undefined || value === ".") return "";
    return /^(fe)?male$/i.test(String(value)) ? String(value).toLowerCase() : String(value);
  };
  const lines = rows.map((row) => columns.map(([, from]) => text(row[from])).join(","));
  return `${[columns.map(([name]) => name).join(","), ...lines].join("\n")}\n`;
}

/**
 * 10,000 digits of MNIST by way of the package `mnist` (Juan Cazala, MIT licence), as two IDX files, the format
 * in which MNIST was published. The package sorts them by digit; here they are mixed evenly.
 */
async function digits() {
  const { zipSync } = await import("fflate");
  const size = 28 * 28;
  const drawn = Array.from({ length: 10 }, (_, digit) => {
    const { data } = JSON.parse(readFileSync(packageFile("mnist", `src/digits/${digit}.json`), "utf8"));
    const count = data.length / size;
    return Array.from({ length: count }, (_, row) => ({
      digit,
      place: (row + 0.5) / count,
      values: data.slice(row * size, (row + 1) * size),
    }));
  })
    .flat()
    .sort((a, b) => a.place - b.place || a.digit - b.digit);
  if (drawn.length !== 10_000) throw new Error(`the package mnist has ${drawn.length} digits, not 10,000`);
  const pixels = new Uint8Array(16 + drawn.length * size);
  const labels = new Uint8Array(8 + drawn.length);
  pixels.set([0, 0, 8, 3, ...bigEndian(drawn.length), ...bigEndian(28), ...bigEndian(28)]);
  labels.set([0, 0, 8, 1, ...bigEndian(drawn.length)]);
  drawn.forEach(({ digit, values }, row) => {
    labels[8 + row] = digit;
    values.forEach((value, i) => (pixels[16 + row * size + i] = Math.round(255 * value)));
  });
  const mtime = new Date(1980, 0, 2); // the same bytes from every build
  return zipSync({ "picture.idx3-ubyte": pixels, "digit.idx1-ubyte": labels }, { level: 9, mtime });
}

function bigEndian(number) {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255);
}

function packageFile(name, file) {
  const entry = require.resolve(name);
  const folder = join("node_modules", name);
  return join(entry.slice(0, entry.lastIndexOf(folder)), folder, file);
}

function dataFile(name, file) {
  return packageFile(name, join("data", file));
}
