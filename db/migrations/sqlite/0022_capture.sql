ALTER TABLE `payments` ADD `capture_method` text DEFAULT 'automatic' NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `capture_before` integer;--> statement-breakpoint
ALTER TABLE `payments` ADD `capture_asked` integer;