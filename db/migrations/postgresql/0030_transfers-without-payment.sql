ALTER TABLE "transfers" ALTER COLUMN "order_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "transfers" ALTER COLUMN "payment_id" DROP NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "transfers_account_cause" ON "transfers" USING btree ("live","key_pair","cause","transaction") WHERE payment_id IS NULL;