// What a long notebook costs: opening it, typing into it, running it when nothing has changed.

/** A notebook whose cells read each other in a chain, with prose between. */
function longNotebook(cellCount) {
  const cells = Array.from({ length: cellCount }, (_, i) => {
    const value = i === 0 ? "0" : `v${i - 1} + 1`;
    return `Step ${i}.\n\n\`\`\`ts c${i}\nconst v${i} = ${value}\nconst w${i} = [1, 2, 3].map((x) => x * v${i})\nw${i}\n\`\`\`\n`;
  });
  return `---\ncairn: 1\ntitle: Long\n---\n# Long\n\n${cells.join("\n")}`;
}

/** Milliseconds from giving the file to its last cell on the page. */
export async function openTime(page, base, cellCount) {
  await page.goto(base);
  await page.waitForTimeout(300);
  const started = Date.now();
  await openLong(page, cellCount);
  return Date.now() - started;
}

/** Median milliseconds from a key to the frame that shows it. */
export async function typingTime(page, base, cellCount) {
  await page.goto(base);
  await openLong(page, cellCount);
  await page.locator('[data-cell="c3"] pre').click();
  await page.locator('[data-cell="c3"] .cm-content').waitFor();
  await page.waitForTimeout(1500);
  await page.evaluate(() => {
    globalThis.latencies = [];
    addEventListener(
      "keydown",
      (event) => {
        requestAnimationFrame(() =>
          setTimeout(() => globalThis.latencies.push(performance.now() - event.timeStamp)),
        );
      },
      true,
    );
  });
  await page.keyboard.press("ControlOrMeta+End");
  for (const letter of " // what a person types") {
    await page.keyboard.type(letter);
    await page.waitForTimeout(120);
  }
  const latencies = await page.evaluate(() => globalThis.latencies);
  return latencies.sort((a, b) => a - b)[Math.floor(latencies.length / 2)];
}

/** Milliseconds of Run all when every result is current. */
export async function cachedRunTime(page, base, cellCount) {
  await page.goto(base);
  await openLong(page, cellCount);
  await page.locator('button[aria-label="Run all cells"]').click();
  await page.locator(`[data-cell="c${cellCount - 1}"][data-status="done"]`).waitFor({ timeout: 120_000 });
  await page.locator('button[aria-label="Run all cells"]').waitFor();
  await page.waitForTimeout(1000);
  return page.evaluate(async () => {
    const runAll = document.querySelector('button[aria-label="Run all cells"]');
    const bar = document.querySelector("header");
    const started = performance.now();
    let hasBegun = false;
    const ended = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        const isRunning = bar.querySelector('button[aria-label="Interrupt the run"]') !== null;
        if (isRunning) hasBegun = true;
        else if (hasBegun) {
          observer.disconnect();
          resolve();
        }
      });
      observer.observe(bar, { childList: true, subtree: true });
    });
    runAll.click();
    await ended;
    return performance.now() - started;
  });
}

async function openLong(page, cellCount) {
  await page.locator('input[type="file"]').setInputFiles({
    name: "long.md",
    mimeType: "text/markdown",
    buffer: Buffer.from(longNotebook(cellCount)),
  });
  await page.locator(`[data-cell="c${cellCount - 1}"]`).waitFor({ state: "attached" });
}
