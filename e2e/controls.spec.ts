import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./journey.ts";
import { notebookPage } from "./notebook-page.ts";

const text = `---
cairn: 1
title: Controls
seed: 1
---

\`\`\`yaml control kind
type: choice
label: Activation
options: [relu, tanh, sigmoid]
value: relu
\`\`\`

\`\`\`yaml control rate
type: number
label: Rate
min: 0
max: 1
value: 0.5
\`\`\`

\`\`\`yaml control note
type: text
label: Note
value: "hello"
\`\`\`

\`\`\`ts says
\`\${kind} \${rate} \${note}\`
\`\`\`

\`\`\`yaml control pad
type: drawing
label: Your digit
\`\`\`

\`\`\`ts light
pad.pixels.some((value) => value > 200) ? "drawn" : "empty"
\`\`\`

\`\`\`yaml control table
type: file
label: A table
accept: .csv
as: text
\`\`\`

\`\`\`ts lines
table === null ? "none" : table.trim().split("\\n").length + " lines"
\`\`\`

\`\`\`yaml control photo
type: camera
label: You
width: 32
height: 32
\`\`\`

\`\`\`ts seen
photo === null ? "nobody" : photo.width + " " + photo.height
\`\`\`
`;

test.beforeEach(async ({ page, servers }) => {
  const notebook = notebookPage(page);
  await notebook.openFile(servers.ownOrigin.url, "controls.md", text);
  await notebook.runAll();
  await notebook.expectStatus("seen", "done");
});

test("a choice, a number and a text are set by keys, and what reads them follows", async ({ page }) => {
  const says = notebookPage(page).cell("says").getByRole("group");
  await expect(says).toContainText("relu 0.5 hello");
  await page.getByRole("radio", { name: "relu" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(says).toContainText("tanh 0.5 hello");
  const rate = page.getByRole("spinbutton", { name: "Rate" });
  await rate.fill("7");
  await rate.press("Enter");
  await expect(page.getByText("It must be 0 to 1; it is still 0.5.")).toBeVisible();
  await rate.fill("0.25");
  await rate.press("Enter");
  await expect(says).toContainText("tanh 0.25 hello");
  const note = page.getByRole("textbox", { name: "Note", exact: true });
  await note.fill("so: #1");
  await note.press("Enter");
  await expect(says).toContainText("tanh 0.25 so: #1");
});

test("a pad is drawn on with a pointer, and with keys alone; lines are taken back and cleared", async ({
  page,
}) => {
  const light = notebookPage(page).cell("light").getByRole("group");
  const pad = page.getByRole("application", { name: /Your digit/ });
  await expect(light).toContainText("empty");
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  await page.mouse.move(box.x + 80, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + 200, { steps: 5 });
  await page.mouse.up();
  await expect(light).toContainText("drawn");
  await expect(pad).toHaveAccessibleName("Your digit, 1 line");
  await expect(page.getByRole("img", { name: "What the model sees" })).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect(light).toContainText("empty");

  await pad.focus();
  await page.keyboard.press("Space");
  for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(light).toContainText("drawn");
  await page.keyboard.press("Delete");
  await expect(light).toContainText("empty");
});

test("a file that is chosen is the value of its control", async ({ page }) => {
  const notebook = notebookPage(page);
  await expect(notebook.cell("lines").getByRole("group")).toContainText("none");
  await notebook
    .cell("table")
    .locator("input[type=file]")
    .setInputFiles({ name: "birds.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n3,4\n") });
  await expect(notebook.cell("lines").getByRole("group")).toContainText("3 lines");
  await expect(notebook.cell("table")).toContainText("birds.csv");
});

test("a page that may not have the camera says why, and what to do", async ({ page }) => {
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotFoundError"));
  });
  await page.getByRole("button", { name: "Turn the camera on" }).click();
  await expect(page.getByText("There is no camera on this device.")).toBeVisible();
});

test("a picture that the camera takes is the value of its control", async ({ page }) => {
  await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d")!;
    setInterval(() => context.fillRect(0, 0, Math.random() * 100, 10), 50);
    navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream(30));
  });
  await page.getByRole("button", { name: "Turn the camera on" }).click();
  await page.waitForFunction(() => (document.querySelector("video")?.videoWidth ?? 0) > 0);
  await page.getByRole("button", { name: "Take the picture" }).click();
  await expect(notebookPage(page).cell("seen").getByRole("group")).toContainText("32 32");
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing serious on the controls (${theme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(
      serious.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(" ")}`)),
    ).toEqual([]);
  });
}
