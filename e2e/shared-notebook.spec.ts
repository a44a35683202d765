// A shipped notebook from a link of its own: what its lock, written in Node, holds is reached in the page. The others are
// run by journeys of their own.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "./journey.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

test("notebook 4 is reproduced from its own link", async ({ page, servers }) => {
  const args = [
    "dist/cli/cairn.cjs",
    "share",
    "notebooks/04-data-has-versions.md",
    "--at",
    servers.ownOrigin.url,
  ];
  const link = execFileSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  await page.goto(link.trim());
  await page.getByRole("button", { name: "Run it" }).click();
  await expect(page.getByRole("heading", { name: /^Reproduced: (\d+) of \1 results match$/ })).toBeVisible({
    timeout: 50_000,
  });
});
