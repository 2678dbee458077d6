ALTER TABLE `payments` ADD `gateway_session_key` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `door` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `fee` integer;--> statement-breakpoint
ALTER TABLE `payments` ADD `fee_currency` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `look_at` integer;--> statement-breakpoint
CREATE INDEX `payments_gateway_session_key` ON `payments` (`gateway_session_key`);--> statement-breakpoint
CREATE INDEX `payments_look_at` ON `payments` (`look_at`);