ALTER TABLE `orders` ADD `ending_since` integer;--> statement-breakpoint
-- What a door is being shut for is in its call's words; such an order is not asked for any more.
UPDATE `orders` SET `ending_since` = `expires_at`
WHERE `status` IN ('open', 'waiting_for_deposit') AND `id` IN (
  SELECT `payments`.`order_id` FROM `payments` JOIN `calls` ON `calls`.`payment_id` = `payments`.`id`
  WHERE `calls`.`kind` = 'close' AND `calls`.`state` IN ('open', 'stuck')
    AND `calls`.`sent` ->> '$.reason' IN ('The order has ended', 'The shop called it off')
);
