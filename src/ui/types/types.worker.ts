import { expose } from "comlink";
import packages from "virtual:type-files";
import { CellProgram } from "./cell-program.ts";
import type { FormCell, ProgramCell } from "./program-cells.ts";
import type { TypeInfo, TypeWarning } from "./type-findings.ts";

type Cells = readonly (ProgramCell | FormCell)[];

const program = new CellProgram(packages);

/** Each call brings the notebook as it is then: the worker keeps no state that could lag behind. */
const checks = {
  warnings(cells: Cells, ids: readonly string[]): TypeWarning[][] {
    program.update(cells);
    return ids.map((id) => program.warnings(id));
  },
  typeAt(cells: Cells, id: string, offset: number): TypeInfo | undefined {
    program.update(cells);
    return program.typeAt(id, offset);
  },
};

export type TypeChecks = typeof checks;
expose(checks);
