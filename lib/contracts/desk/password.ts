/** Length limits of staff passwords, in characters. */
export const passwordLength = { min: 12, max: 128 };
