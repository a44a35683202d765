#!/usr/bin/env node
// `npx cairn …` in the clone: builds when sources are newer than the build, then runs the command line.
import { createRequire } from "node:module";
import { join } from "node:path";
import { installIfMissing, requireNode, root } from "./install.mjs";
import { isBuildStale } from "./newer.mjs";

requireNode();
installIfMissing();
if (isBuildStale()) {
  process.stderr.write("Building (sources changed)…\n");
  const { buildAll } = await import("./build.mjs");
  await buildAll({ quiet: true });
}
const require = createRequire(import.meta.url);
const { version } = require(join(root, "package.json"));
process.env.CAIRN_VERSION = version;
require(join(root, "dist/cli/cairn.cjs"));
