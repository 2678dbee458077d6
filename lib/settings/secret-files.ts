import { readFileSync } from "node:fs";

/** The settings that hold a secret, or a URL with a password. */
export const secretNames = [
  "DATABASE_URL",
  "MIGRATE_DATABASE_URL",
  "MOVE_TO",
  "SESSION_SECRET",
  "TOSS_WIDGET_SECRET_KEY",
  "TOSS_API_SECRET_KEY",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "REFUND_ACCOUNT_KEY",
  "SMTP_URL",
  "ALARM_WEBHOOK_URL",
  "METRICS_TOKEN",
] as const;

type Source = Record<string, string | undefined>;

/**
 * The settings, with secrets given as `NAME_FILE` read from that file: systemd credentials, Docker and Kubernetes
 * secrets and vault agents provide files. `faults` names what cannot be read, never a value.
 */
export function withSecretFiles(source: Source): { given: Source; faults: string[] } {
  const given = { ...source };
  const faults: string[] = [];
  for (const name of secretNames) {
    const { value, fault } = secretIn(source, name);
    if (fault) faults.push(fault);
    else given[name] = value;
  }
  return { given, faults };
}

/** One secret; undefined if it is not set. Throws an Error that names the setting if it cannot be read. */
export function readSecret(source: Source, name: (typeof secretNames)[number]): string | undefined {
  const { value, fault } = secretIn(source, name);
  if (fault) throw new Error(fault);
  return value;
}

function secretIn(source: Source, name: string): { value?: string | undefined; fault?: string } {
  const path = source[`${name}_FILE`];
  // An empty line in a .env file means "not set".
  if (!path) return { value: source[name] || undefined };
  if (source[name]) return { fault: `${name} and ${name}_FILE are both set: remove one of them.` };
  try {
    const value = readFileSync(path, "utf8").replace(/\r?\n$/, "");
    return value === "" ? { fault: `${name}_FILE names a file that is empty.` } : { value };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "no file";
    return { fault: `${name}_FILE names a file that cannot be read (${code}).` };
  }
}
