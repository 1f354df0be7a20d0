CREATE INDEX "items_area_code" ON "items" USING btree ("area","code");--> statement-breakpoint
CREATE INDEX "items_type_code" ON "items" USING btree ("type","code");--> statement-breakpoint
CREATE INDEX "items_level_code" ON "items" USING btree ("level","code");--> statement-breakpoint
CREATE INDEX "items_difficulty_code" ON "items" USING btree ("difficulty","code");--> statement-breakpoint
CREATE INDEX "items_changed" ON "items" USING btree ("changed_at","code");--> statement-breakpoint
CREATE INDEX "items_module" ON "items" USING btree ("module","code");--> statement-breakpoint
CREATE INDEX "items_setter" ON "items" USING btree ("setter_id","code");--> statement-breakpoint
CREATE INDEX "attempt_items_version" ON "attempt_items" USING btree ("item_version_id");