// Stands in for markdown-it's finder of bare links, which we never turn on and which would weigh 7 kB in the first paint.

export class LinkifyIt {
  /** Never asked: `linkify` is off. */
  test(): boolean {
    return false;
  }
}
