// What a control shows, from its body: the defaults are filled in here, so that a view has no choices to make.
import type { ControlOutput } from "#cell-api/outputs.ts";
import { toBase64, type Picture } from "#datasets/picture.ts";
import type { ControlBody } from "./control-kind.ts";

export type FileBody = Extract<ControlBody, { type: "file" | "camera" }>;

/** @param picture what is seen below a drawing, a picture file or a camera */
export function controlOutput(name: string, body: ControlBody, picture?: Picture): ControlOutput {
  const { label = name } = body;
  const shown = picture && {
    picture: {
      width: picture.width,
      height: picture.height,
      channels: picture.channels,
      pixels: toBase64(picture.pixels),
    },
  };
  switch (body.type) {
    case "slider":
      return { type: "control", control: { ...body, label, step: body.step ?? 1 } };
    case "choice": {
      const as = body.as ?? (body.options.length <= 5 ? "buttons" : "list");
      return { type: "control", control: { ...body, label, as } };
    }
    case "number":
      return { type: "control", control: { ...body, label } };
    case "text":
      return { type: "control", control: { ...body, label, lines: body.lines ?? 1 } };
    case "drawing": {
      const { width, height, pen, value } = drawingOf(body);
      return { type: "control", control: { type: "drawing", label, width, height, pen, value, ...shown } };
    }
    case "file": {
      const { accept, value } = body;
      return {
        type: "control",
        control: {
          type: "file",
          label,
          ...(accept !== undefined && { accept }),
          ...(value !== undefined && { value }),
          ...shown,
        },
      };
    }
    case "camera": {
      const { width, height } = cameraSize(body);
      const { value } = body;
      return {
        type: "control",
        control: { type: "camera", label, width, height, ...(value !== undefined && { value }), ...shown },
      };
    }
  }
}

export function drawingOf(body: Extract<ControlBody, { type: "drawing" }>) {
  const { width = 28, height = 28, centred = true, value = "" } = body;
  return { width, height, centred, value, pen: body.pen ?? (Math.max(width, height) / 28) * 2.4 };
}

export function cameraSize({ width = 224, height = 224, channels = 3 }: FileBody) {
  return { width, height, channels };
}
