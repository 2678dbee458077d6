ALTER TABLE `calls` ADD `rejection` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `failure_kind` text;--> statement-breakpoint
ALTER TABLE `refunds` ADD `failure_message` text;