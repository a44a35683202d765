// Observable Plot as cells find it: the library itself, drawing into a document of ours. Loaded when a cell first
// names it.
import * as library from "@observablehq/plot";
import { plotDocument } from "./plot-document.ts";

export type PlotLibrary = typeof library;

export function createPlot(): PlotLibrary {
  const document = plotDocument();
  const plot: PlotLibrary["plot"] = (options) => library.plot({ document, ...options });
  // Its types leave `document` out; the library reads it as plot does.
  const legend: PlotLibrary["legend"] = (options) => library.legend(Object.assign({ document }, options));
  // A mark can draw itself: Plot.dot(rows, …).plot({ … }).
  Object.defineProperty(library.Mark.prototype, "plot", {
    value(this: library.Markish, { marks = [], ...options }: library.PlotOptions = {}) {
      return plot({ ...options, marks: [...marks, this] });
    },
  });
  return Object.freeze({ ...library, plot, legend });
}
