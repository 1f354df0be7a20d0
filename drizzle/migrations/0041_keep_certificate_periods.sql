CREATE TABLE "certificate_kind_versions" (
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"validity" jsonb NOT NULL,
	"reason" text NOT NULL,
	"changed_by" uuid,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "certificate_kind_versions_kind_version_pk" PRIMARY KEY("kind","version")
);
--> statement-breakpoint
CREATE TABLE "certificate_kinds" (
	"id" text PRIMARY KEY NOT NULL,
	"ladder" text NOT NULL,
	"tier" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate_periods" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"opens" date NOT NULL,
	"due" date,
	"ends" date,
	"certified" date,
	"from_on" date,
	"until_on" date,
	"revoked" date,
	"version" integer,
	"certificate_id" uuid,
	CONSTRAINT "certificate_periods_certificate_id_unique" UNIQUE("certificate_id"),
	CONSTRAINT "certificate_periods_certified" CHECK (num_nonnulls("certificate_periods"."certified", "certificate_periods"."from_on", "certificate_periods"."version", "certificate_periods"."certificate_id") in (0, 4)),
	CONSTRAINT "certificate_periods_dates" CHECK ("certificate_periods"."from_on" >= "certificate_periods"."certified" and "certificate_periods"."until_on" >= "certificate_periods"."from_on")
);
--> statement-breakpoint
ALTER TABLE "certificate_kind_versions" ADD CONSTRAINT "certificate_kind_versions_kind_certificate_kinds_id_fk" FOREIGN KEY ("kind") REFERENCES "public"."certificate_kinds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_kind_versions" ADD CONSTRAINT "certificate_kind_versions_changed_by_people_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_periods" ADD CONSTRAINT "certificate_periods_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_periods" ADD CONSTRAINT "certificate_periods_kind_certificate_kinds_id_fk" FOREIGN KEY ("kind") REFERENCES "public"."certificate_kinds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_periods" ADD CONSTRAINT "certificate_periods_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_periods" ADD CONSTRAINT "certificate_periods_version" FOREIGN KEY ("kind","version") REFERENCES "public"."certificate_kind_versions"("kind","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_kinds_grade" ON "certificate_kinds" USING btree ("ladder","tier");--> statement-breakpoint
CREATE INDEX "certificate_periods_person" ON "certificate_periods" USING btree ("person_id","kind");--> statement-breakpoint
-- A kind for each grade that certificates are issued for, with the rules that held until now.
INSERT INTO certificate_kinds (id, ladder, tier) VALUES
	('bank.assistant', 'bank', 'assistant'),
	('bank.manager', 'bank', 'manager'),
	('bank.senior', 'bank', 'senior'),
	('bank.principal', 'bank', 'principal');
--> statement-breakpoint
INSERT INTO certificate_kind_versions (kind, version, validity, reason, changed_at)
SELECT id, 1, '{"basis": {"kind": "completion"}, "active": {"months": 24}, "window": {"days": 90}, "graceDays": 0, "lateDays": 0}', '', now()
FROM certificate_kinds;
--> statement-breakpoint
-- The rounds of certificates issued so far: one each, revoked with the last of those that replaced one another. Where a
-- newer one was issued before the older had run out, its round follows without overlap.
WITH issued AS (
	SELECT c.id, c.person_id, k.id AS kind, c.issued_on, c.valid_to, c.recorded_at,
		(
			SELECT min(r.revoked_on) FROM certificates o JOIN certificate_revocations r ON r.certificate_id = o.id
			WHERE o.attempt_id = c.attempt_id AND r.category <> 'replaced'
		) AS revoked
	FROM certificates c JOIN certificate_kinds k ON k.ladder = c.ladder AND k.tier = c.tier
	WHERE c.replaces IS NULL
), apart AS (
	SELECT DISTINCT ON (person_id, kind, valid_to) * FROM issued
	ORDER BY person_id, kind, valid_to, revoked DESC NULLS FIRST, recorded_at
), following AS (
	SELECT *, lag(least(valid_to, revoked - 1)) OVER (PARTITION BY person_id, kind ORDER BY valid_to) AS before FROM apart
)
INSERT INTO certificate_periods (id, person_id, kind, opens, certified, from_on, until_on, revoked, version, certificate_id)
SELECT gen_random_uuid(), person_id, kind, issued_on, issued_on, greatest(issued_on, before + 1), valid_to, revoked, 1, id
FROM following;
--> statement-breakpoint
-- The renewal of the last of them, from 90 days before it runs out to its last day.
INSERT INTO certificate_periods (id, person_id, kind, opens, due, ends)
SELECT gen_random_uuid(), person_id, kind, greatest(until_on + 1 - 90, from_on), until_on, until_on
FROM (
	SELECT DISTINCT ON (person_id, kind) * FROM certificate_periods
	WHERE revoked IS NULL OR revoked > from_on
	ORDER BY person_id, kind, from_on DESC
) last
WHERE revoked IS NULL;
--> statement-breakpoint
-- A round is filled in once and revoked once; its window never changes.
CREATE FUNCTION guard_certificate_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE filled text[] := ARRAY['certified', 'from_on', 'until_on', 'version', 'certificate_id'];
BEGIN
	IF TG_OP = 'DELETE' OR OLD.revoked IS NOT NULL
		OR (to_jsonb(NEW) - filled - 'revoked') <> (to_jsonb(OLD) - filled - 'revoked')
		OR (OLD.certified IS NOT NULL AND (to_jsonb(NEW) - 'revoked') <> (to_jsonb(OLD) - 'revoked'))
	THEN
		RAISE EXCEPTION 'rounds of certificates are filled in and revoked once and never changed'
			USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER certificate_periods_filled_once BEFORE UPDATE OR DELETE ON certificate_periods
	FOR EACH ROW EXECUTE FUNCTION guard_certificate_period();
--> statement-breakpoint
CREATE TRIGGER certificate_periods_kept BEFORE TRUNCATE ON certificate_periods
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER certificate_kind_versions_unchanging BEFORE UPDATE OR DELETE ON certificate_kind_versions
	FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER certificate_kind_versions_kept BEFORE TRUNCATE ON certificate_kind_versions
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
