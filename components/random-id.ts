/** 128 random bits. Not `crypto.randomUUID`, which is unavailable if a shop is tried out over plain http. */
export const randomId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
