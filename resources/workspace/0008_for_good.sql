-- What was deleted ends for good after its 30 days; large sources come in pieces, and go on where they stopped; a question of a worker whose answer was lost is answered again; texts of any length
-- are taken; nobody is given a copy with a known error who had the original. Clients of schema 7 go on working.

CREATE TABLE reviewer.tidied (          -- days on which somebody tidied up
    day date PRIMARY KEY
);
ALTER TABLE reviewer.tidied ENABLE ROW LEVEL SECURITY;     -- no policy: nobody but the owner
CREATE TABLE reviewer.piece (           -- of large sources that are on their way in
    sha256 bytea NOT NULL CHECK (length(sha256) = 32), who text NOT NULL DEFAULT session_user, place integer NOT NULL,
    bytes bytea NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (sha256, who, place)
);
ALTER TABLE reviewer.piece ALTER bytes SET STORAGE EXTERNAL;
ALTER TABLE reviewer.piece ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviewer.job ADD COLUMN asked uuid;            -- the question that it was given out to, as its worker numbers it
CREATE INDEX job_asked ON reviewer.job (asked) WHERE state = 'working';
CREATE INDEX job_document ON reviewer.job (document);      -- these three for what goes for good
CREATE INDEX document_content ON reviewer.document (sha256);
CREATE INDEX document_previous ON reviewer.document (previous) WHERE previous IS NOT NULL;

CREATE FUNCTION reviewer.short(p_text text, p_most integer) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
-- what an index can hold, with the end: a name's suffix is there
    SELECT CASE WHEN length(p_text) <= p_most THEN p_text ELSE left(p_text, p_most - 41) || '…' || right(p_text, 40) END
$$;

-- sources in ----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION reviewer.add_source(client integer, p_name text, p_bytes bytea, p_office text,
    OUT document bigint, OUT is_new boolean, OUT previous bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- who puts in what is there has it on record: it is not taken back from them. Two offices' documents of one name are no versions.
DECLARE digest bytea := sha256(p_bytes); called text := reviewer.short(p_name, 400);
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    LOOP
        INSERT INTO reviewer.content VALUES (digest, p_bytes) ON CONFLICT DO NOTHING;
        PERFORM FROM reviewer.content c WHERE c.sha256 = digest FOR UPDATE;   -- one at a time for one content
        EXIT WHEN FOUND;   -- or it went for good between the two
    END LOOP;
    SELECT d.id INTO document FROM reviewer.document d
        WHERE d.sha256 = digest AND d.twin = 0 AND d.deleted_at IS NULL FOR UPDATE;   -- and not while it is being taken back
    is_new := document IS NULL;
    IF NOT is_new THEN
        INSERT INTO reviewer.event (document, what, detail) SELECT add_source.document, 'added', called
            WHERE NOT EXISTS (SELECT FROM reviewer.event e WHERE e.document = add_source.document AND e.what = 'added' AND e.who = session_user::text);
        RETURN;
    END IF;
    SELECT d.id INTO previous FROM reviewer.document d
        WHERE d.name = called AND d.twin = 0 AND d.deleted_at IS NULL AND d.sha256 <> digest
            AND (left(coalesce(p_office, ''), 200) = '' OR d.office IN ('', left(p_office, 200)))
        ORDER BY d.id DESC LIMIT 1;
    INSERT INTO reviewer.document (sha256, name, office, previous) VALUES (digest, called, left(coalesce(p_office, ''), 200), previous)
        RETURNING id INTO document;
    UPDATE reviewer.document d SET place = d.id WHERE d.id = add_source.document;
    INSERT INTO reviewer.job (document) VALUES (document);
    INSERT INTO reviewer.event (document, what, detail) VALUES (document, 'added', called);
END $$;

CREATE FUNCTION reviewer.pieces(client integer, p_sha256 bytea) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- how many of the caller's are there, from the first on; -1 where the whole of it is in the workspace
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    IF EXISTS (SELECT FROM reviewer.content c WHERE c.sha256 = p_sha256) THEN RETURN -1; END IF;
    RETURN (SELECT count(*) FROM (SELECT p.place, row_number() OVER (ORDER BY p.place) AS n FROM reviewer.piece p
        WHERE p.sha256 = p_sha256 AND p.who = session_user::text) x WHERE x.place = x.n - 1);
END $$;

CREATE FUNCTION reviewer.put_piece(client integer, p_sha256 bytea, p_place integer, p_bytes bytea) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    INSERT INTO reviewer.piece (sha256, place, bytes) VALUES (p_sha256, p_place, p_bytes)
        ON CONFLICT (sha256, who, place) DO UPDATE SET bytes = excluded.bytes, at = excluded.at;
END $$;

CREATE FUNCTION reviewer.add_pieces(client integer, p_name text, p_sha256 bytea, p_office text,
    OUT document bigint, OUT is_new boolean, OUT previous bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- put in what came in pieces, or is there already; without a document where they do not make up the whole: they are to be sent anew
DECLARE whole bytea;
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    SELECT c.bytes INTO whole FROM reviewer.content c WHERE c.sha256 = p_sha256;
    IF whole IS NULL THEN
        SELECT string_agg(p.bytes, ''::bytea ORDER BY p.place) INTO whole FROM reviewer.piece p
            WHERE p.sha256 = p_sha256 AND p.who = session_user::text;
    END IF;
    DELETE FROM reviewer.piece p WHERE p.sha256 = p_sha256 AND p.who = session_user::text;
    IF whole IS NULL OR sha256(whole) <> p_sha256 THEN RETURN; END IF;
    SELECT a.document, a.is_new, a.previous INTO document, is_new, previous
        FROM reviewer.add_source(client, p_name, whole, p_office) a;
END $$;

-- reading -------------------------------------------------------------------------------------------------------------

CREATE FUNCTION reviewer.claim_job(client integer, p_worker text, p_seconds integer, p_asked uuid,
    OUT job bigint, OUT number bigint, OUT document bigint, OUT name text, OUT bytes bytea, OUT previous bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- p_asked numbers the question: where it is asked again, for its answer was lost, the same is given out, and it is no other try
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    PERFORM pg_advisory_xact_lock(hashtextextended(p_asked::text, 0));   -- the first may still be at work; nobody else knows the number
    SELECT j.id, j.lease, j.document INTO job, number, document FROM reviewer.job j WHERE j.asked = p_asked AND j.state = 'working' FOR UPDATE;
    IF job IS NOT NULL THEN
        UPDATE reviewer.job j SET until = clock_timestamp() + make_interval(secs => least(greatest(p_seconds, 1), 3600)) WHERE j.id = job;
        SELECT d.name, c.bytes, d.previous INTO name, bytes, previous
            FROM reviewer.document d JOIN reviewer.content c USING (sha256) WHERE d.id = claim_job.document;
        RETURN;
    END IF;
    WITH given_up AS (
        UPDATE reviewer.job j SET state = 'failed', fault = 'died'
        WHERE j.id IN (SELECT k.id FROM reviewer.job k WHERE k.state = 'working' AND k.until < clock_timestamp() AND k.tries >= 2
                       FOR UPDATE SKIP LOCKED)
        RETURNING j.document)
    UPDATE reviewer.document d SET state = 'failed' FROM given_up g WHERE d.id = g.document AND d.state = 'waiting';
    SELECT j.id INTO job FROM reviewer.job j
        WHERE (j.state = 'waiting' OR (j.state = 'working' AND j.until < clock_timestamp())) AND j.tries < 2
            AND NOT EXISTS (SELECT FROM reviewer.document d WHERE d.id = j.document AND d.deleted_at IS NOT NULL)
        ORDER BY j.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF job IS NULL THEN RETURN; END IF;
    UPDATE reviewer.job j SET state = 'working', tries = j.tries + 1, lease = j.lease + 1, worker = left(p_worker, 200), asked = p_asked,
            until = clock_timestamp() + make_interval(secs => least(greatest(p_seconds, 1), 3600))
        WHERE j.id = job RETURNING j.lease, j.document INTO number, document;
    SELECT d.name, c.bytes, d.previous INTO name, bytes, previous
        FROM reviewer.document d JOIN reviewer.content c USING (sha256) WHERE d.id = document;
END $$;

CREATE OR REPLACE FUNCTION reviewer.claim_job(client integer, p_worker text, p_seconds integer,
    OUT job bigint, OUT number bigint, OUT document bigint, OUT name text, OUT bytes bytea, OUT previous bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- by a client that does not number its questions
    SELECT * FROM reviewer.claim_job(client, p_worker, p_seconds, NULL::uuid)
$$;

CREATE FUNCTION reviewer.return_asked(client integer, p_asked uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- a worker goes that never heard what it was given: no try
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    UPDATE reviewer.job j SET state = 'waiting', tries = j.tries - 1 WHERE j.asked = p_asked AND j.state = 'working';
    RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION reviewer.finish_job(client integer, p_job bigint, p_number bigint, p_package bytea, p_program text, p_office text,
    p_year text, p_layout text, p_doubts integer, p_fields integer, p_note text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE its bigint;
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    UPDATE reviewer.job j SET state = 'done', fault = '' WHERE j.id = p_job AND j.lease = p_number AND j.state = 'working'
        RETURNING j.document INTO its;
    IF its IS NULL THEN   -- somebody else was given it since, or this came once already and its answer was lost
        RETURN EXISTS (SELECT FROM reviewer.job j WHERE j.id = p_job AND j.lease = p_number AND j.state = 'done');
    END IF;
    INSERT INTO reviewer.package VALUES (its, p_package, p_program)
        ON CONFLICT (document) DO UPDATE SET bytes = excluded.bytes, program = excluded.program, made_at = now()
        WHERE NOT EXISTS (SELECT FROM reviewer.act a WHERE a.document = its);   -- never under a record that builds on it
    UPDATE reviewer.document d SET state = 'ready', office = CASE WHEN d.office = '' THEN left(coalesce(p_office, ''), 200) ELSE d.office END,
            year = left(coalesce(p_year, ''), 200), layout = left(coalesce(p_layout, ''), 200),
            doubts = greatest(p_doubts, 0), fields = greatest(p_fields, 0),
            note = left(coalesce(p_note, ''), 2000)
        WHERE d.id = its AND d.state IN ('waiting', 'failed');
    INSERT INTO reviewer.event (document, what, detail) VALUES (its, 'read', left(p_program, 200));   -- whose reading the others build on
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION reviewer.return_job(client integer, p_job bigint, p_number bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- a worker stops before it is through, for reasons of its own: no try. False after three times: one who always stops would keep a document
-- that takes long from ever being read, so it is to be read to the end then. True where it is not this worker's any more: there is nothing to be read.
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    UPDATE reviewer.job j SET state = 'waiting', tries = j.tries - 1, returned = j.returned + 1
        WHERE j.id = p_job AND j.lease = p_number AND j.state = 'working' AND j.returned < 3;
    RETURN FOUND OR NOT EXISTS (SELECT FROM reviewer.job j WHERE j.id = p_job AND j.lease = p_number AND j.state = 'working');
END $$;

-- claims --------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION reviewer.claim_one(client integer, p_document bigint) RETURNS SETOF reviewer.claimed LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE me text := session_user; is_lead boolean := reviewer.my_role() = 'lead';
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    PERFORM FROM reviewer.document d WHERE d.id = p_document AND d.state = 'ready' AND d.deleted_at IS NULL
        AND (d.holder IS NULL OR d.holder = me OR d.held_until < clock_timestamp())
        AND (d.twin = 0 OR d.holder = me OR reviewer.is_new_to(d.id, me))
        AND (d.meant_for IS NULL OR d.meant_for = me OR is_lead) FOR UPDATE;   -- what is not to be had is not locked either
    IF NOT FOUND THEN RETURN; END IF;
    PERFORM reviewer.give(p_document, me, reviewer.value_of('lease_seconds')::double precision);
    RETURN NEXT reviewer.whole(p_document);
END $$;

CREATE OR REPLACE FUNCTION reviewer.let_go(p_document bigint, p_lease bigint, p_how text, p_note text, p_to text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- p_how: 'return' to the queue, 'postpone' to its end with a note, 'hand_over' to p_to (a copy of what p_to had before: to anybody)
BEGIN
    IF p_how NOT IN ('return', 'postpone', 'hand_over') THEN RAISE EXCEPTION 'no such way' USING ERRCODE = '22023'; END IF;
    IF NOT reviewer.mine(p_document, p_lease) THEN   -- done already where the answer to that was lost
        RETURN CASE WHEN EXISTS (SELECT FROM reviewer.event e WHERE e.document = p_document AND e.lease = p_lease AND e.what = p_how
            AND e.who = session_user::text) THEN 'done' ELSE 'late' END;
    END IF;
    IF p_how = 'hand_over' AND NOT EXISTS (SELECT FROM reviewer.member m WHERE m.name = p_to AND m.role <> 'reader') THEN
        RETURN 'nobody';
    END IF;
    UPDATE reviewer.document d SET holder = NULL, held_since = NULL, held_until = NULL,
            meant_for = CASE WHEN p_how = 'hand_over' AND (d.twin = 0 OR reviewer.is_new_to(d.id, p_to)) THEN p_to END,
            place = CASE WHEN p_how = 'postpone' THEN d.place + 1000000000 ELSE d.place END,
            note = CASE WHEN p_how = 'return' THEN d.note ELSE left(coalesce(p_note, ''), 2000) END,
            noted_by = CASE WHEN p_how = 'return' THEN d.noted_by ELSE session_user::text END
        WHERE d.id = p_document;
    INSERT INTO reviewer.event (document, what, detail, lease)
        VALUES (p_document, p_how, concat_ws(': ', p_to, nullif(left(p_note, 2000), '')), p_lease);
    RETURN 'done';
END $$;

CREATE OR REPLACE FUNCTION reviewer.finish(client integer, p_document bigint, p_lease bigint, p_acts integer, p_doubts integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.known(client);
    IF NOT reviewer.mine(p_document, p_lease) THEN   -- done already where the answer to that was lost
        RETURN CASE WHEN EXISTS (SELECT FROM reviewer.document d WHERE d.id = p_document AND d.lease = p_lease AND d.acts = p_acts
            AND d.state IN ('done', 'checked') AND d.done_by = session_user::text) THEN 'done' ELSE 'late' END;
    END IF;
    IF (SELECT d.acts FROM reviewer.document d WHERE d.id = p_document) <> p_acts THEN RETURN 'gap'; END IF;
    UPDATE reviewer.document d SET state = 'done', holder = NULL, held_since = NULL, held_until = NULL, done_by = session_user,
            done_at = clock_timestamp(), doubts = greatest(p_doubts, 0) WHERE d.id = p_document;
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
            WHERE length(f.path) <= 500 AND reviewer.drawn(p_document, f.path) ON CONFLICT DO NOTHING;
    END IF;
    RETURN said;
END $$;

-- what was deleted ends -------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION reviewer.set_deleted(p_document bigint, p_deleted boolean) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('lead');
    IF NOT p_deleted AND EXISTS (SELECT FROM reviewer.document d WHERE d.id = p_document AND d.twin <> 0) THEN RETURN 'late'; END IF;
    PERFORM FROM reviewer.content c WHERE NOT p_deleted AND c.sha256 = (SELECT d.sha256 FROM reviewer.document d WHERE d.id = p_document)
        FOR UPDATE;   -- whoever puts in the same just now is waited for, as one waits for another there
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

CREATE FUNCTION reviewer.purge_some(p_most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- what was deleted more than 30 days ago goes for good, the longest ago first, with its record; versions are joined over the gap
DECLARE gone bigint[]; lost bytea[];
BEGIN
    SELECT array_agg(x.id), array_agg(x.sha256) INTO gone, lost FROM (
        SELECT d.id, d.sha256 FROM reviewer.document d WHERE d.deleted_at < clock_timestamp() - interval '30 days'
            ORDER BY d.deleted_at, d.id LIMIT p_most FOR UPDATE SKIP LOCKED) x;
    IF gone IS NULL THEN RETURN 0; END IF;
    PERFORM FROM reviewer.content c WHERE c.sha256 = ANY (lost) ORDER BY c.sha256 FOR UPDATE;   -- who puts in the same just now is waited for
    LOOP
        UPDATE reviewer.document d SET previous = o.previous FROM reviewer.document o
            WHERE d.previous = o.id AND o.id = ANY (gone) AND d.id <> ALL (gone);
        EXIT WHEN NOT FOUND;
    END LOOP;
    DELETE FROM reviewer.document d WHERE d.id = ANY (gone);
    DELETE FROM reviewer.content c WHERE c.sha256 = ANY (lost) AND NOT EXISTS (
        SELECT FROM reviewer.document d WHERE d.sha256 = c.sha256);
    RETURN cardinality(gone);
END $$;

CREATE FUNCTION reviewer.purge(client integer, p_most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    RETURN reviewer.purge_some(p_most);
END $$;

CREATE OR REPLACE FUNCTION reviewer.purge() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('lead');
    RETURN reviewer.purge_some(NULL);
END $$;

CREATE FUNCTION reviewer.tidy(client integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
-- by programs, again and again: some of purge(). Nothing goes while days do not pass as days do: a server's clock that was set to next
-- year would end what was deleted yesterday.
DECLARE today date := (clock_timestamp() AT TIME ZONE 'UTC')::date;
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    IF NOT EXISTS (SELECT FROM reviewer.tidied t WHERE t.day = today) THEN
        DELETE FROM reviewer.tidied t WHERE t.day NOT BETWEEN today - 30 AND today;
        INSERT INTO reviewer.tidied VALUES (today) ON CONFLICT DO NOTHING;
        DELETE FROM reviewer.piece p WHERE p.at < clock_timestamp() - interval '7 days';   -- of who never came back
    END IF;
    IF (SELECT count(*) FROM reviewer.tidied t WHERE t.day BETWEEN today - 30 AND today) < 3 THEN RETURN 0; END IF;
    RETURN reviewer.purge_some(50);
END $$;
