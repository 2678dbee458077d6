/** What the browser needs to load Toss's SDK. None of it is secret. */
export type TossKeys = { clientKey: string; sdkUrl: string };

export async function loadToss({ clientKey, sdkUrl }: TossKeys) {
  const { ANONYMOUS, loadTossPayments } = await import("@tosspayments/tosspayments-sdk");
  return { toss: await loadTossPayments(clientKey, { src: sdkUrl }), customerKey: ANONYMOUS };
}
