// Whether a build is older than what it was made from.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./install.mjs";

const sources = [
  "src",
  "kernels",
  "notebooks",
  "public",
  "scripts",
  "vite.config.ts",
  "package.json",
  "package-lock.json",
];
const made = new Set([join(root, "public/samples")]);

/** Newest change below the sources, in milliseconds since 1970. */
export function newestSource() {
  return Math.max(...sources.map((name) => newestBelow(join(root, name))));
}

export function isBuildStale() {
  const stamp = join(root, "dist/built.json");
  return !existsSync(stamp) || statSync(stamp).mtimeMs < Math.floor(newestSource()); // stamps are whole milliseconds
}

function newestBelow(path) {
  if (!existsSync(path) || made.has(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestBelow(join(path, name))));
}
