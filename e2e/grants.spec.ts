import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

let server: Server;
let host: string;
let asked: string[];

test.beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.cookie ?? "no cookie"}`);
    response.setHeader("access-control-allow-origin", "*");
    if (request.url === "/away") response.writeHead(302, { location: "/birds.csv" }).end();
    else response.end("a,b\n1,2\n3,4\n5,6\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const notebookText = (path: string) =>
  `---\ncairn: 1\ntitle: Birds\n---\n\n\`\`\`yaml dataset birds\nfrom: http://${host}/${path}\nreason: The counts are published there each week.\n\`\`\`\n`;

test("a host is asked for rows only after a person has allowed it, for this notebook, and that can be taken back", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "birds.md", notebookText("birds.csv"));
  await notebook.runAll();
  await notebook.expectStatus("birds", "error");
  const request = page.getByRole("group", { name: `May this notebook ask ${host}?` });
  await expect(request).toContainText("The counts are published there each week.");
  expect(asked).toEqual([]);
  await request.getByRole("button", { name: "Don’t" }).click();
  await expect(notebook.cell("birds")).toContainText(`${host} was not asked.`);

  await notebook.run("birds");
  await request.getByRole("button", { name: `Allow ${host}` }).click();
  await notebook.expectStatus("birds", "done");
  await expect(notebook.cell("birds")).toContainText("3 rows × 2 columns");
  expect(asked).toEqual(["GET /birds.csv no cookie"]);

  // It is remembered for this notebook.
  await page.waitForTimeout(600);
  await page.reload();
  await notebook.run("birds");
  await expect.poll(() => asked.length).toBe(2);
  await notebook.expectStatus("birds", "done");
  await notebook.cell("birds").getByRole("button", { name: "Take it back" }).click();
  await notebook.run("birds");
  await notebook.expectStatus("birds", "error");
  expect(asked).toHaveLength(2);

  // And for no other.
  await notebook.openFile(servers.ownOrigin.url, "birds.md", notebookText("birds.csv"));
  await notebook.runAll();
  await notebook.expectStatus("birds", "error");
  expect(asked).toHaveLength(2);
});

test("code that asks a host is let through in the same way; being sent on is said, not followed", async ({
  page,
  servers,
}) => {
  const notebook = notebookPage(page);
  const text = notebookOf({
    lines: `(await (await fetch("http://${host}/birds.csv")).text()).trim().split("\\n").length + " lines"`,
    away: `await fetch("http://${host}/away")`,
  });
  await notebook.openFile(servers.ownOrigin.url, "code.md", text);
  await notebook.run("lines");
  await notebook.expectStatus("lines", "error");
  await page.getByRole("button", { name: `Allow ${host}` }).click();
  await notebook.expectStatus("lines", "done");
  await expect(notebook.cell("lines").getByRole("group")).toContainText("4 lines");
  await notebook.run("away");
  await notebook.expectStatus("away", "error");
  await expect(notebook.cell("away")).toContainText(`${host} sends on to another address`);
});
