// The looks of an exported notebook: the page's own colours and measures, in one small sheet, with the fonts that a
// reader's machine has. Print is on white, with all code open and nothing cut in two.

export const HTML_STYLE = `
:root{color-scheme:light dark;--paper:light-dark(#faf7f0,#12171c);--sunk:light-dark(#f3eee3,#0c1115);--ink:light-dark(#1f1c17,#ece6da);--ink-2:light-dark(#4a453b,#c2bcb0);--ink-3:light-dark(#696356,#9a958b);--rule:light-dark(#e1dacb,#262e35);--accent:light-dark(#0f5273,#7fc3de);--err:light-dark(#a32a1e,#f2937f);--err-wash:light-dark(#f9e4db,#381c17);--serif:"Source Serif 4","Iowan Old Style",Georgia,serif;--sans:Inter,system-ui,sans-serif;--mono:"JetBrains Mono",ui-monospace,"SF Mono",Menlo,monospace}
*{box-sizing:border-box}
body{margin:0 auto;max-width:54rem;padding:3rem 1.5rem 6rem;background:var(--paper);color:var(--ink);font:400 1rem/1.5 var(--sans)}
h1,h2,h3,h4{font-family:var(--serif);font-weight:600;line-height:1.2;margin:2.2em 0 .6em;text-wrap:balance}
h1{font-size:2.1rem;margin-top:0}h2{font-size:1.5rem}h3{font-size:1.2rem}
p,li,blockquote{font:400 1.0625rem/1.6 var(--serif);max-width:42rem}
a{color:var(--accent)}
img,svg{max-width:100%;height:auto}
pre,code{font:400 .8125rem/1.6 var(--mono)}
.prose code{font-size:.84em}
pre{margin:0;padding:.75rem 1rem;background:var(--sunk);border-radius:6px;overflow-x:auto}
.prose pre{margin:1rem 0}
.output pre{white-space:pre-wrap;overflow-wrap:anywhere;background:none;padding:0}
.facts,.by{color:var(--ink-3);font-size:.8125rem}
nav ol{padding-left:1.2rem}nav li{font:400 .9375rem/1.6 var(--sans)}nav a{text-decoration:none}
section.cell{margin:1.5rem 0;border-top:1px solid var(--rule);padding-top:.75rem}
summary{cursor:pointer;font-size:.8125rem;color:var(--ink-3);margin-bottom:.5rem}
summary b{color:var(--ink);font-weight:500}
.output{margin-top:1rem;overflow-x:auto;container-type:inline-size}
.output>*+*{margin-top:1rem}
table{border-collapse:collapse;font-size:.8125rem;line-height:1.5}
caption{text-align:left;white-space:nowrap;color:var(--ink-3);padding-bottom:.4rem}
th,td{text-align:left;padding:.25rem .9rem .25rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
th{color:var(--ink-3);font-weight:500}.num{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:0}figcaption{color:var(--ink-3);font-size:.75rem}
.drawing svg{border-radius:6px}
.pictures{display:flex;flex-wrap:wrap;gap:.5rem}.pictures img{image-rendering:pixelated;min-width:3.5rem;border-radius:3px}
iframe{display:block;width:100%;border:0}
.error{background:var(--err-wash);color:var(--err);border-radius:6px;padding:.6rem .9rem}
.warn{color:var(--ink-2)}
aside.note{font-size:.8125rem;color:var(--ink-3);border-left:2px solid var(--rule);padding-left:.8rem;margin:.6rem 0}
blockquote{margin:1rem 0;padding-left:1rem;border-left:1px solid var(--rule);color:var(--ink-2);font-style:italic}
.sk{color:light-dark(#7a2f6a,#dba0cf)}.ss{color:light-dark(#2b6640,#8cc79a)}.sn{color:light-dark(#8a4b00,#e3b562)}.sc{color:var(--ink-3);font-style:italic}.sy{color:var(--accent)}.sp{color:var(--ink-2)}
@media print{:root{color-scheme:light;--paper:#fff}body{max-width:none;padding:0}details::details-content{content-visibility:visible;block-size:auto}summary{list-style:none}pre{white-space:pre-wrap}figure,tr,.pictures img{break-inside:avoid}h1,h2,h3{break-after:avoid}nav{display:none}}
`.trim();
