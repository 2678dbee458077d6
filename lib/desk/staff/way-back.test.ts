import { expect, test } from "vitest";
import { wayBack } from "./way-back";

test.each([
  "/admin",
  "/admin/orders?q=%EA%B9%80&page=2",
  "/admin/orders/ORD-20261129-ABCDEF",
  "/admin/inbox/evt_1",
  "/admin/account",
])("a staff member who was at %s is led back there", (to) => {
  expect(wayBack(to)).toBe(to);
});

test.each([
  undefined,
  ["/admin/orders"],
  "",
  "/",
  "//evil.example/admin",
  "https://evil.example/admin",
  "/admin//evil.example",
  "/admin/orders/..",
  "/admin/orders/\\evil",
  "/admin/orders/a/b",
  "/admin/orders\n",
  "/administrator",
  "/admin/api/sign-out",
  // Each of these would redirect back to where it came from.
  "/admin/sign-in",
  "/admin/sign-in?to=/admin",
  "/admin/password",
  "/admin/second-factor",
  "javascript:alert(1)//admin",
])("%s is no page of the desk", (to) => {
  expect(wayBack(to)).toBe("/admin");
});
