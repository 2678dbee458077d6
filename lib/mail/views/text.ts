import type { Line } from "../letters/letter";
import type { Framed } from "./frame";

/** A letter as plain text, for programs and people that do not want HTML. */
export function textOf(letter: Framed): string {
  const { test, title, hello, lead, boxed, items, lines, action, href, find, why, shop, seller } = letter;
  const blocks = [
    test,
    title,
    hello,
    ...lead,
    list(boxed),
    items
      .map(({ name, count, amount }) => `- ${[name, count].filter(Boolean).join(" ")}: ${amount}`)
      .join("\n"),
    list(lines),
    `${action.label}\n${href}`,
    `${find.text}\n${find.href}`,
    `-- \n${[shop, ...seller, why].join("\n")}`,
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

const list = (lines: Line[]) =>
  lines.map(({ label, value, href }) => [`${label}: ${value}`, href].filter(Boolean).join("\n")).join("\n");
