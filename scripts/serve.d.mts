import type { Server } from "node:http";

export function serve(options: { folder: string; port: number; hasSandboxHosts?: boolean }): Promise<Server>;
export function withSandboxHosts(html: string, port: number): string;
