/** How long a password of staff's is, in characters. */
export const passwordLength = { min: 12, max: 128 };
