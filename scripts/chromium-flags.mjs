// Flags for a Chromium that tests drive: as root in a container, with no connection of its own to anywhere,
// and WebGPU on the software adapter where there is no other.
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--enable-unsafe-webgpu",
];
