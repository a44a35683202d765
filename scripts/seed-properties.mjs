// Before every test file in Node: properties draw the same cases each time, so that a green `npm test` stays
// green. `CAIRN_PROPERTY_SEED=random npm test -- unit` looks for counterexamples elsewhere; a number repeats one.
import fc from "fast-check";

const asked = process.env.CAIRN_PROPERTY_SEED ?? "1";
if (asked !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });
