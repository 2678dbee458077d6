/** 128 random bits. Not `crypto.randomUUID`: it is missing when a shop is tried out by its plain http address. */
export const randomId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
