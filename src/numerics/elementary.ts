// Functions that give the same bits in every engine. V8's own differ between versions by an ulp, which would change a
// metric's last digit between the page and the command line. Others join here, from the same family of packages,
// when something of ours needs them.
export { default as exp } from "@stdlib/math-base-special-exp";
export { default as log } from "@stdlib/math-base-special-ln";
export { default as logGamma } from "@stdlib/math-base-special-gammaln";
export { default as power } from "@stdlib/math-base-special-pow";
export { default as erfc } from "@stdlib/math-base-special-erfc";
export { default as gammainc } from "@stdlib/math-base-special-gammainc";
