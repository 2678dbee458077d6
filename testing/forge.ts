/** The same text with another first character: a name, a secret or a signature that somebody tampered with. */
export const otherwise = (text: string): string => `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;
