ALTER TABLE `order_items` ADD `from_stock` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `source` text DEFAULT 'shop' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `reference` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `return_url` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `cancel_url` text;