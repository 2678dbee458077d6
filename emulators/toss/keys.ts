/** A client key and its secret key; each pair has one merchant id (MID). */
export type KeyPair = {
  mId: string;
  /** The prefix of this merchant's paymentKeys. */
  prefix: string;
  family: "widget" | "api";
  /** Whether the merchant has a contract; some wallets require one. */
  contract: boolean;
  clientKey: string;
  secretKey: string;
};

/** The emulator's own pairs, which work nowhere else. */
export const widgetPair: KeyPair = {
  mId: "emu_widget",
  prefix: "emuwg",
  family: "widget",
  contract: true,
  clientKey: "test_gck_emulator_widget0000000000",
  secretKey: "test_gsk_emulator_widget0000000000",
};
export const apiPair: KeyPair = {
  mId: "emu_api",
  prefix: "emuap",
  family: "api",
  contract: true,
  clientKey: "test_ck_emulator_api00000000000000",
  secretKey: "test_sk_emulator_api00000000000000",
};

/** With the pairs that Toss's public documentation uses. */
export const keyPairs: readonly KeyPair[] = [
  widgetPair,
  apiPair,
  {
    mId: "docs_widget",
    prefix: "docwg",
    family: "widget",
    contract: false,
    clientKey: "test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm",
    secretKey: "test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6",
  },
  {
    mId: "docs_api",
    prefix: "docap",
    family: "api",
    contract: false,
    clientKey: "test_ck_D5GePWvyJnrK0W0k6q8gLzN97Eoq",
    secretKey: "test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R",
  },
];

export function pairByClientKey(clientKey: string): KeyPair | undefined {
  return keyPairs.find((pair) => pair.clientKey === clientKey);
}

export function pairBySecretKey(secretKey: string): KeyPair | undefined {
  return keyPairs.find((pair) => pair.secretKey === secretKey);
}

export function pairByMerchant(mId: string): KeyPair | undefined {
  return keyPairs.find((pair) => pair.mId === mId);
}
