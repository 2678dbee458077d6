import { expect, test } from "vitest";
import { untranslatable } from "./translatable.mjs";

const found = (jsx) =>
  untranslatable("page.tsx", `const t = useTranslations("x"); export const Page = () => (${jsx});`).length;

test.each([
  ["a spinner before words", '<button>{busy && <Spinner />}{t("send")}</button>'],
  ["one of two texts", '<button>{busy && <Spinner />}{t(busy ? "sending" : "send")}</button>'],
  ["literal text", "<p>Total{more && <b>more</b>}</p>"],
  ["text from a variable", "<p>{words}{more ? <b /> : null}</p>"],
  ["a conditional text", '<p>{late && t("late")}<Button /></p>'],
  ["a template string", "<p>{`Qty`}{count > 0 && <b />}</p>"],
  ["a property", "<p>{busy && <Spinner />}{order.total}</p>"],
  ["a calculated number", "<p>{busy && <Spinner />}{index + 1}</p>"],
  ["the result of another function", "<p>{busy && <Spinner />}{bankIn(locale)}</p>"],
  ["text with markup", '<p>{busy && <Spinner />}{t.rich("terms", { b })}</p>'],
  ["text after an alternative", '<p>{live || <Banner />}{t("shop")}</p>'],
])("%s beside a conditional element would break a translated page", (_what, jsx) => {
  expect(found(jsx)).toBe(1);
});

test.each([
  ["a name", "<p>{erased ? <b /> : <>{order.name}<br /></>}</p>"],
  ["words", '<Row cell={() => <>{t("total")}</>} />'],
])("%s in a fragment could not be removed from a translated page", (_what, jsx) => {
  expect(found(jsx)).toBe(1);
});

test.each([
  ["one of several texts", "<p><Mark />{words[state]}</p>"],
  ["one of two", '<p><Mark />{count > 99 ? "99+" : count}</p>'],
  ["text with a dynamic key", "<p>{t(news)}<Link /></p>"],
  ["text with a composed key", `<p>{t(\`states.\${state}\`)}<Link /></p>`],
  ["text with a value", '<p>{t("left", { count })}<Link /></p>'],
  ["markup with a value", '<p>{t.rich("left", { count })}<Link /></p>'],
  ["a template string with a value", `<p>{\`Qty \${count}\`}<Link /></p>`],
  ["a moment", "<p><Mark />{format.dateTime(at)}</p>"],
  ["dynamic text beside literal text", "<p>Order {t(state)}</p>"],
])("%s would stay unchanged on a translated page", (_what, jsx) => {
  expect(found(jsx)).toBe(1);
});

test.each([
  ["a text chosen in a variable would stay unchanged", 'busy ? t("sending") : t("send")', 1],
  ["a text with a value in a variable would, too", 't("left", { count })', 1],
  ["a constant text would not", 't("send")', 0],
  ["elements would not", "<Sent />", 0],
])("%s", (_what, value, count) => {
  const source = `
    const t = useTranslations("x");
    const said = ${value};
    export const Page = () => <p><Mark />{said}</p>;`;
  expect(untranslatable("page.tsx", source)).toHaveLength(count);
});

test.each([
  ["text in its own element", '<button>{busy && <Spinner />}<span>{t("send")}</span></button>'],
  ["words alone", '<p>{late && t("late")}</p>'],
  ["a chosen text alone", "<p>{words[state]}</p>"],
  ["elements alone", "<p>{busy && <Spinner />}{children}<b /></p>"],
  ["elements from a property", "<p>{busy && <Spinner />}{card.form}</p>"],
  ["elements from a list", "<p>{busy && <Spinner />}{rows.map((row) => <Row key={row} />)}</p>"],
  ["a space between elements", '<p><b />{" "}{busy && <Spinner />}</p>'],
  ["text beside a permanent element", '<p>{t("total")} <Price /></p>'],
  ["markup beside a permanent element", '<p>{t.rich("total")} <Price /></p>'],
  ["a name beside a permanent element", "<p>{order.name} <Price /></p>"],
])("%s would not", (_what, jsx) => {
  expect(found(jsx)).toBe(0);
});

test("elements from a function of the page are no text", () => {
  const source = `
    const since = (at) => <p>{at}</p>;
    const sinceOf = (id) => { const at = moments.get(id); return at ? since(at) : null; };
    export const Page = () => <div>{decides && <Pair />}{sinceOf(id)}</div>;`;
  expect(untranslatable("page.tsx", source)).toEqual([]);
});
