/** The emulator's only account: these keys work nowhere else. */
export const keys = {
  secret: "sk_test_emulator000000000000000000",
  publishable: "pk_test_emulator000000000000000000",
  webhookSecret: "whsec_emulator00000000000000000000",
} as const;

export const apiVersion = "2026-10-28.endive";
