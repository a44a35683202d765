// TensorFlow.js as cells know it: core and layers in one namespace called tf.
import * as core from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import * as layers from "@tensorflow/tfjs-layers";

export const tf = { ...layers, ...core };
