DROP INDEX "certificate_suspensions_open_once";--> statement-breakpoint
ALTER TABLE "certificate_requests" ADD COLUMN "resumed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "certificate_suspensions" ADD COLUMN "breach" text;--> statement-breakpoint
ALTER TABLE "certificate_kind_versions" ADD COLUMN "conditions" jsonb DEFAULT '{"hours":null,"employment":false,"conduct":"none","cureMonths":null,"leavePauses":false,"mostPauseDays":null}'::jsonb NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_suspensions_open_once" ON "certificate_suspensions" USING btree ("certificate_id",coalesce("breach", "cause")) WHERE "certificate_suspensions"."cured_at" is null;