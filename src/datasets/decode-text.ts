// Bytes of a text file to text: UTF-8, UTF-16 with its mark or plainly so, else Windows-1252 (what Excel calls ANSI),
// and says which was guessed, because a wrong guess shows only in accented letters.

export interface DecodedText {
  text: string;
  encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
}

export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs("utf-16le", bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs("utf-16be", bytes);
  const wide = wideEncoding(bytes);
  if (wide) return decodeAs(wide, bytes);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    return decodeAs("windows-1252", bytes);
  }
}

/** UTF-16 that lacks its mark: every second byte of Western text is 0. */
function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const start = bytes.subarray(0, 2000 - (bytes.length % 2));
  if (bytes.length % 2 === 1 || start.length < 8) return undefined;
  const zeros = [0, 0];
  start.forEach((byte, at) => byte === 0 && zeros[at % 2]++);
  const most = start.length / 2;
  if (zeros[1] > 0.7 * most && zeros[0] < 0.05 * most) return "utf-16le";
  return zeros[0] > 0.7 * most && zeros[1] < 0.05 * most ? "utf-16be" : undefined;
}

function decodeAs(encoding: DecodedText["encoding"], bytes: Uint8Array): DecodedText {
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}
