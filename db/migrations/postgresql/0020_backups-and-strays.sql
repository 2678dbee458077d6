CREATE TABLE "backups" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"moment" timestamp (3) with time zone,
	"place" text,
	"bytes" bigint,
	"fault" text,
	"compared_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "strays" (
	"id" text PRIMARY KEY NOT NULL,
	"gateway" text NOT NULL,
	"key_pair" text NOT NULL,
	"live" boolean NOT NULL,
	"payment_key" text NOT NULL,
	"gateway_order_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"refunded" bigint NOT NULL,
	"currency" text NOT NULL,
	"paid_at" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "backups_finished" ON "backups" USING btree ("kind","finished_at");--> statement-breakpoint
CREATE UNIQUE INDEX "strays_payment" ON "strays" USING btree ("gateway","payment_key");--> statement-breakpoint
CREATE INDEX "strays_order" ON "strays" USING btree ("gateway_order_id");