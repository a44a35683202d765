// `npm run dev`: Vite's server for the page, with the sandbox's scripts built beside it and built again when
// what they are made of changes.
import { watch } from "node:fs";
import { join } from "node:path";
import { installIfMissing, requireNode, root } from "./install.mjs";

requireNode();
installIfMissing();
const port = Number(process.env.PORT ?? 5173);
const { buildAll, buildSandbox } = await import("./build.mjs");
await buildAll();
const vite = await import("vite");
const { sandboxHosts } = await import("./dev-server.mjs");
const server = await vite.createServer({
  root: join(root, "src"),
  configFile: join(root, "vite.config.ts"),
  plugins: [sandboxHosts({ folder: join(root, "dist/site"), port })],
  server: { port, strictPort: true, host: "localhost" },
});
await server.listen();
server.printUrls();

let timer;
for (const folder of ["src", "kernels"]) {
  watch(join(root, folder), { recursive: true }, (_, file) => {
    if (file === null || file.startsWith("ui")) return; // Vite's own
    clearTimeout(timer);
    timer = setTimeout(
      () => void buildSandbox(vite).then(() => server.ws.send({ type: "full-reload" })),
      200,
    );
  });
}
