CREATE TABLE "sitting_papers" (
	"sitting_id" uuid NOT NULL,
	"paper_id" uuid NOT NULL,
	CONSTRAINT "sitting_papers_sitting_id_paper_id_pk" PRIMARY KEY("sitting_id","paper_id")
);
--> statement-breakpoint
ALTER TABLE "assemblies" ADD COLUMN "shared" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "papers" ADD COLUMN "editor_ids" uuid[] DEFAULT '{}'::uuid[] NOT NULL;--> statement-breakpoint
ALTER TABLE "sitting_papers" ADD CONSTRAINT "sitting_papers_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sitting_papers" ADD CONSTRAINT "sitting_papers_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sitting_papers_paper" ON "sitting_papers" USING btree ("paper_id");--> statement-breakpoint
ALTER TABLE "papers" ADD CONSTRAINT "papers_other_people" CHECK ("papers"."reviewer_id" is null or "papers"."reviewer_id" <> all ("papers"."editor_ids"));--> statement-breakpoint
-- What a seal fixes: the paper's questions and openers, and what the paper says of itself.
CREATE OR REPLACE FUNCTION guard_paper_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (
		SELECT FROM papers WHERE sealed_at IS NOT NULL
		AND id IN (CASE WHEN TG_OP <> 'DELETE' THEN NEW.paper_id END, CASE WHEN TG_OP <> 'INSERT' THEN OLD.paper_id END)
	) THEN
		RAISE EXCEPTION 'a sealed paper keeps its % rows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN OLD;
	END IF;
	RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER paper_openers_sealed BEFORE INSERT OR UPDATE OR DELETE ON paper_openers
	FOR EACH ROW EXECUTE FUNCTION guard_paper_items();--> statement-breakpoint
CREATE FUNCTION guard_papers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF OLD.sealed_at IS NULL THEN
		IF TG_OP = 'DELETE' THEN
			RETURN OLD;
		END IF;
		RETURN NEW;
	END IF;
	IF TG_OP = 'DELETE'
		OR (NEW.id, NEW.assembly_id, NEW.blueprint_id, NEW.form, NEW.content_hash, NEW.sealed_at)
			IS DISTINCT FROM (OLD.id, OLD.assembly_id, OLD.blueprint_id, OLD.form, OLD.content_hash, OLD.sealed_at)
		OR (NEW.setter_id, NEW.editor_ids, NEW.reviewer_id, NEW.reviewed_at, NEW.sealed_by, NEW.realised)
			IS DISTINCT FROM (OLD.setter_id, OLD.editor_ids, OLD.reviewer_id, OLD.reviewed_at, OLD.sealed_by, OLD.realised)
		OR (OLD.status, NEW.status) NOT IN (
			('sealed', 'sealed'), ('sealed', 'used'), ('sealed', 'withdrawn'), ('used', 'used'), ('used', 'released'),
			('released', 'released'), ('withdrawn', 'withdrawn')
		)
	THEN
		RAISE EXCEPTION 'a sealed paper stays as it is' USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER papers_sealed BEFORE UPDATE OR DELETE ON papers FOR EACH ROW EXECUTE FUNCTION guard_papers();--> statement-breakpoint
CREATE TRIGGER papers_kept BEFORE TRUNCATE ON papers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER paper_items_kept BEFORE TRUNCATE ON paper_items FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER paper_openers_kept BEFORE TRUNCATE ON paper_openers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
-- Papers and sittings name the version that they were made by.
CREATE FUNCTION guard_blueprints() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF OLD.published_at IS NOT NULL THEN
		RAISE EXCEPTION 'a published blueprint stays as it is' USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN OLD;
	END IF;
	RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER blueprints_published BEFORE UPDATE OR DELETE ON blueprints
	FOR EACH ROW EXECUTE FUNCTION guard_blueprints();
