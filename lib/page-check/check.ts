import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type GatewayName, gatewayNames } from "../contracts/gateways";
import type { Env } from "../settings/env";
import { headerFaults, nonceOf } from "./headers";
import { handedOn, scriptsIn } from "./html";
import { hashOf, isListedInline, otherScripts, ownScripts } from "./inventory";

/** Pages any shopper can open. Order pages use the same layout, but open only for their owner. */
export const shopperPages = [
  "/",
  "/cart",
  "/checkout",
  "/fail",
  "/orders/find",
  "/orders/letter",
  "/privacy",
  "/refunds",
  "/success",
  "/terms",
];

export type Found = {
  /** One sentence per unexpected script or header. */
  differences: string[];
  /** Everything the pages load and contain, each once; the shop's own files with their SHA-256. */
  scripts: string[];
};

type Shop = Pick<Env, GatewayName | "addressSearch">;

/** How long one page or file may take, in milliseconds. */
const patienceMs = 15_000;

/**
 * Fetches the shopper pages and all their scripts from `origin`, as a browser would, and compares them with the
 * inventory, the expected headers, the build in `buildFolder` and the earlier inventory in `before`.
 */
export async function checkPages(
  origin: string,
  shop: Shop,
  { buildFolder, before = [] }: { buildFolder: string | undefined; before?: string[] },
): Promise<Found> {
  const differences = new Set<string>();
  const scripts = new Map<string, string>();
  const known = new Map(before.map((line) => [line.split(" ")[0] ?? "", line.split(" ")[1]]));
  const allowed = new Set(otherScripts(shop).map(({ url }) => url));
  const extra = gatewayNames
    .filter((name) => shop[name].emulated)
    .map((name) => new URL(shop[name].scriptUrl).origin);
  const nonces = new Set<string>();

  for (const path of await pagesOf(origin, differences)) {
    // Each currency loads its gateway's script.
    for (const currency of path === "/checkout" ? ["KRW", "USD"] : ["KRW"]) await readPage(path, currency);
  }
  return { differences: [...differences].toSorted(), scripts: linesOf(scripts) };

  async function readPage(path: string, currency: string) {
    const page = await fetched(`${origin}${path}`, {
      cookie: `currency=${currency}; __Host-currency=${currency}`,
    });
    if (typeof page === "string") return differences.add(`${path}: ${page}`);
    // A page that only opens for somebody in particular redirects.
    if (page.status >= 300 && page.status < 400) return;
    const html = await page.text();
    for (const fault of headerFaults(page.headers, origin.startsWith("https:"), extra))
      differences.add(`${path}: ${fault}`);
    const nonce = nonceOf(page.headers.get("content-security-policy"));
    if (nonce !== null && nonces.has(nonce)) differences.add(`${path}: its nonce was used before`);
    if (nonce !== null) nonces.add(nonce);
    const { scripts: found, others } = scriptsIn(html);
    for (const other of others) differences.add(`${path}: carries ${other}`);
    for (const script of found) {
      const name = script.src === null ? "a script of the page itself" : script.src;
      if (script.nonce !== nonce || nonce === null)
        differences.add(`${path}: ${name} has not the page's nonce`);
      if (script.src !== null) await readFileOf(path, script.src);
      else if (isListedInline(script.text)) scripts.set("inline:next", "");
      else differences.add(`${path}: carries a script that is not listed: ${script.text.slice(0, 80)}`);
    }
    for (const url of handedOn(html)) {
      scripts.set(url, "");
      if (!allowed.has(url)) differences.add(`${path}: loads ${url}, which is not listed`);
    }
  }

  async function readFileOf(path: string, src: string) {
    const url = new URL(src, `${origin}${path}`);
    if (url.origin !== new URL(origin).origin) {
      scripts.set(url.href, "");
      if (!allowed.has(url.href)) differences.add(`${path}: loads ${url.href}, which is not listed`);
      return;
    }
    if (!ownScripts.test(url.pathname)) {
      differences.add(`${path}: loads ${url.pathname}, which is not listed`);
      return;
    }
    if (scripts.has(url.pathname)) return;
    const file = await fetched(url.href);
    const hash = typeof file === "string" ? undefined : hashOf(Buffer.from(await file.arrayBuffer()));
    if (hash === undefined || typeof file === "string" || !file.ok) {
      differences.add(`${url.pathname}: ${typeof file === "string" ? file : `answered ${file.status}`}`);
      return;
    }
    const first = known.get(url.pathname) ?? hash;
    // The first version remains the expected one: a file's name changes with its contents.
    scripts.set(url.pathname, first);
    if (first !== hash) differences.add(`${url.pathname}: is another file than before under the same name`);
    if (buildFolder !== undefined && (await built(buildFolder, url.pathname)) !== hash)
      differences.add(`${url.pathname}: is not the file of the build`);
  }
}

/** The page where an order of another server is paid, as a browser sees it that does not know the order yet. */
const payPage = "/pay/page-check";

/** The pages, plus the pay page and one product page, whose path is on the front page. */
async function pagesOf(origin: string, differences: Set<string>) {
  const front = await fetched(`${origin}/`);
  const product =
    typeof front === "string" ? undefined : /href="(\/products\/[\w-]+)"/.exec(await front.text())?.[1];
  if (typeof front !== "string" && front.status !== 200) differences.add(`/: answered ${front.status}`);
  return [...shopperPages, payPage, ...(product ? [product] : [])];
}

/** The response, or a sentence that says why there is none. */
async function fetched(url: string, headers: Record<string, string> = {}): Promise<Response | string> {
  try {
    return await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(patienceMs) });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    return `no answer${code ? ` (${code})` : ""}`;
  }
}

const built = (folder: string, pathname: string) =>
  readFile(join(folder, pathname.replace(/^\/_next\//, ""))).then(hashOf, () => undefined);

const linesOf = (scripts: Map<string, string>) =>
  [...scripts].map(([name, hash]) => (hash ? `${name} ${hash}` : name)).toSorted();
