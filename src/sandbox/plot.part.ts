// Observable Plot as a classic script of its own (see backend-wasm.part.ts).
import { createPlot } from "#cell-api/plot-library.ts";

Object.assign(globalThis, { cairnParts: { createPlot } });
