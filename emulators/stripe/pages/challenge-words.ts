import type { Language } from "../../kit/text";

const korean = {
  title: "카드 본인 인증",
  bank: "테스트 은행",
  ask: "이 결제를 본인이 했는지 확인합니다. 실제 은행이라면 앱이나 문자로 물어봅니다.",
  card: "카드",
  amount: "결제 금액",
  complete: "인증 완료",
  fail: "인증 실패",
  leaving: "상점으로 돌아가고 있습니다",
  over: "기다리는 인증이 없습니다",
  overHelp: "이미 끝났거나, 없는 결제입니다. 이 창을 닫고 상점에서 주문을 확인하세요.",
};

const english: typeof korean = {
  title: "Card authentication",
  bank: "Test bank",
  ask: "This checks that the payment is yours. A real bank would ask in its app, or by a text message.",
  card: "Card",
  amount: "Amount",
  complete: "Complete authentication",
  fail: "Fail authentication",
  leaving: "Going back to the shop",
  over: "No authentication is waiting",
  overHelp:
    "It has ended, or there is no such payment. Close this window and look at your order in the shop.",
};

export const challengeWords: Record<Language, typeof korean> = { ko: korean, en: english };
