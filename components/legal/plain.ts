import type { LegalText } from "./legal-text";

type Body = Omit<LegalText, "title">;

/**
 * A legal text as staff type it: paragraphs between empty lines, `## ` before the title of a section and `- ` before a
 * point. Everything else is text as it stands: no links, no HTML.
 */
export function readPlain(text: string): Body {
  const [lead = "", ...sections] = text.split(/^## +/m);
  return {
    lead: passagesIn(lead),
    sections: sections.map((section) => {
      const [title = "", ...lines] = section.split("\n");
      return { title: title.trim(), body: passagesIn(lines.join("\n")) };
    }),
  };
}

const passagesIn = (text: string) =>
  text
    .split(/\n\s*\n/)
    .flatMap(partsOf)
    .filter((part) => part.length > 0);

/** A paragraph may be followed by points without an empty line between them. */
function partsOf(block: string): (string | string[])[] {
  const parts: (string | string[])[] = [];
  for (const line of block.split("\n").map((one) => one.trim())) {
    const last = parts.at(-1);
    const point = /^- +(.+)$/.exec(line)?.[1];
    if (point && Array.isArray(last)) last.push(point);
    else if (point) parts.push([point]);
    else if (typeof last === "string") parts[parts.length - 1] = `${last} ${line}`.trim();
    else if (line) parts.push(line);
  }
  return parts;
}

/** The text that `readPlain` reads, so that staff can begin with the sample. */
export const writePlain = ({ lead, sections }: Body): string =>
  [
    ...lead.map(written),
    ...sections.flatMap(({ title, body }) => [`## ${title}`, ...body.map(written)]),
  ].join("\n\n");

const written = (passage: string | string[]) =>
  typeof passage === "string" ? passage : passage.map((point) => `- ${point}`).join("\n");
