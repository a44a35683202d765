// Writes a file whole or not at all: a program can be ended, and a disk be full, in the midst of a write.
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

let count = 0;

/** Makes the folders on the way. What was there is there until the new bytes are on the disk. */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.${++count}.part`;
  try {
    const handle = await open(part, "w");
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
