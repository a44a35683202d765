// Apart from build-model.ts, because the page checks the names without loading tfjs.
export const activationNames = ["relu", "tanh", "sigmoid", "elu", "selu", "linear", "swish", "gelu"] as const;
export type ActivationName = (typeof activationNames)[number];
