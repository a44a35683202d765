// A .zip of pictures in folders to a table: one row a picture, the folder that it lies in is its class.
import { CairnError } from "#errors/cairn-error.ts";
import { decodePicture, isPictureFile, type PictureSize } from "./decode-picture.ts";
import type { ParsedTable } from "./parse-csv.ts";
import type { Picture } from "./picture.ts";
import { resizePicture } from "./resize-picture.ts";
import type { ZippedFile } from "./unzip.ts";

/** Of all pictures together, in memory. */
const LIMIT_BYTES = 512e6;

/**
 * Columns "picture" and "label".
 * @param size to which all are brought; without it they must all have one size already
 * @throws CairnError for a picture that cannot be read or lies in no folder, for different sizes, for too much
 */
export function parsePictures(
  files: readonly ZippedFile[],
  fileName: string,
  size?: PictureSize,
): ParsedTable {
  const pictures = files.filter(({ bytes }) => isPictureFile(bytes));
  const others = files.filter(({ bytes }) => !isPictureFile(bytes));
  const labels = pictures.map(({ path }) => folderOf(path, fileName));
  const perPicture = size ? size.width * size.height * size.channels : 0;
  if (perPicture * pictures.length > LIMIT_BYTES) throw tooMuch(fileName, pictures.length, perPicture);
  let total = 0;
  const decoded = pictures.map(({ path, bytes }) => {
    const picture = decodePicture(bytes, `${fileName}: "${path}"`, { ...(size && { size }), path: ["from"] });
    total += picture.pixels.length;
    if (total > LIMIT_BYTES) throw tooMuch(fileName, pictures.length, picture.pixels.length);
    return picture;
  });
  const equal = ofOneShape(decoded, pictures, fileName);
  const [{ width, height, channels }] = equal;
  const pixels = new Uint8Array(equal.length * width * height * channels);
  equal.forEach((picture, row) => pixels.set(picture.pixels, row * width * height * channels));
  return {
    columns: [
      { name: "picture", type: "picture", shape: [height, width, channels], pixels },
      { name: "label", type: "category", values: labels },
    ],
    rowCount: equal.length,
    warnings: others.length === 0 ? [] : [leftOut(others)],
  };
}

function folderOf(path: string, fileName: string): string {
  const folder = path.split("/").at(-2);
  if (folder !== undefined) return folder;
  throw new CairnError(`${fileName}: "${path}" lies in no folder, so it has no class`, {
    code: "bad-pictures",
    path: ["from"],
    hint: "Put the pictures of each class into a folder with its name: cats/1.png, dogs/1.png.",
  });
}

/** A grey one among colours is a colour picture whose three parts are equal. */
function ofOneShape(
  pictures: readonly Picture[],
  files: readonly ZippedFile[],
  fileName: string,
): readonly Picture[] {
  const [{ width, height }] = pictures;
  const odd = pictures.findIndex((picture) => picture.width !== width || picture.height !== height);
  if (odd !== -1) {
    throw new CairnError(
      `${fileName}: its pictures have different sizes: "${files[0].path}" is ${width} × ${height}, "${files[odd].path}" is ${pictures[odd].width} × ${pictures[odd].height}`,
      {
        code: "different-sizes",
        path: ["from"],
        hint: "Say to which size they are to be brought: pictures: { width: 64, height: 64 }",
      },
    );
  }
  if (pictures.every(({ channels }) => channels === pictures[0].channels)) return pictures;
  return pictures.map((picture) => resizePicture(picture, { width, height, channels: 3 }));
}

function leftOut(files: readonly ZippedFile[]): string {
  const names = files
    .slice(0, 3)
    .map(({ path }) => path)
    .join(", ");
  const more = files.length > 3 ? ` and ${files.length - 3} more` : "";
  return `Left out, because they are no PNG and no JPEG: ${names}${more}.`;
}

function tooMuch(fileName: string, count: number, each: number): CairnError {
  return new CairnError(
    `${fileName} has ${count} pictures of about ${(each / 1e6).toPrecision(2)} MB each; at most ${LIMIT_BYTES / 1e6} MB are held`,
    {
      code: "too-large",
      path: ["from"],
      hint: "Bring them to a smaller size as they are read: pictures: { width: 64, height: 64 }",
    },
  );
}
