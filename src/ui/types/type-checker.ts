// Types in the editors of one notebook: after each pause in typing, the editors that are open are told what is odd.
import type { CellId } from "#document/notebook.ts";
import type { SessionView } from "#session/session-view.ts";
import type { CodeEditor } from "#ui/editor/code-editor.ts";
import { programCells } from "./program-cells.ts";
import { askTypes, tryAgain } from "./type-worker.ts";

const PAUSE_MS = 300;
/** Starting the compiler takes a core for seconds: it waits until the person has stopped typing. */
const FIRST_PAUSE_MS = 2500;

const checkers = new WeakMap<SessionView, TypeChecker>();

/** From now on, until the editor is closed, it knows types. */
export function checkTypes(session: SessionView, id: CellId, editor: CodeEditor): void {
  let checker = checkers.get(session);
  if (!checker) checkers.set(session, (checker = new TypeChecker(session)));
  checker.add(id, editor);
}

class TypeChecker {
  readonly #session: SessionView;
  readonly #editors = new Map<CellId, CodeEditor>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #notebook: unknown;
  #wasRunning = false;
  #isAsking = false;
  /** What was asked last: an edit of prose asks nothing. */
  #asked = "";

  constructor(session: SessionView) {
    this.#session = session;
    session.subscribe(() => this.#hear());
  }

  add(id: CellId, editor: CodeEditor): void {
    this.#editors.set(id, editor);
    editor.setTypeSource((offset) =>
      askTypes((worker) => worker.typeAt(programCells(this.#session.cells), id, offset)),
    );
    tryAgain();
    this.#checkSoon();
  }

  /** A run tells the columns of datasets; what it tells while it goes on changes no type. */
  #hear(): void {
    const { notebook, isRunning } = this.#session;
    if (notebook !== this.#notebook || (this.#wasRunning && !isRunning)) this.#checkSoon();
    this.#notebook = notebook;
    this.#wasRunning = isRunning;
  }

  #checkSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), this.#asked === "" ? FIRST_PAUSE_MS : PAUSE_MS);
  }

  async #check(): Promise<void> {
    for (const [id, { isOpen }] of this.#editors) if (!isOpen) this.#editors.delete(id);
    if (this.#editors.size === 0) return;
    if (this.#isAsking) return this.#checkSoon();
    const open = [...this.#editors];
    const ids = open.map(([id]) => id);
    const cells = programCells(this.#session.cells);
    const asked = JSON.stringify([ids, cells]);
    if (asked === this.#asked) return;
    this.#isAsking = true;
    const found = await askTypes((worker) => worker.warnings(cells, ids));
    this.#isAsking = false;
    this.#asked = found ? asked : "";
    const texts = new Map(cells.map((cell) => [cell.id, cell.language === "form" ? "" : cell.body]));
    open.forEach(([id, editor], index) => {
      if (found && editor.isOpen) editor.setWarnings(texts.get(id) ?? "", found[index]);
    });
  }
}
