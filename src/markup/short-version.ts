/** "9f2c41d" of "sha256:9f2c41d…": seven digits are enough to tell versions apart by eye. */
export function shortVersion(version: string): string {
  return version.slice(version.indexOf(":") + 1).slice(0, 7);
}
