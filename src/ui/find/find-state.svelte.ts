// Find and replace in all cells of a notebook: what is looked for, where it is, which match is the current one.
import { setTexts } from "#document/edit-cells.ts";
import type { CellId } from "#document/notebook.ts";
import type { CellView } from "#session/session-view.ts";
import { compileQuery, findSpans, type Query, replaceSpans, type Span } from "#ui/find/find-matches.ts";
import { countOf } from "#markup/format-number.ts";
import type { NotebookState } from "#ui/state/notebook-state.svelte.ts";

export interface Match extends Span {
  cell: CellId;
}

export class FindState {
  isOpen = $state(false);
  isReplacing = $state(false);
  query = $state<Query>({ text: "", isCaseSensitive: false, isWholeWord: false, isPattern: false });
  replacement = $state("");
  /** Counts how often the bar was asked for: its field takes the focus each time. */
  askedCount = $state(0);

  readonly #notebook: NotebookState;
  readonly #compiled = $derived(this.isOpen ? compileQuery(this.query) : undefined);
  readonly #pattern = $derived(this.#compiled instanceof RegExp ? this.#compiled : undefined);
  readonly error = $derived(
    this.#compiled instanceof RegExp || this.#compiled === undefined ? "" : this.#compiled.error,
  );
  readonly matches = $derived.by(() => this.#find());
  readonly #byCell = $derived(Map.groupBy(this.matches, ({ cell }) => cell));
  #place = $state.raw<{ cell: CellId; from: number }>();
  readonly currentIndex = $derived.by(() => this.#indexAt());
  readonly current = $derived<Match | undefined>(this.matches[this.currentIndex]);
  /** Set by a step, taken by the cell that scrolls to it. */
  #isAwaited = false;
  /** The matches of a text, while the pattern stays the same. */
  #known: { pattern: RegExp; spans: Map<string, Span[]> } | undefined;

  constructor(notebook: NotebookState) {
    this.#notebook = notebook;
  }

  open(isReplacing: boolean, text: string): void {
    this.isOpen = true;
    this.isReplacing = isReplacing;
    if (text !== "") this.query.text = text;
    this.askedCount++;
    const id = this.#notebook.selectedId;
    if (this.#place?.cell !== id && id !== undefined) this.#place = { cell: id, from: 0 };
    this.#isAwaited = true;
  }

  /** Closes the bar and selects the current match in its cell. */
  close(): void {
    const { current } = this;
    const isProse = this.#cell(current?.cell)?.type === "prose";
    this.isOpen = false;
    const id = current?.cell ?? this.#notebook.selectedId;
    if (id === undefined) return;
    if (current && !isProse) this.#notebook.edit(id, { from: current.from, to: current.to });
    else this.#notebook.focus(id);
  }

  /** The query was typed: the first match from the present place on. */
  search(): void {
    this.#isAwaited = true;
  }

  step(by: 1 | -1): void {
    const { length } = this.matches;
    if (length === 0) return;
    this.#isAwaited = true;
    const { cell, from } = this.matches[(this.currentIndex + by + length) % length]!;
    this.#place = { cell, from };
  }

  matchesIn(id: CellId): readonly Match[] {
    return this.#byCell.get(id) ?? [];
  }

  /** Where the pattern is in another text, such as rendered prose. */
  spansIn(text: string): Span[] {
    return this.#pattern ? findSpans(text, this.#pattern) : [];
  }

  /** True once for each step, for whoever draws the current match. */
  takeAwaited(): boolean {
    const isAwaited = this.#isAwaited;
    this.#isAwaited = false;
    return isAwaited;
  }

  /** Replaces the current match and goes on to the next. */
  replace(): void {
    const { current } = this;
    if (!current) return;
    const before = this.#textOf(current.cell);
    const after = this.#replaced(current.cell, ({ from }) => from === current.from);
    this.#notebook.editDocument(
      (document) => setTexts(document, new Map([[current.cell, after]])),
      current.cell,
    );
    this.#place = { cell: current.cell, from: current.to + after.length - before.length };
    this.#isAwaited = true;
  }

  replaceAll(): void {
    const { length } = this.matches;
    const texts = new Map([...this.#byCell.keys()].map((id) => [id, this.#replaced(id)]));
    if (length === 0) return;
    this.#notebook.editDocument((document) => setTexts(document, texts), this.matches[0]?.cell);
    this.#notebook.say(`Replaced ${countOf(length, "match", "matches")} in ${countOf(texts.size, "cell")}.`);
  }

  #replaced(id: CellId, isChosen?: (span: Span) => boolean): string {
    if (!this.#pattern) return this.#textOf(id);
    return replaceSpans(this.#textOf(id), this.#pattern, this.replacement, this.query.isPattern, isChosen);
  }

  #find(): Match[] {
    const pattern = this.#pattern;
    if (!pattern) return [];
    if (this.#known?.pattern !== pattern) this.#known = { pattern, spans: new Map() };
    const { spans } = this.#known;
    return this.#notebook.cells.flatMap((cell) => {
      const text = searchedText(cell);
      let found = spans.get(text);
      if (!found) spans.set(text, (found = findSpans(text, pattern)));
      return found.map((span) => ({ ...span, cell: cell.id }));
    });
  }

  /** The match at the present place, else the first behind it. */
  #indexAt(): number {
    const place = this.#place;
    if (!place) return 0;
    const order = new Map(this.#notebook.cells.map(({ id }, index) => [id, index]));
    const at = order.get(place.cell) ?? 0;
    const index = this.matches.findIndex(({ cell, from }) => {
      const cellAt = order.get(cell) ?? 0;
      return cellAt > at || (cellAt === at && from >= place.from);
    });
    return Math.max(0, index);
  }

  #cell(id: CellId | undefined): CellView | undefined {
    return this.#notebook.cells.find((cell) => cell.id === id);
  }

  #textOf(id: CellId): string {
    const cell = this.#cell(id);
    return cell ? searchedText(cell) : "";
  }
}

function searchedText(cell: CellView): string {
  return (cell.type === "prose" ? cell.markdown : cell.body).replace(/\r\n?/g, "\n");
}
