// The tables that come with Cairn. Their bytes are cut at build from npm packages (scripts/build.mjs)
// into public/samples; this is what the cells and the reader are told of each.

export interface Sample {
  name: string;
  file: string;
  credit: string;
}

export const samples: readonly Sample[] = [
  {
    name: "penguins",
    file: "penguins.csv",
    credit: "Gorman, Williams, Fraser 2014 (Palmer Station LTER), CC0, by way of vega-datasets",
  },
  {
    name: "digits",
    file: "digits.zip",
    credit:
      "10,000 handwritten digits of MNIST (LeCun, Cortes, Burges 1998), by way of the package mnist (MIT licence)",
  },
  {
    name: "seattle-weather",
    file: "seattle-weather.csv",
    credit: "Seattle 2012 to 2015, NOAA (public domain), by way of vega-datasets",
  },
  {
    name: "flights",
    file: "flights.csv",
    credit:
      "20,000 flights in the United States in early 2001, Bureau of Transportation Statistics (public domain), by way of vega-datasets",
  },
  {
    name: "email",
    file: "email.csv",
    credit:
      "3,000 made-up messages (CC0): no person wrote or got any of them; a seeded generator of Cairn makes them (scripts/sample-email.mjs)",
  },
];
