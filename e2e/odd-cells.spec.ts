// Cells that do odd things on both hosts: each leaves a usable page and a true status.
import { expect, hosts, test } from "./journey.ts";
import { notebookOf, notebookPage } from "./notebook-page.ts";

for (const { name: host, says } of hosts) {
  test(`an error in a timer, or in a promise that nobody awaits, stands at its line ${says}`, async ({
    page,
    servers,
  }) => {
    const notebook = notebookPage(page);
    const wait = "await new Promise((wake) => setTimeout(wake, 50))";
    const cells = {
      timer: `setTimeout(() => {\n  throw new Error("late")\n}, 5)\n${wait}`,
      promise: `1\nvoid Promise.reject(new Error("dropped"))\n${wait}`,
    };
    await notebook.openFile(servers[host].url, "late.md", notebookOf(cells));
    await notebook.runAll();
    await notebook.expectStatus("timer", "error");
    await expect(notebook.cell("timer")).toContainText("late");
    await notebook.expectStatus("promise", "error");
    await expect(notebook.cell("promise")).toContainText("dropped");
    for (const name of ["timer", "promise"])
      await expect(notebook.cell(name)).toContainText("Failed on line 2");
  });
}
