/** @jsxImportSource hono/jsx */
import { Page, TestBanner } from "../../kit/pages/layout";
import { Nav } from "../../kit/panel/nav";
import type { Language } from "../../kit/text";
import { keys } from "../keys";
import { controlWords } from "./control-words";
import { TestCardTable } from "./test-card-table";

const readme = "/README.md";

const words = {
  ko: {
    what: "이 컴퓨터 안에서 도는 연습용 결제 게이트웨이입니다. 돈은 움직이지 않으며, Stripe와는 관계없는 프로그램입니다.",
    can: "조작판에서 늦게 들어오는 돈을 입금하거나 실패시키고, 환불하고, 시계를 돌리고, 고장을 내고, 웹훅을 다시 보낼 수 있습니다.",
    open: "조작판 열기",
    point: "상점을 여기에 연결하기",
    script: "Stripe.js",
    keys: "키",
    names: { secret: "비밀 키", publishable: "공개 키", webhookSecret: "웹훅 비밀 키" },
    cards: "테스트 카드",
    more: "모든 값과 제어 주소",
  },
  en: {
    what: "A payment gateway for practice that runs on this computer. No money moves, and it is not affiliated with Stripe.",
    can: "The control page lets delayed money arrive or fail, refunds, turns the clock, makes calls fail and sends webhooks again.",
    open: "Open the control page",
    point: "Point a shop at it",
    script: "Stripe.js",
    keys: "Keys",
    names: { secret: "Secret key", publishable: "Publishable key", webhookSecret: "Webhook secret" },
    cards: "Test cards",
    more: "Every value and control route",
  },
} satisfies Record<Language, object>;

/** The start page: explains what the emulator is. */
export function HomePage({ language, origin }: { language: Language; origin: string }) {
  const text = words[language];
  const { title } = controlWords[language];
  return (
    <Page language={language} title={title} sheets={["control", "stripe"]}>
      <TestBanner language={language} />
      <Nav language={language} title={title} here="home" />
      <main class="window wide">
        <h1>{title}</h1>
        <p>{text.what}</p>
        <p>{text.can}</p>
        <p>
          <a class="button primary" href="/control">
            {text.open}
          </a>
        </p>
        <h2>{text.point}</h2>
        <dl>
          <dt>API</dt>
          <dd>
            <code>{origin}/v1</code>
          </dd>
          <dt>{text.script}</dt>
          <dd>
            <code>{origin}/endive/stripe.js</code>
          </dd>
        </dl>
        <h2>{text.keys}</h2>
        <dl>
          {(["secret", "publishable", "webhookSecret"] as const).map((name) => (
            <>
              <dt>{text.names[name]}</dt>
              <dd>
                <code>{keys[name]}</code>
              </dd>
            </>
          ))}
        </dl>
        <h2>{text.cards}</h2>
        <TestCardTable language={language} />
        <p>
          <a href={readme}>{text.more}</a>
        </p>
      </main>
    </Page>
  );
}
