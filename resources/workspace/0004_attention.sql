-- Whether people look: known errors put into copies of finished documents, where a lead wants that; and the time that is worked.
-- A copy (twin) is a document like others until somebody is done with it; then it is deleted, and what became of the error is counted.
-- Clients of schema 3 go on working: who finishes a copy with one of schema 1 is not counted.

ALTER TABLE reviewer.document ADD COLUMN twin integer NOT NULL DEFAULT 0;   -- which copy; 0 for what is no copy
DROP INDEX reviewer.document_once;
CREATE UNIQUE INDEX document_once ON reviewer.document (sha256, twin) WHERE deleted_at IS NULL;

CREATE TABLE reviewer.planted (         -- without references: what was counted stays when the copy is purged
    document bigint PRIMARY KEY, original bigint NOT NULL,
    path text NOT NULL, kind text NOT NULL, truth text NOT NULL, wrong text NOT NULL CHECK (wrong <> truth),
    planted_by text NOT NULL DEFAULT session_user, planted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    clerk text, value text, ended_at timestamptz
);
CREATE INDEX planted_original ON reviewer.planted (original);

CREATE TABLE reviewer.spent (           -- seconds in which somebody worked on a document, under one claim
    document bigint NOT NULL REFERENCES reviewer.document ON DELETE CASCADE,
    who text NOT NULL, lease bigint NOT NULL, seconds double precision NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (document, who, lease)
);

CREATE FUNCTION reviewer.is_new_to(p_document bigint, p_who text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- whether somebody has never had the document of which this is a copy
    SELECT NOT EXISTS (SELECT FROM reviewer.planted p JOIN reviewer.event e ON e.document = p.original
                       WHERE p.document = p_document AND e.what = 'claimed' AND e.detail = p_who)
$$;

CREATE FUNCTION reviewer.plantable(client integer, p_count integer) RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- finished documents of which there is no copy under way, in no order
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    RETURN QUERY SELECT d.id FROM reviewer.document d
        WHERE d.state IN ('done', 'checked') AND d.twin = 0 AND d.deleted_at IS NULL
            AND NOT EXISTS (SELECT FROM reviewer.planted p WHERE p.original = d.id AND p.ended_at IS NULL)
        ORDER BY random() LIMIT least(p_count, 1000);
END $$;

CREATE FUNCTION reviewer.plant(client integer, p_original bigint, p_package bytea, p_program text, p_path text, p_kind text,
    p_truth text, p_wrong text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- a copy of a finished document with one error in its first reading; NULL where it is not to be had any more
DECLARE made bigint;
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    PERFORM FROM reviewer.document d WHERE d.id = p_original AND d.state IN ('done', 'checked') AND d.twin = 0 AND d.deleted_at IS NULL
        FOR UPDATE;
    IF NOT FOUND THEN RETURN NULL; END IF;
    INSERT INTO reviewer.document (sha256, name, office, year, layout, doubts, fields, state, place, twin)
        SELECT d.sha256, d.name, d.office, d.year, d.layout, d.doubts, d.fields, 'ready', d.place,
               1 + (SELECT max(t.twin) FROM reviewer.document t WHERE t.sha256 = d.sha256)
        FROM reviewer.document d WHERE d.id = p_original RETURNING id INTO made;
    INSERT INTO reviewer.package VALUES (made, p_package, p_program);
    INSERT INTO reviewer.planted (document, original, path, kind, truth, wrong)
        VALUES (made, p_original, p_path, p_kind, p_truth, p_wrong);
    INSERT INTO reviewer.event (document, what, detail) SELECT made, 'added', d.name FROM reviewer.document d WHERE d.id = made;
    RETURN made;
END $$;

CREATE OR REPLACE FUNCTION reviewer.add_source(client integer, p_name text, p_bytes bytea, p_office text,
    OUT document bigint, OUT is_new boolean, OUT previous bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE digest bytea := sha256(p_bytes);
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(digest, 'hex'), 0));
    SELECT d.id INTO document FROM reviewer.document d WHERE d.sha256 = digest AND d.twin = 0 AND d.deleted_at IS NULL;
    is_new := document IS NULL;
    IF NOT is_new THEN RETURN; END IF;
    INSERT INTO reviewer.content VALUES (digest, p_bytes) ON CONFLICT DO NOTHING;
    SELECT d.id INTO previous FROM reviewer.document d
        WHERE d.name = p_name AND d.twin = 0 AND d.deleted_at IS NULL AND d.sha256 <> digest ORDER BY d.id DESC LIMIT 1;
    INSERT INTO reviewer.document (sha256, name, office, previous) VALUES (digest, p_name, coalesce(p_office, ''), previous)
        RETURNING id INTO document;
    UPDATE reviewer.document d SET place = d.id WHERE d.id = add_source.document;
    INSERT INTO reviewer.job (document) VALUES (document);
    INSERT INTO reviewer.event (document, what, detail) VALUES (document, 'added', p_name);
END $$;

CREATE OR REPLACE FUNCTION reviewer.claim_next(client integer, p_office text DEFAULT NULL, p_year text DEFAULT NULL, p_layout text DEFAULT NULL,
    p_doubts integer DEFAULT NULL) RETURNS SETOF reviewer.claimed LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE chosen bigint; me text := session_user;
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    -- what was meant for me, then what a dead client left behind, then the queue
    SELECT d.id INTO chosen FROM reviewer.document d
        WHERE d.meant_for = me AND d.state = 'ready' AND d.holder IS NULL AND d.deleted_at IS NULL
        ORDER BY d.place, d.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF chosen IS NULL THEN
        SELECT d.id INTO chosen FROM reviewer.document d
            WHERE d.holder IS NOT NULL AND d.state = 'ready' AND d.held_until < clock_timestamp() AND d.deleted_at IS NULL
                AND (d.twin = 0 OR reviewer.is_new_to(d.id, me))
                AND (p_office IS NULL OR d.office = p_office) AND (p_year IS NULL OR d.year = p_year)
                AND (p_layout IS NULL OR d.layout = p_layout) AND (p_doubts IS NULL OR d.doubts >= p_doubts)
            ORDER BY d.place, d.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    IF chosen IS NULL AND p_office IS NULL THEN
        SELECT d.id INTO chosen FROM reviewer.document d
            WHERE d.state = 'ready' AND d.holder IS NULL AND d.deleted_at IS NULL AND d.meant_for IS NULL AND (d.twin = 0 OR reviewer.is_new_to(d.id, me))
                AND (p_year IS NULL OR d.year = p_year)
                AND (p_layout IS NULL OR d.layout = p_layout) AND (p_doubts IS NULL OR d.doubts >= p_doubts)
            ORDER BY d.place, d.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    ELSIF chosen IS NULL THEN   -- a query of its own, so that it finds the office by an index
        SELECT d.id INTO chosen FROM reviewer.document d
            WHERE d.state = 'ready' AND d.holder IS NULL AND d.deleted_at IS NULL AND d.meant_for IS NULL AND (d.twin = 0 OR reviewer.is_new_to(d.id, me))
                AND d.office = p_office AND (p_year IS NULL OR d.year = p_year)
                AND (p_layout IS NULL OR d.layout = p_layout) AND (p_doubts IS NULL OR d.doubts >= p_doubts)
            ORDER BY d.office, d.place, d.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    IF chosen IS NULL THEN RETURN; END IF;
    PERFORM reviewer.give(chosen, me, reviewer.value_of('lease_seconds')::double precision);
    RETURN NEXT reviewer.whole(chosen);
END $$;

CREATE OR REPLACE FUNCTION reviewer.finish(client integer, p_document bigint, p_lease bigint, p_acts integer, p_doubts integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.known(client);
    IF NOT reviewer.mine(p_document, p_lease) THEN RETURN 'late'; END IF;
    IF (SELECT d.acts FROM reviewer.document d WHERE d.id = p_document) <> p_acts THEN RETURN 'gap'; END IF;
    UPDATE reviewer.document d SET state = 'done', holder = NULL, held_since = NULL, held_until = NULL, done_by = session_user,
            done_at = clock_timestamp(), doubts = p_doubts WHERE d.id = p_document;
    IF (SELECT d.twin FROM reviewer.document d WHERE d.id = p_document) <> 0 THEN   -- it has served; nothing of it is ever given out
        UPDATE reviewer.document d SET deleted_at = clock_timestamp(), deleted_by = session_user WHERE d.id = p_document;
        UPDATE reviewer.planted p SET ended_at = clock_timestamp() WHERE p.document = p_document;
    END IF;
    INSERT INTO reviewer.event (document, what, lease) VALUES (p_document, 'done', p_lease);
    RETURN 'done';
END $$;

CREATE OR REPLACE FUNCTION reviewer.finish(client integer, p_document bigint, p_lease bigint, p_acts integer, p_doubts integer,
    p_paths text[], p_kinds text[], p_values text[], p_marked boolean[]) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE said text;
BEGIN
    said := reviewer.finish(client, p_document, p_lease, p_acts, p_doubts);
    UPDATE reviewer.planted p SET clerk = session_user, value = (   -- without a value where the row is gone or the field is blank
            SELECT f.value FROM unnest(p_paths, p_values) AS f (path, value) WHERE f.path = p.path LIMIT 1)
        WHERE p.document = p_document AND said = 'done';
    IF said = 'done' AND NOT FOUND THEN
        INSERT INTO reviewer.sample (document, path, kind, marked, clerk, value)
            SELECT p_document, f.path, f.kind, f.marked, session_user::text, f.value
            FROM unnest(p_paths, p_kinds, p_values, p_marked) AS f (path, kind, value, marked)
            WHERE reviewer.drawn(p_document, f.path) ON CONFLICT DO NOTHING;
    END IF;
    RETURN said;
END $$;

CREATE OR REPLACE FUNCTION reviewer.set_deleted(p_document bigint, p_deleted boolean) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('lead');
    IF NOT p_deleted AND EXISTS (SELECT FROM reviewer.document d WHERE d.id = p_document AND d.twin <> 0) THEN RETURN 'late'; END IF;
    IF NOT p_deleted AND EXISTS (SELECT FROM reviewer.document a JOIN reviewer.document b USING (sha256)
            WHERE a.id = p_document AND b.id <> a.id AND b.twin = 0 AND b.deleted_at IS NULL) THEN
        RETURN 'twice';   -- the same source was added again meanwhile
    END IF;
    UPDATE reviewer.document d SET deleted_at = CASE WHEN p_deleted THEN clock_timestamp() END,
            deleted_by = CASE WHEN p_deleted THEN session_user::text END
        WHERE d.id = p_document AND (d.deleted_at IS NULL) = p_deleted;
    IF NOT FOUND THEN RETURN 'late'; END IF;
    INSERT INTO reviewer.event (document, what) VALUES (p_document, CASE WHEN p_deleted THEN 'deleted' ELSE 'restored' END);
    RETURN 'done';
END $$;

CREATE OR REPLACE FUNCTION reviewer.totals(p_fresh boolean DEFAULT false) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE kept reviewer.total;
BEGIN
    PERFORM reviewer.need('clerk', 'checker', 'lead', 'reader');
    SELECT * INTO kept FROM reviewer.total;
    IF NOT (p_fresh AND reviewer.my_role() IN ('lead', 'reader')) AND (kept.at > clock_timestamp() - interval '5 seconds'
        OR (kept.at IS NOT NULL AND NOT pg_try_advisory_xact_lock(7217001))) THEN
        RETURN kept.counts;   -- one counts for all: 50 clerks who each count 100,000 documents would be the load
    END IF;
    SELECT jsonb_build_object(
        'documents', count(*), 'waiting', count(*) FILTER (WHERE d.state = 'waiting'),
        'open', count(*) FILTER (WHERE d.state = 'ready' AND (d.holder IS NULL OR d.held_until < clock_timestamp())),
        'held', count(*) FILTER (WHERE d.state = 'ready' AND d.holder IS NOT NULL AND d.held_until >= clock_timestamp()),
        'done', count(*) FILTER (WHERE d.state IN ('done', 'checked')), 'failed', count(*) FILTER (WHERE d.state = 'failed'),
        'acts', coalesce(sum(d.acts), 0), 'clerks', (SELECT count(*) FROM reviewer.member),
        'hour', count(*) FILTER (WHERE d.done_at > clock_timestamp() - interval '1 hour'))
    INTO kept.counts FROM reviewer.document d WHERE d.deleted_at IS NULL AND d.twin = 0;
    INSERT INTO reviewer.total VALUES (true, clock_timestamp(), kept.counts)
        ON CONFLICT (single) DO UPDATE SET at = excluded.at, counts = excluded.counts;
    RETURN kept.counts;
END $$;

CREATE FUNCTION reviewer.spend(client integer, p_document bigint, p_lease bigint, p_seconds double precision) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    INSERT INTO reviewer.spent (document, who, lease, seconds)
        SELECT p_document, session_user, p_lease, least(greatest(p_seconds, 0), 604800) WHERE EXISTS (
            SELECT FROM reviewer.event e WHERE e.document = p_document AND e.what = 'claimed' AND e.detail = session_user::text
                AND e.lease = p_lease)
        ON CONFLICT (document, who, lease) DO UPDATE SET seconds = greatest(reviewer.spent.seconds, excluded.seconds), at = excluded.at;
END $$;

CREATE FUNCTION reviewer.attention(client integer) RETURNS TABLE (clerk text, documents bigint, seconds double precision, acts bigint,
    planted bigint, noticed bigint, righted bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- the lead sees everybody's, everybody else their own
DECLARE mine text := reviewer.my_role();
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    RETURN QUERY
        WITH worked AS (
            SELECT s.who, count(DISTINCT s.document) AS documents, sum(s.seconds) AS seconds,
                   (SELECT count(*) FROM reviewer.act a JOIN (SELECT DISTINCT t.document FROM reviewer.spent t WHERE t.who = s.who) m
                        ON m.document = a.document WHERE a.who = s.who) AS acts
            FROM reviewer.spent s WHERE mine = 'lead' OR s.who = session_user::text GROUP BY s.who),
        tried AS (
            SELECT p.clerk AS who, count(*) AS planted, count(*) FILTER (WHERE p.value IS DISTINCT FROM p.wrong) AS noticed,
                   count(*) FILTER (WHERE p.value = p.truth) AS righted
            FROM reviewer.planted p WHERE p.clerk IS NOT NULL AND (mine = 'lead' OR p.clerk = session_user::text) GROUP BY p.clerk)
        SELECT coalesce(w.who, t.who), coalesce(w.documents, 0), coalesce(w.seconds, 0), coalesce(w.acts, 0),
               coalesce(t.planted, 0), coalesce(t.noticed, 0), coalesce(t.righted, 0)
        FROM worked w FULL JOIN tried t ON t.who = w.who ORDER BY 1;
END $$;

ALTER TABLE reviewer.planted ENABLE ROW LEVEL SECURITY;     -- no policy: which document is a copy stays unknown
ALTER TABLE reviewer.spent ENABLE ROW LEVEL SECURITY;
REVOKE SELECT ON reviewer.document FROM reviewer_member;    -- nor do its columns tell
GRANT SELECT (id, name, office, year, layout, doubts, fields, state, place, added_at, added_by, holder, lease, held_since, held_until,
    meant_for, note, noted_by, acts, chain, done_by, done_at, deleted_at, deleted_by) ON reviewer.document TO reviewer_member;
