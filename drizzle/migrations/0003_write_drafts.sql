CREATE TABLE "simulation_changes" (
	"simulation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"effect" text NOT NULL,
	"tier" text NOT NULL,
	"moved" jsonb NOT NULL,
	CONSTRAINT "simulation_changes_simulation_id_person_id_effect_pk" PRIMARY KEY("simulation_id","person_id","effect")
);
--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD COLUMN "sha256" text NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD COLUMN "effective_from" date;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD COLUMN "closed_by" uuid;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD COLUMN "closed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "simulation_changes" ADD CONSTRAINT "simulation_changes_simulation_id_simulations_id_fk" FOREIGN KEY ("simulation_id") REFERENCES "public"."simulations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "simulation_changes" ADD CONSTRAINT "simulation_changes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "simulation_changes_effect" ON "simulation_changes" USING btree ("simulation_id","effect","tier");--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_closed_by_people_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "policy_drafts_one_date" ON "policy_drafts" USING btree ("ladder","effective_from") WHERE "policy_drafts"."state" = 'submitted';--> statement-breakpoint
CREATE UNIQUE INDEX "simulations_one_waiting" ON "simulations" USING btree ("draft_id","sha256") WHERE "simulations"."state" = 'waiting';--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_two_people" CHECK ("policy_drafts"."state" <> 'published' or "policy_drafts"."closed_by" is null or "policy_drafts"."closed_by" <> "policy_drafts"."submitted_by");--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_dated" CHECK ("policy_drafts"."state" <> 'submitted' or "policy_drafts"."effective_from" is not null);--> statement-breakpoint
-- What was published or thrown away stays as it was, for whoever asks what had been proposed.
CREATE FUNCTION guard_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' OR OLD.state IN ('published', 'discarded')
		OR (OLD.state = 'submitted' AND NEW.yaml <> OLD.yaml)
	THEN
		RAISE EXCEPTION 'a draft is not changed once it is submitted, nor after its end'
			USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_drafts_guarded BEFORE UPDATE OR DELETE ON policy_drafts
	FOR EACH ROW EXECUTE FUNCTION guard_draft();
