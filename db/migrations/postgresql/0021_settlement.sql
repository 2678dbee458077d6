CREATE TABLE "payouts" (
	"gateway" text NOT NULL,
	"live" boolean NOT NULL,
	"id" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"state" text NOT NULL,
	"arrives_on" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payouts_gateway_live_id_pk" PRIMARY KEY("gateway","live","id")
);
--> statement-breakpoint
CREATE TABLE "settlement_reads" (
	"gateway" text NOT NULL,
	"key_pair" text NOT NULL,
	"live" boolean NOT NULL,
	"part" text NOT NULL,
	"day" text NOT NULL,
	"cursor" text,
	"reading" text NOT NULL,
	"reading_since" timestamp (3) with time zone NOT NULL,
	"listed" integer NOT NULL,
	"found" integer NOT NULL,
	"not_ours" integer NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"failing_since" timestamp (3) with time zone,
	"tries" integer NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"leased_until" timestamp (3) with time zone,
	CONSTRAINT "settlement_reads_gateway_key_pair_live_part_pk" PRIMARY KEY("gateway","key_pair","live","part")
);
--> statement-breakpoint
CREATE TABLE "settlement_rows" (
	"id" text PRIMARY KEY NOT NULL,
	"gateway" text NOT NULL,
	"key_pair" text NOT NULL,
	"live" boolean NOT NULL,
	"gateway_row" text NOT NULL,
	"copy" integer NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"transaction" text NOT NULL,
	"payment_key" text,
	"gateway_order_id" text,
	"payment_id" text,
	"order_id" text,
	"currency" text NOT NULL,
	"amount" bigint NOT NULL,
	"fee" bigint NOT NULL,
	"vat" bigint NOT NULL,
	"net" bigint NOT NULL,
	"presented_amount" bigint,
	"presented_currency" text,
	"sold_on" text NOT NULL,
	"payout_on" text,
	"payout" text,
	"approved_at" timestamp (3) with time zone,
	"reading" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"posted_at" timestamp (3) with time zone,
	"paid_out_at" timestamp (3) with time zone,
	"superseded_at" timestamp (3) with time zone,
	"missing_since" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "settlement_rows" ADD CONSTRAINT "settlement_rows_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_rows" ADD CONSTRAINT "settlement_rows_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payouts_arrives" ON "payouts" USING btree ("live","arrives_on");--> statement-breakpoint
CREATE UNIQUE INDEX "settlement_rows_row" ON "settlement_rows" USING btree ("gateway","live","gateway_row","copy","version");--> statement-breakpoint
CREATE INDEX "settlement_rows_payment" ON "settlement_rows" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "settlement_rows_sold" ON "settlement_rows" USING btree ("live","sold_on","id");--> statement-breakpoint
CREATE INDEX "settlement_rows_payout_on" ON "settlement_rows" USING btree ("live","payout_on","id");--> statement-breakpoint
CREATE INDEX "settlement_rows_payout" ON "settlement_rows" USING btree ("payout");