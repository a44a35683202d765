// What is patched of tfjs's gradients; they serve every backend.
import type { GradientPatch, TensorFlow } from "./patch.ts";

export function gradientPatches(_tf: TensorFlow): GradientPatch[] {
  return [];
}
