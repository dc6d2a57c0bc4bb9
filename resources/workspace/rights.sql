-- Run after every step: functions are open to everybody when they are made.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA reviewer FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA reviewer FROM reviewer_member;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA reviewer TO reviewer_member;
DO $$   -- what only other functions call, as far as the form of the workspace has it
DECLARE inner_one regprocedure;
BEGIN
    FOR inner_one IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'reviewer'::regnamespace
        AND p.proname IN ('value_of', 'give', 'whole', 'only_grows', 'decided_only_grows', 'drawn', 'is_new_to', 'purge_some') LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM reviewer_member', inner_one);
    END LOOP;
END $$;
