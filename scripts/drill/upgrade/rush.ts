import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Reply } from "@/components/api";
import type { Order } from "@/e2e/kit/shopper";
import { attemptOf, orderOf } from "@/e2e/kit/wishes";
import { patient } from "@/testing/load";
import type { Emulator } from "@/testing/toss-emulator";

/** A request that got no answer, or a status of 500 or more. `status` is 0 if there was no answer. */
export type Failure = {
  what: string;
  status: number;
  retryAfter: boolean;
  said: string;
  begun: number;
  ended: number;
};

/** An order that the shop reported as paid to its shopper. */
export type Purchase = { number: string; attempt: string };

export type Rush = {
  begun: number;
  requests: number;
  failures: Failure[];
  purchases: Purchase[];
  /** Purchases that were given up, and why. */
  givenUp: string[];
  slowest: { what: string; ms: number };
  /** Resolves once this many more purchases are paid. */
  more(count: number): Promise<void>;
  /** Lets current purchases finish and starts no new ones. */
  end(): Promise<void>;
};

type Request = { method?: "POST"; headers?: Record<string, string>; body?: string };
type Answer = { status: number; headers: Headers; text: string };
type Ask = (what: string, path: string, request?: Request) => Promise<Answer>;

/**
 * Runs purchases by card, `sideBySide` at a time, one after another. A failed request is retried with the same
 * idempotency key, as pages and API callers do.
 */
export function startRush(shop: string, gateway: Emulator, sideBySide: number): Rush {
  let over = false;
  const ask: Ask = async (what, path, request = {}) => {
    const deadline = performance.now() + patient(60_000);
    for (;;) {
      const begun = performance.now();
      const answer = await fetch(shop + path, { redirect: "manual", ...request }).then(read, unanswered);
      const ended = performance.now();
      rush.requests += 1;
      if (what !== "news" && ended - begun > rush.slowest.ms) rush.slowest = { what, ms: ended - begun };
      if (answer.status > 0 && answer.status < 500) return answer;
      const { status, headers, text } = answer;
      rush.failures.push({
        what,
        status,
        retryAfter: headers.has("retry-after"),
        said: text.slice(0, 200),
        begun,
        ended,
      });
      if (ended > deadline) throw new Error(`${what} failed for a minute: ${status}`);
      await pause(250);
    }
  };
  const rush: Rush = {
    begun: 0,
    requests: 0,
    failures: [],
    purchases: [],
    givenUp: [],
    slowest: { what: "", ms: 0 },
    async more(count) {
      const wanted = rush.purchases.length + count;
      const deadline = performance.now() + patient(120_000 + count * 1_000);
      while (rush.purchases.length < wanted) {
        if (performance.now() > deadline || rush.givenUp.length > 10)
          throw new Error(`No purchase succeeds any more:\n${rush.givenUp.join("\n")}`);
        await pause(20);
      }
    },
    async end() {
      over = true;
      await work;
    },
  };
  const shopper = async () => {
    while (!over) {
      const asCaller = rush.begun++ % 2 === 1;
      await buys(shop, gateway, ask, asCaller).then(
        (purchase) => rush.purchases.push(purchase),
        (error) => rush.givenUp.push(String(error)),
      );
    }
  };
  const work = Promise.all(Array.from({ length: sideBySide }, shopper));
  return rush;
}

const read = async (response: Response): Promise<Answer> => ({
  status: response.status,
  headers: response.headers,
  text: await response.text(),
});
const unanswered = (error: Error): Answer => ({
  status: 0,
  headers: new Headers(),
  text: `${error.message} ${error.cause ?? ""}`,
});

/** One purchase from the shelf to the receipt, with the requests of a browser or of another server in its place. */
async function buys(shop: string, gateway: Emulator, ask: Ask, asCaller: boolean): Promise<Purchase> {
  const cookies = new Map<string, string>();
  let token = "";
  const headers = () => ({
    ...(asCaller
      ? token && { "order-token": token }
      : { origin: shop, cookie: [...cookies].map((pair) => pair.join("=")).join("; ") }),
  });
  const get = async (what: string, path: string) => keep(await ask(what, path, { headers: headers() }));
  const keep = (answer: Answer) => {
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  const post = async <T>(what: string, path: string, body: object, more: Record<string, string> = {}) => {
    const answer = await ask(what, path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers(), ...more },
      body: JSON.stringify(body),
    });
    return json<T>(what, keep(answer));
  };

  if (!asCaller) await get("page", "/");
  const order = await post<Order>("order", "/orders", orderOf(), { "idempotency-key": randomUUID() });
  token = order.access_token;
  const ready = await post<Reply<"POST /payments/toss/ready">>(
    "ready",
    "/payments/toss/ready",
    attemptOf(order, shop),
  );
  const attempt = ready.toss.order_id;
  // Another of the shopper's pages waits for the status meanwhile.
  const news = untilPaid(order, get);
  news.catch(() => {});
  const { paymentKey, amount } = await gateway.payments.open({ orderId: attempt, amount: order.amount });
  if (asCaller) await post("confirm", "/payments/toss/confirm", { paymentKey, orderId: attempt, amount });
  else {
    const query = new URLSearchParams({
      paymentType: "NORMAL",
      paymentKey,
      orderId: attempt,
      amount: String(amount),
    });
    const { status, headers: told } = await get("return", `/payments/toss/success?${query}`);
    const { pathname, search } = new URL(told.get("location") ?? "", shop);
    if (status !== 303) throw new Error(`return answered ${status}`);
    await get("receipt", pathname + search);
  }
  await news;
  return { number: order.order_number, attempt };
}

/** Polls like an open page: each request is held until the order changes. */
async function untilPaid(order: Order, get: (what: string, path: string) => Promise<Answer>) {
  const deadline = performance.now() + patient(120_000);
  let held = "";
  for (;;) {
    const path = `/payments/status?order_number=${order.order_number}${held}`;
    const { order: told } = json<Reply<"GET /payments/status">>(
      held ? "news" : "status",
      await get(held ? "news" : "status", path),
    );
    if (told.status === "paid") return;
    if (told.status !== "open" || performance.now() > deadline)
      throw new Error(`${order.order_number} is ${told.status}.`);
    held = `&wait=20&since=${told.version}`;
  }
}

function json<T>(what: string, { status, text }: Answer): T {
  if (status >= 300) throw new Error(`${what} answered ${status}: ${text.slice(0, 200)}`);
  return JSON.parse(text);
}
