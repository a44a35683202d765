/** The words for the names that gates use. */
export const metricNames: Readonly<Record<string, string>> = {
  accuracy: "Accuracy",
  macro_f1: "Macro F1",
  log_loss: "Log loss",
  calibration_error: "Calibration error",
  mae: "Mean absolute error",
  rmse: "Root mean square error",
  r2: "R²",
};
