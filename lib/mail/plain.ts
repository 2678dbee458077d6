/** Text without line breaks and without characters that change the direction of what follows. */
export const oneLine = (text: string) =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();

/** Whether a mail program would turn a part of this text into a link. */
export const looksLikeLink = (text: string) => /:\/\/|@|\p{L}\.\p{L}{2,}/u.test(text);

/**
 * A name to greet somebody by; undefined if it does not look like a name. Anybody can order with somebody else's
 * address, so a letter must not carry their words: what a mail program would turn into a link is not a name.
 */
export function greetable(name: string): string | undefined {
  const plain = oneLine(name);
  return /^[\p{L}\p{M}'’ .-]{1,40}$/u.test(plain) && !/\.\S/.test(plain) ? plain : undefined;
}
