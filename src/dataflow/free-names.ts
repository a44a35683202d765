// The scopes of a program: what it defines at the top, which names it reads and writes that it does not
// define, and whether a function in it changes a variable from outside itself. From the text alone: names
// reached through eval or globalThis["x"] are invisible here and never make an edge.
import { children, type Node } from "./syntax-tree.ts";

export interface FreeNames {
  /** Top-level names in the order of their declaration. */
  defines: string[];
  /** Where each of them is declared first. */
  definedAt: ReadonlyMap<string, { line: number; column: number }>;
  /** Names read but not defined here, globals included; sorted. */
  reads: string[];
  /** Names assigned to but not defined here, with the place of the first assignment. */
  writes: { name: string; line: number; column: number }[];
  /**
   * A nested function assigns to a variable declared outside that function, or changes what no comparison of
   * values could see: an object of a function around it, a private field.
   */
  keepsState: boolean;
}

interface Scope {
  isFunction: boolean;
  /** Which function (0: the program itself) the scope belongs to. */
  functionNumber: number;
  parent: Scope | undefined;
  names: Set<string>;
  /** Holds a function expression's own name: assigning to it throws, so nothing is kept there. */
  isFixed?: boolean;
  /** The scope that a class declaration's name lies in: inside its body the name means the same. */
  aliasOf?: Scope;
}

interface Reference {
  name: string;
  node: Node;
  reads: boolean;
  writes: boolean;
  scope: Scope;
}

/** @param program plain acorn tree with locations */
export function freeNames(program: Node): FreeNames {
  const walk = new ScopeWalk();
  walk.program(program);
  const reads = new Set<string>();
  const writes = new Map<string, { name: string; line: number; column: number }>();
  let keepsState = walk.changesPrivateField;
  for (const { name, scope } of walk.changedObjects) {
    const owner = ownerOf(name, scope);
    // Objects at the top are compared while the notebook runs (sandbox/hidden-state.ts).
    if (owner && owner.functionNumber !== 0 && owner.functionNumber !== scope.functionNumber)
      keepsState = true;
  }
  for (const { name, node, reads: isRead, writes: isWritten, scope } of walk.references) {
    const owner = ownerOf(name, scope);
    if (owner) {
      if (isWritten && !owner.isFixed && owner.functionNumber !== scope.functionNumber) keepsState = true;
      continue;
    }
    if (isRead) reads.add(name);
    if (isWritten && !writes.has(name)) writes.set(name, { name, ...placeOf(node) });
  }
  const definedAt = new Map<string, { line: number; column: number }>();
  for (const { name, node, scope } of walk.bindings) {
    if (scope === walk.top && !definedAt.has(name)) definedAt.set(name, placeOf(node));
  }
  return {
    defines: [...walk.top.names],
    definedAt,
    reads: [...reads].sort(),
    writes: [...writes.values()],
    keepsState,
  };
}

function placeOf(node: Node): { line: number; column: number } {
  const { line, column } = node.loc.start;
  return { line, column: column + 1 };
}

/** Every identifier that means the top-level name, or the other cells' name: not those of inner variables. */
export function usesOf(program: Node, name: string): Node[] {
  const walk = new ScopeWalk();
  walk.program(program);
  const uses = new Map<number, Node>();
  for (const { name: found, node, scope } of [...walk.bindings, ...walk.references]) {
    if (found !== name) continue;
    const owner = ownerOf(name, scope);
    const meant = owner?.aliasOf ?? owner;
    if (meant === undefined || meant === walk.top) uses.set(node.start, node);
  }
  return [...uses.values()].sort((a, b) => a.start - b.start);
}

function ownerOf(name: string, from: Scope): Scope | undefined {
  let scope: Scope | undefined = from;
  while (scope && !scope.names.has(name)) scope = scope.parent;
  return scope;
}

/** Of Array, Map, Set, DataView, Date and iterators, and what classes like to call theirs. */
const changingMethods = new Set<unknown>(
  "push pop shift unshift splice sort reverse fill copyWithin set add delete clear append next setTime".split(
    " ",
  ),
);

class ScopeWalk {
  readonly top: Scope = { isFunction: true, functionNumber: 0, parent: undefined, names: new Set() };
  readonly references: Reference[] = [];
  readonly bindings: { name: string; node: Node; scope: Scope }[] = [];
  /** Names of objects of which a member is assigned to, deleted, or called by a name that changes. */
  readonly changedObjects: { name: string; scope: Scope }[] = [];
  changesPrivateField = false;
  #isInConstructor = false;
  #scope = this.top;
  #functionCount = 0;

  program(program: Node): void {
    const body = program.body as Node[];
    this.#hoist(body);
    for (const statement of body) this.#visit(statement);
  }

  #in(isFunction: boolean, work: () => void, isNewFunction = false): void {
    const outer = this.#scope;
    const functionNumber = isNewFunction ? ++this.#functionCount : outer.functionNumber;
    this.#scope = { isFunction, functionNumber, parent: outer, names: new Set() };
    work();
    this.#scope = outer;
  }

  #functionScope(): Scope {
    let scope = this.#scope;
    while (!scope.isFunction) scope = scope.parent!;
    return scope;
  }

  #reference(node: Node, reads: boolean, writes: boolean): void {
    this.references.push({ name: node.name as string, node, reads, writes, scope: this.#scope });
  }

  #bindName(node: Node, scope: Scope): void {
    const name = node.name as string;
    scope.names.add(name);
    this.bindings.push({ name, node, scope });
  }

  /** The names that a pattern binds. */
  #bind(pattern: Node | null | undefined, into: Scope): void {
    switch (pattern?.type) {
      case "Identifier":
        this.#bindName(pattern, into);
        break;
      case "ObjectPattern":
        for (const property of pattern.properties as Node[])
          this.#bind((property.value ?? property.argument) as Node, into);
        break;
      case "ArrayPattern":
        for (const element of pattern.elements as (Node | null)[]) this.#bind(element, into);
        break;
      case "RestElement":
        this.#bind(pattern.argument as Node, into);
        break;
      case "AssignmentPattern":
        this.#bind(pattern.left as Node, into);
    }
  }

  /** The parts of a binding pattern that are evaluated: defaults and computed keys. */
  #patternValues(pattern: Node | null | undefined): void {
    switch (pattern?.type) {
      case "ObjectPattern":
        for (const property of pattern.properties as Node[]) {
          if (property.computed) this.#visit(property.key as Node);
          this.#patternValues((property.value ?? property.argument) as Node);
        }
        break;
      case "ArrayPattern":
        for (const element of pattern.elements as (Node | null)[]) this.#patternValues(element);
        break;
      case "RestElement":
        this.#patternValues(pattern.argument as Node);
        break;
      case "AssignmentPattern":
        this.#visit(pattern.right as Node);
        this.#patternValues(pattern.left as Node);
    }
  }

  /** What an assignment writes to. */
  #target(pattern: Node | null | undefined, alsoReads: boolean): void {
    switch (pattern?.type) {
      case undefined:
        break;
      case "Identifier":
        this.#reference(pattern!, alsoReads, true);
        break;
      case "ObjectPattern":
        for (const property of pattern!.properties as Node[]) {
          if (property.computed) this.#visit(property.key as Node);
          this.#target((property.value ?? property.argument) as Node, false);
        }
        break;
      case "ArrayPattern":
        for (const element of pattern!.elements as (Node | null)[]) this.#target(element, false);
        break;
      case "RestElement":
        this.#target(pattern!.argument as Node, false);
        break;
      case "AssignmentPattern":
        this.#visit(pattern!.right as Node);
        this.#target(pattern!.left as Node, false);
        break;
      default:
        this.#changeOf(pattern!);
        this.#visit(pattern!);
    }
  }

  /** A member of an object is changed: of which? */
  #changeOf(member: Node): void {
    let object = member;
    while (object.type === "MemberExpression") {
      const isPrivate = (object.property as Node).type === "PrivateIdentifier";
      if (isPrivate && !this.#isInConstructor) this.changesPrivateField = true;
      object = object.object as Node;
    }
    if (object.type === "Identifier")
      this.changedObjects.push({ name: object.name as string, scope: this.#scope });
  }

  /** let, const, class and function are known in their whole block; `var` is bound when it is visited. */
  #hoist(body: readonly Node[]): void {
    for (const statement of body) {
      const isExport = statement.type.startsWith("Export") && statement.declaration;
      const declared = (isExport ? statement.declaration : statement) as Node;
      if (declared.type === "VariableDeclaration" && declared.kind !== "var") {
        for (const declarator of declared.declarations as Node[])
          this.#bind(declarator.id as Node, this.#scope);
      } else if (
        (declared.type === "FunctionDeclaration" || declared.type === "ClassDeclaration") &&
        declared.id
      ) {
        this.#bindName(declared.id as Node, this.#scope);
      } else if (declared.type === "ImportDeclaration") {
        for (const specifier of declared.specifiers!) this.#bindName(specifier.local as Node, this.#scope);
      }
    }
  }

  #function(node: Node): void {
    if (node.type !== "FunctionExpression" || !node.id) return this.#functionWithin(node);
    this.#in(false, () => {
      this.#scope.isFixed = true;
      this.#scope.names.add((node.id as Node).name as string);
      this.#functionWithin(node);
    });
  }

  #functionWithin(node: Node): void {
    const work = () => {
      if (node.type !== "ArrowFunctionExpression") this.#scope.names.add("arguments");
      const params = node.params as Node[];
      for (const param of params) this.#bind(param, this.#scope);
      for (const param of params) this.#patternValues(param);
      const body = node.body as Node;
      if (body.type === "BlockStatement") this.#block(body.body as Node[], true);
      else this.#visit(body);
    };
    this.#in(true, work, true);
  }

  #block(body: readonly Node[], isFunction: boolean): void {
    this.#in(isFunction, () => {
      this.#hoist(body);
      for (const statement of body) this.#visit(statement);
    });
  }

  #visit(node: Node | null | undefined): void {
    if (!node) return;
    switch (node.type) {
      case "Identifier":
        return this.#reference(node, true, false);
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return this.#function(node);
      case "ClassDeclaration":
      case "ClassExpression":
        return this.#in(false, () => {
          if (node.id) this.#scope.names.add((node.id as Node).name as string);
          if (node.type === "ClassDeclaration") this.#scope.aliasOf = this.#scope.parent!;
          this.#visit(node.superClass as Node);
          this.#visit(node.body as Node);
        });
      case "PropertyDefinition":
        if (node.computed) this.#visit(node.key as Node);
        return this.#in(
          true,
          () => {
            this.#scope.names.add("arguments");
            this.#visit(node.value as Node);
          },
          true,
        );
      case "MethodDefinition": {
        const outer = this.#isInConstructor;
        this.#isInConstructor = node.kind === "constructor";
        if (node.computed) this.#visit(node.key as Node);
        this.#visit(node.value as Node);
        this.#isInConstructor = outer;
        return;
      }
      case "UnaryExpression":
        if (node.operator === "delete") this.#changeOf(node.argument as Node);
        return this.#visit(node.argument as Node);
      case "CallExpression": {
        const callee = node.callee as Node;
        const method = callee.type === "MemberExpression" ? (callee.property as Node).name : undefined;
        if (changingMethods.has(method)) this.#changeOf(callee);
        for (const child of children(node)) this.#visit(child);
        return;
      }
      case "Property":
        if (node.computed) this.#visit(node.key as Node);
        return this.#visit(node.value as Node);
      case "StaticBlock":
        return this.#block(node.body as Node[], true);
      case "MemberExpression":
        this.#visit(node.object as Node);
        if (node.computed) this.#visit(node.property as Node);
        return;
      case "VariableDeclaration":
        for (const declarator of node.declarations as Node[]) {
          this.#bind(declarator.id as Node, node.kind === "var" ? this.#functionScope() : this.#scope);
          this.#patternValues(declarator.id as Node);
          this.#visit(declarator.init as Node);
        }
        return;
      case "AssignmentExpression":
        this.#target(node.left as Node, node.operator !== "=");
        return this.#visit(node.right as Node);
      case "UpdateExpression":
        return this.#target(node.argument as Node, true);
      case "BlockStatement":
        return this.#block(node.body as Node[], false);
      case "SwitchStatement":
        return this.#switch(node);
      case "ForStatement":
        return this.#in(false, () => {
          for (const key of ["init", "test", "update", "body"]) this.#visit(node[key] as Node);
        });
      case "ForInStatement":
      case "ForOfStatement":
        return this.#in(false, () => {
          if ((node.left as Node).type === "VariableDeclaration") this.#visit(node.left as Node);
          else this.#target(node.left as Node, false);
          this.#visit(node.right as Node);
          this.#visit(node.body as Node);
        });
      case "CatchClause":
        return this.#in(false, () => {
          this.#bind(node.param as Node, this.#scope);
          this.#patternValues(node.param as Node);
          this.#visit(node.body as Node);
        });
      case "LabeledStatement":
        return this.#visit(node.body as Node);
      case "BreakStatement":
      case "ContinueStatement":
      case "MetaProperty":
      case "ExportAllDeclaration":
      case "ImportDeclaration":
        return;
      case "ExportNamedDeclaration":
        if (node.declaration) this.#visit(node.declaration as Node);
        else if (!node.source) for (const specifier of node.specifiers!) this.#visit(specifier.local as Node);
        return;
      default:
        for (const child of children(node)) this.#visit(child);
    }
  }

  #switch(node: Node): void {
    this.#visit(node.discriminant as Node);
    const cases = node.cases as Node[];
    this.#in(false, () => {
      for (const each of cases) this.#hoist(each.consequent as Node[]);
      for (const each of cases) {
        this.#visit(each.test as Node);
        for (const statement of each.consequent as Node[]) this.#visit(statement);
      }
    });
  }
}
