import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { type DeskPage, deskPages } from "@/lib/contracts/desk/pages";
import { mayDo } from "@/lib/contracts/roles";
import { addressAt, firstOf, type Query } from "@/lib/desk/read/query";
import { fromAddress, inAddress, type Sought } from "@/lib/desk/read/search-address";
import { actorOf, type Staff } from "@/lib/desk/staff/permissions";
import { type Session, sessionOf } from "@/lib/desk/staff/session";
import { tellPageRefusal } from "@/lib/http/security-log";

/** Read once per request, however many components need it. */
const sessionOfRequest = cache(async () => sessionOf(new Headers(await headers())));

/** The current session; redirects if staff must first sign in, choose a password or set up a second factor. */
export async function sessionHere(): Promise<Session> {
  const session = await sessionOfRequest();
  if (!session) redirect("/admin/sign-in");
  if (session.mustChangePassword) redirect("/admin/password");
  if (session.mustSetUpFactor) redirect("/admin/second-factor");
  return session;
}

/** The signed-in staff member, if they may see this page. The readers that provide its data check that again. */
export async function staffHere(page: DeskPage): Promise<Staff> {
  const { staff } = await sessionHere();
  const needed = deskPages[page];
  if (needed !== "signed_in" && !mayDo(staff.role, needed)) {
    tellPageRefusal(page, actorOf(staff), await headers());
    forbidden();
  }
  return staff;
}

/**
 * The fields in a list's address, with the search term decrypted. An address of an earlier release, with the term in
 * clear text, redirects to one without.
 */
export async function queryHere(list: DeskPage, field: Sought, query: Query): Query {
  const given = await query;
  if (given[field] === undefined) return fromAddress(field, given);
  const typed = firstOf(given);
  redirect(addressAt(list, await inAddress(field, typed), typed.at ?? null));
}
