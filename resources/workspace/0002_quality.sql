-- Blind samples of what clerks finish, second readings, and what clerks taught their program. Clients of schema 1 go on working:
-- what they finish is sampled by nobody.

CREATE TABLE reviewer.sample (          -- fields of finished documents that somebody else reads too
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document bigint NOT NULL REFERENCES reviewer.document ON DELETE CASCADE,
    path text NOT NULL, kind text NOT NULL, marked boolean NOT NULL,   -- where it is, what kind of field, whether it was doubtful
    clerk text NOT NULL, value text, drawn_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    asked_of text, asked_until timestamptz,
    second_by text, second_value text, second_at timestamptz,
    settled_by text, settled_value text, settled_at timestamptz,
    UNIQUE (document, path, clerk)
);
CREATE INDEX sample_open ON reviewer.sample (id) WHERE second_at IS NULL;
CREATE INDEX sample_differs ON reviewer.sample (id) WHERE second_at IS NOT NULL AND settled_at IS NULL AND value IS DISTINCT FROM second_value;

CREATE TABLE reviewer.lesson (          -- a word that a clerk taught, for the lead to take over for all or not
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('level', 'label', 'layout')), word text NOT NULL, meaning text NOT NULL,
    taught_by text NOT NULL DEFAULT session_user, taught_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'accepted', 'declined', 'undone')),
    decided_by text, decided_at timestamptz,
    UNIQUE (kind, word, meaning)
);

CREATE FUNCTION reviewer.drawn(p_document bigint, p_path text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- by a seed that no member can read: nobody knows beforehand which fields are drawn, and the same are drawn every time
    SELECT ('x' || substr(md5(reviewer.value_of('sample_seed') || ':' || p_document || ':' || p_path), 1, 8))::bit(32)::bigint
        < reviewer.value_of('sample_share')::double precision * 4294967296
$$;

CREATE FUNCTION reviewer.finish(client integer, p_document bigint, p_lease bigint, p_acts integer, p_doubts integer,
    p_paths text[], p_kinds text[], p_values text[], p_marked boolean[]) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE said text;
BEGIN
    said := reviewer.finish(client, p_document, p_lease, p_acts, p_doubts);
    IF said = 'done' THEN
        INSERT INTO reviewer.sample (document, path, kind, marked, clerk, value)
            SELECT p_document, f.path, f.kind, f.marked, session_user::text, f.value
            FROM unnest(p_paths, p_kinds, p_values, p_marked) AS f (path, kind, value, marked)
            WHERE reviewer.drawn(p_document, f.path) ON CONFLICT DO NOTHING;
    END IF;
    RETURN said;
END $$;

CREATE FUNCTION reviewer.next_sample(client integer, OUT sample bigint, OUT document bigint, OUT path text, OUT kind text,
    OUT name text, OUT package bytea, OUT bytes bytea) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE me text := session_user;
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    SELECT s.id, s.document, s.path, s.kind INTO sample, document, path, kind FROM reviewer.sample s
        JOIN reviewer.document d ON d.id = s.document AND d.deleted_at IS NULL
        WHERE s.second_at IS NULL AND s.clerk <> me
            AND (s.asked_of IS NULL OR s.asked_of = me OR s.asked_until < clock_timestamp())
            AND NOT EXISTS (SELECT FROM reviewer.act a WHERE a.document = s.document AND a.who = me)   -- never one's own work
        ORDER BY s.asked_of IS DISTINCT FROM me, s.id LIMIT 1 FOR UPDATE OF s SKIP LOCKED;
    IF sample IS NULL THEN RETURN; END IF;
    UPDATE reviewer.sample s SET asked_of = me, asked_until = clock_timestamp() + interval '30 minutes' WHERE s.id = sample;
    SELECT d.name, p.bytes, c.bytes INTO name, package, bytes FROM reviewer.document d
        JOIN reviewer.package p ON p.document = d.id JOIN reviewer.content c USING (sha256) WHERE d.id = next_sample.document;
END $$;

CREATE FUNCTION reviewer.second_reading(p_sample bigint, p_value text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    UPDATE reviewer.sample s SET second_by = session_user, second_value = p_value, second_at = clock_timestamp()
        WHERE s.id = p_sample AND s.asked_of = session_user::text AND s.clerk <> session_user::text AND s.second_at IS NULL;
    RETURN CASE WHEN FOUND THEN 'done' ELSE 'late' END;
END $$;

CREATE FUNCTION reviewer.differing(client integer) RETURNS TABLE (sample bigint, document bigint, name text, path text, kind text,
    value text, second_value text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- what a third one settles: without the names, and never one's own
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('checker', 'lead');
    RETURN QUERY SELECT s.id, s.document, d.name, s.path, s.kind, s.value, s.second_value FROM reviewer.sample s
        JOIN reviewer.document d ON d.id = s.document AND d.deleted_at IS NULL
        WHERE s.second_at IS NOT NULL AND s.settled_at IS NULL AND s.value IS DISTINCT FROM s.second_value
            AND session_user::text NOT IN (s.clerk, s.second_by)
        ORDER BY s.id LIMIT 200;
END $$;

CREATE FUNCTION reviewer.settle_sample(p_sample bigint, p_value text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('checker', 'lead');
    UPDATE reviewer.sample s SET settled_by = session_user, settled_value = p_value, settled_at = clock_timestamp()
        WHERE s.id = p_sample AND s.second_at IS NOT NULL AND s.settled_at IS NULL
            AND session_user::text NOT IN (s.clerk, s.second_by);
    RETURN CASE WHEN FOUND THEN 'done' ELSE 'late' END;
END $$;

CREATE FUNCTION reviewer.figures() RETURNS TABLE (clerk text, kind text, office text, layout text, marked boolean, seen bigint,
    agreed bigint, wrong bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- the lead sees everybody's, everybody else their own
DECLARE mine text := reviewer.my_role();
BEGIN
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    RETURN QUERY SELECT s.clerk, s.kind, d.office, d.layout, s.marked, count(*),
            count(*) FILTER (WHERE s.value IS NOT DISTINCT FROM s.second_value),
            count(*) FILTER (WHERE s.settled_at IS NOT NULL AND s.value IS DISTINCT FROM s.settled_value)
        FROM reviewer.sample s JOIN reviewer.document d ON d.id = s.document
        WHERE s.second_at IS NOT NULL AND d.deleted_at IS NULL AND (mine = 'lead' OR s.clerk = session_user::text)
        GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5;
END $$;

CREATE FUNCTION reviewer.teach(p_kind text, p_word text, p_meaning text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    INSERT INTO reviewer.lesson (kind, word, meaning) VALUES (p_kind, left(p_word, 200), left(p_meaning, 200)) ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION reviewer.decide(p_lesson bigint, p_state text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('lead');
    UPDATE reviewer.lesson l SET state = p_state, decided_by = session_user, decided_at = clock_timestamp()
        WHERE l.id = p_lesson AND (p_state <> 'undone' OR l.state = 'accepted');
    RETURN FOUND;
END $$;

ALTER TABLE reviewer.sample ENABLE ROW LEVEL SECURITY;     -- no policy: what is drawn stays unknown
ALTER TABLE reviewer.lesson ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON reviewer.lesson FOR SELECT TO reviewer_member USING (
    (SELECT reviewer.my_role()) IN ('lead', 'checker', 'clerk'));
GRANT SELECT ON reviewer.lesson TO reviewer_member;
INSERT INTO reviewer.setting VALUES ('sample_share', '0.05'), ('sample_seed', gen_random_uuid()::text);
