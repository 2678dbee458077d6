import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { now } from "@/lib/clock";
import type { Role } from "@/lib/contracts/roles";
import { changePassword } from "@/lib/desk/staff/account";
import { addStaff } from "@/lib/desk/staff/accounts";
import type { Staff } from "@/lib/desk/staff/permissions";
import { signIn } from "@/lib/desk/staff/session";

// Staff who sign in at the desk, each in a separate browser.

/** The password each of them has chosen. */
export const own = "a password of her own";

/** A staff member the operator added, who has chosen a password. */
export async function aMember(role: Role = "manager", name = "Sora") {
  const email = `${randomUUID().slice(0, 8)}@shop.example`;
  const by = { by: "operator" as const, now: now() };
  const { id, oneTimePassword } = await addStaff({ name, email, role }, by);
  const browser = aBrowser();
  browser.take(await signIn({ email, password: oneTimePassword }, browser.headers()));
  browser.take(await changePassword({ current: oneTimePassword, wanted: own }, browser.moment()));
  const staff: Staff = { id, name, email, role };
  return { staff, email, browser };
}

/** Keeps cookies the way a browser does. */
export function aBrowser(address: string = randomUUID()) {
  const cookies = new Map<string, string>();
  const headers = () =>
    new Headers({
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      "user-agent": address,
    });
  return {
    headers,
    moment: () => ({ headers: headers(), address, now: new Date() }),
    /** Stores the response's cookies and returns its body. */
    take<T>({ body, headers }: { body: T; headers: [string, string][] }): T {
      for (const [, cookie] of headers.filter(([name]) => name === "set-cookie")) {
        const [pair = "", ...about] = cookie.split("; ");
        const [name = "", value = ""] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
        expect(about).toEqual(expect.arrayContaining(["HttpOnly", "SameSite=Lax", "Path=/admin"]));
        if (value === "" || about.includes("Max-Age=0")) cookies.delete(name);
        else cookies.set(name, value);
      }
      return body;
    },
  };
}

export const signsIn = async (email: string, password: string, browser = aBrowser()) =>
  browser.take(await signIn({ email, password }, browser.headers()));
