-- What was corrected in an older version of a source, for whoever has the new one in hand. Clients of schema 2 go on working:
-- they carry nothing over.

CREATE FUNCTION reviewer.older(client integer, p_document bigint, p_lease bigint) RETURNS SETOF reviewer.claimed
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- the nearest older version that somebody has worked on, with its record; also one that was deleted, as long as it is there
DECLARE found bigint;
BEGIN
    PERFORM reviewer.known(client);
    PERFORM reviewer.need('clerk', 'checker', 'lead');
    IF NOT EXISTS (SELECT FROM reviewer.document d WHERE d.id = p_document AND d.lease = p_lease AND d.state = 'ready'
                   AND d.holder = session_user::text) THEN
        RETURN;   -- only through what one has in hand: others' work is nobody's to look into
    END IF;
    WITH RECURSIVE up (id, acts, previous) AS (
        SELECT o.id, o.acts, o.previous FROM reviewer.document d JOIN reviewer.document o ON o.id = d.previous WHERE d.id = p_document
        UNION
        SELECT o.id, o.acts, o.previous FROM up JOIN reviewer.document o ON o.id = up.previous WHERE up.acts = 0)
    SELECT up.id INTO found FROM up WHERE up.acts > 0;
    IF found IS NOT NULL THEN RETURN NEXT reviewer.whole(found); END IF;
END $$;
