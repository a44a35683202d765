// cumulative-parameters: x and out [outer, length, inner]; sums or products up to each place along the
// middle. Joined in front of the two kernels.
alias T = f32;
override isProduct: bool = false;
override isExclusive: bool = false; // without the place itself
override isReverse: bool = false; // from the end

struct Params {
  outer: u32,
  length: u32,
  inner: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<T>;
@group(0) @binding(2) var<storage, read> x: array<T>;

fn combine(a: T, b: T) -> T {
  return select(a + b, a * b, isProduct);
}

// Where the k-th value of a line lies, counted from the side where it begins.
fn place(line: u32, k: u32) -> u32 {
  let along = select(k, params.length - 1u - k, isReverse);
  return (line / params.inner * params.length + along) * params.inner + line % params.inner;
}

// Writes the values from `start` up to `end` of a line; `before` is what those in front of it come to.
fn writeLine(line: u32, start: u32, end: u32, before: T) {
  var sum = before;
  for (var k = start; k < end; k++) {
    let at = place(line, k);
    let next = combine(sum, x[at]);
    out[at] = select(next, sum, isExclusive);
    sum = next;
  }
}
