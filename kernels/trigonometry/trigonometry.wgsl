// trigonometry: out = f(x), element by element, f32. WGSL lets sin and cos be off by 2^-11 and only near 0,
// and acos, asin and atan by 4096 units in the last place; these are within 1e-6 of the truth.
// Polynomials and constants: Cephes Math Library 2.2 (sinf, asinf, atanf), S. L. Moshier.
override operation: u32 = 0; // as numbered in trigonometry.ts

struct Params {
  size: u32,
  nan: u32, // the bits of NaN, which WGSL has no constant for
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;

const halfPi = 1.5707963267948966;
const quarterPi = 0.7853981633974483;

// Sine and cosine. The quarter turns are taken off in three parts of few bits, so that their multiples are
// exact up to |x| about 100,000.
fn sineAndCosine(angle: f32) -> vec2<f32> {
  let turns = round(angle / halfPi);
  let r = ((angle - turns * 1.5703125) - turns * 4.837512969970703125e-4) - turns * 7.54978995489188216e-8;
  let z = r * r;
  let s = ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * r + r;
  let c = ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z - 0.5 * z + 1.0;
  let quarter = i32(turns) & 3i;
  let turned = select(vec2(s, c), vec2(c, -s), (quarter & 1i) == 1i);
  return select(turned, -turned, quarter >= 2i);
}

fn arcSine(value: f32) -> f32 {
  let a = abs(value);
  if (a > 1.0) {
    return bitcast<f32>(params.nan);
  }
  let isLarge = a > 0.5;
  let z = select(a * a, 0.5 * (1.0 - a), isLarge);
  let y = select(a, sqrt(z), isLarge);
  let near = ((((4.2163199048e-2 * z + 2.4181311049e-2) * z + 4.5470025998e-2) * z + 7.4953002686e-2) * z
    + 1.6666752422e-1) * z * y + y;
  return sign(value) * select(near, halfPi - 2.0 * near, isLarge);
}

fn arcTangent(value: f32) -> f32 {
  let a = abs(value);
  var y = a;
  var first = 0.0;
  if (a > 2.414213562373095) {
    first = halfPi;
    y = -1.0 / a;
  } else if (a > 0.4142135623730950) {
    first = quarterPi;
    y = (a - 1.0) / (a + 1.0);
  }
  let z = y * y;
  let near = (((8.05374449538e-2 * z - 1.38776856032e-1) * z + 1.99777106478e-1) * z - 3.33329491539e-1) * z * y + y;
  return sign(value) * (first + near);
}

fn hyperbolicSine(value: f32) -> f32 {
  let z = value * value;
  if (z < 0.25) {
    return value * (1.0 + z * (1.0 / 6.0 + z * (1.0 / 120.0 + z / 5040.0)));
  }
  // Half of the exponent twice: e^x overflows where the result does not.
  let half = exp(0.5 * abs(value));
  return sign(value) * (0.5 * half * half - 0.5 / half / half);
}

fn inverseHyperbolicSine(value: f32) -> f32 {
  let a = abs(value);
  if (a > 1e9) {
    return sign(value) * (log(a) + 0.6931471805599453);
  }
  // Of the absolute value: a large negative one would cancel the root.
  if (a > 0.5) {
    return sign(value) * log(a + sqrt(a * a + 1.0));
  }
  let z = a * a;
  return value * (1.0 + z * (-1.0 / 6.0 + z * (3.0 / 40.0 + z * (-15.0 / 336.0 + z * (105.0 / 3456.0
    + z * (-945.0 / 42240.0 + z * (10395.0 / 599040.0 - z * 135135.0 / 9676800.0)))))));
}

fn apply(value: f32) -> f32 {
  switch (operation) {
    case 0u: { return sineAndCosine(value).x; }
    case 1u: { return sineAndCosine(value).y; }
    case 2u: {
      let both = sineAndCosine(value);
      return both.x / both.y;
    }
    case 3u: { return arcSine(value); }
    case 4u: {
      // Near 1 the difference from half pi would cancel.
      if (value > 0.5 && value <= 1.0) {
        return 2.0 * arcSine(sqrt(0.5 * (1.0 - value)));
      }
      return halfPi - arcSine(value);
    }
    case 5u: { return arcTangent(value); }
    case 6u: { return hyperbolicSine(value); }
    case 7u: {
      let half = exp(0.5 * abs(value));
      return 0.5 * half * half + 0.5 / half / half;
    }
    default: { return inverseHyperbolicSine(value); }
  }
}

@compute @workgroup_size(64)
fn trigonometry(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((id.z * grid.y + id.y) * grid.x + id.x) * 64u + lane;
  if (i >= params.size) {
    return;
  }
  let value = x[i];
  let isNan = (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
  out[i] = select(apply(value), value, isNan);
}
