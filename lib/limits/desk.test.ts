import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { latch } from "@/testing/latch";
import { Problem } from "../problem";
import { limitPassword, limitRefusals, limitSignIn } from "./desk";

const wrong = () =>
  Promise.reject(new Problem("sign_in_refused", "The email address or the password is incorrect."));
const headers = new Headers();
const codes = (asked: Promise<unknown>[]) =>
  Promise.all(
    asked.map((one) =>
      one.then(
        () => "done",
        (error) => error.code,
      ),
    ),
  );
const countOf = (all: string[], code: string) => all.filter((one) => one === code).length;

describe("password guesses from one address", () => {
  // These tests share this process's address, so their order matters.
  test("are only counted when wrong, however many come at once", async () => {
    const { opened, open } = latch();
    let refused = 0;
    // None of the requests in progress ends before the last one has arrived.
    const right = Array.from({ length: 60 }, () =>
      limitRefusals(headers, () => opened).catch((error) => {
        refused += 1;
        if (refused === 10) open();
        throw error;
      }),
    );
    const busy = () => Promise.reject(new Problem("overloaded", "Too many wait."));
    // At most fifty run at a time; the others are refused without waiting for them.
    expect(countOf(await codes(right), "done")).toBe(50);
    expect(countOf(await codes([limitRefusals(headers, busy)]), "overloaded")).toBe(1);
    const again = Array.from({ length: 40 }, () => limitRefusals(headers, async () => "in"));
    expect(await codes(again)).toEqual(Array(40).fill("done"));
  });

  test("are only checked up to the limit of the address: 120 wrong passwords for as many accounts", async () => {
    let looked = 0;
    const guess = () => {
      looked += 1;
      return wrong();
    };
    const asked = Array.from({ length: 120 }, () =>
      limitSignIn(`${randomUUID()}@shop.example`, headers, guess),
    );
    const told = await codes(asked);
    // The ten refused above count as well.
    expect(looked).toBe(40);
    expect(countOf(told, "too_many_requests")).toBe(80);
  });
});

describe("guesses at one account", () => {
  test("ten are checked, at once or one after another, and the right one resets them", async () => {
    const account = randomUUID();
    const nine = Array.from({ length: 9 }, () => limitPassword(account, wrong));
    expect(countOf(await codes(nine), "sign_in_refused")).toBe(9);
    expect(await limitPassword(account, async () => "in")).toBe("in");
    const told = await codes(Array.from({ length: 30 }, () => limitPassword(account, wrong)));
    expect(countOf(told, "sign_in_refused")).toBe(10);
    expect(countOf(told, "too_many_requests")).toBe(20);
  });

  test("a full queue is no guess", async () => {
    const account = randomUUID();
    for (let at = 0; at < 15; at++)
      await limitPassword(account, () => Promise.reject(new Problem("overloaded", "Too many wait."))).catch(
        () => {},
      );
    expect(await limitPassword(account, async () => "in")).toBe("in");
  });
});
