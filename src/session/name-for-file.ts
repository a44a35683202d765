/** A cell's name for a table: "Bike share (2).csv" gives bike_share_2. */
export function nameForFile(fileName: string): string {
  const words = fileName
    .replace(/\.\w+$/, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  return words === "" ? "table" : words.replace(/^(?=\d)/, "t");
}
