const messages = {
  INVALID_CLIENT_KEY: ["클라이언트 키가 올바르지 않습니다.", "The client key is not valid."],
  INVALID_CUSTOMER_KEY: [
    "customerKey는 영문, 숫자, - _ = . @ 로 된 2자 이상 50자 이하여야 합니다.",
    "A customerKey has 2 to 50 letters, digits or - _ = . @",
  ],
  INSECURE_KEY_USAGE: ["시크릿 키를 브라우저에서 쓰지 마세요.", "Do not use a secret key in the browser."],
  NOT_SUPPORTED_API_INDIVIDUAL_KEY: [
    "API 개별 연동 키로는 결제위젯을 쓸 수 없습니다. 결제위젯 연동 키(gck)를 쓰세요.",
    "widgets() needs a widget client key (gck), not an API key (ck).",
  ],
  NOT_SUPPORTED_WIDGET_KEY: [
    "결제위젯 연동 키로는 쓸 수 없습니다. API 개별 연동 키(ck)를 쓰세요.",
    "This needs an API client key (ck), not a widget key (gck).",
  ],
  NOT_SUPPORTED_METHOD: [
    "이 에뮬레이터가 지원하지 않는 결제입니다: 상품권, 해외 간편결제, 자동결제, 브랜드페이.",
    "The emulator does not support this: gift certificates, foreign wallets, billing, brandpay.",
  ],
  V1_METHOD_NOT_SUPPORTED: ["v1 SDK의 메서드입니다.", "This method belongs to the v1 SDK."],
  INVALID_PARAMETER: [
    "이벤트 이름이나 콜백이 올바르지 않습니다.",
    "The event name or callback is not valid.",
  ],
  INVALID_PARAMETERS: ["파라미터가 올바르지 않습니다.", "The parameters are not valid."],
  INVALID_AMOUNT_VALUE: ["결제 금액이 올바르지 않습니다.", "The amount's value is not valid."],
  INVALID_AMOUNT_CURRENCY: ["결제 통화가 올바르지 않습니다.", "The amount's currency is not valid."],
  NOT_SETUP_AMOUNT: ["setAmount로 금액을 먼저 정하세요.", "Call setAmount first."],
  BELOW_ZERO_AMOUNT: ["결제 금액은 0보다 커야 합니다.", "The amount must be above zero."],
  PAYMENT_METHODS_WIDGET_ALREADY_RENDERED: [
    "결제수단 위젯이 이미 그려져 있습니다.",
    "The payment methods are already rendered.",
  ],
  AGREEMENT_WIDGET_ALREADY_RENDERED: [
    "약관 위젯이 이미 그려져 있습니다.",
    "The agreement is already rendered.",
  ],
  PAYMENT_WINDOW_ALREADY_RENDERED: [
    "결제창이 이미 열려 있습니다.",
    "The payment window is already rendered.",
  ],
  INVALID_VARIANT_KEY: ["variantKey가 올바르지 않습니다.", "The variantKey is not valid."],
  INVALID_SELECTOR: ["selector에 맞는 요소가 없습니다.", "No element matches the selector."],
  INVALID_METHOD_TRANSACTION: ["다른 요청을 처리하고 있습니다.", "Another request is still running."],
  INVALID_ORDER_ID: [
    "주문번호는 영문, 숫자, -, _ 로 된 6자 이상 64자 이하여야 합니다.",
    "An order id has 6 to 64 letters, digits, - or _.",
  ],
  INVALID_ORDER_NAME: ["주문명은 1자 이상 100자 이하여야 합니다.", "An order name has 1 to 100 characters."],
  INVALID_METADATA: [
    "metadata는 다섯 쌍까지, 키는 40자, 값은 2000자까지입니다.",
    "metadata has at most 5 pairs, keys of 40 and values of 2,000 characters.",
  ],
  INCORRECT_SUCCESS_URL_FORMAT: ["successUrl에 오리진을 넣으세요.", "successUrl must include an origin."],
  INCORRECT_FAIL_URL_FORMAT: ["failUrl에 오리진을 넣으세요.", "failUrl must include an origin."],
  NOT_SUPPORTED_PROMISE: [
    "모바일에서는 successUrl과 failUrl이 필요합니다.",
    "On a phone successUrl and failUrl are needed.",
  ],
  NOT_SELECTED_PAYMENT_METHOD: ["결제수단을 선택하세요.", "Choose a payment method."],
  NEED_CARD_PAYMENT_DETAIL: ["카드사를 선택하세요.", "Choose a card company."],
  NEED_AGREEMENT_WITH_REQUIRED_TERMS: ["필수 약관에 동의하세요.", "Agree to the required terms."],
  NEED_REFUND_ACCOUNT_DETAIL: ["환불받을 계좌를 입력하세요.", "Enter the account for a refund."],
  EXCEED_DEPOSIT_AMOUNT_LIMIT: [
    "가상계좌에 한 번에 입금할 수 있는 금액을 넘었습니다.",
    "The amount is more than a virtual account takes in one deposit.",
  ],
  EXCEED_MAX_DUE_DATE: [
    "가상계좌의 입금 기한은 90일까지입니다.",
    "A virtual account waits for 90 days at most.",
  ],
  UNSUPPORTED_TEST_PHASE_PAYMENT_METHOD: [
    "테스트 키로는 결제할 수 없는 결제수단입니다.",
    "This method cannot be tried with a test key.",
  ],
  PROVIDER_STATUS_UNHEALTHY: [
    "결제 기관의 시스템에 문제가 있습니다. 다른 결제수단을 고르세요.",
    "The provider is out of order. Choose another method.",
  ],
  CUSTOM_PAYMENT_METHOD_UNABLE_TO_PAY: [
    "상점이 직접 처리하는 결제수단입니다.",
    "The shop carries out this method itself.",
  ],
  PAYMENT_REQUEST_ABORTED: ["destroy()가 결제 요청을 중단했습니다.", "destroy() ended the payment request."],
  NO_ACTIVE_PAYMENT_REQUEST: ["진행 중인 결제 요청이 없습니다.", "No payment is being requested."],
  USER_CANCEL: ["구매자가 결제를 취소했습니다.", "The buyer canceled."],
  UNKNOWN: ["알 수 없는 문제가 생겼습니다.", "Something unknown went wrong."],
} as const;

export type SdkErrorCode = keyof typeof messages;

/** What the SDK throws and rejects with; shops decide by `code`. */
export class TossPaymentsError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "TossPaymentsError";
    this.code = code;
  }
}

export function sdkError(code: SdkErrorCode): TossPaymentsError {
  const [korean, english] = messages[code];
  return new TossPaymentsError(code, navigator.language.startsWith("en") ? english : korean);
}
