CREATE TABLE `page_checks` (
	`origin` text PRIMARY KEY NOT NULL,
	`checked_at` integer NOT NULL,
	`differences` text NOT NULL,
	`scripts` text NOT NULL,
	`differs_since` integer
);
--> statement-breakpoint
ALTER TABLE `orders` ADD `erased_at` integer;--> statement-breakpoint
CREATE INDEX `orders_to_erase` ON `orders` (`created_at`,`id`) WHERE "orders"."erased_at" IS NULL;--> statement-breakpoint
-- What opens a card form is nobody's to read, and was kept with the news that told it.
UPDATE `webhook_inbox`
SET `body` = json_set(`body`, '$.data.object.client_secret', NULL)
WHERE `gateway` = 'stripe' AND `body` LIKE '%client_secret%' AND json_valid(`body`)
	AND json_type(`body`, '$.data.object.client_secret') = 'text';--> statement-breakpoint
-- Where it stands elsewhere the whole body goes, once the news were worked on.
UPDATE `webhook_inbox` SET `body` = NULL
WHERE `gateway` = 'stripe' AND `state` = 'done' AND `body` LIKE '%\_secret\_%' ESCAPE '\';
