import { ANONYMOUS, loadTossPayments, type TossPaymentsSDK } from "@tosspayments/tosspayments-sdk";

/** What the shop's page exposes to tests: the real loader, and the outcome of the last payment. */
export type ShopPage = {
  ANONYMOUS: string;
  toss(clientKey: string): Promise<TossPaymentsSDK>;
  /** Runs a step and returns its outcome in a serializable form. */
  outcome(step: () => unknown): Promise<Outcome>;
  paying: Promise<Outcome> | null;
};

export type Outcome = {
  value?: unknown;
  code?: string;
};

declare global {
  interface Window {
    shop: ShopPage;
  }
}

const src = document.body.dataset.sdk ?? "";

window.shop = {
  ANONYMOUS,
  toss: (clientKey) => loadTossPayments(clientKey, { src }),
  async outcome(step) {
    try {
      const value = await step();
      return { value: JSON.parse(JSON.stringify(value ?? null)) };
    } catch (error) {
      return { code: (error as { code?: string }).code ?? String(error) };
    }
  },
  paying: null,
};
