import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";
import { Gateways } from "./gateways";

const kinds = Object.keys(en.deskFront.gateways.kinds) as Parameters<
  typeof Gateways
>[0]["troubles"][number]["kind"][];
const at = new Date("2026-11-21T03:00:00Z");

const shown = (locale: "en" | "ko", props: Parameters<typeof Gateways>[0]) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={locale === "ko" ? ko : en} timeZone="Asia/Seoul">
      <Gateways {...props} />
    </NextIntlClientProvider>,
  );

describe.each(["en", "ko"] as const)("the desk's front page in %s", (locale) => {
  test.each(kinds)("has words for %s, how often, and the clocks", (kind) => {
    const detail = { clockAheadSeconds: -600, version: "1.4" };
    const trouble = {
      gateway: "toss",
      kind,
      count: 12,
      since: at,
      lastAt: at,
      detail,
      alarmedAt: null,
    } as const;
    const html = shown(locale, { troubles: [trouble], lists: [] });
    for (const word of ["12", "600", "1.4"]) expect(html).toContain(word);
    expect(html).not.toContain("deskFront.");
  });

  test("says which day's list could not be read, and nothing about the others", () => {
    const list = {
      gateway: "stripe",
      keyPair: "stripe",
      live: false,
      day: "2026-11-20",
      cursor: null,
      listed: 0,
      found: 0,
      notOurs: 0,
      finishedAt: null,
      failingSince: at,
      tries: 3,
      nextAt: at,
      leasedUntil: null,
    } as const;
    expect(shown(locale, { troubles: [], lists: [list] })).toContain("2026-11-20");
    expect(shown(locale, { troubles: [], lists: [{ ...list, failingSince: null }] })).toBe("");
  });
});
