// The definition of the circular and hyperbolic functions that are patched, in float64.

export const trigonometryReference = {
  Sin: Math.sin,
  Cos: Math.cos,
  Tan: Math.tan,
  Asin: Math.asin,
  Acos: Math.acos,
  Atan: Math.atan,
  Sinh: Math.sinh,
  Cosh: Math.cosh,
  Asinh: Math.asinh,
} as const satisfies Record<string, (x: number) => number>;

export type TrigonometryFunction = keyof typeof trigonometryReference;
