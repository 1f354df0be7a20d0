DROP INDEX "items_area";--> statement-breakpoint
CREATE INDEX "items_practice" ON "items" USING btree ("code") WHERE use = 'practice';--> statement-breakpoint
CREATE INDEX "items_area" ON "items" USING btree ("area","status","level","code");--> statement-breakpoint
-- A search that walks an index reads the terms of each item it passes: they stay with the row, not apart from it.
ALTER TABLE "items" ALTER COLUMN "terms" SET STORAGE MAIN;
