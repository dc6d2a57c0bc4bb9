-- Idle desktops read: what they leave when somebody comes back counts as no try. What was put in by mistake is taken back. Clients of schema 5
-- go on working: they do neither.

ALTER TABLE reviewer.job ADD COLUMN returned integer NOT NULL DEFAULT 0;

CREATE OR REPLACE FUNCTION reviewer.claim_job(client integer, p_worker text, p_seconds integer,
    OUT job bigint, OUT number bigint, OUT document bigint, OUT name text, OUT bytes bytea, OUT previous bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
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
    UPDATE reviewer.job j SET state = 'working', tries = j.tries + 1, lease = j.lease + 1, worker = left(p_worker, 200),
            until = clock_timestamp() + make_interval(secs => least(greatest(p_seconds, 1), 3600))
        WHERE j.id = job RETURNING j.lease, j.document INTO number, document;
    SELECT d.name, c.bytes, d.previous INTO name, bytes, previous
        FROM reviewer.document d JOIN reviewer.content c USING (sha256) WHERE d.id = document;
END $$;

CREATE FUNCTION reviewer.return_job(client integer, p_job bigint, p_number bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- a worker stops before it is through, for reasons of its own: no try. False after three times: one who always stops would keep a document
-- that takes long from ever being read, so it is to be read to the end then.
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    UPDATE reviewer.job j SET state = 'waiting', tries = j.tries - 1, returned = j.returned + 1
        WHERE j.id = p_job AND j.lease = p_number AND j.state = 'working' AND j.returned < 3;
    RETURN FOUND;
END $$;

CREATE FUNCTION reviewer.take_back(client integer, p_document bigint) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- taken back as deleted, for 30 days, as long as nobody has had it in hand, and nobody else has put the same in
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    PERFORM FROM reviewer.document d WHERE d.id = p_document FOR UPDATE;   -- who puts in the same just now is waited for, and seen
    UPDATE reviewer.document d SET deleted_at = clock_timestamp(), deleted_by = session_user::text
        WHERE d.id = p_document AND d.deleted_at IS NULL AND d.lease = 0 AND d.twin = 0 AND NOT EXISTS (
            SELECT FROM reviewer.event e WHERE e.document = p_document AND e.what = 'added' AND e.who <> session_user::text);
    IF NOT FOUND THEN RETURN 'late'; END IF;
    INSERT INTO reviewer.event (document, what) VALUES (p_document, 'deleted');
    RETURN 'done';
END $$;

CREATE OR REPLACE FUNCTION reviewer.add_source(client integer, p_name text, p_bytes bytea, p_office text,
    OUT document bigint, OUT is_new boolean, OUT previous bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- who puts in what is there has it on record: it is not taken back from them. Two offices' documents of one name are no versions.
DECLARE digest bytea := sha256(p_bytes);
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(digest, 'hex'), 0));
    SELECT d.id INTO document FROM reviewer.document d
        WHERE d.sha256 = digest AND d.twin = 0 AND d.deleted_at IS NULL FOR UPDATE;   -- and not while it is being taken back
    is_new := document IS NULL;
    IF NOT is_new THEN
        INSERT INTO reviewer.event (document, what, detail) SELECT add_source.document, 'added', p_name
            WHERE NOT EXISTS (SELECT FROM reviewer.event e WHERE e.document = add_source.document AND e.what = 'added' AND e.who = session_user::text);
        RETURN;
    END IF;
    INSERT INTO reviewer.content VALUES (digest, p_bytes) ON CONFLICT DO NOTHING;
    SELECT d.id INTO previous FROM reviewer.document d
        WHERE d.name = p_name AND d.twin = 0 AND d.deleted_at IS NULL AND d.sha256 <> digest
            AND (coalesce(p_office, '') = '' OR d.office IN ('', p_office))
        ORDER BY d.id DESC LIMIT 1;
    INSERT INTO reviewer.document (sha256, name, office, previous) VALUES (digest, p_name, coalesce(p_office, ''), previous)
        RETURNING id INTO document;
    UPDATE reviewer.document d SET place = d.id WHERE d.id = add_source.document;
    INSERT INTO reviewer.job (document) VALUES (document);
    INSERT INTO reviewer.event (document, what, detail) VALUES (document, 'added', p_name);
END $$;
