import * as v from "valibot";
import { cronFault } from "./cron.ts";

const CELLS_RULE = "must be a list that names cells of this notebook";
const RETRIES_RULE = "must be a whole number from 0 to 10";

export const pipelineSchema = v.strictObject({
  /** In any order: what each needs follows from the notebook. */
  cells: v.pipe(
    v.array(v.string("must be one of the names of this notebook"), CELLS_RULE),
    v.minLength(1, CELLS_RULE),
  ),
  /** What may be set from outside; the control's value is the default. */
  parameters: v.optional(
    v.array(v.string("must be the name of a control cell"), "must be a list of controls"),
  ),
  schedule: v.optional(
    v.pipe(
      v.string('must be a schedule as cron writes it: "15 3 * * *" is every day at 03:15 UTC'),
      v.rawCheck(({ dataset, addIssue }) => {
        const fault = dataset.typed ? cronFault(dataset.value) : undefined;
        if (fault !== undefined) addIssue({ message: fault });
      }),
    ),
  ),
  /** How often a step is tried again that failed for a passing reason. */
  retries: v.optional(
    v.pipe(
      v.number(RETRIES_RULE),
      v.integer(RETRIES_RULE),
      v.minValue(0, RETRIES_RULE),
      v.maxValue(10, RETRIES_RULE),
    ),
  ),
  /** Its gates decide whether the model that it scores is promoted. */
  promote: v.optional(v.string("must be the name of an evaluate cell")),
});

export type PipelineBody = v.InferOutput<typeof pipelineSchema>;
