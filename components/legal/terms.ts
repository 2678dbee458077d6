import type { Locale } from "@/lib/money";
import type { Business } from "@/lib/shop/business";
import type { LegalText } from "./legal-text";

export const terms = (business: Business): Record<Locale, LegalText> => ({
  ko: {
    title: "이용약관",
    lead: [
      `${business.shopName.ko}에서 물건을 사고팔 때 ${business.companyName.ko}(이하 “상점”)와 이용자가 서로 지킬 약속을 적었습니다.`,
    ],
    sections: [
      {
        title: "약관의 적용과 변경",
        body: [
          "이 약관은 상점에서 주문하는 모든 이용자에게 적용됩니다. 주문할 때의 약관이 그 주문에 적용됩니다.",
          "약관을 바꿀 때에는 적용일 7일 전부터, 이용자에게 불리한 변경은 30일 전부터 이 페이지에 바뀌는 내용과 이유를 알립니다. 바뀐 약관은 적용일 뒤의 주문부터 적용됩니다.",
        ],
      },
      {
        title: "회원가입 없는 주문",
        body: [
          "상점은 회원가입을 요구하지 않습니다. 이용자는 주문에 필요한 정보만 입력하고 주문할 수 있으며, 주문번호와 이메일 또는 휴대폰 번호로 주문을 다시 찾을 수 있습니다.",
          "이용자는 자신의 정보를 정확하게 입력해야 합니다. 잘못된 연락처나 주소 때문에 생긴 배송 지연과 비용은 이용자가 부담합니다.",
        ],
      },
      {
        title: "주문과 계약의 성립",
        body: [
          "이용자가 상품, 수량, 총 결제 금액을 확인하고 결제하면 구매를 신청한 것이 됩니다. 상점이 결제를 확인하고 주문이 완료되었음을 화면이나 이메일로 알린 때 계약이 성립합니다.",
          "다음의 경우 상점은 주문을 받지 않거나 취소할 수 있고, 이미 받은 금액은 3영업일 안에 전부 돌려줍니다.",
          [
            "재고가 없거나 상품을 보낼 수 없는 경우",
            "가격이나 설명이 누가 보아도 알 수 있을 만큼 잘못 표시된 경우",
            "남의 정보나 결제수단을 쓴 것이 확인된 경우",
          ],
        ],
      },
      {
        title: "결제",
        body: [
          "카드, 계좌이체, 가상계좌, 휴대폰, 간편결제 가운데 주문서에 보이는 방법으로 결제할 수 있습니다. 결제는 토스페이먼츠나 Stripe를 통해 처리되며, 상점은 카드번호 전체나 비밀번호를 받거나 보관하지 않습니다.",
          "가상계좌는 주문 화면에 안내된 기한까지 안내된 금액을 한 번에 입금해야 합니다. 기한이 지나면 주문은 자동으로 취소됩니다.",
          "결제 결과가 바로 확인되지 않으면 상점은 결제사에 확인을 계속합니다. 같은 주문에 두 번 결제된 금액은 상점이 확인하는 대로 돌려줍니다.",
        ],
      },
      {
        title: "배송",
        body: [
          `상점은 결제가 확인된 날부터 ${business.dispatchDays}영업일 안에 ${business.carrier.ko}를 통해 상품을 보냅니다. 배송비는 주문서에 따로 적혀 있습니다. 제주와 도서산간 지역에는 추가 배송비가 붙을 수 있습니다.`,
          "약속한 날까지 보낼 수 없게 되면 바로 이유와 새 일정을 알리고, 이용자가 원하면 주문을 취소하고 결제한 금액을 3영업일 안에 돌려줍니다.",
        ],
      },
      {
        title: "청약철회, 교환과 환불",
        body: [
          "이용자는 상품을 받은 날부터 7일 안에 주문을 철회할 수 있습니다. 기간, 방법, 비용과 예외는 ‘청약철회·교환·환불’ 페이지에 자세히 적혀 있으며 이 약관의 일부입니다.",
        ],
      },
      {
        title: "상점과 이용자의 의무",
        body: [
          "상점은 관련 법과 이 약관을 지키고, 이용자의 개인정보를 개인정보 처리방침에 따라 보호합니다.",
          "이용자는 남의 정보나 결제수단을 쓰거나, 상점의 운영을 방해하거나, 되팔기 위해 정상적이지 않은 방법으로 주문해서는 안 됩니다.",
        ],
      },
      {
        title: "책임",
        body: [
          "상점의 잘못으로 이용자에게 손해가 생기면 상점이 배상합니다. 천재지변처럼 상점이 어찌할 수 없는 일이나 이용자의 잘못으로 생긴 손해에는 책임을 지지 않습니다.",
          "이 약관의 어떤 내용도 법이 소비자에게 준 권리를 줄이지 않습니다.",
        ],
      },
      {
        title: "분쟁의 해결",
        body: [
          `불만이나 문의는 ${business.email} 또는 ${business.phone}(${business.hours.ko})로 받고, 빠르게 처리합니다.`,
          "해결되지 않은 분쟁은 한국소비자원 또는 전자거래분쟁조정위원회에 조정을 신청할 수 있습니다. 이 약관에는 대한민국 법이 적용되고, 소송은 이용자의 주소지를 관할하는 법원에 제기합니다.",
        ],
      },
    ],
  },
  en: {
    title: "Terms of service",
    lead: [
      `What ${business.companyName.en} (“the shop”) and you promise each other when you buy at ${business.shopName.en}.`,
    ],
    sections: [
      {
        title: "Where these terms apply",
        body: [
          "They apply to everybody who orders here. An order is governed by the terms of the moment it was made.",
          "Changes are announced on this page with their reason 7 days before they apply, or 30 days before where they put you at a disadvantage. They count for orders made after that day.",
        ],
      },
      {
        title: "Ordering without an account",
        body: [
          "You need no account. You enter what your order needs and can find the order again by its number together with your e-mail address or phone number.",
          "Please enter correct details. Delays and costs that come from a wrong address or number are yours to bear.",
        ],
      },
      {
        title: "Orders and contracts",
        body: [
          "By paying after you have checked items, quantities and total you apply to buy. The contract is made when the shop has confirmed the payment and told you so on the page or by e-mail.",
          "In these cases the shop may refuse or cancel an order, and returns all that was paid within 3 business days:",
          [
            "an item is out of stock or cannot be sent",
            "a price or description is so wrong that anybody would notice",
            "somebody else’s details or means of payment were used",
          ],
        ],
      },
      {
        title: "Payment",
        body: [
          "You can pay by card, bank transfer, virtual account, mobile phone or wallet, as the order sheet shows. Toss Payments or Stripe processes the payment; the shop neither receives nor keeps full card numbers or passwords.",
          "Into a virtual account the exact amount must be paid at once, by the time shown with the order. After that the order is canceled automatically.",
          "If the result of a payment is not known at once, the shop keeps asking the payment company. Money paid twice for one order is returned as soon as the shop finds out.",
        ],
      },
      {
        title: "Delivery",
        body: [
          `The shop hands your items to ${business.carrier.en} within ${business.dispatchDays} business days of the confirmed payment. The delivery fee is shown at checkout. Jeju and some islands may cost more.`,
          "If that becomes impossible, you are told why and given a new date; if you prefer, the order is canceled and your money returned within 3 business days.",
        ],
      },
      {
        title: "Withdrawal, exchange and refund",
        body: [
          "You may withdraw within 7 days of receiving your items. Periods, steps, costs and exceptions are set out under “Returns and refunds”, which is part of these terms.",
        ],
      },
      {
        title: "Duties",
        body: [
          "The shop follows the law and these terms and protects your personal data as its privacy notice says.",
          "You do not use somebody else’s details or means of payment, disturb the running of the shop, or order by irregular means in order to resell.",
        ],
      },
      {
        title: "Liability",
        body: [
          "The shop makes good the damage it causes by its own fault. It is not liable for what nobody could have prevented, or for what you caused yourself.",
          "Nothing in these terms takes away a right that the law gives to consumers.",
        ],
      },
      {
        title: "Disputes",
        body: [
          `Please write to ${business.email} or call ${business.phone} (${business.hours.en}); we answer quickly.`,
          "Disputes may be brought before the Korea Consumer Agency or the Electronic Commerce Mediation Committee. Korean law applies; the court of your place of residence in Korea is competent. The Korean text prevails over this translation.",
        ],
      },
    ],
  },
});
