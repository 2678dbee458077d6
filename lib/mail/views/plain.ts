/** A text that stays where it is put: no line breaks, and nothing that turns the direction of what follows. */
export const oneLine = (text: string) =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();

/**
 * A name somebody may be greeted by; undefined when it is none. Anybody can order in the name of anybody's
 * address, so a letter must not carry their words: what a mail program would turn into a link is no name.
 */
export function greetable(name: string): string | undefined {
  const plain = oneLine(name);
  return /^[\p{L}\p{M}'’ .-]{1,40}$/u.test(plain) && !/\.\S/.test(plain) ? plain : undefined;
}
