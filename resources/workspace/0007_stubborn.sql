-- Against lost answers, people who are gone, and programs that keep things locked: what is asked for again is answered as the first time,
-- nobody can lock what is not theirs, a lead frees what a claim holds. Clients of schema 6 go on working.

CREATE OR REPLACE FUNCTION reviewer.add_source(client integer, p_name text, p_bytes bytea, p_office text,
    OUT document bigint, OUT is_new boolean, OUT previous bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- who puts in what is there has it on record: it is not taken back from them. Two offices' documents of one name are no versions.
DECLARE digest bytea := sha256(p_bytes);
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    INSERT INTO reviewer.content VALUES (digest, p_bytes) ON CONFLICT DO NOTHING;
    PERFORM FROM reviewer.content c WHERE c.sha256 = digest FOR UPDATE;   -- one at a time for one content
    SELECT d.id INTO document FROM reviewer.document d
        WHERE d.sha256 = digest AND d.twin = 0 AND d.deleted_at IS NULL FOR UPDATE;   -- and not while it is being taken back
    is_new := document IS NULL;
    IF NOT is_new THEN
        INSERT INTO reviewer.event (document, what, detail) SELECT add_source.document, 'added', p_name
            WHERE NOT EXISTS (SELECT FROM reviewer.event e WHERE e.document = add_source.document AND e.what = 'added' AND e.who = session_user::text);
        RETURN;
    END IF;
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

CREATE OR REPLACE FUNCTION reviewer.claim_one(client integer, p_document bigint) RETURNS SETOF reviewer.claimed LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE me text := session_user; is_lead boolean := reviewer.my_role() = 'lead';
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    PERFORM FROM reviewer.document d WHERE d.id = p_document AND d.state = 'ready' AND d.deleted_at IS NULL
        AND (d.holder IS NULL OR d.holder = me OR d.held_until < clock_timestamp())
        AND (d.meant_for IS NULL OR d.meant_for = me OR is_lead) FOR UPDATE;   -- what is not to be had is not locked either
    IF NOT FOUND THEN RETURN; END IF;
    PERFORM reviewer.give(p_document, me, reviewer.value_of('lease_seconds')::double precision);
    RETURN NEXT reviewer.whole(p_document);
END $$;

CREATE OR REPLACE FUNCTION reviewer.append_acts(client integer, p_document bigint, p_lease bigint, p_first integer, p_uids uuid[], p_entries bytea[],
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
    SELECT * INTO d FROM reviewer.document x WHERE x.id = p_document AND x.holder = me AND x.lease = p_lease AND x.state = 'ready'
        AND x.deleted_at IS NULL FOR UPDATE;   -- others' rows are not locked: a transaction that is left open would stop their work
    IF d.id IS NULL THEN
        SELECT * INTO d FROM reviewer.document x WHERE x.id = p_document;
        IF d.id IS NULL THEN RAISE EXCEPTION 'no such document' USING ERRCODE = 'RV004'; END IF;
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
            done_at = clock_timestamp(), doubts = p_doubts WHERE d.id = p_document;
    IF (SELECT d.twin FROM reviewer.document d WHERE d.id = p_document) <> 0 THEN   -- it has served; nothing of it is ever given out
        UPDATE reviewer.document d SET deleted_at = clock_timestamp(), deleted_by = session_user WHERE d.id = p_document;
        UPDATE reviewer.planted p SET ended_at = clock_timestamp() WHERE p.document = p_document;
    END IF;
    INSERT INTO reviewer.event (document, what, lease) VALUES (p_document, 'done', p_lease);
    RETURN 'done';
END $$;

CREATE OR REPLACE FUNCTION reviewer.let_go(p_document bigint, p_lease bigint, p_how text, p_note text, p_to text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- p_how: 'return' to the queue, 'postpone' to its end with a note, 'hand_over' to p_to
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
            meant_for = CASE WHEN p_how = 'hand_over' THEN p_to END,
            place = CASE WHEN p_how = 'postpone' THEN d.place + 1000000000 ELSE d.place END,
            note = CASE WHEN p_how = 'return' THEN d.note ELSE left(coalesce(p_note, ''), 2000) END,
            noted_by = CASE WHEN p_how = 'return' THEN d.noted_by ELSE session_user::text END
        WHERE d.id = p_document;
    INSERT INTO reviewer.event (document, what, detail, lease)
        VALUES (p_document, p_how, concat_ws(': ', p_to, nullif(left(p_note, 2000), '')), p_lease);
    RETURN 'done';
END $$;

CREATE OR REPLACE FUNCTION reviewer.send_back(p_document bigint, p_reason text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- to who finished it; to everybody where that person is gone or only looks now, or nobody would ever be offered it
BEGIN
    PERFORM reviewer.need('checker', 'lead');
    IF coalesce(p_reason, '') = '' THEN RETURN 'reason'; END IF;
    UPDATE reviewer.document d SET state = 'ready', note = left(p_reason, 2000), noted_by = session_user, done_by = NULL, done_at = NULL,
            meant_for = (SELECT m.name FROM reviewer.member m WHERE m.name = d.done_by AND m.role <> 'reader')
        WHERE d.id = p_document AND d.state IN ('done', 'checked') AND d.deleted_at IS NULL;
    IF NOT FOUND THEN RETURN 'late'; END IF;
    INSERT INTO reviewer.event (document, what, detail) VALUES (p_document, 'sent_back', left(p_reason, 2000));
    RETURN 'done';
END $$;

CREATE FUNCTION reviewer.free(client integer, p_document bigint) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- a lead ends a claim, or the try of a worker, of somebody who does not come back before it runs out by itself (or the server's clock was
-- set back); what comes late is a draft as ever
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('lead');
    UPDATE reviewer.document d SET meant_for = NULL, held_until = CASE WHEN d.holder IS NOT NULL THEN clock_timestamp() END
        WHERE d.id = p_document AND d.state = 'ready' AND d.deleted_at IS NULL AND (d.holder IS NOT NULL OR d.meant_for IS NOT NULL);
    IF NOT FOUND THEN
        UPDATE reviewer.job j SET state = 'waiting', tries = greatest(j.tries - 1, 0)
            WHERE j.document = p_document AND j.state = 'working';
    END IF;
    IF NOT FOUND THEN RETURN 'late'; END IF;
    INSERT INTO reviewer.event (document, what) VALUES (p_document, 'freed');
    RETURN 'done';
END $$;

CREATE OR REPLACE FUNCTION reviewer.decide(p_lesson bigint, p_state text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- accepted for all, declined, or undone where it was accepted; one that is accepted takes the place of another meaning of its word
DECLARE l reviewer.lesson; other bigint;
BEGIN
    PERFORM reviewer.need('lead');
    PERFORM FROM reviewer.setting s WHERE s.key = 'workspace' FOR UPDATE;   -- two leads at a time would come into each other's way
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

CREATE OR REPLACE FUNCTION reviewer.totals(p_fresh boolean DEFAULT false) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- one counts for all: 50 clerks who each count 100,000 documents would be the load. Where whoever counts keeps the row locked, each counts
-- alone after a while: nobody waits.
DECLARE kept reviewer.total; is_mine boolean; is_fresh boolean := p_fresh AND reviewer.my_role() IN ('lead', 'reader');
BEGIN
    PERFORM reviewer.need('clerk', 'checker', 'lead', 'reader');
    SELECT * INTO kept FROM reviewer.total;
    IF NOT is_fresh AND kept.at > clock_timestamp() - interval '5 seconds' AND kept.at <= clock_timestamp() THEN RETURN kept.counts; END IF;
    PERFORM FROM reviewer.total FOR UPDATE SKIP LOCKED;
    is_mine := FOUND;
    IF NOT is_fresh AND NOT is_mine AND kept.at > clock_timestamp() - interval '30 seconds' AND kept.at <= clock_timestamp() THEN
        RETURN kept.counts;
    END IF;
    SELECT jsonb_build_object(
        'documents', count(*), 'waiting', count(*) FILTER (WHERE d.state = 'waiting'),
        'open', count(*) FILTER (WHERE d.state = 'ready' AND (d.holder IS NULL OR d.held_until < clock_timestamp())),
        'held', count(*) FILTER (WHERE d.state = 'ready' AND d.holder IS NOT NULL AND d.held_until >= clock_timestamp()),
        'done', count(*) FILTER (WHERE d.state IN ('done', 'checked')), 'failed', count(*) FILTER (WHERE d.state = 'failed'),
        'acts', coalesce(sum(d.acts), 0), 'clerks', (SELECT count(*) FROM reviewer.member),
        'hour', count(*) FILTER (WHERE d.done_at > clock_timestamp() - interval '1 hour'))
    INTO kept.counts FROM reviewer.document d WHERE d.deleted_at IS NULL AND d.twin = 0;
    IF is_mine THEN UPDATE reviewer.total SET at = clock_timestamp(), counts = kept.counts; END IF;
    RETURN kept.counts;
END $$;

INSERT INTO reviewer.total VALUES (true, '-infinity', '{}') ON CONFLICT DO NOTHING;
UPDATE reviewer.document d SET meant_for = NULL WHERE d.meant_for IS NOT NULL
    AND NOT EXISTS (SELECT FROM reviewer.member m WHERE m.name = d.meant_for AND m.role <> 'reader');
