/** @jsxImportSource hono/jsx */
import { Page, TestBanner } from "../../kit/pages/layout";
import { Nav } from "../../kit/panel/nav";
import type { Language } from "../errors";
import { keyPairs } from "../keys";
import { controlWords } from "./control-words";

const readme = "/README.md#magic-values";

const words = {
  ko: {
    what: "이 컴퓨터 안에서 도는 연습용 결제 게이트웨이입니다. 돈은 움직이지 않으며, 토스페이먼츠와는 관계없는 프로그램입니다.",
    can: "조작판에서 가상계좌에 입금하고, 시계를 돌리고, 고장을 내고, 웹훅을 다시 보낼 수 있습니다.",
    open: "조작판 열기",
    point: "상점을 여기에 연결하기",
    sdk: "SDK 스크립트",
    keys: "키",
    families: { widget: "결제위젯 연동 키", api: "API 개별 연동 키" },
    more: "테스트 카드와 모든 값, 제어 주소",
  },
  en: {
    what: "A payment gateway for practice that runs on this computer. No money moves, and it is not affiliated with Toss Payments.",
    can: "The control page pays into virtual accounts, turns the clock, makes calls fail and sends webhooks again.",
    open: "Open the control page",
    point: "Point a shop at it",
    sdk: "SDK script",
    keys: "Keys",
    families: { widget: "Widget keys", api: "API keys" },
    more: "Test cards, every magic value and control route",
  },
};

/** The start page: explains what the emulator is. */
export function HomePage({ language, origin }: { language: Language; origin: string }) {
  const text = words[language];
  const { title } = controlWords[language];
  return (
    <Page language={language} title={title} sheets={["control"]}>
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
          <dt>{text.sdk}</dt>
          <dd>
            <code>{origin}/v2/standard</code>
          </dd>
        </dl>
        <h2>{text.keys}</h2>
        <dl>
          {keyPairs.slice(0, 2).map((pair) => (
            <>
              <dt>{text.families[pair.family]}</dt>
              <dd>
                <code>{pair.clientKey}</code>
                <br />
                <code>{pair.secretKey}</code>
              </dd>
            </>
          ))}
        </dl>
        <p>
          <a href={readme}>{text.more}</a>
        </p>
      </main>
    </Page>
  );
}
