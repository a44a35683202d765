// A control's value: what its body says, or what lies in the file that it names.
import { cameraSize, controlOutput, drawingOf, type FileBody } from "#cells/control/control-output.ts";
import type { ControlBody } from "#cells/control/control-kind.ts";
import { drawPicture } from "#cells/control/drawing.ts";
import type { ControlOutput } from "#cell-api/outputs.ts";
import { decodeText } from "#datasets/decode-text.ts";
import { isPicture } from "#datasets/picture.ts";
import { CairnError } from "#errors/cairn-error.ts";
import { hashBytes, hashJson, type ContentHash } from "#hashing/content-hash.ts";
import type { EngineClient } from "#sandbox/engine-client.ts";
import type { SessionServices } from "./services.ts";

export interface ControlResult {
  value: unknown;
  contentHash: ContentHash;
  output: ControlOutput;
}

export interface ControlPlace {
  services: SessionServices;
  engine: EngineClient;
}

/** @throws CairnError when its file is not there or is not what it should be */
export async function valueOfControl(
  name: string,
  body: ControlBody,
  place: ControlPlace,
): Promise<ControlResult> {
  if (body.type === "file" || body.type === "camera") return valueOfFile(name, body, place);
  const value = body.type === "drawing" ? drawPicture(drawingOf(body).value, drawingOf(body)) : body.value;
  const contentHash = isPicture(value)
    ? hashJson([value.width, value.height, value.channels, hashBytes(value.pixels)])
    : hashJson(value);
  return { value, contentHash, output: controlOutput(name, body, isPicture(value) ? value : undefined) };
}

/** Null where none was chosen yet. */
async function valueOfFile(name: string, body: FileBody, place: ControlPlace): Promise<ControlResult> {
  const { value: path } = body;
  if (path === undefined)
    return { value: null, contentHash: hashJson(null), output: controlOutput(name, body) };
  const bytes = await place.services.file(path.replace(/^\.\//, ""));
  if (!bytes) {
    throw new CairnError(`control: there is no file "${path}" beside the notebook`, {
      code: "no-control-file",
      path: ["value"],
      hint:
        body.type === "camera"
          ? "Take a picture again, or take out the line value."
          : "Choose the file again, or put it into the notebook's folder.",
    });
  }
  const as = body.type === "camera" ? "picture" : (body.as ?? "path");
  // Another file of the same name is another value.
  const contentHash = hashJson([
    as,
    path,
    body.width ?? 0,
    body.height ?? 0,
    body.channels ?? 0,
    hashBytes(bytes),
  ]);
  if (as === "picture") {
    const { width, height, channels = 3 } = body;
    const size =
      body.type === "camera"
        ? cameraSize(body)
        : width !== undefined && height !== undefined
          ? { width, height, channels }
          : undefined;
    const picture = await place.engine.call("picture", { bytes, fileName: path, ...(size && { size }) });
    return { value: picture, contentHash, output: controlOutput(name, body, picture) };
  }
  const value = as === "path" ? path : as === "text" ? decodeText(bytes).text : bytes;
  return { value, contentHash, output: controlOutput(name, body) };
}
