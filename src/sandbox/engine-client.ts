// The host's side of the engine's worker. It lives as long as the notebook is open; Stop ends it if it is busy.
import { CallClient } from "./call-client.ts";
import type { EngineMethods } from "./engine.ts";
import type { SandboxHost } from "./host.ts";

export class EngineClient extends CallClient<EngineMethods> {
  constructor(host: SandboxHost) {
    super(host, "engine");
  }
}
