export function installedBrowser(name: "chromium" | "firefox"): Promise<string | undefined>;
export function findBrowser(name: "chromium" | "firefox"): Promise<string>;
