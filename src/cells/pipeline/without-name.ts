// Takes a name out of a pipeline's text, wherever it names it.
import { isMap, isScalar, isSeq, parseDocument } from "yaml";

/** The text without it; a list that has nothing left goes with it. Comments elsewhere stay. */
export function withoutName(text: string, name: string): string {
  const document = parseDocument(text);
  const { contents } = document;
  if (!isMap(contents)) return text;
  for (const key of ["cells", "parameters", "promote"]) {
    const value: unknown = contents.get(key, true);
    if (isScalar(value) && value.value === name) contents.delete(key);
    if (!isSeq(value)) continue;
    value.items = value.items.filter((item) => !isScalar(item) || item.value !== name);
    if (value.items.length === 0) contents.delete(key);
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: text.includes("[ ") }).replace(/\n$/, "");
}
