import { otherSources } from "./inventory";

const fixed: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin-allow-popups",
};

const nothing = ["object-src", "base-uri", "frame-ancestors", "script-src-attr", "worker-src"];
/** Directives that do not weaken the others. */
const harmless = /^(report-to|report-uri|upgrade-insecure-requests|require-trusted-types-for|trusted-types)$/;
const yearSeconds = 31_536_000;

/** Everything unexpected in a page's headers, as one sentence each. `extra` are sources this shop's settings add. */
export function headerFaults(headers: Headers, isHttps: boolean, extra: string[]): string[] {
  const faults: string[] = [];
  for (const [name, value] of Object.entries(fixed))
    if (headers.get(name) !== value)
      faults.push(`${name} is ${headers.get(name) ?? "missing"}, not ${value}`);
  if (!/camera=\(\)/.test(headers.get("permissions-policy") ?? ""))
    faults.push("permissions-policy does not forbid the camera");
  for (const name of ["access-control-allow-origin", "x-powered-by"])
    if (headers.has(name)) faults.push(`${name} is sent`);
  const strict = headers.get("strict-transport-security") ?? "";
  if (isHttps && Number(/max-age=(\d+)/.exec(strict)?.[1] ?? 0) < yearSeconds)
    faults.push("strict-transport-security is missing, or below a year");
  if (isHttps && !/;\s*includeSubDomains/i.test(strict))
    faults.push("strict-transport-security leaves out hosts below the shop's");
  return [...faults, ...policyFaults(headers.get("content-security-policy"), extra)];
}

/** The nonce in a policy. */
export const nonceOf = (policy: string | null) => /'nonce-([^']+)'/.exec(policy ?? "")?.[1] ?? null;

function policyFaults(policy: string | null, extra: string[]): string[] {
  if (policy === null) return ["content-security-policy is missing"];
  const directives = new Map(
    policy.split(";").map((text) => {
      const [name = "", ...sources] = text.trim().split(/\s+/);
      return [name, sources] as const;
    }),
  );
  const faults: string[] = [];
  for (const name of nothing)
    if (directives.get(name)?.join(" ") !== "'none'") faults.push(`${name} is not 'none'`);
  const scripts = (directives.get("script-src") ?? []).filter((source) => !source.startsWith("'nonce-"));
  if (scripts.toSorted().join(" ") !== "'self' 'strict-dynamic'" || !nonceOf(policy))
    faults.push("script-src is not 'self', a nonce and 'strict-dynamic' alone");
  if (directives.get("default-src")?.join(" ") !== "'self'") faults.push("default-src is not 'self'");
  for (const [name, sources] of directives) {
    if (nothing.includes(name) || name === "script-src" || harmless.test(name)) continue;
    const strange = sources.filter(
      (source) =>
        source !== "'self'" &&
        source !== "'none'" &&
        !otherSources[name]?.has(source) &&
        !extra.includes(source),
    );
    if (strange.length > 0) faults.push(`${name} allows ${strange.join(", ")}`);
  }
  for (const name of ["connect-src", "frame-src", "form-action", "img-src", "style-src"])
    if (!directives.has(name)) faults.push(`${name} is missing`);
  return faults;
}
