-- Records once written stay as they are, whoever is connected.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% rows are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
	FOREACH guarded IN ARRAY ARRAY[
		'audit_log', 'evidence', 'evidence_retractions', 'module_versions', 'check_attempts', 'completions',
		'shadowing_entries', 'shadowing_signatures', 'item_versions', 'item_keys', 'attempt_items', 'answers',
		'attempt_results', 'certificates', 'certificate_revocations', 'policy_versions', 'appointments'
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
--> statement-breakpoint
-- A proposal may be closed once; what it said stays.
CREATE FUNCTION guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' OR OLD.state <> 'proposed' OR NEW.state = 'proposed'
		OR (to_jsonb(NEW) - ARRAY['state', 'closed_by', 'closed_at', 'closing_note'])
			<> (to_jsonb(OLD) - ARRAY['state', 'closed_by', 'closed_at', 'closing_note'])
	THEN
		RAISE EXCEPTION 'decisions are closed once and never changed' USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER decisions_closed_once BEFORE UPDATE OR DELETE ON decisions
	FOR EACH ROW EXECUTE FUNCTION guard_decision();
--> statement-breakpoint
-- An attempt is handed in once; its end never moves in this version of the rules.
CREATE FUNCTION guard_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' OR OLD.handed_in_at IS NOT NULL
		OR (to_jsonb(NEW) - ARRAY['handed_in_at', 'handed_in_by']) <> (to_jsonb(OLD) - ARRAY['handed_in_at', 'handed_in_by'])
	THEN
		RAISE EXCEPTION 'attempts are handed in once and never changed' USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER attempts_handed_in_once BEFORE UPDATE OR DELETE ON attempts
	FOR EACH ROW EXECUTE FUNCTION guard_attempt();
