/** The same text with a different first character: a name, a secret or a signature that was tampered with. */
export const otherwise = (text: string): string => `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;
