ALTER TABLE `idempotency_keys` ADD `expires_at` integer;--> statement-breakpoint
CREATE INDEX `idempotency_keys_made` ON `idempotency_keys` (`made_id`);--> statement-breakpoint
CREATE INDEX `idempotency_keys_expires` ON `idempotency_keys` (`expires_at`);--> statement-breakpoint
UPDATE `idempotency_keys` SET `body_hash` = '', `expires_at` = `created_at` + 7776000000 WHERE `operation` <> '/orders';
