ALTER TABLE `order_items` ADD `tax_class` text DEFAULT 'taxable' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `tax_free` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `products` ADD `tax_class` text DEFAULT 'taxable' NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `tax_free` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `tax_free_refunded` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `refunds` ADD `tax_free` integer DEFAULT 0 NOT NULL;