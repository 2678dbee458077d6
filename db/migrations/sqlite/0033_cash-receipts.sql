ALTER TABLE `payments` ADD `cash_receipt` text;--> statement-breakpoint
CREATE INDEX `payments_cash_receipts` ON `payments` (`created_at`,`id`) WHERE "payments"."cash_receipt" IS NOT NULL;