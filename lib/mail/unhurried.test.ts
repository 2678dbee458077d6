import { expect, test } from "vitest";
import { unhurried } from "./unhurried";

test("letters are written one after another, in order, and each gets its own", async () => {
  const events: string[] = [];
  const write = (letter: string) => async () => {
    events.push(`begins ${letter}`);
    await Promise.resolve();
    events.push(`ends ${letter}`);
    return letter;
  };
  const letters = await Promise.all(["first", "second", "third"].map((letter) => unhurried(write(letter))));
  expect(letters).toEqual(["first", "second", "third"]);
  expect(events).toEqual(letters.flatMap((letter) => [`begins ${letter}`, `ends ${letter}`]));
});

test("a letter that cannot be written fails alone, and the next one is written", async () => {
  const [broken, next] = await Promise.allSettled([
    unhurried(async () => {
      throw new Error("a word is missing");
    }),
    unhurried(async () => "next"),
  ]);
  expect(broken).toMatchObject({ status: "rejected", reason: { message: "a word is missing" } });
  expect(next).toMatchObject({ status: "fulfilled", value: "next" });
});
