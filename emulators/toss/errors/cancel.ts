/** Why a cancel is refused: code → HTTP status, Korean, English. */
export const cancelErrors = {
  ALREADY_CANCELED_PAYMENT: [400, "이미 취소된 결제입니다.", "This payment is already canceled."],
  ALREADY_REFUND_PAYMENT: [400, "이미 환불된 결제입니다.", "This payment is already refunded."],
  ALREADY_REFUNDING_PAYMENT: [400, "환불이 진행되고 있습니다.", "A refund is already under way."],
  INVALID_REFUND_ACCOUNT_INFO: [
    400,
    "환불 계좌의 예금주가 맞지 않습니다.",
    "The refund account's holder does not match.",
  ],
  INVALID_REFUND_ACCOUNT_NUMBER: [400, "환불 계좌번호를 확인하세요.", "Check the refund account number."],
  REFUND_REJECTED: [400, "결제 기관에서 환불을 거절했습니다.", "The provider refused the refund."],
  FORBIDDEN_BANK_REFUND_REQUEST: [400, "돈을 받을 수 없는 계좌입니다.", "This account cannot receive money."],
  EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT: [
    400,
    "즉시 할인 금액보다 적게 취소할 수 없습니다.",
    "A cancellation cannot be smaller than the instant discount.",
  ],
  NOT_MATCHES_REFUNDABLE_AMOUNT: [
    400,
    "취소할 수 있는 잔액이 요청과 다릅니다.",
    "The refundable amount differs from the request.",
  ],
  EXCEED_CANCEL_LIMIT: [400, "취소 한도를 넘었습니다.", "The cancellation limit is used up."],
  NOT_CANCELABLE_AMOUNT: [
    403,
    "남은 금액보다 많이 취소할 수 없습니다.",
    "More than what is left cannot be canceled.",
  ],
  NOT_CANCELABLE_PAYMENT: [403, "취소할 수 없는 상태의 결제입니다.", "This payment cannot be canceled."],
  EXCEED_MAX_REFUND_DUE: [403, "환불할 수 있는 기간이 지났습니다.", "The refund period is over."],
  EXCEED_MAX_REFUND_AMOUNT: [
    403,
    "환불할 수 있는 금액을 넘었습니다.",
    "The refund is above what is allowed.",
  ],
  NOT_SUPPORTED_REFUND: [403, "환불을 지원하지 않는 결제입니다.", "This payment cannot be refunded."],
  NOT_ALLOWED_REFUND_BANK: [403, "환불할 수 없는 은행입니다.", "Refunds to this bank are not possible."],
  NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT: [
    403,
    "입금 전에는 부분 취소할 수 없습니다.",
    "Before the deposit only a full cancellation is possible.",
  ],
  NOT_ALLOWED_PARTIAL_REFUND: [
    403,
    "부분 취소할 수 없는 결제입니다.",
    "This payment cannot be canceled in part.",
  ],
  NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER: [
    403,
    "휴면 회원의 결제는 취소할 수 없습니다.",
    "The payment of a dormant user cannot be canceled.",
  ],
  FAILED_REFUND_PROCESS: [
    500,
    "환불을 처리하지 못했습니다. 결과를 조회하세요.",
    "The refund was not processed to the end. Query the state.",
  ],
  FAILED_METHOD_HANDLING_CANCEL: [
    500,
    "결제수단 취소 중 문제가 생겼습니다.",
    "The method failed while canceling.",
  ],
  FAILED_PARTIAL_REFUND: [500, "부분 취소에 실패했습니다.", "The partial cancellation failed."],
} as const;
