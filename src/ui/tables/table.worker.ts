import { expose } from "comlink";
import { TableIndex } from "./table-index.ts";

expose(TableIndex);
