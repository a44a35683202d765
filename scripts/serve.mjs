// Serves dist/site on one port: the app on localhost, each notebook's sandbox on a host name of its own.
// Sandbox hosts answer /sandbox/* and redirect everything else to the app: two origins, one server.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

/**
 * Resolves to the server when it listens. @param folder dist/site
 * @param hasSandboxHosts false: the page is not told of them and seals cells in data: workers
 */
export function serve({ folder, port, hasSandboxHosts = true }) {
  const appOrigin = `http://localhost:${port}`;
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? "").toLowerCase();
    const url = new URL(request.url ?? "/", appOrigin);
    const isSandboxHost =
      host !== `localhost:${port}` && (host === `127.0.0.1:${port}` || host.endsWith(`.localhost:${port}`));
    if (isSandboxHost && !url.pathname.startsWith("/sandbox/")) {
      response.writeHead(302, { location: appOrigin + url.pathname + url.search });
      return response.end();
    }
    if (!isSandboxHost && host !== `localhost:${port}`) {
      response.writeHead(302, { location: appOrigin + url.pathname + url.search });
      return response.end();
    }
    send({ folder, pathname: url.pathname, isSandboxHost, port, hasSandboxHosts }, response);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, () => resolve(server));
  });
}

function send({ folder, pathname, isSandboxHost, port, hasSandboxHosts }, response) {
  const path = filePath(folder, pathname);
  if (!path) {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
    return response.end("There is no such file.\n");
  }
  const headers = {
    "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    "cache-control": pathname.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    // A data: worker has an origin of its own too, and takes its scripts from here.
    "cross-origin-resource-policy": pathname.startsWith("/sandbox/") ? "cross-origin" : "same-origin",
  };
  if (isSandboxHost) headers["content-security-policy"] = `frame-ancestors http://localhost:${port}`;
  response.writeHead(200, headers);
  if (hasSandboxHosts && path.endsWith("index.html"))
    return response.end(withSandboxHosts(readFileSync(path, "utf8"), port));
  createReadStream(path).pipe(response);
}

/** Tells the page that this server answers on sandbox hosts, and lets it have frames of them. */
export function withSandboxHosts(html, port) {
  return html
    .replace(
      '<meta name="cairn-sandbox" content=""',
      `<meta name="cairn-sandbox" content="http://*.localhost:${port}"`,
    )
    .replace("frame-src 'self'", `frame-src 'self' http://*.localhost:${port} http://127.0.0.1:${port}`);
}

function filePath(folder, pathname) {
  let decoded;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  const path = normalize(join(folder, decoded));
  if (path !== folder && !path.startsWith(folder + sep)) return undefined;
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "index.html") : path;
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}
