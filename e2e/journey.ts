// `test` with the servers that journeys share; one set for each of Playwright's workers.
import { expect, type Page, test as base } from "@playwright/test";
import {
  startCairn,
  startDumbServer,
  startOtherHost,
  type OtherHost,
  type RunningServer,
} from "./servers.ts";

interface Servers {
  /** Cairn as `npm start` serves it: each notebook has a sandbox host of its own. */
  ownOrigin: RunningServer & { asked: string[] };
  /** The same without sandbox hosts: cells run in a frame of the app's own site. */
  withoutHosts: RunningServer;
  /** A dumb static server below /a/b/. */
  dumb: RunningServer;
  other: OtherHost;
}

export type HostName = "ownOrigin" | "withoutHosts";
export const hosts: { name: HostName; says: string }[] = [
  { name: "ownOrigin", says: "on a host name of its own" },
  { name: "withoutHosts", says: "where there are no sandbox hosts" },
];

export const test = base.extend<{ page: Page }, { servers: Servers }>({
  /** An error that nobody caught is a failure of any journey: what the page shows may be old from then on. */
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on("pageerror", ({ message, stack }) => errors.push(stack ?? message));
    await use(page);
    expect(errors, "errors that the page did not catch").toEqual([]);
  },
  servers: [
    // Playwright reads the fixtures asked for off the pattern; here there are none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const [ownOrigin, withoutHosts, dumb, other] = await Promise.all([
        startCairn(true),
        startCairn(false),
        startDumbServer(),
        startOtherHost(),
      ]);
      await use({ ownOrigin, withoutHosts, dumb, other });
      for (const server of [ownOrigin, withoutHosts, dumb, other]) server.close();
    },
    { scope: "worker" },
  ],
});
export { expect };
