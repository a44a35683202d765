// `npm start`: installs what is missing, builds when sources changed, serves, opens the browser.
//   PORT=5000 npm start          another port
//   npm start -- --no-open       does not open the browser
import { spawn } from "node:child_process";
import { join } from "node:path";
import { installIfMissing, requireNode, root } from "./install.mjs";
import { isBuildStale } from "./newer.mjs";
import { serve } from "./serve.mjs";

requireNode();
const unknown = process.argv.slice(2).filter((arg) => arg !== "--no-open");
if (unknown.length > 0) fail(`there is no flag ${unknown[0]}; there is: --no-open`);
const port = Number(process.env.PORT ?? 4173);
if (!Number.isInteger(port) || port < 1 || port > 65535)
  fail(`PORT must be a number from 1 to 65535, got "${process.env.PORT}"`);

installIfMissing();
if (isBuildStale()) {
  console.log("Building…");
  const { buildAll } = await import("./build.mjs");
  await buildAll();
}
try {
  await serve({ folder: join(root, "dist/site"), port });
} catch (error) {
  if (error.code !== "EADDRINUSE") throw error;
  fail(`port ${port} is taken. Try: PORT=${port + 1} npm start`);
}
const address = `http://localhost:${port}`;
console.log(`Cairn is at ${address}`);
console.log(
  "Tensors run on WebGPU where your browser offers a real GPU, else on WebAssembly; the page says which.",
);
console.log("Each notebook's code is sealed on a host name of its own (http://<id>.localhost). Ctrl-C ends.");
if (process.stdout.isTTY && !process.argv.includes("--no-open")) openBrowser(address);

function openBrowser(url) {
  const [command, args] =
    process.platform === "darwin"
      ? ["open", [url]]
      : process.platform === "win32"
        ? ["cmd", ["/c", "start", "", url]]
        : ["xdg-open", [url]];
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.on("error", () => undefined); // no browser to open: the address is printed
  child.unref();
}

function fail(message) {
  process.stderr.write(`npm start: ${message}\n`);
  process.exit(2);
}
