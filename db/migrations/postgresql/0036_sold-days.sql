CREATE TABLE "sold_days" (
	"live" boolean NOT NULL,
	"day" text NOT NULL,
	"gateway" text NOT NULL,
	"method" text NOT NULL,
	"currency" text NOT NULL,
	"sales" bigint NOT NULL,
	"refunds" bigint NOT NULL,
	"disputed" bigint NOT NULL,
	"sold" integer NOT NULL,
	"given_back" integer NOT NULL,
	CONSTRAINT "sold_days_live_day_gateway_method_currency_pk" PRIMARY KEY("live","day","gateway","method","currency")
);
--> statement-breakpoint
ALTER TABLE "chain_heads" ADD COLUMN "added_up" integer DEFAULT 0 NOT NULL;