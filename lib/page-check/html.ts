/** A script of a page: loaded from `src`, or inline. */
export type PageScript = { src: string | null; text: string; nonce: string | null };

/**
 * The scripts of a page, and anything else in it that can run code. Parsed like a browser does: a script ends at the
 * first `</script`, whatever it contains.
 */
export function scriptsIn(html: string): { scripts: PageScript[]; others: string[] } {
  const scripts: PageScript[] = [];
  const rest = html.replace(
    /<script\b([^>]*)>([\s\S]*?)<\/script[^>]*>/gi,
    (_, attributes: string, text: string) => {
      const type = attribute(attributes, "type");
      // Data blocks are not executed.
      if (type === null || !/json$/i.test(type))
        scripts.push({
          src: attribute(attributes, "src"),
          text: text.trim(),
          nonce: attribute(attributes, "nonce"),
        });
      return "";
    },
  );
  const others: string[] = [];
  for (const [tag, name = ""] of rest.matchAll(/<([a-z][a-z0-9-]*)\b(?:"[^"]*"|'[^']*'|[^'">])*>/gi)) {
    const bare = tag.replace(/"[^"]*"|'[^']*'/g, '""');
    if (/\son[a-z]+\s*=/i.test(bare)) others.push(`<${name}> with a handler of its own`);
    if (/=\s*["']?\s*javascript:/i.test(tag)) others.push(`<${name}> with a javascript: address`);
    if (/^(iframe|frame|object|embed|base|portal)$/i.test(name)) others.push(`<${name}>`);
  }
  return { scripts, others };
}

const attribute = (attributes: string, name: string) =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`, "i").exec(attributes)?.[1] ?? null;

/** The URLs of third-party scripts that a page passes to its loaders. */
export const handedOn = (html: string) => [
  ...new Set(
    [...html.matchAll(/\\?"(?:sdkUrl|scriptUrl)\\?":\\?"([^"\\]+)/g)].flatMap(([, url]) =>
      url ? [url] : [],
    ),
  ),
];
