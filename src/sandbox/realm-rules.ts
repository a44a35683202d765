// The rules that keep cells free of hidden state, one switch each. All are on; a test turns one off at a
// time and must then find a notebook whose values differ from those of a clean run.

export interface RealmRules {
  /** Plain objects and arrays that a cell exports are frozen. */
  freezeExports: boolean;
  /** What cannot be frozen is fingerprinted before and after each cell that reads it. */
  checkInputs: boolean;
  /** Globals, built-ins and tf are compared and put back after each cell. */
  guardRealm: boolean;
  /** Random numbers come from the cell's own stream. */
  seedRandom: boolean;
  /** Timers end with the cell. */
  cancelTimers: boolean;
  /** Functions over changing variables are made anew for each reader. */
  freshClosures: boolean;
}

export const allRules: RealmRules = {
  freezeExports: true,
  checkInputs: true,
  guardRealm: true,
  seedRandom: true,
  cancelTimers: true,
  freshClosures: true,
};

export type RuleName = keyof RealmRules;

export function rulesWithout(names: readonly RuleName[]): RealmRules {
  return { ...allRules, ...Object.fromEntries(names.map((name) => [name, false])) };
}
