-- What happened is never rewritten: events and submissions are added, not changed.

create function is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % never change', tg_table_name;
end $$;

create trigger event_append_only before update or delete or truncate on event
  for each statement execute function is_append_only();

create trigger submission_append_only before update or delete or truncate on submission
  for each statement execute function is_append_only();

-- The state of a case is rewritten at every step: room for it in place.
alter table "case" set (fillfactor = 70);
alter table task set (fillfactor = 80);
