-- Who looks at the archive, Grafana first of all, reads and changes nothing. Run once, when the database is made.

create role reader login password 'reader';
grant connect on database news to reader;
grant usage on schema public to reader;
alter default privileges in schema public grant select on tables to reader;
