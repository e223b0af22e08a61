-- The tables of the archive. docs/archive.md draws them.

create table sources (
    source text primary key,
    name text,
    domain text,
    country text
);
comment on table sources is 'Outlets, by domain, or by name where none is known';

create table articles (
    id text primary key,
    message_id uuid not null,
    digest bytea,
    url text,
    canonical_url text,
    source text references sources,
    title text not null,
    language text not null,
    section text,
    authors text[] not null default '{}',
    tags text[] not null default '{}',
    keywords text[] not null default '{}',
    published_at timestamptz,
    published_precision text,
    modified_at timestamptz,
    edition_at timestamptz not null,
    enriched_at timestamptz not null,
    archived_at timestamptz not null default now(),
    status text not null check (status in ('usable', 'withheld', 'canceled')),
    version text,
    text text,
    word_count integer,
    dateline text,
    image text,
    content_sha256 text,
    simhash bigint,
    duplicate_of text,
    pipeline_version text,
    models jsonb,
    warnings text[] not null default '{}',
    extra jsonb
);
comment on table articles is 'Every article once, as its latest version says';
comment on column articles.digest is 'SHA-256 of the message; null while only quotes or entities of it have come';
comment on column articles.edition_at is 'When it was last changed or published: orders its versions';
comment on column articles.enriched_at is 'When it was enriched: orders what was made of the same version';
comment on column articles.status is 'Usable, withheld by its publisher, or canceled';
comment on column articles.duplicate_of is 'Article that this one nearly repeats, where the worker noticed';
create index articles_published on articles (published_at);
create index articles_source_published on articles (source, published_at);
create index articles_content on articles (content_sha256);

create table versions (
    article_id text not null,
    digest bytea not null,
    message_id uuid not null,
    edition_at timestamptz not null,
    enriched_at timestamptz not null,
    archived_at timestamptz not null default now(),
    published_at timestamptz,
    modified_at timestamptz,
    status text not null,
    version text,
    title text not null,
    text text,
    word_count integer,
    quotes integer not null,
    entities integer not null,
    content_sha256 text,
    pipeline_version text,
    primary key (article_id, digest)
);
comment on table versions is 'Everything that ever came of an article: recognises what comes again';
comment on column versions.text is 'Null for the version that stands in articles';

create table quotes (
    message_id uuid primary key,
    article_id text not null references articles on delete cascade,
    quote_id text not null,
    kind text not null,
    field text not null,
    start_at integer not null,
    end_at integer not null,
    text text not null,
    language text,
    cue text,
    cue_lemma text,
    speaker text,
    speaker_name text,
    speaker_key text,
    speaker_type text,
    speaker_wikidata text,
    speaker_gender text,
    speaker_entity text,
    speaker_confidence real,
    speakers text[] not null default '{}',
    confidence real not null,
    context text,
    source text,
    article_language text not null,
    published_at timestamptz,
    status text not null
);
comment on table quotes is 'Who said what: direct, mixed and indirect speech';
comment on column quotes.speaker is 'The words at the quote ("she")';
comment on column quotes.speaker_key is 'Names the same speaker in all articles: Wikidata id, else the name in small letters';
comment on column quotes.speakers is 'All speakers, where several say it together';
comment on column quotes.context is 'The sentences around it';
comment on column quotes.status is 'That of its article';
create index quotes_article on quotes (article_id);
create index quotes_published on quotes (published_at);
create index quotes_speaker on quotes (speaker_key, published_at);

create table entities (
    message_id uuid primary key,
    article_id text not null references articles on delete cascade,
    entity_id text not null,
    type text not null,
    name text not null,
    key text not null,
    wikidata text,
    aliases text[] not null default '{}',
    roles text[] not null default '{}',
    gender text,
    gender_by text,
    salience real not null,
    mentions integer not null,
    quotes integer not null,
    fields jsonb,
    source text,
    article_language text not null,
    published_at timestamptz,
    status text not null
);
comment on table entities is 'Who and what each article speaks of: a row for each article and entity';
comment on column entities.key is 'Names the same thing in all articles: Wikidata id, else the name in small letters';
comment on column entities.quotes is 'Direct and mixed quotes of it in the article';
comment on column entities.fields is 'Fields of the entry in the user''s own list';
create index entities_article on entities (article_id);
create index entities_key on entities (key, published_at);
create index entities_published on entities (published_at);
create index entities_listed on entities (published_at) where fields is not null;

create table mentions (
    entity uuid not null references entities on delete cascade,
    n integer not null,
    field text not null,
    start_at integer not null,
    end_at integer not null,
    text text not null,
    kind text not null,
    confidence real not null,
    primary key (entity, n)
);
comment on table mentions is 'Where each entity is named, in the order of the article';

create table places (
    entity uuid primary key references entities on delete cascade,
    article_id text not null,
    name text not null,
    lat double precision not null,
    lon double precision not null,
    country text,
    geonames bigint,
    mentions integer not null,
    salience real not null,
    source text,
    published_at timestamptz,
    status text not null
);
comment on table places is 'Locations whose place on the map is known';
create index places_published on places (published_at);
