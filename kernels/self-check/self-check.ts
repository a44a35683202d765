// Placeholder until the differential test lands in the next commit of this branch.
import type { TensorFlow } from "#kernels/patch.ts";

export interface SelfCheck {
  wrong: readonly { name: string; kernels: readonly string[]; advice: string }[];
}

export async function selfCheck(
  _tf: TensorFlow,
  _options: { only?: readonly string[] } = {},
): Promise<SelfCheck> {
  return { wrong: [] };
}
