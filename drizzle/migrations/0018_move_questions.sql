-- Questions of every kind from here on: what is shown of a version in one value, the whole question beside its key.
-- What was said in old versions stays; true or false are no options any more.
ALTER TABLE "item_versions" DISABLE TRIGGER "item_versions_unchanging";--> statement-breakpoint
ALTER TABLE "item_keys" DISABLE TRIGGER "item_keys_unchanging";--> statement-breakpoint
UPDATE "item_versions" SET "shown" = CASE "type"
	WHEN 'trueFalse' THEN jsonb_build_object('type', "type", 'stem', "stem")
	ELSE jsonb_build_object('type', "type", 'stem', "stem", 'options', "options")
END;--> statement-breakpoint
UPDATE "item_keys" k SET "question" = v."shown" || jsonb_build_object('explanation', k."explanation") || CASE v."type"
	WHEN 'trueFalse' THEN jsonb_build_object('correct', 'a' = ANY (k."correct"))
	WHEN 'single' THEN jsonb_build_object('correct', k."correct"[1], 'policy', 'allOrNothing')
	ELSE jsonb_build_object('correct', to_jsonb(k."correct"), 'policy', 'allOrNothing')
END
FROM "item_versions" v WHERE v."id" = k."item_version_id";--> statement-breakpoint
ALTER TABLE "item_versions" ENABLE TRIGGER "item_versions_unchanging";--> statement-breakpoint
ALTER TABLE "item_keys" ENABLE TRIGGER "item_keys_unchanging";--> statement-breakpoint
UPDATE "items" i SET
	"version_id" = v."id", "type" = v."type", "level" = v."level",
	"difficulty" = CASE v."difficulty" WHEN 'easy' THEN 250 WHEN 'medium' THEN 450 ELSE 650 END,
	"seconds" = CASE v."type" WHEN 'trueFalse' THEN 30 WHEN 'single' THEN 60 ELSE 90 END,
	"changed_at" = coalesce(i."reviewed_at", v."created_at"),
	"revision" = v."version"
FROM (SELECT DISTINCT ON ("item_id") * FROM "item_versions" ORDER BY "item_id", "version" DESC) v
WHERE v."item_id" = i."id";--> statement-breakpoint
UPDATE "blueprints" b SET "published_at" = b."created_at", "content" = (b."content" - 'cells' - 'marksPerItem') || jsonb_build_object(
	'items', (SELECT sum((c->>'count')::int) FROM jsonb_array_elements(b."content"->'cells') c),
	'cells', (SELECT jsonb_agg(jsonb_build_object('area', c->'area', 'from', c->'count', 'to', c->'count'))
		FROM jsonb_array_elements(b."content"->'cells') c),
	'marks', (SELECT jsonb_object_agg(kind, b."content"->'marksPerItem') FROM unnest(ARRAY['single', 'multiple', 'trueFalse',
		'numeric', 'fillIn', 'matching', 'ordering', 'shortAnswer', 'essay']) kind),
	'total', NULL, 'seconds', NULL, 'difficulty', NULL, 'exposure', NULL, 'earlier', NULL,
	'required', '[]'::jsonb, 'forbidden', '[]'::jsonb, 'shared', 0
);--> statement-breakpoint
-- What is said and what was opened stays; a sealed paper keeps its questions.
DO $$
DECLARE guarded text;
BEGIN
	FOREACH guarded IN ARRAY ARRAY['case_versions', 'item_comments', 'law_changes', 'paper_comments', 'paper_openings'] LOOP
		EXECUTE format(
			'CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
			guarded || '_unchanging', guarded
		);
		EXECUTE format(
			'CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
			guarded || '_kept', guarded
		);
	END LOOP;
END $$;--> statement-breakpoint
CREATE FUNCTION guard_paper_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT FROM papers WHERE id = coalesce(NEW.paper_id, OLD.paper_id) AND sealed_at IS NOT NULL) THEN
		RAISE EXCEPTION 'a sealed paper keeps its questions' USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN coalesce(NEW, OLD);
END $$;--> statement-breakpoint
CREATE TRIGGER paper_items_sealed BEFORE INSERT OR UPDATE OR DELETE ON paper_items
	FOR EACH ROW EXECUTE FUNCTION guard_paper_items();
