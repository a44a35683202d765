// A cell that sent something is not run again by itself: what it did elsewhere cannot be taken back.
import { expect, test } from "vitest";
import { cellOf, statuses, textOf, until } from "./fixtures/open-session.ts";
import { id, useSessions } from "./fixtures/use-sessions.ts";
import { grantedFetch } from "./granted-fetch.ts";

const session = useSessions();
const address = "https://data.example.org/orders";

const answer = {
  status: 200,
  statusText: "OK",
  headers: [],
  body: new TextEncoder().encode("7"),
  url: address,
};

function server() {
  const requests: string[] = [];
  return {
    requests,
    services: {
      fetch: ({ method }: { method: string }) => {
        requests.push(method);
        return Promise.resolve(answer);
      },
    },
  };
}

/** A function has no copy: after a Stop its cell must run again. */
const order = (method: string) =>
  `const answer = await (await fetch("${address}", { method: "${method}" })).text(); const priced = (n: number) => n * Number(answer)`;
const loop = "show(1); await new Promise((go) => setTimeout(go, 100)); for (;;);";

async function stopLoop(s: ReturnType<typeof session>): Promise<void> {
  const running = s.run([id(s, "loop")]);
  await until(s, () => cellOf(s, "loop").outputs.length > 0); // it is really in its loop
  await s.stop();
  await running;
}

test("after a Stop its readers say so, and it runs when it is asked for by name", async () => {
  const { requests, services } = server();
  const s = session({ order: order("POST"), price: "priced(6)", loop }, { services });
  await s.run([id(s, "price")]);
  expect(textOf(s, "price")).toBe("42");
  await stopLoop(s);

  await s.run([id(s, "price")]);
  expect(requests).toEqual(["POST"]);
  expect(cellOf(s, "price").error).toMatchObject({
    message:
      "priced would have to be made again, and order has sent something out: it is not run again by itself",
    hint: "Run order yourself if sending it once more is right.",
  });

  await s.run([id(s, "order"), id(s, "price")]);
  expect(requests).toEqual(["POST", "POST"]);
  expect(textOf(s, "price")).toBe("42");
});

test("control: a cell that only asked is run again", async () => {
  const { requests, services } = server();
  const s = session({ order: order("GET"), price: "priced(6)", loop }, { services });
  await s.run([id(s, "price")]);
  await stopLoop(s);
  await s.run([id(s, "price")]);
  expect(requests).toEqual(["GET", "GET"]);
  expect(textOf(s, "price")).toBe("42");
});

test("what it reads may change: it turns stale and waits, and so does what reads it", async () => {
  const { requests, services } = server();
  const amount = "yaml control\ntype: number\nlabel: Amount\nvalue: 2";
  const send = `const sent = await (await fetch("${address}", { method: "PUT", body: String(amount) })).text()`;
  const s = session({ amount, send, after: "sent + amount" }, { services });
  await s.runAll();
  expect(requests).toEqual(["PUT"]);
  s.setControl(id(s, "amount"), 3);
  await until(s, () => cellOf(s, "amount").status === "done" && !s.isRunning);
  expect(requests).toEqual(["PUT"]);
  expect(statuses(s)).toBe("amount:done send:stale after:stale");
  // all that is stale, asked for by a person
  await s.runAll();
  expect(requests).toEqual(["PUT", "PUT"]);
  expect(statuses(s)).toBe("amount:done send:done after:done");
});

test("another day it is remembered", async () => {
  const { requests, services } = server();
  const cells = { order: order("DELETE"), price: "priced(6)" };
  const first = session(cells, { services });
  await first.runAll();
  const second = session({ ...cells, price: "priced(7)" }, { services, snapshot: first.toSnapshot() });
  await second.run([id(second, "price")]);
  expect(requests).toEqual(["DELETE"]);
  expect(cellOf(second, "price").error?.message).toContain("order has sent something out");
});

test("a request to a host that was not granted has sent nothing", async () => {
  let grants: string[] = [];
  const sent: string[] = [];
  const fetch = grantedFetch({
    grants: () => grants,
    hintFor: () => "",
    request: (_, { method }) => {
      sent.push(method);
      return Promise.resolve(answer);
    },
  });
  const s = session({ order: order("POST"), price: "priced(6)" }, { services: { fetch } });
  await s.run([id(s, "price")]);
  expect(cellOf(s, "order").error?.host).toBe("data.example.org");
  grants = ["data.example.org"];
  await s.run([id(s, "price")]);
  expect(sent).toEqual(["POST"]);
  expect(textOf(s, "price")).toBe("42");
});
