-- Learning together: names of both levels, every decision of a lead on record, one meaning at a time for one word. Clients of schema 4
-- go on working: they propose nothing.

ALTER TABLE reviewer.lesson DROP CONSTRAINT lesson_kind_check;
ALTER TABLE reviewer.lesson ADD CONSTRAINT lesson_kind_check CHECK (kind IN ('level', 'level1', 'level2', 'label', 'layout'));
CREATE UNIQUE INDEX lesson_in_force ON reviewer.lesson (kind, word) WHERE state = 'accepted';

CREATE TABLE reviewer.decision (        -- what leads made of what was taught; it only grows
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lesson bigint NOT NULL REFERENCES reviewer.lesson ON DELETE CASCADE,
    state text NOT NULL, who text NOT NULL DEFAULT session_user, at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX decision_lesson ON reviewer.decision (lesson);
INSERT INTO reviewer.decision (lesson, state, who, at)
    SELECT l.id, l.state, l.decided_by, l.decided_at FROM reviewer.lesson l WHERE l.decided_at IS NOT NULL ORDER BY l.decided_at;

CREATE FUNCTION reviewer.decided_only_grows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'what was decided only grows' USING ERRCODE = 'RV005';
END $$;
CREATE TRIGGER decision_only_grows BEFORE UPDATE OR DELETE ON reviewer.decision FOR EACH ROW
    EXECUTE FUNCTION reviewer.decided_only_grows();
CREATE TRIGGER decision_never_emptied BEFORE TRUNCATE ON reviewer.decision FOR EACH STATEMENT
    EXECUTE FUNCTION reviewer.decided_only_grows();

CREATE OR REPLACE FUNCTION reviewer.decide(p_lesson bigint, p_state text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- accepted for all, declined, or undone where it was accepted; one that is accepted takes the place of another meaning of its word
DECLARE l reviewer.lesson; other bigint;
BEGIN
    PERFORM reviewer.need('lead');
    PERFORM pg_advisory_xact_lock(7217002);   -- two leads at a time would come into each other's way over one word
    SELECT * INTO l FROM reviewer.lesson x WHERE x.id = p_lesson FOR UPDATE;
    IF l.id IS NULL OR p_state NOT IN ('accepted', 'declined', 'undone') OR l.state = p_state
        OR (p_state = 'undone' AND l.state <> 'accepted') OR (p_state = 'declined' AND l.state = 'accepted') THEN
        RETURN false;
    END IF;
    IF p_state = 'accepted' THEN
        UPDATE reviewer.lesson x SET state = 'undone', decided_by = session_user, decided_at = clock_timestamp()
            WHERE x.kind = l.kind AND x.word = l.word AND x.state = 'accepted' RETURNING x.id INTO other;
        IF other IS NOT NULL THEN INSERT INTO reviewer.decision (lesson, state) VALUES (other, 'undone'); END IF;
    END IF;
    UPDATE reviewer.lesson x SET state = p_state, decided_by = session_user, decided_at = clock_timestamp() WHERE x.id = p_lesson;
    INSERT INTO reviewer.decision (lesson, state) VALUES (p_lesson, p_state);
    RETURN true;
END $$;

CREATE FUNCTION reviewer.withdraw(p_kind text, p_word text, p_meaning text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- one takes back what one taught, as long as nobody has decided on it
BEGIN
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    DELETE FROM reviewer.lesson l WHERE l.kind = p_kind AND l.word = p_word AND l.meaning = p_meaning AND l.state = 'proposed'
        AND l.taught_by = session_user::text AND NOT EXISTS (SELECT FROM reviewer.decision d WHERE d.lesson = l.id);
    RETURN FOUND;
END $$;

ALTER TABLE reviewer.decision ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON reviewer.decision FOR SELECT TO reviewer_member USING (
    (SELECT reviewer.my_role()) IN ('lead', 'checker', 'clerk'));
GRANT SELECT ON reviewer.decision TO reviewer_member;
