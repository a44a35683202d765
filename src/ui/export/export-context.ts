// How a cell asks the page for the dialog that exports its pipeline.
import { createContext } from "svelte";

/** @param pipeline the cell's name; where it is left out, the one that there is */
type OpenExport = (pipeline?: string) => void;

export const [getOpenExport, setOpenExport] = createContext<OpenExport>();
