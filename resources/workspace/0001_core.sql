-- A workspace: documents, claims, the record, reading jobs. Run by an administrator under the role reviewer_owner.
-- Members have no right to change any table: whatever changes goes through the functions below, which look at who calls (session_user).
-- Every function names what it uses in full and has a fixed search_path, so that nothing of the caller's can stand in for it.

CREATE TABLE reviewer.setting (key text PRIMARY KEY, value text NOT NULL);

CREATE TABLE reviewer.member (
    name text PRIMARY KEY,              -- the name of the login
    role text NOT NULL CHECK (role IN ('clerk', 'checker', 'lead', 'reader')),
    since timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE reviewer.content (         -- the bytes of sources, each once
    sha256 bytea PRIMARY KEY CHECK (length(sha256) = 32),
    bytes bytea NOT NULL
);

CREATE TABLE reviewer.document (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256 bytea NOT NULL REFERENCES reviewer.content,
    name text NOT NULL,
    office text NOT NULL DEFAULT '', year text NOT NULL DEFAULT '', layout text NOT NULL DEFAULT '',
    doubts integer NOT NULL DEFAULT 0, fields integer NOT NULL DEFAULT 0,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'failed', 'ready', 'done', 'checked')),
    place bigint NOT NULL DEFAULT 0,    -- the order of the queue: lower first
    previous bigint REFERENCES reviewer.document,   -- an older version of the same source
    added_at timestamptz NOT NULL DEFAULT now(), added_by text NOT NULL DEFAULT session_user,
    holder text, lease bigint NOT NULL DEFAULT 0,   -- who has it, and the number of that claim: it only grows
    held_since timestamptz, held_until timestamptz, -- NULL where nobody has it
    meant_for text,                     -- given to this person: nobody else is offered it
    note text NOT NULL DEFAULT '', noted_by text,
    acts integer NOT NULL DEFAULT 0, chain bytea NOT NULL DEFAULT '',  -- length of the record, and its running SHA-256
    done_by text, done_at timestamptz,
    deleted_at timestamptz, deleted_by text
);
CREATE UNIQUE INDEX document_once ON reviewer.document (sha256) WHERE deleted_at IS NULL;
CREATE INDEX document_free ON reviewer.document (place, id) WHERE state = 'ready' AND holder IS NULL AND deleted_at IS NULL;
CREATE INDEX document_free_office ON reviewer.document (office, place, id)
    WHERE state = 'ready' AND holder IS NULL AND deleted_at IS NULL;
CREATE INDEX document_meant ON reviewer.document (meant_for) WHERE meant_for IS NOT NULL;
CREATE INDEX document_held ON reviewer.document (holder) WHERE holder IS NOT NULL;
CREATE INDEX document_name ON reviewer.document (name);

CREATE TABLE reviewer.package (         -- a document as it was first read: a session without the bytes of its source, deflated
    document bigint PRIMARY KEY REFERENCES reviewer.document ON DELETE CASCADE,
    bytes bytea NOT NULL, program text NOT NULL, made_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE reviewer.package ALTER bytes SET STORAGE EXTERNAL;

CREATE TABLE reviewer.act (             -- the record: it only grows
    document bigint NOT NULL REFERENCES reviewer.document ON DELETE CASCADE,
    place integer NOT NULL,
    uid uuid NOT NULL,                  -- given by the client: what is sent twice is there once
    who text NOT NULL, lease bigint NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    entry bytea NOT NULL,               -- a line of a session's record
    chain bytea NOT NULL,               -- SHA-256 of the chain before, uid, who, lease and entry
    PRIMARY KEY (document, place)
);

CREATE TABLE reviewer.draft (           -- acts that came under a claim that was no longer the last one
    document bigint NOT NULL REFERENCES reviewer.document ON DELETE CASCADE,
    who text NOT NULL, lease bigint NOT NULL, place integer NOT NULL,
    uid uuid NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(), entry bytea NOT NULL,
    settled_at timestamptz, settled_by text,
    PRIMARY KEY (document, who, lease, place)
);

CREATE TABLE reviewer.event (           -- who did what with a document, for people to read; it only grows
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document bigint REFERENCES reviewer.document ON DELETE CASCADE,
    at timestamptz NOT NULL DEFAULT clock_timestamp(), who text NOT NULL DEFAULT session_user,
    what text NOT NULL, detail text NOT NULL DEFAULT '', lease bigint
);
CREATE INDEX event_document ON reviewer.event (document);

CREATE TABLE reviewer.job (             -- a document to be read
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document bigint NOT NULL REFERENCES reviewer.document ON DELETE CASCADE,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'working', 'done', 'failed')),
    tries integer NOT NULL DEFAULT 0, lease bigint NOT NULL DEFAULT 0,
    worker text, until timestamptz, fault text NOT NULL DEFAULT ''
);
CREATE INDEX job_open ON reviewer.job (id) WHERE state IN ('waiting', 'working');

CREATE TABLE reviewer.total (           -- a count of documents by state, made anew at most every few seconds
    single boolean PRIMARY KEY DEFAULT true CHECK (single), at timestamptz NOT NULL, counts jsonb NOT NULL
);

-- who calls -----------------------------------------------------------------------------------------------------------

CREATE FUNCTION reviewer.my_role() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(
        (SELECT role FROM reviewer.member WHERE name = session_user::text),
        CASE WHEN pg_catalog.pg_has_role(session_user, 'reviewer_owner', 'MEMBER') THEN 'lead' END)
$$;

CREATE FUNCTION reviewer.need(VARIADIC roles text[]) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE mine text := reviewer.my_role();
BEGIN
    IF mine IS NULL THEN RAISE EXCEPTION 'no member of this workspace' USING ERRCODE = 'RV002'; END IF;
    IF NOT mine = ANY (roles) THEN RAISE EXCEPTION 'not allowed to %', mine USING ERRCODE = 'RV003'; END IF;
END $$;

CREATE FUNCTION reviewer.value_of(wanted text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$ SELECT value FROM reviewer.setting WHERE key = wanted $$;

CREATE FUNCTION reviewer.known(client integer) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF client IS NULL OR client < reviewer.value_of('min_client')::integer THEN
        RAISE EXCEPTION 'client too old' USING ERRCODE = 'RV001';
    END IF;
END $$;

CREATE FUNCTION reviewer.hello(client integer, OUT schema_version integer, OUT min_client integer, OUT workspace text,
    OUT name text, OUT role text, OUT lease_seconds integer) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    schema_version := reviewer.value_of('schema_version')::integer;
    min_client := reviewer.value_of('min_client')::integer;
    workspace := reviewer.value_of('workspace');
    name := session_user;
    role := reviewer.my_role();
    lease_seconds := reviewer.value_of('lease_seconds')::integer;
END $$;

CREATE FUNCTION reviewer.until() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT clock_timestamp() + make_interval(secs => reviewer.value_of('lease_seconds')::double precision)
$$;

-- sources in ----------------------------------------------------------------------------------------------------------

CREATE FUNCTION reviewer.add_source(client integer, p_name text, p_bytes bytea, p_office text,
    OUT document bigint, OUT is_new boolean, OUT previous bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE digest bytea := sha256(p_bytes);
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(digest, 'hex'), 0));
    SELECT d.id INTO document FROM reviewer.document d WHERE d.sha256 = digest AND d.deleted_at IS NULL;
    is_new := document IS NULL;
    IF NOT is_new THEN RETURN; END IF;
    INSERT INTO reviewer.content VALUES (digest, p_bytes) ON CONFLICT DO NOTHING;
    SELECT d.id INTO previous FROM reviewer.document d
        WHERE d.name = p_name AND d.deleted_at IS NULL AND d.sha256 <> digest ORDER BY d.id DESC LIMIT 1;
    INSERT INTO reviewer.document (sha256, name, office, previous) VALUES (digest, p_name, coalesce(p_office, ''), previous)
        RETURNING id INTO document;
    UPDATE reviewer.document d SET place = d.id WHERE d.id = add_source.document;
    INSERT INTO reviewer.job (document) VALUES (document);
    INSERT INTO reviewer.event (document, what, detail) VALUES (document, 'added', p_name);
END $$;

-- reading -------------------------------------------------------------------------------------------------------------

CREATE FUNCTION reviewer.claim_job(client integer, p_worker text, p_seconds integer,
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
        ORDER BY j.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF job IS NULL THEN RETURN; END IF;
    UPDATE reviewer.job j SET state = 'working', tries = j.tries + 1, lease = j.lease + 1, worker = left(p_worker, 200),
            until = clock_timestamp() + make_interval(secs => least(greatest(p_seconds, 1), 3600))
        WHERE j.id = job RETURNING j.lease, j.document INTO number, document;
    SELECT d.name, c.bytes, d.previous INTO name, bytes, previous
        FROM reviewer.document d JOIN reviewer.content c USING (sha256) WHERE d.id = document;
END $$;

CREATE FUNCTION reviewer.finish_job(client integer, p_job bigint, p_number bigint, p_package bytea, p_program text, p_office text,
    p_year text, p_layout text, p_doubts integer, p_fields integer, p_note text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE its bigint;
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    UPDATE reviewer.job j SET state = 'done', fault = '' WHERE j.id = p_job AND j.lease = p_number AND j.state = 'working'
        RETURNING j.document INTO its;
    IF its IS NULL THEN RETURN false; END IF;   -- somebody else was given it since
    INSERT INTO reviewer.package VALUES (its, p_package, p_program)
        ON CONFLICT (document) DO UPDATE SET bytes = excluded.bytes, program = excluded.program, made_at = now()
        WHERE NOT EXISTS (SELECT FROM reviewer.act a WHERE a.document = its);   -- never under a record that builds on it
    UPDATE reviewer.document d SET state = 'ready', office = CASE WHEN d.office = '' THEN coalesce(p_office, '') ELSE d.office END,
            year = coalesce(p_year, ''), layout = coalesce(p_layout, ''), doubts = p_doubts, fields = p_fields,
            note = coalesce(p_note, '')
        WHERE d.id = its AND d.state IN ('waiting', 'failed');
    RETURN true;
END $$;

CREATE FUNCTION reviewer.fail_job(client integer, p_job bigint, p_number bigint, p_fault text, p_final boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE its bigint; over boolean;
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    UPDATE reviewer.job j SET state = CASE WHEN p_final OR j.tries >= 2 THEN 'failed' ELSE 'waiting' END, fault = left(p_fault, 2000)
        WHERE j.id = p_job AND j.lease = p_number AND j.state = 'working'
        RETURNING j.document, j.state = 'failed' INTO its, over;
    IF its IS NULL THEN RETURN false; END IF;
    IF over THEN
        UPDATE reviewer.document d SET state = 'failed', note = left(p_fault, 2000) WHERE d.id = its AND d.state = 'waiting';
    END IF;
    RETURN true;
END $$;

CREATE FUNCTION reviewer.renew_job(p_job bigint, p_number bigint, p_seconds integer) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    UPDATE reviewer.job j SET until = clock_timestamp() + make_interval(secs => least(greatest(p_seconds, 1), 3600))
        WHERE j.id = p_job AND j.lease = p_number AND j.state = 'working';
    RETURN FOUND;
END $$;

CREATE FUNCTION reviewer.read_again(p_document bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('lead');
    UPDATE reviewer.document d SET state = 'waiting' WHERE d.id = p_document AND d.state = 'failed' AND d.deleted_at IS NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE reviewer.job j SET state = 'waiting', tries = 0, fault = '' WHERE j.document = p_document;
    RETURN true;
END $$;

-- claims --------------------------------------------------------------------------------------------------------------

CREATE TYPE reviewer.claimed AS (document bigint, lease bigint, name text, office text, note text, seconds integer, acts integer,
    chain bytea, package bytea, bytes bytea, entries bytea[]);

CREATE FUNCTION reviewer.give(p_document bigint, p_who text, p_seconds double precision) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE made bigint;
BEGIN
    UPDATE reviewer.document d SET holder = p_who, lease = d.lease + 1, held_since = clock_timestamp(),
            held_until = clock_timestamp() + make_interval(secs => p_seconds), meant_for = NULL
        WHERE d.id = p_document RETURNING d.lease INTO made;
    INSERT INTO reviewer.event (document, what, detail, lease) VALUES (p_document, 'claimed', p_who, made);
    RETURN made;
END $$;

CREATE FUNCTION reviewer.whole(p_document bigint) RETURNS reviewer.claimed LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT (d.id, d.lease, d.name, d.office, d.note, reviewer.value_of('lease_seconds')::integer, d.acts, d.chain, p.bytes, c.bytes,
            (SELECT coalesce(array_agg(a.entry ORDER BY a.place), '{}') FROM reviewer.act a WHERE a.document = d.id))::reviewer.claimed
    FROM reviewer.document d JOIN reviewer.package p ON p.document = d.id JOIN reviewer.content c USING (sha256)
    WHERE d.id = p_document
$$;

CREATE FUNCTION reviewer.claim_next(client integer, p_office text DEFAULT NULL, p_year text DEFAULT NULL, p_layout text DEFAULT NULL,
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
                AND (p_office IS NULL OR d.office = p_office) AND (p_year IS NULL OR d.year = p_year)
                AND (p_layout IS NULL OR d.layout = p_layout) AND (p_doubts IS NULL OR d.doubts >= p_doubts)
            ORDER BY d.place, d.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    IF chosen IS NULL AND p_office IS NULL THEN
        SELECT d.id INTO chosen FROM reviewer.document d
            WHERE d.state = 'ready' AND d.holder IS NULL AND d.deleted_at IS NULL AND d.meant_for IS NULL
                AND (p_year IS NULL OR d.year = p_year)
                AND (p_layout IS NULL OR d.layout = p_layout) AND (p_doubts IS NULL OR d.doubts >= p_doubts)
            ORDER BY d.place, d.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    ELSIF chosen IS NULL THEN   -- a query of its own, so that it finds the office by an index
        SELECT d.id INTO chosen FROM reviewer.document d
            WHERE d.state = 'ready' AND d.holder IS NULL AND d.deleted_at IS NULL AND d.meant_for IS NULL
                AND d.office = p_office AND (p_year IS NULL OR d.year = p_year)
                AND (p_layout IS NULL OR d.layout = p_layout) AND (p_doubts IS NULL OR d.doubts >= p_doubts)
            ORDER BY d.office, d.place, d.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    IF chosen IS NULL THEN RETURN; END IF;
    PERFORM reviewer.give(chosen, me, reviewer.value_of('lease_seconds')::double precision);
    RETURN NEXT reviewer.whole(chosen);
END $$;

CREATE FUNCTION reviewer.claim_one(client integer, p_document bigint) RETURNS SETOF reviewer.claimed LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE d reviewer.document; me text := session_user;
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    SELECT * INTO d FROM reviewer.document x WHERE x.id = p_document FOR UPDATE;
    IF d.id IS NULL OR d.state <> 'ready' OR d.deleted_at IS NOT NULL
        OR (d.holder IS NOT NULL AND d.holder <> me AND d.held_until >= clock_timestamp())
        OR (d.meant_for IS NOT NULL AND d.meant_for <> me AND reviewer.my_role() <> 'lead') THEN
        RETURN;
    END IF;
    PERFORM reviewer.give(p_document, me, reviewer.value_of('lease_seconds')::double precision);
    RETURN NEXT reviewer.whole(p_document);
END $$;

CREATE FUNCTION reviewer.renew(p_documents bigint[], p_leases bigint[]) RETURNS TABLE (document bigint, held boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    RETURN QUERY
        WITH mine AS (SELECT * FROM unnest(p_documents, p_leases) AS m (id, lease)),
        kept AS (
            UPDATE reviewer.document d SET held_until = greatest(d.held_until, reviewer.until())
            FROM mine WHERE d.id = mine.id AND d.lease = mine.lease AND d.holder = session_user::text AND d.state = 'ready'
            RETURNING d.id)
        SELECT mine.id, EXISTS (SELECT FROM kept WHERE kept.id = mine.id) FROM mine;
END $$;

-- the record ----------------------------------------------------------------------------------------------------------

CREATE FUNCTION reviewer.append_acts(client integer, p_document bigint, p_lease bigint, p_first integer, p_uids uuid[], p_entries bytea[],
    OUT outcome text, OUT count integer, OUT last_chain bytea) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- outcome: 'kept'; 'late': the claim is not the last one, what came is a draft; 'gap': acts before these are missing;
-- 'other': other acts stand in these places. Nothing is written then.
DECLARE d reviewer.document; me text := session_user; n integer := coalesce(array_length(p_uids, 1), 0); there uuid; link bytea;
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    IF n <> coalesce(array_length(p_entries, 1), 0) OR n > 10000 OR p_first < 0 THEN
        RAISE EXCEPTION 'acts that do not fit together' USING ERRCODE = '22023';
    END IF;
    SELECT * INTO d FROM reviewer.document x WHERE x.id = p_document FOR UPDATE;
    IF d.id IS NULL THEN RAISE EXCEPTION 'no such document' USING ERRCODE = 'RV004'; END IF;
    IF d.holder IS DISTINCT FROM me OR d.lease <> p_lease OR d.state <> 'ready' OR d.deleted_at IS NOT NULL THEN
        IF NOT EXISTS (SELECT FROM reviewer.event e WHERE e.document = p_document AND e.what = 'claimed' AND e.detail = me
                       AND e.lease = p_lease) THEN
            RAISE EXCEPTION 'never claimed' USING ERRCODE = 'RV004';
        END IF;
        FOR i IN 1 .. n LOOP   -- what is on record already came in time, and its answer was lost
            IF EXISTS (SELECT FROM reviewer.act a WHERE a.document = p_document AND a.place = p_first + i - 1 AND a.uid = p_uids[i]) THEN
                CONTINUE;
            END IF;
            INSERT INTO reviewer.draft (document, who, lease, place, uid, entry)
                VALUES (p_document, me, p_lease, p_first + i - 1, p_uids[i], p_entries[i]) ON CONFLICT DO NOTHING;
            outcome := 'late';
        END LOOP;
        outcome := coalesce(outcome, 'kept');
        count := CASE WHEN outcome = 'kept' THEN p_first + n ELSE d.acts END;
        last_chain := d.chain;
        RETURN;
    END IF;
    count := d.acts; last_chain := d.chain;
    IF p_first > d.acts THEN outcome := 'gap'; RETURN; END IF;
    FOR i IN 1 .. n LOOP
        IF p_first + i - 1 < d.acts THEN
            SELECT a.uid INTO there FROM reviewer.act a WHERE a.document = p_document AND a.place = p_first + i - 1;
            IF there <> p_uids[i] THEN outcome := 'other'; RETURN; END IF;
        END IF;
    END LOOP;
    link := d.chain;
    FOR i IN greatest(1, d.acts - p_first + 1) .. n LOOP
        link := sha256(link || decode(replace(p_uids[i]::text, '-', ''), 'hex') || convert_to(me, 'UTF8')
                       || convert_to('/' || p_lease || '/', 'UTF8') || p_entries[i]);
        INSERT INTO reviewer.act (document, place, uid, who, lease, entry, chain)
            VALUES (p_document, p_first + i - 1, p_uids[i], me, p_lease, p_entries[i], link);
    END LOOP;
    count := greatest(d.acts, p_first + n);
    last_chain := link;
    outcome := 'kept';
    UPDATE reviewer.document x SET acts = count, chain = link, held_until = greatest(x.held_until, reviewer.until())
        WHERE x.id = p_document;
END $$;

CREATE FUNCTION reviewer.broken() RETURNS TABLE (document bigint, place integer) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- where the running hash does not hold: the record was changed by somebody who owns the database
DECLARE a record; link bytea := ''; its bigint := NULL; next integer := 0; d record;
BEGIN
    PERFORM reviewer.need('lead', 'checker');
    FOR a IN SELECT * FROM reviewer.act x ORDER BY x.document, x.place LOOP
        IF its IS DISTINCT FROM a.document THEN its := a.document; link := ''; next := 0; END IF;
        link := sha256(link || decode(replace(a.uid::text, '-', ''), 'hex') || convert_to(a.who, 'UTF8')
                       || convert_to('/' || a.lease || '/', 'UTF8') || a.entry);
        IF a.place <> next OR a.chain <> link THEN document := its; place := a.place; RETURN NEXT; link := a.chain; END IF;
        next := a.place + 1;
    END LOOP;
    FOR d IN SELECT x.id, x.acts FROM reviewer.document x
        LEFT JOIN LATERAL (SELECT count(*) AS n, max(y.place) AS m FROM reviewer.act y WHERE y.document = x.id) z ON true
        LEFT JOIN reviewer.act l ON l.document = x.id AND l.place = z.m
        WHERE z.n <> x.acts OR coalesce(l.chain, '') <> x.chain LOOP
        document := d.id; place := d.acts; RETURN NEXT;
    END LOOP;
END $$;

CREATE FUNCTION reviewer.only_grows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (   -- with its document, which was deleted long enough ago
        SELECT FROM reviewer.document d WHERE d.id = OLD.document
            AND (d.deleted_at IS NULL OR d.deleted_at > clock_timestamp() - interval '30 days')) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the record only grows' USING ERRCODE = 'RV005';
END $$;
CREATE TRIGGER act_only_grows BEFORE UPDATE OR DELETE ON reviewer.act FOR EACH ROW EXECUTE FUNCTION reviewer.only_grows();
CREATE TRIGGER act_never_emptied BEFORE TRUNCATE ON reviewer.act FOR EACH STATEMENT EXECUTE FUNCTION reviewer.only_grows();
CREATE TRIGGER event_only_grows BEFORE UPDATE OR DELETE ON reviewer.event FOR EACH ROW EXECUTE FUNCTION reviewer.only_grows();
CREATE TRIGGER event_never_emptied BEFORE TRUNCATE ON reviewer.event FOR EACH STATEMENT EXECUTE FUNCTION reviewer.only_grows();

-- what a clerk does with a document -----------------------------------------------------------------------------------

CREATE FUNCTION reviewer.mine(p_document bigint, p_lease bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    PERFORM FROM reviewer.document d WHERE d.id = p_document AND d.holder = session_user::text AND d.lease = p_lease
        AND d.state = 'ready' AND d.deleted_at IS NULL FOR UPDATE;
    RETURN FOUND;
END $$;

CREATE FUNCTION reviewer.finish(client integer, p_document bigint, p_lease bigint, p_acts integer, p_doubts integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.known(client);
    IF NOT reviewer.mine(p_document, p_lease) THEN RETURN 'late'; END IF;
    IF (SELECT d.acts FROM reviewer.document d WHERE d.id = p_document) <> p_acts THEN RETURN 'gap'; END IF;
    UPDATE reviewer.document d SET state = 'done', holder = NULL, held_since = NULL, held_until = NULL, done_by = session_user,
            done_at = clock_timestamp(), doubts = p_doubts WHERE d.id = p_document;
    INSERT INTO reviewer.event (document, what, lease) VALUES (p_document, 'done', p_lease);
    RETURN 'done';
END $$;

CREATE FUNCTION reviewer.let_go(p_document bigint, p_lease bigint, p_how text, p_note text, p_to text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- p_how: 'return' to the queue, 'postpone' to its end with a note, 'hand_over' to p_to
BEGIN
    IF NOT reviewer.mine(p_document, p_lease) THEN RETURN 'late'; END IF;
    IF p_how NOT IN ('return', 'postpone', 'hand_over') THEN RAISE EXCEPTION 'no such way' USING ERRCODE = '22023'; END IF;
    IF p_how = 'hand_over' AND NOT EXISTS (SELECT FROM reviewer.member m WHERE m.name = p_to AND m.role <> 'reader') THEN
        RETURN 'nobody';
    END IF;
    UPDATE reviewer.document d SET holder = NULL, held_since = NULL, held_until = NULL,
            meant_for = CASE WHEN p_how = 'hand_over' THEN p_to END,
            place = CASE WHEN p_how = 'postpone' THEN d.place + 1000000000 ELSE d.place END,
            note = CASE WHEN p_how = 'return' THEN d.note ELSE left(coalesce(p_note, ''), 2000) END,
            noted_by = CASE WHEN p_how = 'return' THEN d.noted_by ELSE session_user::text END
        WHERE d.id = p_document;
    INSERT INTO reviewer.event (document, what, detail, lease)
        VALUES (p_document, p_how, concat_ws(': ', p_to, nullif(left(p_note, 2000), '')), p_lease);
    RETURN 'done';
END $$;

CREATE FUNCTION reviewer.leave(p_documents bigint[], p_leases bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- the clerk goes: what is in hand is kept as long as the lead allows
BEGIN
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    UPDATE reviewer.document d
        SET held_until = clock_timestamp() + make_interval(secs => greatest(
            reviewer.value_of('away_hours')::double precision * 3600, reviewer.value_of('lease_seconds')::double precision))
        FROM unnest(p_documents, p_leases) AS m (id, lease)
        WHERE d.id = m.id AND d.lease = m.lease AND d.holder = session_user::text;
END $$;

CREATE FUNCTION reviewer.reopen(p_document bigint) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    UPDATE reviewer.document d SET state = 'ready', meant_for = session_user, done_by = NULL, done_at = NULL
        WHERE d.id = p_document AND d.state = 'done' AND d.done_by = session_user::text AND d.deleted_at IS NULL;
    IF NOT FOUND THEN RETURN 'late'; END IF;
    INSERT INTO reviewer.event (document, what) VALUES (p_document, 'reopened');
    RETURN 'done';
END $$;

CREATE FUNCTION reviewer.send_back(p_document bigint, p_reason text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('checker', 'lead');
    IF coalesce(p_reason, '') = '' THEN RETURN 'reason'; END IF;
    UPDATE reviewer.document d SET state = 'ready', meant_for = d.done_by, note = left(p_reason, 2000), noted_by = session_user,
            done_by = NULL, done_at = NULL
        WHERE d.id = p_document AND d.state IN ('done', 'checked') AND d.deleted_at IS NULL;
    IF NOT FOUND THEN RETURN 'late'; END IF;
    INSERT INTO reviewer.event (document, what, detail) VALUES (p_document, 'sent_back', left(p_reason, 2000));
    RETURN 'done';
END $$;

CREATE FUNCTION reviewer.check_off(p_document bigint) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('checker', 'lead');
    UPDATE reviewer.document d SET state = 'checked'
        WHERE d.id = p_document AND d.state = 'done' AND d.done_by <> session_user::text AND d.deleted_at IS NULL;
    IF NOT FOUND THEN RETURN 'late'; END IF;
    INSERT INTO reviewer.event (document, what) VALUES (p_document, 'checked');
    RETURN 'done';
END $$;

CREATE FUNCTION reviewer.set_deleted(p_document bigint, p_deleted boolean) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('lead');
    IF NOT p_deleted AND EXISTS (SELECT FROM reviewer.document a JOIN reviewer.document b USING (sha256)
            WHERE a.id = p_document AND b.id <> a.id AND b.deleted_at IS NULL) THEN
        RETURN 'twice';   -- the same source was added again meanwhile
    END IF;
    UPDATE reviewer.document d SET deleted_at = CASE WHEN p_deleted THEN clock_timestamp() END,
            deleted_by = CASE WHEN p_deleted THEN session_user::text END
        WHERE d.id = p_document AND (d.deleted_at IS NULL) = p_deleted;
    IF NOT FOUND THEN RETURN 'late'; END IF;
    INSERT INTO reviewer.event (document, what) VALUES (p_document, CASE WHEN p_deleted THEN 'deleted' ELSE 'restored' END);
    RETURN 'done';
END $$;

CREATE FUNCTION reviewer.purge() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- what was deleted more than 30 days ago goes for good
DECLARE n integer;
BEGIN
    PERFORM reviewer.need('lead');
    UPDATE reviewer.document d SET previous = NULL FROM reviewer.document o
        WHERE d.previous = o.id AND o.deleted_at < clock_timestamp() - interval '30 days';
    DELETE FROM reviewer.document d WHERE d.deleted_at < clock_timestamp() - interval '30 days';
    GET DIAGNOSTICS n = ROW_COUNT;
    DELETE FROM reviewer.content c WHERE NOT EXISTS (SELECT FROM reviewer.document d WHERE d.sha256 = c.sha256);
    RETURN n;
END $$;

-- reading what is there -----------------------------------------------------------------------------------------------

CREATE FUNCTION reviewer.fetch(client integer, p_document bigint) RETURNS SETOF reviewer.claimed LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- a document with its record, to look at; clerks only what they have or had done
DECLARE d reviewer.document; mine text := reviewer.my_role();
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead', 'reader');
    SELECT * INTO d FROM reviewer.document x WHERE x.id = p_document;
    IF mine IN ('lead', 'checker') OR (mine = 'reader' AND d.state IN ('done', 'checked') AND d.deleted_at IS NULL)
        OR (mine = 'clerk' AND session_user::text IN (d.holder, d.done_by)) THEN
        RETURN NEXT reviewer.whole(p_document);
    END IF;
END $$;

CREATE FUNCTION reviewer.totals(p_fresh boolean DEFAULT false) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
    INTO kept.counts FROM reviewer.document d WHERE d.deleted_at IS NULL;
    INSERT INTO reviewer.total VALUES (true, clock_timestamp(), kept.counts)
        ON CONFLICT (single) DO UPDATE SET at = excluded.at, counts = excluded.counts;
    RETURN kept.counts;
END $$;

CREATE FUNCTION reviewer.settle_draft(p_document bigint, p_who text, p_lease bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reviewer.need('lead', 'checker');
    UPDATE reviewer.draft d SET settled_at = clock_timestamp(), settled_by = session_user
        WHERE d.document = p_document AND d.who = p_who AND d.lease = p_lease AND d.settled_at IS NULL;
    RETURN FOUND;
END $$;

-- rights --------------------------------------------------------------------------------------------------------------

ALTER TABLE reviewer.setting ENABLE ROW LEVEL SECURITY;    -- no policy: nobody but the owner
ALTER TABLE reviewer.content ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviewer.package ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviewer.total ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviewer.job ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviewer.member ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviewer.document ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviewer.act ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviewer.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviewer.event ENABLE ROW LEVEL SECURITY;

CREATE POLICY seen ON reviewer.member FOR SELECT TO reviewer_member USING ((SELECT reviewer.my_role()) IS NOT NULL);
CREATE POLICY seen ON reviewer.document FOR SELECT TO reviewer_member USING (
    CASE (SELECT reviewer.my_role())
        WHEN 'lead' THEN true WHEN 'checker' THEN deleted_at IS NULL WHEN 'clerk' THEN deleted_at IS NULL
        WHEN 'reader' THEN deleted_at IS NULL AND state IN ('done', 'checked') ELSE false END);
CREATE POLICY seen ON reviewer.act FOR SELECT TO reviewer_member USING (
    CASE (SELECT reviewer.my_role())
        WHEN 'lead' THEN true WHEN 'checker' THEN true WHEN 'clerk' THEN who = session_user::text
        WHEN 'reader' THEN EXISTS (SELECT FROM reviewer.document d WHERE d.id = document) ELSE false END);
CREATE POLICY seen ON reviewer.draft FOR SELECT TO reviewer_member USING (
    (SELECT reviewer.my_role()) IN ('lead', 'checker') OR ((SELECT reviewer.my_role()) = 'clerk' AND who = session_user::text));
CREATE POLICY seen ON reviewer.event FOR SELECT TO reviewer_member USING (
    (SELECT reviewer.my_role()) IN ('lead', 'checker') OR ((SELECT reviewer.my_role()) = 'clerk' AND who = session_user::text));
CREATE POLICY seen ON reviewer.job FOR SELECT TO reviewer_member USING ((SELECT reviewer.my_role()) = 'lead');

GRANT USAGE ON SCHEMA reviewer TO reviewer_member;
GRANT SELECT ON reviewer.member, reviewer.document, reviewer.act, reviewer.draft, reviewer.event, reviewer.job TO reviewer_member;
