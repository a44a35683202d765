// A notebook under TypeScript's language service: what is odd about a cell's types, and what stands at a place. Types
// are erased before a cell runs, so nothing said here keeps a cell from running. Places are offsets in the cell's text.
import ts from "typescript";
import { cellFiles, type CellFile } from "./cell-files.ts";
import { fixedFiles, GLOBALS_PATH, packagePaths } from "./fixed-files.ts";
import type { FormCell, ProgramCell } from "./program-cells.ts";
import type { TypeInfo, TypeWarning } from "./type-findings.ts";
import { plainMessage, plainType } from "./type-words.ts";

/** Lenient, because cells are notes: what may be missing is not asked about, and what has no type is `any`. */
const options: ts.CompilerOptions = {
  strict: false,
  noImplicitAny: false,
  strictNullChecks: false,
  useUnknownInCatchVariables: false,
  target: ts.ScriptTarget.ESNext, // nothing is compiled
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2025.d.ts", "lib.esnext.disposable.d.ts", "lib.esnext.array.d.ts"],
  types: [],
  allowJs: true,
  checkJs: false,
  allowUmdGlobalAccess: true,
  allowUnreachableCode: true,
  allowUnusedLabels: true,
  noUncheckedSideEffectImports: false,
  skipLibCheck: true,
  noEmit: true,
};

/** What Cairn's own analysis says, and says better: a name twice, a name of another cell assigned to, imports. */
const saidByCairn = new Set([
  2300,
  2451, // declared twice
  2307,
  2792,
  2875, // no such module
  2440,
  2484,
  2528,
  2632, // an import or export against a declaration; an import assigned to
  1343,
  1470, // import.meta
]);

const noSuchProperty = new Set([2339, 2550, 2551]);
const noNumber = new Set([2362, 2363]);

export class CellProgram {
  readonly #fixed: ReadonlyMap<string, string>;
  readonly #service: ts.LanguageService;
  readonly #versions = new Map<string, { text: string; version: number }>();
  #files = new Map<string, CellFile>();
  #pathOf = new Map<string, string>();
  /** Names of properties that some cell assigns to. */
  #assigned: ReadonlySet<string> = new Set();

  /** @param packages declarations of the language and of packages, by path */
  constructor(packages: Readonly<Record<string, string>>) {
    this.#fixed = fixedFiles(packages);
    this.#service = ts.createLanguageService(this.#host());
  }

  /** Takes all cells of the notebook; those whose text is the same cost nothing. */
  update(cells: readonly (ProgramCell | FormCell)[]): void {
    const files = cellFiles(cells);
    this.#files = new Map(files.map((file) => [file.path, file]));
    this.#pathOf = new Map(cells.map(({ id }, index) => [id, files[index].path]));
    this.#assigned = new Set(
      cells.flatMap((cell) => (cell.language === "form" ? [] : assignedIn(cell.body))),
    );
    for (const { path, text } of files) {
      const known = this.#versions.get(path);
      if (known?.text !== text) this.#versions.set(path, { text, version: (known?.version ?? 0) + 1 });
    }
  }

  /** Nothing for JavaScript, and nothing while the text has no grammar: that is said by Cairn. */
  warnings(id: string): TypeWarning[] {
    const file = this.#fileOf(id);
    if (!file?.path.endsWith(".ts") || file.length === 0) return [];
    return this.#ask([], () => {
      if (this.#service.getSyntacticDiagnostics(file.path).length > 0) return [];
      return this.#service.getSemanticDiagnostics(file.path).flatMap((diagnostic): TypeWarning[] => {
        const { start = -1, length = 0, messageText } = diagnostic;
        const from = start - file.start;
        if (from < 0 || from >= file.length || !this.#isWorthSaying(diagnostic)) return [];
        const message = plainMessage(ts.flattenDiagnosticMessageText(messageText, "\n"));
        return [{ from, to: Math.min(from + length, file.length), message }];
      });
    });
  }

  typeAt(id: string, offset: number): TypeInfo | undefined {
    const file = this.#fileOf(id);
    if (!file || offset > file.length) return undefined;
    const info = this.#ask(undefined, () =>
      this.#service.getQuickInfoAtPosition(file.path, file.start + offset),
    );
    if (!info) return undefined;
    const from = info.textSpan.start - file.start;
    const to = Math.min(from + info.textSpan.length, file.length);
    if (from < 0 || from >= to) return undefined;
    const words = plainType(
      ts.displayPartsToString(info.displayParts),
      ts.displayPartsToString(info.documentation),
    );
    return words.type === "" ? undefined : { from, to, ...words };
  }

  /** The compiler gives up on types that are inferred through hundreds of cells; it begins anew then. */
  #ask<T>(nothing: T, question: () => T): T {
    try {
      return question();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#service.cleanupSemanticCache();
      return nothing;
    }
  }

  #isWorthSaying({ code, file, start = 0, length = 0 }: ts.Diagnostic): boolean {
    if (saidByCairn.has(code)) return false;
    // JavaScript gives objects properties as it goes.
    if (noSuchProperty.has(code)) return !this.#assigned.has(file?.text.slice(start, start + length) ?? "");
    // Two dates have a difference.
    if (noNumber.has(code) && file) {
      const node = nodeAt(file, start, start + length);
      const checker = this.#service.getProgram()?.getTypeChecker();
      return !node || checker?.typeToString(checker.getTypeAtLocation(node)) !== "Date";
    }
    return true;
  }

  #fileOf(id: string): CellFile | undefined {
    const path = this.#pathOf.get(id);
    return path === undefined ? undefined : this.#files.get(path);
  }

  #textOf(path: string): string | undefined {
    return this.#files.get(path)?.text ?? this.#fixed.get(path);
  }

  #host(): ts.LanguageServiceHost {
    return {
      getCompilationSettings: () => options,
      getCurrentDirectory: () => "/",
      getDefaultLibFileName: () => "/lib/lib.d.ts",
      getScriptFileNames: () => [GLOBALS_PATH, ...this.#files.keys()],
      getScriptVersion: (path) => String(this.#versions.get(path)?.version ?? 0),
      getScriptSnapshot: (path) => {
        const text = this.#textOf(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      fileExists: (path) => this.#textOf(path) !== undefined,
      readFile: (path) => this.#textOf(path),
      resolveModuleNameLiterals: (names, from) =>
        names.map(({ text }) => {
          const path = this.#resolve(text, from);
          return {
            resolvedModule:
              path === undefined
                ? undefined
                : { resolvedFileName: path, extension: extensionOf(path), isExternalLibraryImport: false },
          };
        }),
    };
  }

  #resolve(name: string, from: string): string | undefined {
    const known = packagePaths.get(name);
    if (known !== undefined) return known;
    if (this.#files.has(name)) return name;
    const path = name.startsWith(".") ? new URL(name, `file://${from}`).pathname : `/node_modules/${name}`;
    const stem = path.replace(/\.js$/, "");
    return [`${stem}.d.ts`, `${stem}/index.d.ts`].find((each) => this.#fixed.has(each));
  }
}

function extensionOf(path: string): ts.Extension {
  if (path.endsWith(".d.ts")) return ts.Extension.Dts;
  return path.endsWith(".js") ? ts.Extension.Js : ts.Extension.Ts;
}

function assignedIn(body: string): string[] {
  return Array.from(body.matchAll(/\.([\p{L}_$][\p{L}\p{N}_$]*)\s*=(?![=>])/gu), ([, name]) => name);
}

/** The outermost node that takes up exactly this span. */
function nodeAt(file: ts.SourceFile, start: number, end: number): ts.Node | undefined {
  const find = (node: ts.Node): ts.Node | undefined => {
    if (node.getStart(file) === start && node.end === end) return node;
    return node.pos <= start && end <= node.end ? ts.forEachChild(node, find) : undefined;
  };
  return find(file);
}
