// A sample of messages to sort into wanted and spam, made up from a seed: no collection of real mail had a licence
// that lets it be given on, and real mail is private. What tells spam apart here is what does so in practice
// (links, capitals, haste, a sender one does not know), with the overlaps that make it a question: newsletters
// that shout, friends who send links, spam that is polite. One label in fifty is wrong, as people's labels are.

const COUNT = 3000;

const wanted = {
  plain: [
    "Minutes of {day}",
    "Lunch on {day}?",
    "Re: {topic}",
    "Question about {topic}",
    "Draft of {topic}, your view?",
    "{topic}: moved to {day}",
    "Photos from the weekend",
    "Thanks for {day}",
  ],
  newsletter: [
    "Our {month} letter",
    "NEW this week: {topic}",
    "Last places for {day}!",
    "{number}% off for members",
    "Your receipt {number}",
    "Your parcel comes on {day}",
  ],
};
const unwanted = {
  loud: [
    "YOU HAVE WON {number}.000!!!",
    "Act NOW: {number}% off everything!",
    "CHEAP pills, no questions",
    "Make {number} a day from home!!",
    "Last chance!!! {day} only",
  ],
  polite: [
    "Your account needs attention",
    "Invoice {number} is overdue",
    "Re: your parcel",
    "Confirm your address until {day}",
    "A question about your website",
  ],
};
const topics = [
  "the budget",
  "the garden",
  "chapter 3",
  "the trip",
  "the roof",
  "the survey",
  "the new printer",
];
const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = ["January", "March", "May", "July", "October", "December"];

/** CSV of 3,000 messages, in the order in which they came; the same from every build. */
export function email() {
  const random = mulberry32(20260101);
  let minutes = 0;
  const lines = Array.from({ length: COUNT }, () => {
    minutes += Math.ceil(-Math.log(1 - random()) * 170);
    return message(random, new Date(Date.UTC(2025, 0, 1) + minutes * 60_000)).join(",");
  });
  const head = "received,sender_known,subject,words,links,exclamations,capitals_share,attachments,kind";
  return `${[head, ...lines].join("\n")}\n`;
}

function message(random, received) {
  const isSpam = random() < 0.38;
  const style = isSpam ? (random() < 0.6 ? "loud" : "polite") : random() < 0.7 ? "plain" : "newsletter";
  const pick = (list) => list[Math.floor(random() * list.length)];
  const subject = pick((isSpam ? unwanted : wanted)[style])
    .replace("{day}", pick(days))
    .replace("{topic}", pick(topics))
    .replace("{month}", pick(months))
    .replace("{number}", String(10 + Math.floor(random() * 90)));
  const rates = {
    plain: { known: 0.85, words: 90, links: 0.5, marks: 0.4, capitals: 0.03, attachments: 0.35 },
    newsletter: { known: 0.6, words: 260, links: 7, marks: 1.6, capitals: 0.07, attachments: 0.05 },
    loud: { known: 0.04, words: 70, links: 4, marks: 5, capitals: 0.22, attachments: 0.08 },
    polite: { known: 0.12, words: 80, links: 2, marks: 0.5, capitals: 0.05, attachments: 0.3 },
  }[style];
  const isKnown = random() < rates.known;
  const capitals = Math.min(0.9, rates.capitals * (0.4 + 1.2 * random()) + 0.02 * random());
  const label = random() < 0.02 ? !isSpam : isSpam;
  return [
    received.toISOString().slice(0, 16),
    isKnown ? "yes" : "no",
    /[",]/.test(subject) ? JSON.stringify(subject) : subject,
    Math.max(3, Math.round(rates.words * (0.3 + 1.4 * random()))),
    poisson(random, rates.links),
    poisson(random, rates.marks),
    capitals.toFixed(3),
    poisson(random, rates.attachments),
    label ? "spam" : "wanted",
  ];
}

/** D. Knuth's way, for small means. */
function poisson(random, mean) {
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count++;
  }
  return count;
}

/** T. Ettinger's 32-bit generator: enough for a sample, and the same everywhere. */
function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
