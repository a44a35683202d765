// TypeScript to JavaScript of the same length and lines: types become spaces, so that line and column stay
// true without a source map. What would need code to be made (enum, namespace, parameter properties) is
// refused with what to write instead. The rules, each with its case, are in erase-types.test.ts.
import { Parser, type Options } from "acorn";
import { tsPlugin } from "@sveltejs/acorn-typescript";
import { CairnError } from "#errors/cairn-error.ts";
import { children, type Node } from "./syntax-tree.ts";

const TypeScriptParser = Parser.extend(tsPlugin() as never);

export const parserOptions: Options = {
  sourceType: "module",
  ecmaVersion: "latest",
  locations: true, // the TypeScript plugin fails without them
  allowAwaitOutsideFunction: true,
};

/** @throws CairnError `types-make-code` with line and column; SyntaxError of acorn (with `loc`) for what is no TypeScript. */
export function eraseTypes(code: string): string {
  let program: Node;
  try {
    program = TypeScriptParser.parse(code, parserOptions) as unknown as Node;
  } catch (error) {
    if (isJavaScript(code)) return code;
    throw error;
  }
  return new Eraser(code, program).erase();
}

/** The TypeScript parser takes `a ? (b) : c => d` for an arrow with a type: plain JavaScript has the last word. */
function isJavaScript(code: string): boolean {
  try {
    Parser.parse(code, parserOptions);
    return true;
  } catch {
    return false;
  }
}

const TYPE_NODES = new Set([
  "TSTypeAnnotation",
  "TSTypeParameterDeclaration",
  "TSTypeParameterInstantiation",
]);
const MODIFIERS = new Set(["public", "private", "protected", "readonly", "abstract", "override", "declare"]);
const STATEMENTS = new Set([
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "TSDeclareFunction",
  "TSNamespaceExportDeclaration",
  "TSDeclareMethod",
  "TSAbstractMethodDefinition",
  "TSIndexSignature",
  "TSAbstractPropertyDefinition",
]);
const REFUSED: Record<string, string> = {
  TSImportEqualsDeclaration: 'import … = require(…) is not JavaScript. Write: import … from "…".',
  TSExportAssignment: "export = is not JavaScript. Write: export default ….",
  TSTypeAssertion: "A type in front of a value (<T>x) is refused. Write: x as T.",
  Decorator: "Decorators do not run in browsers yet. Call the function yourself.",
};
const LINE_BREAK = /[\n\r\u2028\u2029]/;
const MAY_JOIN_THE_LINE_ABOVE = "([`+-/*.,";

class Eraser {
  readonly #code: string;
  readonly #program: Node;
  readonly #out: string[];
  /** Type nodes that were blanked together with what surrounds them. */
  readonly #done = new Set<Node>();
  /** `as` and `satisfies` that end a statement: only there can a following line join it. */
  readonly #endsStatement = new Set<Node>();

  constructor(code: string, program: Node) {
    this.#code = code;
    this.#program = program;
    this.#out = code.split("");
  }

  erase(): string {
    this.#markStatementEnds(this.#program);
    this.#visit(this.#program);
    return this.#out.join("");
  }

  #blank(start: number, end: number): void {
    for (let i = start; i < end; i++) if (!LINE_BREAK.test(this.#out[i])) this.#out[i] = " ";
  }

  /** A removed statement leaves a `;`, so that the next line cannot join the one before. */
  #blankStatement(node: Node): void {
    this.#blank(node.start, node.end);
    this.#out[node.start] = ";";
  }

  #refuse(message: string, node: Node): never {
    const { line, column } = node.loc.start;
    throw new CairnError(message, { code: "types-make-code", at: { line, column: column + 1 } });
  }

  #visit(node: Node): void {
    if (TYPE_NODES.has(node.type)) {
      if (!this.#done.has(node)) this.#blank(node.start, node.end);
      return;
    }
    if (STATEMENTS.has(node.type)) return this.#blankStatement(node);
    const refusal = REFUSED[node.type];
    if (refusal) this.#refuse(refusal, node);
    if (this.#visitDeclaration(node) || this.#visitClassPart(node) || this.#visitExpression(node)) return;
    for (const child of children(node)) this.#visit(child);
  }

  /** True when nothing of the node is left to visit. */
  #visitDeclaration(node: Node): boolean {
    switch (node.type) {
      case "TSEnumDeclaration":
        if (!node.declare)
          this.#refuse("An enum makes code. Write an object: const Name = { A: 0, B: 1 } as const.", node);
        this.#blankStatement(node);
        return true;
      case "TSModuleDeclaration":
        if (!node.declare && !node.global)
          this.#refuse("A namespace makes code. Write an object, or plain top-level names.", node);
        this.#blankStatement(node);
        return true;
      case "ImportDeclaration":
        if (node.importKind === "type") return (this.#blankStatement(node), true);
        this.#blankListItems(node.specifiers ?? [], (item) => item.importKind === "type");
        return false;
      case "ExportAllDeclaration":
        if (node.exportKind === "type") return (this.#blankStatement(node), true);
        return false;
      case "ExportNamedDeclaration": {
        const declared = node.declaration as Node | undefined;
        const isType =
          declared && (declared.declare || /^TS(Interface|TypeAlias|DeclareFunction)/.test(declared.type));
        if (node.exportKind === "type" || isType) return (this.#blankStatement(node), true);
        this.#blankListItems(node.specifiers ?? [], (item) => item.exportKind === "type");
        return false;
      }
      case "ExportDefaultDeclaration":
        if (!/^TS(Interface|DeclareFunction)/.test((node.declaration as Node).type)) return false;
        this.#blankStatement(node);
        return true;
      case "VariableDeclaration":
        if (node.declare) return (this.#blankStatement(node), true);
        for (const declarator of node.declarations as Node[]) {
          if (!declarator.definite) continue;
          const id = declarator.id as Node;
          this.#blankMark(id.typeAnnotation ? id.start + (id.name as string).length : id.end, "!");
        }
        return false;
      case "FunctionDeclaration":
        if (node.declare || !node.body) return (this.#blankStatement(node), true);
        this.#visitFunction(node);
        return false;
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        this.#visitFunction(node);
        return false;
      default:
        return false;
    }
  }

  #visitClassPart(node: Node): boolean {
    switch (node.type) {
      case "ClassDeclaration":
      case "ClassExpression": {
        if (node.declare) return (this.#blankStatement(node), true);
        if (node.abstract) {
          const start =
            this.#wordAt(node.start) === "abstract"
              ? node.start
              : this.#code.lastIndexOf("abstract", this.#code.indexOf("class", node.start));
          this.#blank(start, start + "abstract".length);
        }
        const interfaces = (node.implements as Node[] | undefined) ?? [];
        if (interfaces.length > 0) {
          this.#blank(this.#implementsStart(node), interfaces.at(-1)!.end);
        }
        for (const decorator of (node.decorators as Node[] | undefined) ?? []) this.#visit(decorator);
        for (const key of [
          "id",
          "superClass",
          "typeParameters",
          "superTypeParameters",
          "superTypeArguments",
          "body",
        ]) {
          if (node[key]) this.#visit(node[key] as Node);
        }
        return true;
      }
      case "MethodDefinition":
      case "PropertyDefinition":
      case "AccessorProperty":
        return this.#visitMember(node);
      default:
        return false;
    }
  }

  /** Where the word `implements` stands: a comment behind it may hold the word too. */
  #implementsStart(node: Node): number {
    const parts = ["id", "typeParameters", "superClass", "superTypeParameters", "superTypeArguments"];
    const ends = parts.flatMap((key) => (node[key] ? [(node[key] as Node).end] : []));
    let start = this.#skipSpace(Math.max(this.#code.indexOf("class", node.start) + "class".length, ...ends));
    while (this.#code[start] === ")") start = this.#skipSpace(start + 1);
    return start;
  }

  #visitMember(node: Node): boolean {
    for (const decorator of (node.decorators as Node[] | undefined) ?? []) this.#visit(decorator);
    const hasNoBody = node.type === "MethodDefinition" && !(node.value as Node | undefined)?.body;
    if (node.abstract || node.declare || hasNoBody) return (this.#blankStatement(node), true);
    const key = node.key as Node;
    for (let i = node.start; i < key.start;) {
      i = this.#skipSpace(i);
      if (i >= key.start) break;
      const word = this.#wordAt(i);
      if (MODIFIERS.has(word)) this.#blank(i, i + word.length);
      i += word.length || 1;
    }
    const keyEnd = node.computed ? this.#code.indexOf("]", key.end) + 1 : key.end;
    if (node.optional) this.#blankMark(keyEnd, "?");
    if (node.definite) this.#blankMark(keyEnd, "!");
    const annotation = node.typeAnnotation as Node | undefined;
    if (annotation) {
      this.#blank(annotation.start, annotation.end);
      // A field `get: string⏎x(){}` would become a getter: the `:` of a field without a value becomes `;`.
      if (!node.value) this.#out[annotation.start] = ";";
      this.#done.add(annotation);
    }
    return false;
  }

  #visitExpression(node: Node): boolean {
    switch (node.type) {
      case "TSAsExpression":
      case "TSSatisfiesExpression": {
        const expression = node.expression as Node;
        this.#visit(expression);
        let start = expression.end;
        for (;;) {
          start = this.#skipSpace(start);
          if (this.#code[start] !== ")") break;
          start++;
        }
        this.#blank(start, node.end);
        const next = this.#skipSpace(node.end);
        const isOtherLine = this.#breaksLine(node.end, next);
        // `x as any⏎(foo)()`: TypeScript ends the statement; without the `;` x would be called.
        if (
          this.#endsStatement.has(node) &&
          isOtherLine &&
          MAY_JOIN_THE_LINE_ABOVE.includes(this.#code[next])
        )
          this.#out[start] = ";";
        return true;
      }
      case "TSNonNullExpression":
        this.#visit(node.expression as Node);
        this.#out[node.end - 1] = " ";
        return true;
      case "TSInstantiationExpression":
        this.#visit(node.expression as Node);
        this.#blank(((node.typeParameters ?? node.typeArguments) as Node).start, node.end);
        return true;
      default:
        return false;
    }
  }

  #visitFunction(node: Node): void {
    const params = node.params as Node[];
    const first = params[0];
    if (first?.type === "Identifier" && first.name === "this") {
      const end = this.#skipSpace(first.end);
      this.#blank(first.start, first.end);
      if (this.#code[end] === ",") this.#out[end] = " ";
    }
    for (const param of params) {
      if (param.type === "TSParameterProperty") {
        this.#refuse(
          "A parameter property (private, public, protected or readonly in a constructor) makes code. Write the field and assign it in the constructor.",
          param,
        );
      }
      this.#blankOptional(param.type === "AssignmentPattern" ? (param.left as Node) : param);
    }
    if (node.type === "ArrowFunctionExpression") this.#keepArrowOnItsLine(node);
  }

  /** `async <T>⏎(x) =>` and `(a):⏎string => a`: a line may not break there, so the bracket moves. */
  #keepArrowOnItsLine(node: Node): void {
    const types = node.typeParameters as Node | undefined;
    if (types) {
      const bracket = this.#find(types.end, "(");
      if (this.#breaksLine(node.start, bracket)) {
        this.#blank(types.start, types.end);
        this.#out[bracket] = " ";
        this.#out[types.start] = "(";
        this.#done.add(types);
      }
    }
    const returned = node.returnType as Node | undefined;
    const bracket = returned ? this.#closingBracket(node, returned) : 0;
    if (returned && this.#breaksLine(bracket, returned.end)) {
      this.#blank(returned.start, returned.end);
      this.#done.add(returned);
      if (this.#code[bracket] === ")") {
        this.#out[bracket] = " ";
        this.#out[returned.end - 1] = ")";
      }
    }
  }

  /** The bracket after the parameters; a comment may stand between it and the type. */
  #closingBracket(node: Node, returned: Node): number {
    const types = node.typeParameters as Node | undefined;
    let bracket = this.#find((node.params as Node[]).at(-1)?.end ?? types?.end ?? node.start, ")");
    for (let next = bracket; next < returned.start; next = this.#find(next + 1, ")")) bracket = next;
    return bracket;
  }

  #breaksLine(start: number, end: number): boolean {
    return LINE_BREAK.test(this.#code.slice(start, end));
  }

  #blankOptional(target: Node): void {
    if (!target.optional) return;
    const annotation = target.typeAnnotation as Node | undefined;
    for (let i = (annotation ? annotation.start : target.end) - 1; i > target.start; i--) {
      if (this.#code[i] !== "?") continue;
      this.#out[i] = " ";
      return;
    }
  }

  #blankMark(from: number, mark: string): void {
    const i = this.#skipSpace(from);
    if (this.#code[i] === mark) this.#out[i] = " ";
  }

  #blankListItems(items: Node[], isType: (item: Node) => boolean): void {
    for (const item of items) {
      if (!isType(item)) continue;
      const end = this.#skipSpace(item.end);
      this.#blank(item.start, item.end);
      if (this.#code[end] === ",") this.#out[end] = " ";
    }
  }

  #markStatementEnds(node: Node): void {
    if (/Statement$|^VariableDeclaration$|^PropertyDefinition$|^ExportDefault/.test(node.type)) {
      this.#markEnd(node.type === "ExpressionStatement" ? (node.expression as Node) : node);
    }
    for (const child of children(node)) this.#markStatementEnds(child);
  }

  #markEnd(start: Node): void {
    let node: Node | undefined = start;
    while (node) {
      if (node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression") {
        this.#endsStatement.add(node);
        return;
      }
      const end: number = node.end;
      const { right, argument, body, alternate, init, value, expressions, declarations, expression } =
        node as Record<string, unknown>;
      const last = [
        right,
        argument,
        body,
        alternate,
        init,
        value,
        lastOf(expressions),
        lastOf(declarations),
        expression,
      ];
      node = (last as (Node | undefined)[]).find((kid) => kid && typeof kid === "object" && kid.end === end);
    }
  }

  /** First index from `i` on that is neither white space nor a comment. */
  #skipSpace(from: number): number {
    let i = from;
    for (;;) {
      if (/\s/.test(this.#code[i] ?? "")) i++;
      else if (this.#code.startsWith("//", i))
        while (i < this.#code.length && !LINE_BREAK.test(this.#code[i])) i++;
      else if (this.#code.startsWith("/*", i)) i = this.#code.indexOf("*/", i + 2) + 2;
      else return i;
    }
  }

  #find(from: number, character: string): number {
    let i = from;
    for (;;) {
      i = this.#skipSpace(i);
      if (i >= this.#code.length || this.#code[i] === character) return i;
      i++;
    }
  }

  #wordAt(i: number): string {
    return /^[$\w]*/.exec(this.#code.slice(i, i + 12))![0];
  }
}

function lastOf(list: unknown): unknown {
  return Array.isArray(list) ? list.at(-1) : undefined;
}
