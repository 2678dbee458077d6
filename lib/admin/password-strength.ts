import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { Problem } from "../problem";

/** From 0 to 4; from 3 on it takes more than 10^8 guesses by somebody who knows how people choose passwords. */
const wanted = 3;

/** Made at its first use: its lists take a megabyte that a shop without a desk open need not load. */
let judge: Promise<ZxcvbnFactory> | undefined;

/**
 * Refuses a password that is among the common ones, is made of keys in a row or repeats, or of words that whoever
 * attacks this person tries first. Throws password_too_common.
 */
export async function assertHardToGuess(
  password: string,
  person: { name: string; email: string },
): Promise<void> {
  judge ??= loaded();
  const words = wordsOf(person);
  // Also without their own words, which add next to nothing for who knows the person.
  const rest = words.reduce((left, word) => left.replaceAll(word, ""), password.toLowerCase());
  const made = await judge;
  if ([password, rest].some((text) => made.check(text, words).score < wanted))
    throw new Problem("password_too_common", "This password is too easy to guess.", {
      errors: [{ field: "new_password", message: "Several words that do not belong together, for example" }],
    });
}

async function loaded() {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
}

/** Their name, their address and its parts, and what the shop's desk is called. */
function wordsOf({ name, email }: { name: string; email: string }): string[] {
  const parts = `${name} ${email}`.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  return [email, name, ...parts, "twotrack", "manager"].map((word) => word.toLowerCase());
}
