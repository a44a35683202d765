// The servers of the journeys: a dumb static one, a second one without sandbox hosts, and another host that
// records what reaches it.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { createSocket } from "node:dgram";
import { extname, join } from "node:path";
import { serve } from "../scripts/serve.mjs";

export const site = join(import.meta.dirname, "../dist/site");

export interface RunningServer {
  /** Ends with a slash. */
  url: string;
  close(): void;
}

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Any static host: files below a path, a content type, no other header. */
export async function startDumbServer(path = "/a/b/"): Promise<RunningServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = join(site, pathname.slice(path.length) || "index.html");
    if (!pathname.startsWith(path) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404);
      return response.end();
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" });
    createReadStream(file).pipe(response);
  });
  return running(server, await listen(server), path);
}

/** Cairn's own server, with or without sandbox hosts; it remembers what was asked for, queries too. */
export async function startCairn(hasSandboxHosts: boolean): Promise<RunningServer & { asked: string[] }> {
  const port = await freePort();
  const server = await serve({ folder: site, port, hasSandboxHosts });
  const asked: string[] = [];
  server.on("request", ({ url = "" }: { url?: string }) => asked.push(url));
  return { ...running(server, port), asked };
}

export interface OtherHost extends RunningServer {
  port: number;
  /** Paths of requests that arrived, and "udp" for each datagram. */
  arrived: string[];
  /** How many connections were opened, with or without a request. */
  connections(): number;
}

/** Another host, which lets everybody in and remembers who came. */
export async function startOtherHost(): Promise<OtherHost> {
  const arrived: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://other");
    arrived.push(pathname);
    const type = request.headers.upgrade
      ? "text/plain"
      : pathname.endsWith("/events")
        ? "text/event-stream"
        : pathname.endsWith(".css")
          ? "text/css"
          : pathname.endsWith(".html")
            ? "text/html"
            : "text/javascript";
    response.writeHead(200, {
      "content-type": type,
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
    response.end(type === "text/event-stream" ? "data: 1\n\n" : "/* other */");
  });
  server.on("upgrade", (request, socket) => {
    arrived.push(request.url ?? "");
    socket.destroy();
  });
  let connectionCount = 0;
  server.on("connection", () => connectionCount++);
  const port = await listen(server);
  const datagrams = createSocket("udp4");
  datagrams.on("message", () => arrived.push("udp"));
  datagrams.on("error", () => undefined);
  datagrams.bind(port, "127.0.0.1");
  return {
    ...running(server, port, "/", "127.0.0.1"),
    port,
    arrived,
    connections: () => connectionCount,
    close() {
      datagrams.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

function running(server: Server, port: number, path = "/", host = "localhost"): RunningServer {
  return {
    url: `http://${host}:${port}${path}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, () => resolve((server.address() as AddressInfo).port));
  });
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, () => resolve((server.address() as AddressInfo).port));
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}
