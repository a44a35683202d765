// A Vite plugin: the dev server answers /sandbox, /samples and /notebooks from the last build, on sandbox
// hosts nothing else, and tells the page that there are such hosts.
import { createReadStream, existsSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { withSandboxHosts } from "./serve.mjs";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

export function sandboxHosts({ folder, port }) {
  return {
    name: "cairn-sandbox-hosts",
    transformIndexHtml: (html) =>
      withSandboxHosts(html, port)
        .replace("connect-src 'self'", `connect-src 'self' ws://localhost:${port}`)
        .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const host = request.headers.host ?? "";
        const path = new URL(request.url, "http://localhost").pathname;
        const isApp = host === `localhost:${port}`;
        const isBuilt = /^\/(sandbox|samples|notebooks)\//.test(path);
        // src/sandbox/*.ts is asked for below the same path: what the build lacks is Vite's.
        if (isApp && !(isBuilt && isFile(join(folder, path)))) return next();
        if (!isBuilt) {
          response.writeHead(302, { location: `http://localhost:${port}${path}` });
          return response.end();
        }
        const file = join(folder, path);
        if (!isFile(file)) {
          response.writeHead(404);
          return response.end();
        }
        response.writeHead(200, {
          "content-type": TYPES[extname(file)] ?? "text/plain",
          "cross-origin-resource-policy": "cross-origin",
        });
        createReadStream(file).pipe(response);
      });
    },
  };
}

function isFile(path) {
  return existsSync(path) && statSync(path).isFile();
}
