// oxlint-disable max-lines -- one text, which cannot be parted
// What links of format 1 are packed with: the notebooks that come with Cairn as they were when the format began, because
// many links are to changed copies of them, then words that most notebooks, outputs and locks have. It is part of the
// format: a change of one letter here makes every link that exists unreadable, so another dictionary is another number.
export const linkDictionary = `
---
cairn: 1
title: Which run was best?
seed: 5
summary: Every training is recorded. Compare runs, pin the best, and let a gate refuse what is worse.
level: 2
minutes: 10
---
# Which run was best?

You train, change a number, train again, and an hour later nobody knows which of the models was the good one, nor what it was made with. This notebook starts at level 0, with one model, and leads to what level 2 asks for: runs that are *tracked*. Each is on record, one of them is pinned, and a gate measures all others against it.

The question is a hard one for a change: is this penguin a he or a she? Males are heavier and have deeper bills, but a female of one species may outweigh a male of another.

Press **Run all**.

## The data

\`\`\`yaml dataset penguins
from: sample:penguins
missing: drop
split: { by: hash, train: 0.6, validation: 0.15, test: 0.25 }
\`\`\`

\`\`\`ts look
plot.dot(penguins.rows(), { x: "body_mass_g", y: "bill_depth_mm", color: "sex", title: "Heavier and deeper, but within a species" });
\`\`\`

## A training with two choices in it

How large are its steps, and how wide is the network? Nobody knows beforehand. That is what runs are for.

\`\`\`yaml control rate
type: choice
label: Learning rate
options: [0.0003, 0.003, 0.03]
value: 0.003
\`\`\`

\`\`\`yaml control units
type: slider
label: Hidden units
min: 2
max: 32
step: 2
value: 16
\`\`\`

\`\`\`yaml train sexer
layers:
  - dense: $units
    activation: relu
data: penguins
target: sex
features: [species, bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g]
epochs: 60
batchSize: 16
learningRate: $rate
patience: 0
\`\`\`

## Chosen on rows that it did not learn from

To choose between runs is a kind of learning too. Whoever chooses by the test rows has used them up: they can no longer tell how good the choice is on birds that nobody has seen. So this cell scores the *validation* rows, and the choice is made here.

The first run, as this notebook came, is pinned: what it reached stands in the cell as \`pinned\`. The gate lets a run pass whose loss is at most a tenth above it.

\`\`\`yaml evaluate choice
model: sexer
data: penguins
split: validation
gates: { log_loss: "<= 1.1 * pinned" }
pinned: { run: 1, accuracy: 0.907692, macro_f1: 0.90767, log_loss: 0.190783, calibration_error: 0.0820432 }
\`\`\`

Now choose the learning rate **0.0003** above and press **Run all**. The steps are so small that sixty epochs do not suffice, and the gate refuses the model: the command line would end with an error, and so would a pipeline.

Then open **Runs** at the left. Both runs are there, with their curves. Choose both: one number differs, and the curves show what it did. **Open as run 1 had it** brings the notebook of then back, without training again.

Try other rates and widths. When one is better than the pinned run by more than luck, press **Pin as baseline**: from then on the others are measured against it.

## And how good is it?

Asked once, when the choice is made, on birds that had no part in it. The intervals say how far the numbers would move with other birds; the slices, whether it is as good for each species.

\`\`\`yaml evaluate final
model: sexer
data: penguins
split: test
slices: [species]
\`\`\`

With seventy-six birds an accuracy is known to within a few per cent either way. Two runs that are closer than that cannot be told apart by it. The loss tells more: it counts how sure the model was.

## Try this

- Set the width to 2 and each of the rates. Which matters more here, the rate or the width?
- The rate 0.03 does better on the validation rows. Does it on the test rows? What do sixty-five birds tell about a choice?
- Change \`seed\` at the top and train the same thing three times. How far apart are runs that differ in nothing but luck? Is the gate's tenth wide enough?
- Take \`species\` out of the features. Which slice suffers most, and why that one?
- On the command line: \`npx cairn run 05-which-run-was-best.md --set rate=0.0003\`, then \`npx cairn runs 05-which-run-was-best.md --compare 1,4\`, with the numbers that it lists.
---
cairn: 1
title: How warm will it be tomorrow?
seed: 3
summary: A forecast that must beat the laziest one there is, tested on a year it has never seen.
level: 0
minutes: 10
---
# How warm will it be tomorrow?

Four years of weather in Seattle, one row a day. Can a small network tell from today how warm tomorrow will be?

There is an answer that needs no network at all: *as warm as today*. Forecasters call it **persistence**, and it is surprisingly hard to beat. A model that does not beat it is worth nothing, however small its error looks. So this notebook ends with a gate that compares the two.

Press **Run all**.

## The data

\`\`\`yaml dataset weather
from: sample:seattle-weather
\`\`\`

\`\`\`ts look
plot.line(weather.rows().map(({ temp_max }, day) => ({ day, warmest: temp_max })), {
  x: "day",
  y: "warmest",
  title: "Warmest moment of each day, °C",
});
\`\`\`

The seasons are plain to see, and so is the jitter from one day to the next. The seasons are easy. The jitter is what a forecast is about.

## From days to questions

The table says what the weather *was*. A forecast needs questions with answers: what is known this evening, and what came of it tomorrow. Code makes the one into the other. Each row below knows only its own day and the days before it.

Two things are put so that a network can use them. The calendar is a circle, so the day of the year becomes a point on one (December and January are neighbours). And a single day says little about what is usual just now, so the mean of the last seven days stands beside it.

\`\`\`ts questions
const days = weather.rows() as {
  date: string;
  precipitation: number;
  temp_max: number;
  temp_min: number;
  wind: number;
}[];
const questions = days.slice(6, -1).map((today, i) => {
  const week = days.slice(i, i + 7);
  const [year, month, day] = today.date.split("-").map(Number);
  const angle = (2 * Math.PI * (Date.UTC(year, month - 1, day) - Date.UTC(year, 0, 1))) / (365.25 * 86_400_000);
  return {
    date: today.date,
    today: today.temp_max,
    coldest: today.temp_min,
    rain: today.precipitation,
    wind: today.wind,
    week: week.reduce((sum, each) => sum + each.temp_max, 0) / 7,
    winter: Math.cos(angle),
    spring: Math.sin(angle),
    tomorrow: days[i + 7].temp_max,
  };
});
questions
\`\`\`

## A split that does not look ahead

The penguins were split by chance. Here that would be cheating: if Tuesday is for testing while Monday and Wednesday are for learning, the model has all but seen Tuesday. In real life it would never know Wednesday. So the split is **by time**: the first two and a half years to learn from, then some months to choose with, and the last year as the test.

One more trap: the answer of the last day for learning is the weather of the first day after it. \`gap: 1\` leaves such a day out at each boundary.

\`\`\`yaml dataset forecasts
from: questions
split: { by: time, column: date, gap: 1, train: 0.6, validation: 0.15, test: 0.25 }
\`\`\`

## A small network

\`\`\`yaml control units
type: number
label: Hidden units
min: 1
max: 64
step: 1
value: 32
\`\`\`

\`\`\`yaml train forecaster
layers:
  - dense: $units
    activation: tanh
data: forecasts
target: tomorrow
features: [today, coldest, rain, wind, week, winter, spring]
epochs: 120
batchSize: 32
learningRate: 0.005
patience: 25
\`\`\`

## Is it any better than "like today"?

\`baseline: today\` takes the column *today* as the rival's forecast. The gate says that the mean error of the model must be at most 95 % of the rival's, on a year that neither has seen.

\`\`\`yaml evaluate report
model: forecaster
data: forecasts
split: test
baseline: today
gates: { mae: "<= 0.95 * baseline" }
\`\`\`

It is better, and not by much: weather is like that. Mind the R²: above 0.8 it looks splendid, yet nearly all of it is the seasons, and persistence has it too. A number without a rival says little.

\`\`\`ts year
const lastYear = forecasts.rows("test");
const foretold = await forecaster.predict(lastYear);
plot.line(
  lastYear.slice(150, 210).flatMap(({ date, tomorrow, today }, day) => [
    { day, degrees: tomorrow, what: "came" },
    { day, degrees: foretold[150 + day].value, what: "foretold" },
    { day, degrees: today, what: "like today" },
  ]),
  { x: "day", y: "degrees", color: "what", title: "Sixty days of the test year" },
);
\`\`\`

Look at the turns. "Like today" is always a day late. The network is late too, only less so: after a hot day it leans back to what is usual, and that is most of its advantage.

## Ask it about this evening

\`\`\`ts ask
const [evening] = await forecaster.predict([
  { today: 24, coldest: 13, rain: 0, wind: 2.5, week: 22, winter: -0.9, spring: 0.4 },
]);
\`Tomorrow about \${evening.value.toFixed(1)} °C\`
\`\`\`

## Try this

- Write \`split: { by: hash, train: 0.6, validation: 0.15, test: 0.25 }\`. The numbers change a little, and they no longer answer the question: now it is asked about days whose neighbours on both sides it has seen.
- Take \`week\`, \`winter\` and \`spring\` out of the features. What is left of the advantage?
- Set the hidden units to 1. Does the gate still hold? How much of a forecast is a straight line?
---
cairn: 1
title: Can it read your handwriting?
seed: 7
summary: A small network learns to read handwritten digits, and then reads one of yours.
level: 0
minutes: 10
---
# Can it read your handwriting?

In the 1990s, banks wanted machines to read the numbers on cheques. Ten thousand of the digits that were collected for that purpose, written by clerks and by pupils, come with this notebook. A network of a few thousand numbers learns to read them in less than a minute, on your own machine. Then you draw a digit yourself.

Press **Run all**.

## The data

Each row is one digit: a picture of 28 × 28 grey pixels, and what it is meant to be. All were scaled to the same size and moved to the middle of their picture. Remember that; it will matter when you draw.

\`\`\`yaml dataset digits
from: sample:digits
split: { by: hash, train: 0.7, validation: 0.1, test: 0.2 }
\`\`\`

Some are easy. With others you may hesitate yourself.

\`\`\`ts look
digits.rows("train", 40)
\`\`\`

## A network that looks

In the first notebook each bird was four numbers. A picture is 784 numbers, and no single one of them means anything: move the pen a little to the left, and all of them change. So this network does not look at pixels one by one. It slides small *filters* over the picture, three by three pixels each, and notes where each of them fits: an edge here, a bend there. That is a *convolution*.

After each round of filters, every square of 2 × 2 notes is replaced by the greatest of them. The map gets smaller, and it matters less where exactly a bend was. At the end the notes are laid out in a row (*flatten*) and ten numbers come out, one for each digit. While it learns, three in ten of the notes are hidden at random (*dropout*), so that it does not come to rely on any single one.

\`\`\`yaml control filters
type: choice
label: Filters in the first layer
options: [2, 4, 8]
value: 8
\`\`\`

\`\`\`yaml train reader
layers:
  - conv2d: $filters
    kernelSize: 3
  - maxPooling2d: 2
  - conv2d: 16
    kernelSize: 3
  - maxPooling2d: 2
  - flatten: true
  - dropout: 0.3
data: digits
target: digit
epochs: 6
batchSize: 32
learningRate: 0.003
\`\`\`

## Does it read what it has not seen?

Nearly two thousand digits were kept aside. The gate asks that 95 of 100 are read right; always to say the commonest digit would get 11 or 12.

\`\`\`yaml evaluate report
model: reader
data: digits
split: test
gates: { accuracy: ">= 0.95" }
\`\`\`

The confusion matrix tells which digits it takes for which. Look along the row of the 9 and of the 4: who of us writes them so that nobody could be mistaken? These are some that it got wrong:

\`\`\`ts mistakes
const kept = digits.rows("test");
const read = await reader.predict(kept);
const wrong = kept.flatMap(({ picture, digit }, i) =>
  read[i].class === digit ? [] : [{ picture, says: \`\${digit}, read as \${read[i].class}\` }],
);
wrong.slice(0, 24)
\`\`\`

## Now you

Draw a digit, with a mouse, a finger, or the arrow keys. The small picture is what the network sees: your drawing, scaled and moved to the middle just as its training digits were.

\`\`\`yaml control pad
type: drawing
label: Your digit
value: "M9 9 10 7 12 6 15 6 17 8 17 11 15 14 12 17 9 20.5 13 20.5 18 20.5"
\`\`\`

\`\`\`ts reading
const [reading] = await reader.predict([{ picture: pad }]);
plot.bar(
  Object.entries(reading.probabilities).map(([digit, probability]) => ({ digit, probability })),
  { x: "digit", y: "probability", title: \`It reads \${reading.class}\` },
);
\`\`\`

Is it ever *unsure*? Draw something that is no digit at all, a star or a house. It will still name one, often with great confidence: it was never shown anything else, and it has no way to say "none of these".

## Try this

- Add a line \`centred: false\` to the pad and draw a small digit in a corner. The same strokes, and it is lost: it has only ever seen digits in the middle. A model knows its training data, not the world.
- Take both \`conv2d\` layers and their pooling out, so that only \`flatten: true\` is left, and press **Run all**. How much of the accuracy did the filters bring?
- Take \`dropout\` out. The curve of the training digits gets better; does the other one?
- Choose 2 filters. Does the gate still hold?
---
cairn: 1
title: Which penguin is this?
seed: 42
summary: A first classifier, an honest look at how good it is, and a gate.
level: 0
minutes: 8
---
# Which penguin is this?

Three species of penguin nest on the islands near Palmer Station in Antarctica. A ruler and a scale are enough to tell most of them apart. This notebook trains a small network to do it, asks how good it really is, and lets you make it better or worse.

Press **Run all**. Everything runs on your own machine; nothing is sent anywhere.

## The data

Each row is one bird: how long and how deep its bill is, how long its flipper, how heavy it is. A few birds were not measured completely; \`missing: drop\` leaves them out.

The rows are split in three by a hash of their own text. The network learns from *train*, we choose with *validation*, and *test* is opened once, at the end. Nearly a third of the birds are kept for that: on forty birds one mistake more or less is two and a half per cent, and nobody could tell luck from skill. A row never changes sides, however often you run this.

\`\`\`yaml dataset penguins
from: sample:penguins
missing: drop
split: { by: hash, train: 0.5, validation: 0.2, test: 0.3 }
\`\`\`

Before any model: look. Bill length against bill depth already parts the three species almost by eye.

\`\`\`ts look
plot.dot(penguins.rows("train"), {
  x: "bill_length_mm",
  y: "bill_depth_mm",
  color: "species",
  title: "Training birds",
});
\`\`\`

## What would a guess be worth?

A model that always says the commonest species is right surprisingly often. Whatever we train has to beat this number, or it has learned nothing.

\`\`\`ts baseline
const species = penguins.column("species", "train");
const counts: Record<string, number> = {};
for (const name of species) counts[name] = (counts[name] ?? 0) + 1;
const [commonest] = Object.entries(counts).sort((a, b) => b[1] - a[1])[0];

const answers = penguins.column("species", "test");
const guess = {
  says: commonest,
  right: answers.filter((name) => name === commonest).length,
  of: answers.length,
};
guess
\`\`\`

## A small network

One hidden layer. Move the slider and press **Run all** again: how few units can you use before the gate below fails?

\`\`\`yaml control hidden
type: slider
label: Hidden units
min: 1
max: 32
step: 1
value: 16
\`\`\`

The four measurements are shifted and scaled by numbers taken from the training rows alone, because grams run to thousands and millimetres do not. The curves show the loss on rows the network learns from and on rows it does not.

\`\`\`yaml train classifier
layers:
  - dense: $hidden
    activation: relu
data: penguins
target: species
features: [bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g]
epochs: 60
batchSize: 16
learningRate: 0.01
patience: 15
\`\`\`

## How good is it, on birds it never saw?

The gate is a promise: at least 95 of 100 test birds named right. If it fails, this cell fails, and so does the command line, so nobody ships a worse model by accident. The slices ask whether it is as good on each island and for either sex; few birds give a wide interval.

\`\`\`yaml evaluate report
model: classifier
data: penguins
split: test
slices: [island, sex]
gates: { accuracy: ">= 0.95" }
\`\`\`

A number hides the birds behind it. Here are the test birds it got wrong, with how sure it was. Look them up in the picture above: would you have done better?

\`\`\`ts mistakes
const birds = penguins.rows("test");
const named = await classifier.predict(birds);
birds
  .map((bird, i) => ({ ...bird, said: named[i].class, sure: Number(named[i].probabilities[named[i].class].toFixed(3)) }))
  .filter((bird) => bird.said !== bird.species)
\`\`\`

## Ask it about a bird of your own

Change the four numbers and run this cell. What does it say about a bird half-way between two species, and how sure is it?

\`\`\`ts ask
const [answer] = await classifier.predict([
  { bill_length_mm: 46, bill_depth_mm: 17.5, flipper_length_mm: 195, body_mass_g: 3800 },
]);
answer
\`\`\`

## Try this

- Set the hidden units to 1. The gate fails: one unit boils each bird down to a single number, and on one number the species overlap. Which two does the confusion matrix mix up?
- Leave it at 1 and change \`seed\` at the top of the file to 1. Now the gate passes, with the same network on the same birds. How much of an accuracy is luck?
- Set the units back to 16 and take \`bill_length_mm\` out of the features. What did the network need it for?
The rows are split in three by a hash of their own text. What does it say, and how sure is it? Change the numbers and run this cell. Press **Run all**. Everything runs on your own machine; nothing is sent anywhere. This notebook trains a small network to do it, asks how good it really is, and lets you make it better or worse. A model that always says the commonest class is right surprisingly often. Whatever we train has to beat this number, or it has learned nothing. The gate is a promise: if it fails, this cell fails, and so does the command line. Each row is one of them. of the test rows that it never saw, because with from their which there between other would about them when before after only than more most into over each such
## Try this

- Set the 
## The data

## The model

## How good is it?

## What would a guess be worth?

\`\`\`sql 
SELECT count(*) AS n, avg() FROM  JOIN  ON  WHERE  GROUP BY ALL ORDER BY  DESC LIMIT 
\`\`\`
\`\`\`yaml monitor drift
reference: 
current: 
parts: { reference: train }
columns: []
tests: psi
window: 
alert: 
\`\`\`
\`\`\`yaml pipeline nightly
cells: []
schedule: "0 3 * * *"
retries: 2
promote: report
\`\`\`
\`\`\`yaml quantize smaller
model: classifier
data: 
formats: [float16, int8, int4, int8_dynamic]
\`\`\`
\`\`\`yaml infer ask
model: 
row: { }
\`\`\`
const  = tf.tidy(() => tf.tensor2d(tf.sequential({ layers: [tf.layers.dense({ units: , inputShape: [], activation: "softmax" }), tf.layers.conv2d({ filters: , kernelSize: 3 }), tf.layers.maxPooling2d(), tf.layers.flatten(), tf.layers.dropout({ rate: })] });
model.compile({ optimizer: tf.train.adam(), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
await model.fit(xs, ys, { epochs: , batchSize: , validationSplit: , callbacks: { onEpochEnd: (epoch, logs) => {} } });
for (let i = 0; i < n; i++)  for (const  of  if ( return  else  => ({ ...row,  }).length .filter((row) => row. .map((row) => row. .sort((a, b) => a - b) .slice(0, .reduce((sum, x) => sum + x, 0) .join(", ") Math.max(...Math.sqrt( .toFixed(2) Object.entries( Object.fromEntries( new Map( new Float32Array( Array.from({ length: n }, (_, i) => i) .dataSync() .array() .dispose() .print()
const  = await classifier.predict([{ }]);
.rows("train").rows("test").column("", "train") \`\${}\` show( html( md\`\` table( picture( Plot.plot({ marks: [Plot.dot(, { x: "", y: "", fill: "" })] })
plot.bar( plot.line( plot.dot(, { x: "", y: "", color: "", title: "" });
\`\`\`ts 
\`\`\`
\`\`\`yaml control 
type: slider
label: 
min: 0
max: 
step: 1
value: 
type: choice
options: []
type: number
type: text
type: drawing
type: file
accept: 
\`\`\`yaml evaluate report
model: classifier
data: 
split: test
baseline: 
slices: []
pinned: { run: , metrics: {  } }
gates: { accuracy: ">= 0.9", worst_slice: ">= pinned", mean_absolute_error: "<= baseline" }
\`\`\`
\`\`\`yaml train classifier
layers:
  - dense: $
    activation: relu
  - conv2d: 
    kernelSize: 3
  - maxPooling2d: 2
  - flatten
  - dropout: 0.2
data: 
target: 
features: []
epochs: 60
batchSize: 32
learningRate: 0.01
optimizer: adam
patience: 10
\`\`\`
\`\`\`yaml dataset 
from: ./.csv
from: https://
reason: 
from: sample:penguins
version: sha256:
missing: drop
types: { : category }
split: { by: hash, train: 0.7, validation: 0.15, test: 0.15 }
\`\`\`
---
cairn: 1
title: 
seed: 1
summary: 
level: 0
minutes: 8
---
# 
{"control":{"label":"","max":,"min":,"step":1,"type":"slider","value":},"type":"control"}
{"report":{"baselineAnswer":"always \\"","confusion":{"counts":[[,0,0],[0,0,]],"labels":[""]},"gates":[{"limit":,"metric":"accuracy","ofBaseline":,"passed":true,"rule":">=","value":0.}],"metrics":[{"baseline":0.,"better":"higher","interval":[0.,0.],"name":"accuracy","value":0.},{"baseline":,"better":"higher","name":"macro_f1","value":0.},{"baseline":,"better":"lower","name":"log_loss","value":0.},{"better":"lower","name":"calibration_error","value":0.},{"better":"lower","name":"mean_absolute_error"},{"name":"root_mean_squared_error"},{"better":"higher","name":"r_squared"}],"rowCount":,"slices":{"count":,"leastRowCount":10,"metric":"accuracy","scores":[{"columns":[""],"interval":[0.,1],"label":"","rowCount":,"value":0.}],"smallCount":0},"split":"test","target":"","task":"classification"},"type":"report"}
{"progress":{"backend":"wasm","batchSize":,"best":{"epoch":,"validationLoss":0.},"epoch":,"epochs":,"learningRate":0.,"lossName":"cross-entropy","metricName":"accuracy","notes":[],"parameterCount":,"points":[{"epoch":1,"loss":0.,"metric":0.,"validationLoss":0.,"validationMetric":0.},{"epoch":2,"loss":0.],"rowCounts":{"train":,"validation":},"rowsPerSecond":,"seed":"","state":"done"},"type":"training"}
{"profile":{"columns":[{"bins":[{"count":,"label":""},{"count":,"label":""}],"distinctCount":,"missingCount":0,"name":"","type":"category"},{"bins":[{"count":,"label":" to "}],"distinctCount":,"max":,"mean":,"min":,"missingCount":0,"name":"","type":"number"}],"droppedRowCount":0,"head":[["","","",""]],"rowCount":,"sizeBytes":,"source":"sample:","split":{"test":,"train":,"validation":},"version":"sha256:","warnings":[]},"type":"dataset"}
{"series":[{"mark":"dot","name":"","points":[[,],[,]]},{"mark":"line","name":"","points":[[1,],[2,]]}],"title":"","type":"chart","x":{"label":""},"y":{"label":""}}
{"columns":[{"name":"","type":"text"},{"name":"","type":"number"}],"rowCount":,"rows":[["",""]],"type":"table"}
{"text":"{ : , : }","type":"text"}{"text":"","type":"log","level":"log"}
{"version":1,"notebook":"","cells":{"":{"inputs":[{"cell":"","name":""}],"key":"","metrics":{"accuracy":0.},"ms":,"outputs":[{"type":""}],"status":"done"},"
{"datasets":{"":"sha256:"},"evidence":{},"provenance":{"cairn":"0.1.0","libraries":{"@tensorflow/tfjs-core":"4.22.0","@tensorflow/tfjs-layers":"4.22.0","@tensorflow/tfjs-backend-wasm":"4.22.0","onnxruntime-web":"1."}},"results":{"report":{"accuracy":{"wasm":{"tolerance":0,"value":0.}},"calibration_error":{"wasm":{"tolerance":0,"value":0.}},"log_loss":{"wasm":{"tolerance":0,"value":0.}},"macro_f1":{"wasm":{"tolerance":0,"value":0.}},"mean_absolute_error":{"webgpu:":{"tolerance":0,"value":0.}}}},"version":1}
`;
