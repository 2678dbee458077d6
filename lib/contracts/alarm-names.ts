/**
 * All alarms of the shop. Names never change, since operators silence and look them up: docs/runbook.md has a section
 * for each, with its meaning, what to check and what to do.
 */
export const alarmNames = [
  "books_unwritable",
  "person_needed",
  "gateway_silent",
  "request_rejected",
  "webhooks_refused",
  "webhooks_flood",
  "gateway_version",
  "daily_look_failed",
  "settlement_unread",
  "settlement_differs",
  "deposit_taken_back",
  "tax_differs",
  "many_declines",
  "many_refusals",
  "wrong_address",
  "proxy_unknown",
  "pages_differ",
  "counting_broken",
  "letters_stopped",
  "letter_given_up",
  "letters_kept_as_files",
  "chain_key_lost",
  "chain_broken",
  "books_unverified",
  "second_factor_unreadable",
  "backup_failed",
  "backup_old",
  "endpoint_switched_off",
] as const;
export type AlarmName = (typeof alarmNames)[number];

/** Where the alarm is explained. */
export const runbookOf = (name: AlarmName) => `docs/runbook.md#${name}`;
