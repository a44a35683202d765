declare global {
  /** Where the scripts that a worker loads put what they give. */
  // eslint-disable-next-line no-var
  var cairnParts: object | undefined;
}

/**
 * An address for import() of a script that came as bytes: the network of the sandbox is closed, so what ONNX Runtime's
 * package would fetch by itself is handed over.
 */
export function scriptAddress(script: Uint8Array): string {
  const text = new Blob([script as Uint8Array<ArrayBuffer>], { type: "text/javascript" });
  return URL.createObjectURL(text);
}
