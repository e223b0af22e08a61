-- What was said about something: quotes are found by their words, in any language and without stemming.
-- select … from quotes where to_tsvector('simple', left(text, 100000)) @@ websearch_to_tsquery('simple', 'harbour wall')

create index quotes_words on quotes using gin (to_tsvector('simple', left(text, 100000)));

-- Near-duplicates share at least one of seven stretches of their fingerprint when they differ in at most six bits, so
-- that they are found by an index.

create function simhash_bands(simhash bigint) returns integer[] language sql immutable parallel safe as $$
    select array_agg((band * 512 + ((simhash >> (band * 9)) & 511))::integer) from generate_series(0, 6) band
$$;
create index articles_simhash on articles using gin (simhash_bands(simhash)) where word_count >= 50;
