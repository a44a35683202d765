// Small counts at the head of a sentence.
const words = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

export function inWords(count: number): string {
  return words[count] ?? String(count);
}
