import { z } from "zod";
import { Email, typed } from "../orders";
import { roles } from "../roles";
import { deskOperation, Id } from "./operation";
import { passwordLength } from "./password";

/** A password entered as proof. Only the maximum is checked: whatever is stored was valid once. */
const GivenPassword = z.string().min(1).max(passwordLength.max);
const NewPassword = z
  .string()
  .min(passwordLength.min, `Must have at least ${passwordLength.min} characters`)
  .max(passwordLength.max, `Must have at most ${passwordLength.max} characters`);
const Code = z
  .string()
  .transform((text) => text.replace(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "Must be six digits"));

const RecoveryCode = z.string().trim().min(1).max(40);

/** The next step: another proof, a new password, or the desk. */
const steps = ["second_factor", "change_password", "desk"] as const;
export type Step = (typeof steps)[number];
const Next = z.object({ next: z.enum(steps) });
const Done = z.object({ done: z.boolean() });

/** Staff sign-in accepts fewer forms of email addresses than shoppers may use. */
const StaffEmail = Email.refine(
  (email) => z.email().safeParse(email).success,
  "Must be an email address such as name@example.com",
);

export const signIn = deskOperation({
  path: "/admin/api/sign-in",
  summary: "Sign in with email and password",
  ability: "anybody",
  input: z.strictObject({ email: Email, password: GivenPassword }),
  reply: Next,
  problems: ["sign_in_refused", "too_many_requests", "overloaded"],
});

export const proveSecondFactor = deskOperation({
  path: "/admin/api/second-factor",
  summary: "Finish signing in with an authenticator code or a recovery code",
  ability: "anybody",
  input: z.union([z.strictObject({ code: Code }), z.strictObject({ recovery_code: RecoveryCode })]),
  reply: Next,
  problems: ["second_factor_refused", "second_factor_unreadable", "too_many_requests"],
});

export const signOut = deskOperation({
  path: "/admin/api/sign-out",
  summary: "End this session",
  ability: "signed_in",
  input: z.strictObject({}),
  reply: Done,
  problems: [],
});

export const changePassword = deskOperation({
  path: "/admin/api/password",
  summary: "Change your password; all your other sessions end",
  ability: "signed_in",
  input: z.strictObject({ current_password: GivenPassword, new_password: NewPassword }),
  reply: Next,
  problems: ["wrong_password", "password_not_new", "password_too_common", "too_many_requests", "overloaded"],
});

export const beginSecondFactor = deskOperation({
  path: "/admin/api/second-factor/begin",
  summary:
    "Get a secret for an authenticator app and recovery codes; it takes effect once a code is verified",
  ability: "signed_in",
  input: z.strictObject({ password: GivenPassword }),
  reply: z.object({
    uri: z.string().describe("The otpauth:// URI for an authenticator app"),
    picture: z.string().describe("The same URI as a QR code, in SVG"),
    algorithms: z.array(z.enum(["SHA256", "SHA1"])).describe("The hash algorithms that the app may use"),
    recovery_codes: z.array(z.string()).describe("Each works once, in place of a code from the app"),
  }),
  problems: ["wrong_password", "second_factor_on", "too_many_requests", "overloaded"],
});

export const finishSecondFactor = deskOperation({
  path: "/admin/api/second-factor/finish",
  summary: "Verify a code from the authenticator app; from then on it is required",
  ability: "signed_in",
  input: z.strictObject({ code: Code }),
  reply: Done,
  problems: ["second_factor_refused", "second_factor_unreadable", "second_factor_sha1", "too_many_requests"],
});

export const endSecondFactor = deskOperation({
  path: "/admin/api/second-factor/end",
  summary: "Turn off the authenticator app; requires the password and a code",
  ability: "signed_in",
  input: z.union([
    z.strictObject({ password: GivenPassword, code: Code }),
    z.strictObject({ password: GivenPassword, recovery_code: RecoveryCode }),
  ]),
  reply: Done,
  problems: [
    "wrong_password",
    "second_factor_refused",
    "second_factor_unreadable",
    "second_factor_off",
    "second_factor_required",
    "too_many_requests",
    "overloaded",
  ],
});

export const renewRecoveryCodes = deskOperation({
  path: "/admin/api/second-factor/recovery-codes",
  summary: "Get new recovery codes; the previous ones stop working",
  ability: "signed_in",
  input: z.strictObject({ password: GivenPassword }),
  reply: z.object({ recovery_codes: z.array(z.string()) }),
  problems: ["wrong_password", "second_factor_off", "too_many_requests", "overloaded"],
});

export const askTimeLeft = deskOperation({
  path: "/admin/api/sessions/left",
  summary: "Get the time left in this session; asking does not extend it",
  ability: "anybody",
  input: z.strictObject({}),
  reply: z.object({ left_ms: z.int().min(0).describe("0 if no session is open") }),
  problems: [],
});

export const endSession = deskOperation({
  path: "/admin/api/sessions/end",
  summary: "End one of your sessions, or all others; requires the password",
  ability: "signed_in",
  input: z.strictObject({ session: Id.describe("The session's ID, or `others`"), password: GivenPassword }),
  reply: Done,
  problems: ["wrong_password", "not_found", "too_many_requests", "overloaded"],
});

const Awaits = z.object({
  awaits_manager: z.boolean().describe("True if the account is closed until another manager opens it"),
});
const OneTimePassword = Awaits.extend({
  one_time_password: z.string().describe("Shown only once. It must be changed at the first sign-in"),
});

export const addStaff = deskOperation({
  path: "/admin/api/staff/add",
  summary: "Add a staff member",
  ability: "staff:manage",
  input: z.strictObject({
    name: typed(60),
    email: StaffEmail,
    role: z.enum(roles),
  }),
  reply: OneTimePassword.extend({ id: z.string() }),
  problems: ["staff_exists", "overloaded"],
});

export const changeStaff = deskOperation({
  path: "/admin/api/staff/change",
  summary: "Change a staff member's role, or close or open their account; closing ends their sessions",
  ability: "staff:manage",
  input: z
    .strictObject({ id: Id, role: z.enum(roles).optional(), disabled: z.boolean().optional() })
    .refine(
      ({ role, disabled }) => role !== undefined || disabled !== undefined,
      "Send role, disabled or both",
    ),
  reply: Done,
  problems: ["not_found", "not_yourself", "last_manager", "second_manager_required"],
});

export const resetStaff = deskOperation({
  path: "/admin/api/staff/reset",
  summary:
    "Reset a staff member's password to a one-time password; their authenticator app stays, their sessions end",
  ability: "staff:manage",
  input: z.strictObject({ id: Id }),
  reply: OneTimePassword,
  problems: ["not_found", "not_yourself", "overloaded"],
});

export const removeFactor = deskOperation({
  path: "/admin/api/staff/remove-factor",
  summary: "Remove a staff member's authenticator app; their password stays, their sessions end",
  ability: "staff:manage",
  input: z.strictObject({ id: Id }),
  reply: Awaits,
  problems: ["not_found", "not_yourself", "second_factor_off"],
});
