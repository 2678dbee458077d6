import type { Locale } from "@/lib/money";
import type { Business } from "@/lib/shop/business";
import type { LegalText } from "./legal-text";

export const privacy = (business: Business): Record<Locale, LegalText> => ({
  ko: {
    title: "개인정보 처리방침",
    lead: [
      `${business.companyName.ko}(이하 “상점”)는 주문에 필요한 정보만 받고, 그 일에만 쓰고, 때가 되면 지웁니다.`,
    ],
    sections: [
      {
        title: "무엇을, 왜 받나요",
        body: [
          [
            "이름, 이메일, 휴대폰 번호: 주문을 확인하고 연락하기 위해",
            "배송지, 받는 분의 이름과 연락처, 배송 요청사항: 상품을 보내기 위해",
            "결제 정보(결제수단, 카드사와 가려진 카드번호, 승인 일시, 금액): 결제와 환불을 확인하기 위해. 카드번호 전체와 비밀번호는 받지 않습니다.",
            "환불 계좌(은행, 계좌번호, 예금주): 가상계좌로 낸 금액을 돌려드릴 때에만",
            "접속 기록(접속 일시, IP 주소): 오류를 찾고 부정한 이용을 막기 위해",
          ],
          "정보를 주지 않을 수 있지만, 주문에 꼭 필요한 정보가 없으면 주문을 받을 수 없습니다. 14세 미만 아동의 정보는 받지 않습니다.",
        ],
      },
      {
        title: "얼마나 보관하나요",
        body: [
          "목적을 이루면 지체 없이 지웁니다. 다만 법이 정한 기록은 아래 기간 동안 따로 보관합니다.",
          [
            "계약과 청약철회에 관한 기록: 5년 (전자상거래법)",
            "대금결제와 상품의 공급에 관한 기록: 5년 (전자상거래법)",
            "소비자의 불만과 분쟁처리에 관한 기록: 3년 (전자상거래법)",
            "접속에 관한 기록: 3개월 (통신비밀보호법)",
          ],
        ],
      },
      {
        title: "누구에게 맡기나요",
        body: [
          "상점은 이용자의 정보를 팔거나 남에게 주지 않습니다. 일을 하기 위해 아래 회사에 필요한 만큼만 처리를 맡깁니다.",
          [
            "토스페이먼츠 주식회사: 결제와 환불의 처리 (이름, 이메일, 결제 정보)",
            "Stripe, Inc.(미국): Stripe로 결제할 때의 결제와 환불의 처리 (이메일, 결제 정보). 결제할 때 암호화된 통신으로 국외로 옮겨지고, 원하지 않으면 다른 방법으로 결제하면 됩니다.",
            `${business.carrier.ko}: 배송 (이름, 휴대폰 번호, 배송지)`,
            `${business.hosting.ko}: 서버 운영`,
          ],
          "법에 따라 수사기관 등이 적법하게 요구할 때에만 그 밖의 곳에 제공합니다.",
        ],
      },
      {
        title: "쿠키와 브라우저 저장소",
        body: [
          "광고나 추적을 위한 쿠키는 쓰지 않습니다. 쓰는 것은 아래가 전부이며, 브라우저 설정에서 언제든 지우거나 막을 수 있습니다.",
          [
            "선택한 언어와 통화를 기억하는 쿠키",
            "이 브라우저에서 한 주문을 다시 볼 수 있게 하는 쿠키",
            "같은 주문이 두 번 접수되지 않도록 이 브라우저를 알아보는 쿠키(임의의 문자)",
            "주문을 조회할 때 입력한 내용을 잠시 기억하는 쿠키",
            "장바구니와 작성하던 주문서를 브라우저 안에 두는 저장소",
            "장바구니에 담은 상품과 수량을 화면에 바로 보여 주려고 쓰는 쿠키",
            "Stripe의 카드 입력란을 고르면, 부정한 결제를 막으려고 Stripe가 두는 쿠키",
          ],
        ],
      },
      {
        title: "어떻게 지우나요",
        body: [
          "전자 파일은 되살릴 수 없게 지우고, 종이에 적힌 정보는 분쇄하거나 태웁니다. 결제사가 보낸 알림의 원문은 90일 뒤 자동으로 지워집니다.",
        ],
      },
      {
        title: "어떻게 지키나요",
        body: [
          [
            "모든 통신을 암호화합니다.",
            "정보를 볼 수 있는 사람을 업무에 필요한 최소한으로 둡니다.",
            "기록(로그)에는 이름, 이메일, 카드 정보를 남기지 않습니다.",
          ],
        ],
      },
      {
        title: "이용자의 권리",
        body: [
          `언제든 자신의 정보를 보고, 고치고, 지우고, 처리를 멈춰 달라고 요구할 수 있습니다. ${business.email} 또는 ${business.phone}로 알려 주시면 본인임을 확인하고 10일 안에 처리합니다. 법이 보관하도록 정한 정보는 그 기간이 지난 뒤에 지웁니다.`,
        ],
      },
      {
        title: "책임자와 도움 받을 곳",
        body: [
          `개인정보 보호책임자: ${business.privacyOfficer.ko}, ${business.email}, ${business.phone}`,
          [
            "개인정보침해신고센터: 국번 없이 118, privacy.kisa.or.kr",
            "개인정보분쟁조정위원회: 1833-6972, kopico.go.kr",
            "대검찰청: 국번 없이 1301, 경찰청: 국번 없이 182",
          ],
        ],
      },
      {
        title: "방침의 변경",
        body: ["내용이 바뀌면 적용일 7일 전부터, 중요한 변경은 30일 전부터 이 페이지에 알립니다."],
      },
    ],
  },
  en: {
    title: "Privacy notice",
    lead: [
      `${business.companyName.en} (“the shop”) asks only for what an order needs, uses it for that alone, and deletes it in time.`,
    ],
    sections: [
      {
        title: "What we ask for, and why",
        body: [
          [
            "Name, e-mail address, phone number: to confirm your order and reach you",
            "Delivery address, the recipient’s name and phone number, and your note: to send your items",
            "Payment details (method, card company and masked card number, time of approval, amount): to account for payments and refunds. We never receive full card numbers or passwords.",
            "Refund account (bank, number, holder): only to return what you paid into a virtual account",
            "Access records (time, IP address): to find faults and prevent misuse",
          ],
          "You may withhold any of it, but without what an order needs we cannot take it. We do not collect data of children under 14.",
        ],
      },
      {
        title: "How long we keep it",
        body: [
          "We delete data once its purpose is fulfilled. What Korean law tells us to keep is kept apart for:",
          [
            "Records of contracts and withdrawals: 5 years (E-Commerce Act)",
            "Records of payment and supply: 5 years (E-Commerce Act)",
            "Records of complaints and disputes: 3 years (E-Commerce Act)",
            "Access records: 3 months (Protection of Communications Secrets Act)",
          ],
        ],
      },
      {
        title: "Who works on it for us",
        body: [
          "We neither sell your data nor hand it on. These companies process what they need for us:",
          [
            "Toss Payments Co., Ltd.: payments and refunds (name, e-mail address, payment details)",
            "Stripe, Inc. (USA): payments and refunds, where you pay through Stripe (e-mail address, payment details). They go abroad, encrypted, when you pay; if you do not want that, pay another way.",
            `${business.carrier.en}: delivery (name, phone number, address)`,
            `${business.hosting.en}: running the servers`,
          ],
          "Anybody else gets data only where the law lawfully requires it.",
        ],
      },
      {
        title: "Cookies and browser storage",
        body: [
          "There are no cookies for advertising or tracking. This is all there is, and you can delete or block it in your browser at any time:",
          [
            "cookies that remember your language and your currency",
            "a cookie that lets this browser see the orders made in it",
            "a cookie with random characters that recognizes this browser, so that an order is not placed twice",
            "a cookie that remembers for a moment what you typed to find an order",
            "storage inside your browser for the cart and a half-filled order sheet",
            "a cookie with the products and quantities in your cart, so that pages show them at once",
            "where you choose Stripe’s card form: cookies of Stripe’s, against fraud",
          ],
        ],
      },
      {
        title: "How we delete",
        body: [
          "Files are deleted beyond recovery; paper is shredded or burned. The text of the payment company’s notifications is deleted by itself after 90 days.",
        ],
      },
      {
        title: "How we protect",
        body: [
          [
            "All traffic is encrypted.",
            "As few people as the work needs can see your data.",
            "Names, e-mail addresses and card details are kept out of logs.",
          ],
        ],
      },
      {
        title: "Your rights",
        body: [
          `You may at any time see, correct or delete your data or have its processing stopped. Write to ${business.email} or call ${business.phone}; once we know that it is you, we act within 10 days. What the law makes us keep is deleted when its time is over.`,
        ],
      },
      {
        title: "Who is responsible, and where to find help",
        body: [
          `Privacy officer: ${business.privacyOfficer.en}, ${business.email}, ${business.phone}`,
          [
            "Personal Information Infringement Report Center: 118 in Korea, privacy.kisa.or.kr",
            "Personal Information Dispute Mediation Committee: 1833-6972, kopico.go.kr",
            "Supreme Prosecutors’ Office: 1301, National Police Agency: 182, in Korea",
          ],
        ],
      },
      {
        title: "Changes",
        body: [
          "Changes are announced on this page 7 days before they apply, important ones 30 days before. The Korean text prevails over this translation.",
        ],
      },
    ],
  },
});
