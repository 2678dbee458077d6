ALTER TABLE `calls` ADD `silent_at` integer;--> statement-breakpoint
ALTER TABLE `calls` ADD `told_at` integer;--> statement-breakpoint
ALTER TABLE `payments` ADD `unknown_since` integer;--> statement-breakpoint
CREATE INDEX `payments_unknown` ON `payments` (`unknown_since`) WHERE "payments"."unknown_since" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `payments_under_way` ON `payments` (`created_at`) WHERE "payments"."status" IN ('confirming', 'authorized');--> statement-breakpoint
UPDATE `calls` SET `silent_at` = `asked_at` WHERE `state` = 'open' AND `unknown_why` IN ('timeout', 'unreachable', 'in_progress');