-- Run after every step: functions are open to everybody when they are made.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA reviewer FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA reviewer FROM reviewer_member;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA reviewer TO reviewer_member;
-- what only other functions call
REVOKE EXECUTE ON FUNCTION reviewer.value_of(text), reviewer.give(bigint, text, double precision), reviewer.whole(bigint),
    reviewer.only_grows() FROM reviewer_member;
