import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { Problem } from "../../problem";
import { env } from "../../settings/env";
import { asTypedInLatin, koreanWords } from "./korean-words";

/**
 * The least number of guesses required, as a power of ten, from somebody who knows the parts a password is made of:
 * words, names, years, keyboard rows. zxcvbn's own score counts the ways to combine three parts as 10^8 guesses, which
 * "Welcome", a year and two exclamation marks do not deserve.
 */
const wanted = 10;

/** zxcvbn's own score, from 0 to 4. */
const wantedScore = 3;

/** How much of a password is judged, in characters: zxcvbn's time grows with the length. */
const judged = 72;

/** Created on first use: the word lists take some megabytes that a shop need not load while nobody uses the desk. */
let judge: Promise<ZxcvbnFactory> | undefined;

/**
 * Refuses a common password, and one made of common English or Korean words (also as typed with the keyboard set to
 * Latin letters), years, adjacent keys, repeats, or words an attacker would try first for this staff member: their name
 * and address, and the shop's. Throws password_too_common.
 */
export async function assertHardToGuess(
  password: string,
  person: { name: string; email: string },
): Promise<void> {
  judge ??= loaded();
  // Normalized like the hash: two keyboards may encode the same letter differently.
  const text = password.normalize("NFKC").slice(0, judged);
  const { score, sequence } = (await judge).check(text, wordsOf(person));
  const guesses = sequence.reduce((sum, part) => sum + part.guessesLog10, 0);
  if (score < wantedScore || guesses < wanted)
    throw new Problem("password_too_common", "This password is too easy to guess.", {
      errors: [{ field: "new_password", message: "Use several unrelated words, for example" }],
    });
}

async function loaded() {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary, korean: koreanWords() },
    graphs: common.adjacencyGraphs,
    // With the default of 100, one password keeps the process busy for a second.
    l33tMaxSubstitutions: 10,
  });
}

/** Their name, their email address and its parts, and the names of the shop and its desk. */
function wordsOf({ name, email }: { name: string; email: string }): string[] {
  const { hostname } = new URL(env().appUrl);
  const parts = `${name} ${email} ${hostname}`.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1);
  const words = [email, name, hostname, ...parts, "twotrack", "manager", "admin"].map((word) =>
    word.toLowerCase(),
  );
  return [...new Set(words.flatMap((word) => [word, asTypedInLatin(word)]))];
}
