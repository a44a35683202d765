// Apart from png.ts, because the page loads no encoder.
export const PNG_ADDRESS = "data:image/png;base64,";
