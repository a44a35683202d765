// What a large table costs: a million rows under a moving scroll bar.

const notebook = `---
cairn: 1
title: Many rows
---

\`\`\`ts rows
Array.from({ length: 1_000_000 }, (_, i) => ({ id: i, share: (i % 997) / 997, kind: ["a", "b", "c"][i % 3] }))
\`\`\`
`;
const FRAMES = 240;

/** The 95th of 100 frames, in milliseconds, while the table scrolls now by rows and now by whole stretches. */
export async function tableScrollFrame(page, base) {
  await page.goto(base);
  await page.locator('input[type="file"]').setInputFiles({
    name: "rows.md",
    mimeType: "text/markdown",
    buffer: Buffer.from(notebook),
  });
  await page.locator('button[aria-label="Run all cells"]').click();
  await page.locator('[data-cell="rows"][data-status="done"]').waitFor({ timeout: 60_000 });
  const grid = page.locator('[data-cell="rows"] .grid');
  await grid.getByText("0 to 999,999").waitFor();
  return grid.evaluate(async (element, frames) => {
    const times = [];
    let last = performance.now();
    for (let i = 0; i < frames; i++) {
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      times.push(now - last);
      last = now;
      element.scrollTop += i % 2 === 0 ? 60 : 20_000;
    }
    return times.sort((a, b) => a - b)[Math.floor(frames * 0.95)];
  }, FRAMES);
}
