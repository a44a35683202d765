// The logarithm that gives the same bits in every engine. V8's own functions differ between versions by an
// ulp, which would change a metric's last digit between the page and the command line.
// exp, pow and the rest join here, from the same family of packages, when something of ours needs them.
export { default as log } from "@stdlib/math-base-special-ln";
