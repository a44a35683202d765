// Which GPU WebGPU would use, and whether it is a real one.

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

export async function adapterOf(
  gpu: GPU | undefined,
): Promise<{ name: string; isSoftware: boolean } | undefined> {
  const adapter = await gpu?.requestAdapter().catch(() => null);
  if (!adapter) return undefined;
  const { vendor, architecture, device, description } = adapter.info;
  const name =
    [description, device, [vendor, architecture].filter(Boolean).join(" ")].find(Boolean) ?? "unnamed GPU";
  const isSoftware =
    adapter.info.isFallbackAdapter || SOFTWARE.test([vendor, architecture, device, description].join(" "));
  return { name: SOFTWARE.test(architecture) ? "SwiftShader" : name, isSoftware };
}
