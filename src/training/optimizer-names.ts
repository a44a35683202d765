// Apart from train-options.ts, because the page checks the names without loading tfjs.
export const optimizerNames = ["adam", "sgd", "momentum", "rmsprop"] as const;
export type OptimizerName = (typeof optimizerNames)[number];
