import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { Problem } from "../../problem";
import { env } from "../../settings/env";
import { asTypedInLatin, koreanWords } from "./korean-words";

/**
 * How many guesses it takes at least, as a power of ten, by somebody who knows of which parts a password is made: words,
 * names, years, rows of keys. Zxcvbn's own score counts the ways to put three parts together as 10^8 guesses already,
 * which "Welcome", a year and two exclamation marks do not deserve.
 */
const wanted = 10;

/** From 0 to 4; what zxcvbn itself says. */
const wantedScore = 3;

/** What is longer is judged by its beginning: the time rises with the length. In characters. */
const judged = 72;

/** Made at its first use: its lists take some megabytes that a shop without a desk open need not load. */
let judge: Promise<ZxcvbnFactory> | undefined;

/**
 * Refuses a password that is among the common ones, or is made of common words in English or Korean, also as they are
 * typed with the keyboard set to Latin letters, of years, keys in a row and repeats, or of words that whoever attacks this
 * person tries first: their name and address, and the shop's. Throws password_too_common.
 */
export async function assertHardToGuess(
  password: string,
  person: { name: string; email: string },
): Promise<void> {
  judge ??= loaded();
  // As it is hashed: two keyboards write the same letter differently.
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
    // With the usual hundred, one password keeps the process busy for a second.
    l33tMaxSubstitutions: 10,
  });
}

/** Their name, their address and its parts, and what the shop and its desk are called. */
function wordsOf({ name, email }: { name: string; email: string }): string[] {
  const { hostname } = new URL(env().appUrl);
  const parts = `${name} ${email} ${hostname}`.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1);
  const words = [email, name, hostname, ...parts, "twotrack", "manager", "admin"].map((word) =>
    word.toLowerCase(),
  );
  return [...new Set(words.flatMap((word) => [word, asTypedInLatin(word)]))];
}
