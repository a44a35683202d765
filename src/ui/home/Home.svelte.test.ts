import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import "#ui/styles/tokens.css";
import "#ui/styles/base.css";
import "#ui/styles/blocks.css";
import App from "#ui/App.svelte";
import { fakeServices } from "#ui/fixtures/fake-services.ts";
import { find } from "#ui/fixtures/mount-page.ts";

let target: HTMLElement;
let app: Record<string, unknown>;

beforeEach(() => {
  location.hash = "#/";
  target = document.createElement("div");
  document.body.append(target);
});
afterEach(async () => {
  await unmount(app);
  target.remove();
  location.hash = "#/";
});

function start(options?: { isEmpty?: boolean }) {
  const services = fakeServices(options);
  app = mount(App, { target, props: { services } });
  flushSync();
  return services;
}

test("an own notebook is deleted only after a yes", async () => {
  const services = start();
  await expect.poll(() => target.textContent).toContain("Five hundred cells");
  find(target, '[aria-label="Delete Five hundred cells"]').click();
  flushSync();
  expect(services.calls).not.toContain("delete long");
  const ask = find(target, '[role=group][aria-label="Delete Five hundred cells?"]');
  expect(ask.contains(document.activeElement)).toBe(true);
  find(ask, ".err").click();
  await expect.poll(() => target.textContent).not.toContain("Five hundred cells");
  expect(services.calls).toContain("delete long");
});

test("an empty list has a sentence and one button that starts the first notebook", async () => {
  const services = start({ isEmpty: true });
  await expect.poll(() => target.textContent).toContain("Nothing here yet");
  await expect.poll(() => target.textContent).toContain("Start with");
  find(target, ".none .btn").click();
  await expect.poll(() => location.hash).toBe("#/n/penguins");
  expect(services.calls).toContain("shipped penguins");
  await expect.poll(() => target.querySelectorAll("[data-cell]").length).toBeGreaterThan(5);
});

test("only levels that have notebooks are steps of the trail and links of the map", async () => {
  start();
  await expect.poll(() => target.querySelectorAll(".step").length).toBe(2);
  expect(target.querySelectorAll("a.way").length).toBe(2);
});

test("a dropped file is imported, another kind is refused in words", async () => {
  const services = start();
  const drop = (name: string) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["a,b\n1,2"], name));
    dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
    flushSync();
  };
  await expect.poll(() => target.querySelector("input[type=file]")).not.toBeNull();
  drop("birds.pdf");
  expect(target.textContent).toContain(
    "must be .md, .ipynb, .cairn, .csv, .tsv, .json, .ndjson, .jsonl, .parquet, .zip, got birds.pdf",
  );
  drop("birds.csv");
  expect(services.calls).toEqual(["import birds.csv"]);
});

test("a notebook that does not open says why and leads back", async () => {
  start();
  location.hash = "#/n/missing";
  await expect.poll(() => target.textContent).toContain("there is none of this id");
  expect(find(target, "main a.btn").getAttribute("href")).toBe("#/");
});
