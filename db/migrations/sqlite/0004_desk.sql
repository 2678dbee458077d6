CREATE TABLE `cancel_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`reason` text NOT NULL,
	`state` text NOT NULL,
	`answer` text,
	`decided_by` text,
	`decided_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `cancel_requests_order` ON `cancel_requests` (`order_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `cancel_requests_state` ON `cancel_requests` (`state`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `disputes` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`order_id` text NOT NULL,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`reason` text NOT NULL,
	`gateway_status` text NOT NULL,
	`state` text NOT NULL,
	`answer_by` integer,
	`created_at` integer NOT NULL,
	`closed_at` integer,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "disputes_amount" CHECK("disputes"."amount" >= 0)
);
--> statement-breakpoint
CREATE INDEX `disputes_payment` ON `disputes` (`payment_id`);--> statement-breakpoint
CREATE INDEX `disputes_state` ON `disputes` (`state`,`created_at`,`id`);--> statement-breakpoint
DROP INDEX `audit_log_at`;--> statement-breakpoint
DROP INDEX `audit_log_subject`;--> statement-breakpoint
CREATE INDEX `audit_log_actor` ON `audit_log` (`actor`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_at` ON `audit_log` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_subject` ON `audit_log` (`subject`,`at`,`id`);--> statement-breakpoint
DROP INDEX `webhook_inbox_received`;--> statement-breakpoint
CREATE INDEX `webhook_inbox_state` ON `webhook_inbox` (`state`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_inbox_payment` ON `webhook_inbox` (`payment_id`);--> statement-breakpoint
CREATE INDEX `webhook_inbox_received` ON `webhook_inbox` (`received_at`,`id`);--> statement-breakpoint
ALTER TABLE `order_items` ADD `restocked` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `customer_phone_end` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `gateway` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `method` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `shipped_at` integer;--> statement-breakpoint
CREATE INDEX `orders_created` ON `orders` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_status` ON `orders` (`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_gateway` ON `orders` (`gateway`,`method`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_customer_name` ON `orders` (`customer_name`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_customer_email` ON `orders` (lower("customer_email"),`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_phone_end` ON `orders` (`customer_phone_end`,`created_at`,`id`);--> statement-breakpoint
ALTER TABLE `refunds` ADD `decided_by` text;--> statement-breakpoint
ALTER TABLE `refunds` ADD `decided_at` integer;--> statement-breakpoint
CREATE INDEX `refunds_state` ON `refunds` (`state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `refunds_order` ON `refunds` (`order_id`);--> statement-breakpoint
CREATE INDEX `payments_needs_person` ON `payments` (`created_at`,`id`) WHERE "payments"."needs_person" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `payments_given_back` ON `payments` (`created_at`,`id`) WHERE "payments"."refunded" > 0;--> statement-breakpoint
CREATE INDEX `payments_failed` ON `payments` (`created_at`,`failure_code`) WHERE "payments"."failure_code" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transfers_at` ON `transfers` (`at`);--> statement-breakpoint
UPDATE `orders` SET `customer_phone_end` = substr(`customer_phone`, length(`customer_phone`) - 3), `gateway` = (SELECT `payments`.`gateway` FROM `payments` WHERE `payments`.`order_id` = `orders`.`id` ORDER BY CASE WHEN `payments`.`id` = `orders`.`winner_payment_id` THEN 0 ELSE 1 END, `payments`.`attempt` DESC LIMIT 1), `method` = (SELECT `payments`.`method` FROM `payments` WHERE `payments`.`order_id` = `orders`.`id` ORDER BY CASE WHEN `payments`.`id` = `orders`.`winner_payment_id` THEN 0 ELSE 1 END, `payments`.`attempt` DESC LIMIT 1);
