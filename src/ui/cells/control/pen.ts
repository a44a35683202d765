// A pen that arrow keys move over a pad: what a hand does with a pointer, step by step.
import type { Point, Stroke } from "#cells/control/drawing.ts";

export interface Pen {
  at: Point;
  /** Points of the stroke being drawn; absent while the pen is up. */
  stroke?: Stroke;
}

/** By one pixel, with Shift by four; it stays on the pad. Undefined for any other key. */
export function movePen(
  pen: Pen,
  { key, shiftKey }: { key: string; shiftKey: boolean },
  { width, height }: { width: number; height: number },
): Pen | undefined {
  const directions: Record<string, Point> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  const direction = directions[key];
  if (!direction) return undefined;
  const step = shiftKey ? 4 : 1;
  const at: Point = [
    Math.min(width, Math.max(0, pen.at[0] + direction[0] * step)),
    Math.min(height, Math.max(0, pen.at[1] + direction[1] * step)),
  ];
  return { at, ...(pen.stroke && { stroke: [...pen.stroke, at] }) };
}

/** A pointer gives many points for each pixel; those nearer than half a pixel to the last say nothing. */
export function withPoint(stroke: Stroke, point: Point): Stroke {
  const last = stroke.at(-1);
  if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < 0.5) return stroke;
  return [...stroke, point];
}
