// Places as a person counts them. JavaScript's engines and parsers end a line at U+2028 and U+2029 too;
// editors, and the rest of Cairn, do not.

interface LinePlace {
  line: number;
  column: number;
}

/** @param place in `text`, from 1, lines counted as JavaScript does; the result counts \n, \r and \r\n only */
export function ownPlace(text: string, { line, column }: LinePlace): LinePlace {
  if (!/[\u2028\u2029]/.test(text)) return { line, column };
  const lineBreak = /\r\n|[\n\r\u2028\u2029]/g;
  for (let i = 1; i < line && lineBreak.test(text); i++); // lastIndex is then where the line begins
  const before = text.slice(0, (line === 1 ? 0 : lineBreak.lastIndex) + column - 1).split(/\r\n|\n|\r/);
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
