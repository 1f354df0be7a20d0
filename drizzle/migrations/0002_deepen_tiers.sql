CREATE TABLE "assessment_periods" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"indicators" jsonb NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "assessment_periods_end" UNIQUE("ends_on"),
	CONSTRAINT "assessment_periods_dates" CHECK ("assessment_periods"."ends_on" > "assessment_periods"."starts_on")
);
--> statement-breakpoint
CREATE TABLE "assessment_results" (
	"id" uuid PRIMARY KEY NOT NULL,
	"period_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"scores" jsonb NOT NULL,
	"total" integer NOT NULL,
	"source" text NOT NULL,
	"recorded_by" uuid,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "assessment_results_total" CHECK ("assessment_results"."total" between 0 and 10000)
);
--> statement-breakpoint
CREATE TABLE "calendar_days" (
	"day" date PRIMARY KEY NOT NULL,
	"working" boolean NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ladder" text NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"unit_id" uuid,
	"opens_on" date NOT NULL,
	"propose_by" date NOT NULL,
	"review_by" date NOT NULL,
	"effective_on" date NOT NULL,
	"state" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "candidacies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"ladder" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"recorded_by" uuid,
	"recorded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "decision_steps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"decision_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"actor_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"note" text,
	"policy_version_id" uuid,
	"as_of" date,
	"facts" jsonb,
	"explanation" jsonb,
	"facts_hash" text,
	"explanation_hash" text,
	CONSTRAINT "decision_steps_position" UNIQUE("decision_id","position")
);
--> statement-breakpoint
CREATE TABLE "decision_votes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"decision_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"voter_id" uuid NOT NULL,
	"vote" text NOT NULL,
	"reason" text,
	"voted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "decision_votes_once" UNIQUE("decision_id","round","voter_id")
);
--> statement-breakpoint
CREATE TABLE "endorsements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"ladder" text NOT NULL,
	"tier" text NOT NULL,
	"role" text NOT NULL,
	"endorsed_by" uuid NOT NULL,
	"words" text NOT NULL,
	"endorsed_on" date NOT NULL,
	"withdrawn" boolean DEFAULT false NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "exceptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"ladder" text NOT NULL,
	"tier" text NOT NULL,
	"ref" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"decision_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "exceptions_one_per_decision" UNIQUE("decision_id"),
	CONSTRAINT "exceptions_dates" CHECK ("exceptions"."valid_to" >= "exceptions"."valid_from")
);
--> statement-breakpoint
CREATE TABLE "inquiries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"person_id" uuid NOT NULL,
	"ladder" text NOT NULL,
	"decision_id" uuid,
	"round" integer,
	"raised_by" uuid NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"words" text NOT NULL,
	"answered_by" uuid,
	"answered_at" timestamp with time zone,
	"answer" text,
	"upheld" boolean,
	CONSTRAINT "inquiries_other_answers" CHECK ("inquiries"."answered_by" is null or "inquiries"."answered_by" <> "inquiries"."raised_by")
);
--> statement-breakpoint
CREATE TABLE "pledge_texts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"title_zh" text NOT NULL,
	"title_en" text NOT NULL,
	"body_zh" text NOT NULL,
	"body_en" text NOT NULL,
	"valid_months" integer,
	"sha256" text NOT NULL,
	"published_by" uuid,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pledge_texts_version" UNIQUE("code","version")
);
--> statement-breakpoint
CREATE TABLE "pledges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"text_id" uuid NOT NULL,
	"signed_on" date NOT NULL,
	"valid_to" date,
	"hash" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_drafts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ladder" text NOT NULL,
	"yaml" text NOT NULL,
	"base_id" uuid,
	"state" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"saved_by" uuid,
	"saved_at" timestamp with time zone NOT NULL,
	"submitted_by" uuid,
	"submitted_at" timestamp with time zone,
	"published_id" uuid
);
--> statement-breakpoint
CREATE TABLE "reevaluations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"decision_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"facts_hash" text NOT NULL,
	"held" boolean NOT NULL,
	"holds" boolean NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"settled_by" uuid,
	"settled_at" timestamp with time zone,
	"note" text,
	CONSTRAINT "reevaluations_once" UNIQUE("decision_id","facts_hash")
);
--> statement-breakpoint
CREATE TABLE "simulations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"draft_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"as_of" date NOT NULL,
	"state" text NOT NULL,
	"result" jsonb,
	"requested_by" uuid,
	"requested_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "standings" (
	"person_id" uuid NOT NULL,
	"ladder" text NOT NULL,
	"policy_version_id" uuid NOT NULL,
	"tier" text,
	"rank" integer NOT NULL,
	"target" text,
	"eligible" boolean NOT NULL,
	"met" integer NOT NULL,
	"total" integer NOT NULL,
	"missing" integer,
	"certificate_only" boolean NOT NULL,
	"retained" boolean,
	"earliest" date,
	"certificate_to" date,
	"appointed_to" date,
	"exceptions" integer NOT NULL,
	"score" integer,
	"summary" jsonb NOT NULL,
	"as_of" date NOT NULL,
	"refreshed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "standings_person_id_ladder_pk" PRIMARY KEY("person_id","ladder")
);
--> statement-breakpoint
CREATE TABLE "standings_cursor" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"seq" integer NOT NULL,
	"as_of" date NOT NULL,
	"refreshed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "standings_cursor_single" CHECK ("standings_cursor"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "unit_quotas" (
	"id" uuid PRIMARY KEY NOT NULL,
	"unit_id" uuid NOT NULL,
	"ladder" text NOT NULL,
	"tier" text NOT NULL,
	"places" integer,
	"valid_from" date NOT NULL,
	"recorded_by" uuid,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "unit_quotas_places" CHECK ("unit_quotas"."places" is null or "unit_quotas"."places" >= 0)
);
--> statement-breakpoint
ALTER TABLE "decisions" DROP CONSTRAINT "decisions_two_people";--> statement-breakpoint
DROP INDEX "decisions_one_open";--> statement-breakpoint
ALTER TABLE "appointments" ALTER COLUMN "tier" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ALTER COLUMN "to_tier" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "units" ADD COLUMN "head_id" uuid;--> statement-breakpoint
ALTER TABLE "appointments" ADD COLUMN "valid_to" date;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "purpose" text DEFAULT 'promote' NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "detail" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "campaign_id" uuid;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "round" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "notice_from" date;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "notice_to" date;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "effective_on" date;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "published_by" uuid;--> statement-breakpoint
ALTER TABLE "assessment_periods" ADD CONSTRAINT "assessment_periods_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessment_results" ADD CONSTRAINT "assessment_results_period_id_assessment_periods_id_fk" FOREIGN KEY ("period_id") REFERENCES "public"."assessment_periods"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessment_results" ADD CONSTRAINT "assessment_results_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessment_results" ADD CONSTRAINT "assessment_results_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "candidacies" ADD CONSTRAINT "candidacies_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "candidacies" ADD CONSTRAINT "candidacies_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_steps" ADD CONSTRAINT "decision_steps_decision_id_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_steps" ADD CONSTRAINT "decision_steps_actor_id_people_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_steps" ADD CONSTRAINT "decision_steps_policy_version_id_policy_versions_id_fk" FOREIGN KEY ("policy_version_id") REFERENCES "public"."policy_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_votes" ADD CONSTRAINT "decision_votes_decision_id_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_votes" ADD CONSTRAINT "decision_votes_voter_id_people_id_fk" FOREIGN KEY ("voter_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "endorsements" ADD CONSTRAINT "endorsements_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "endorsements" ADD CONSTRAINT "endorsements_endorsed_by_people_id_fk" FOREIGN KEY ("endorsed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exceptions" ADD CONSTRAINT "exceptions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exceptions" ADD CONSTRAINT "exceptions_decision_id_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_decision_id_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_raised_by_people_id_fk" FOREIGN KEY ("raised_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledge_texts" ADD CONSTRAINT "pledge_texts_published_by_people_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_text_id_pledge_texts_id_fk" FOREIGN KEY ("text_id") REFERENCES "public"."pledge_texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_base_id_policy_versions_id_fk" FOREIGN KEY ("base_id") REFERENCES "public"."policy_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_saved_by_people_id_fk" FOREIGN KEY ("saved_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_submitted_by_people_id_fk" FOREIGN KEY ("submitted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_drafts" ADD CONSTRAINT "policy_drafts_published_id_policy_versions_id_fk" FOREIGN KEY ("published_id") REFERENCES "public"."policy_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reevaluations" ADD CONSTRAINT "reevaluations_decision_id_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reevaluations" ADD CONSTRAINT "reevaluations_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reevaluations" ADD CONSTRAINT "reevaluations_settled_by_people_id_fk" FOREIGN KEY ("settled_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "simulations" ADD CONSTRAINT "simulations_draft_id_policy_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."policy_drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "simulations" ADD CONSTRAINT "simulations_requested_by_people_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_policy_version_id_policy_versions_id_fk" FOREIGN KEY ("policy_version_id") REFERENCES "public"."policy_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_quotas" ADD CONSTRAINT "unit_quotas_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_quotas" ADD CONSTRAINT "unit_quotas_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Until now an approval took effect at once: what is `approved` has been in effect since.
DROP TRIGGER decisions_closed_once ON decisions;
--> statement-breakpoint
UPDATE decisions SET state = 'effective', effective_on = (
	SELECT starts_on FROM appointments WHERE appointments.decision_id = decisions.id
) WHERE state = 'approved';
--> statement-breakpoint
CREATE INDEX "assessment_results_person" ON "assessment_results" USING btree ("person_id","period_id","recorded_at");--> statement-breakpoint
CREATE INDEX "assessment_results_period" ON "assessment_results" USING btree ("period_id","person_id","recorded_at");--> statement-breakpoint
CREATE UNIQUE INDEX "candidacies_one_open" ON "candidacies" USING btree ("person_id","ladder") WHERE "candidacies"."ends_on" is null;--> statement-breakpoint
CREATE INDEX "candidacies_ladder" ON "candidacies" USING btree ("ladder","person_id");--> statement-breakpoint
CREATE INDEX "endorsements_person" ON "endorsements" USING btree ("person_id","ladder","tier");--> statement-breakpoint
CREATE INDEX "exceptions_person" ON "exceptions" USING btree ("person_id","ladder","tier");--> statement-breakpoint
CREATE INDEX "inquiries_person" ON "inquiries" USING btree ("person_id","raised_at");--> statement-breakpoint
CREATE INDEX "inquiries_decision" ON "inquiries" USING btree ("decision_id");--> statement-breakpoint
CREATE INDEX "inquiries_open" ON "inquiries" USING btree ("raised_at") WHERE "inquiries"."answered_at" is null;--> statement-breakpoint
CREATE INDEX "pledges_person" ON "pledges" USING btree ("person_id","signed_on");--> statement-breakpoint
CREATE INDEX "policy_drafts_state" ON "policy_drafts" USING btree ("state","ladder");--> statement-breakpoint
CREATE INDEX "reevaluations_open" ON "reevaluations" USING btree ("found_at") WHERE "reevaluations"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "simulations_draft" ON "simulations" USING btree ("draft_id","requested_at");--> statement-breakpoint
CREATE INDEX "standings_board" ON "standings" USING btree ("ladder","missing","person_id");--> statement-breakpoint
CREATE INDEX "standings_target" ON "standings" USING btree ("ladder","target","missing");--> statement-breakpoint
CREATE INDEX "standings_rank" ON "standings" USING btree ("ladder","rank");--> statement-breakpoint
CREATE INDEX "unit_quotas_unit" ON "unit_quotas" USING btree ("unit_id","ladder","tier","valid_from");--> statement-breakpoint
ALTER TABLE "units" ADD CONSTRAINT "units_head_id_people_id_fk" FOREIGN KEY ("head_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_published_by_people_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "decisions_person" ON "decisions" USING btree ("person_id","proposed_at");--> statement-breakpoint
CREATE INDEX "decisions_campaign" ON "decisions" USING btree ("campaign_id");--> statement-breakpoint
CREATE UNIQUE INDEX "decisions_one_open" ON "decisions" USING btree ("person_id","ladder") WHERE "decisions"."state" in ('proposed', 'notice', 'approved');--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_notice" CHECK ("decisions"."notice_to" is null or "decisions"."notice_to" >= "decisions"."notice_from");--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_two_people" CHECK ("decisions"."state" not in ('notice', 'approved', 'effective') or "decisions"."closed_by" is null or "decisions"."closed_by" <> "decisions"."proposed_by");--> statement-breakpoint
DROP FUNCTION guard_decision;
--> statement-breakpoint
-- What a case said when it was proposed stays, and its end is an end: only a refusal may be opened again.
CREATE FUNCTION guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moving CONSTANT text[] := ARRAY[
	'state', 'round', 'notice_from', 'notice_to', 'effective_on', 'closed_by', 'closed_at', 'closing_note'
];
BEGIN
	IF TG_OP = 'DELETE' OR OLD.state IN ('effective', 'withdrawn')
		OR (OLD.state = 'rejected' AND NEW.state <> 'proposed')
		OR NEW.round < OLD.round
		OR (to_jsonb(NEW) - moving) <> (to_jsonb(OLD) - moving)
	THEN
		RAISE EXCEPTION 'what a decision said and its end are never changed'
			USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER decisions_guarded BEFORE UPDATE OR DELETE ON decisions
	FOR EACH ROW EXECUTE FUNCTION guard_decision();
--> statement-breakpoint
-- Rows that are written once and ended, answered or settled once.
CREATE FUNCTION guard_end() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE closing text[] := TG_ARGV::text[];
BEGIN
	IF TG_OP = 'DELETE' OR (to_jsonb(OLD) ->> TG_ARGV[0]) IS NOT NULL
		OR (to_jsonb(NEW) - closing) <> (to_jsonb(OLD) - closing)
	THEN
		RAISE EXCEPTION '% rows are ended once and never changed', TG_TABLE_NAME
			USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER inquiries_answered_once BEFORE UPDATE OR DELETE ON inquiries
	FOR EACH ROW EXECUTE FUNCTION guard_end('answered_at', 'answered_by', 'answer', 'upheld');
--> statement-breakpoint
CREATE TRIGGER candidacies_ended_once BEFORE UPDATE OR DELETE ON candidacies
	FOR EACH ROW EXECUTE FUNCTION guard_end('ends_on');
--> statement-breakpoint
CREATE TRIGGER reevaluations_settled_once BEFORE UPDATE OR DELETE ON reevaluations
	FOR EACH ROW EXECUTE FUNCTION guard_end('settled_at', 'settled_by', 'note');
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
	FOREACH guarded IN ARRAY ARRAY[
		'assessment_results', 'decision_steps', 'decision_votes', 'exceptions', 'unit_quotas', 'pledge_texts',
		'pledges', 'endorsements'
	] LOOP
		EXECUTE format(
			'CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
			guarded || '_unchanging', guarded
		);
		EXECUTE format(
			'CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
			guarded || '_kept', guarded
		);
	END LOOP;
END $$;
