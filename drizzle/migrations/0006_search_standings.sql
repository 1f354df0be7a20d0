-- All of it is derived: the next refresh writes it anew.
DELETE FROM "standings";--> statement-breakpoint
DELETE FROM "standings_cursor";--> statement-breakpoint
DROP INDEX "standings_certificate";--> statement-breakpoint
DROP INDEX "standings_appointed";--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "grams" text[] NOT NULL;--> statement-breakpoint
CREATE INDEX "standings_grams" ON "standings" USING gin ("grams");--> statement-breakpoint
CREATE INDEX "standings_certificate" ON "standings" USING btree ("ladder","missing","person_id","certificate_to") WHERE "standings"."certificate_to" is not null;--> statement-breakpoint
CREATE INDEX "standings_appointed" ON "standings" USING btree ("ladder","missing","person_id","appointed_to") WHERE "standings"."appointed_to" is not null;