//! The rows of the tables: what a message says, column by column.

use std::collections::HashMap;

use tokio_postgres::{Error, Transaction};

use super::plan::{WritePlan, order, uuid};
use super::tables::{ARTICLES, Copy, Counts, ENTITIES, MENTIONS, PLACES, QUOTES, STUBS, VERSIONS};
use super::values::{Json, Moment, Text, Texts, Uuid};
use crate::archive::message::{Message, Record};
use crate::archive::record::{Article, Contexts, Entity, Quote, Reference, Source, Status, key};
use crate::enriched::{ARTICLE_SCHEMA, ENTITY_SCHEMA, QUOTE_SCHEMA};

/// What the rows of a part repeat of their article.
struct Of<'a> {
    id: &'a str,
    content: &'a str,
    source: Option<Text<'a>>,
    language: &'a str,
    published_at: Option<Moment>,
    status: Status,
}

impl<'a> Of<'a> {
    fn article(article: &'a Article) -> Of<'a> {
        Of {
            id: &article.id,
            content: article.fingerprint.content_sha256.as_deref().unwrap_or_default(),
            source: article.source.key().map(Text),
            language: article.language.code.as_deref().unwrap_or("und"),
            published_at: article.published_at.microseconds().map(Moment),
            status: article.status,
        }
    }

    fn reference(message: &'a Message, article: &'a Reference) -> Of<'a> {
        Of {
            id: &article.id,
            content: message.content_sha256.as_deref().unwrap_or_default(),
            source: article.source.key().map(Text),
            language: if article.language.is_empty() { "und" } else { &article.language },
            published_at: article.published_at.microseconds().map(Moment),
            status: article.status,
        }
    }
}

/// Writes all rows of a plan; what they displace is gone already.
pub async fn write(transaction: &Transaction<'_>, plan: &WritePlan<'_>) -> Result<Counts, Error> {
    let mut counts = Counts::new();
    sources(transaction, plan).await?;
    articles(transaction, plan, &mut counts).await?;
    if plan.parts.iter().any(|part| part.is_first) {
        stubs(transaction, plan, &mut counts).await?;
    }
    versions(transaction, plan, &mut counts).await?;
    quotes(transaction, plan, &mut counts).await?;
    entities(transaction, plan, &mut counts).await?;
    Ok(counts)
}

/// The outlets. What a later article says about one wins where it says anything.
async fn sources(transaction: &Transaction<'_>, plan: &WritePlan<'_>) -> Result<(), Error> {
    let mut all: HashMap<&str, &Source> = HashMap::new();
    for message in plan.articles.iter().copied().chain(plan.parts.iter().map(|part| part.message)) {
        let source = message.record.article().map_or_else(|reference| &reference.source, |article| &article.source);
        if let Some(key) = source.key() {
            all.insert(key, source);
        }
    }
    if all.is_empty() {
        return Ok(());
    }
    let column = |of: fn(&Source) -> Option<&str>| all.values().map(|source| of(source).map(Text)).collect::<Vec<_>>();
    let keys: Vec<Text> = all.keys().map(|key| Text(key)).collect();
    let statement = "insert into sources as s (source, name, domain, country) \
        select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) \
        on conflict (source) do update set name = coalesce(excluded.name, s.name), \
        domain = coalesce(excluded.domain, s.domain), country = coalesce(excluded.country, s.country) \
        where (s.name, s.domain, s.country) is distinct from (coalesce(excluded.name, s.name), \
        coalesce(excluded.domain, s.domain), coalesce(excluded.country, s.country))";
    let (names, domains) = (column(|source| source.name.as_deref()), column(|source| source.domain.as_deref()));
    let countries = column(|source| source.country.as_deref());
    transaction.execute(statement, &[&keys, &names, &domains, &countries]).await?;
    Ok(())
}

async fn articles(transaction: &Transaction<'_>, plan: &WritePlan<'_>, counts: &mut Counts) -> Result<(), Error> {
    let mut copy = ARTICLES.copy(transaction).await?;
    for message in &plan.articles {
        let Record::Article(a) = &message.record else { continue };
        let order = order(message);
        let keywords: Vec<Text> = a.keywords.iter().map(|keyword| Text(&keyword.text)).collect();
        let extra = a.extra.as_object().is_some_and(|extra| !extra.is_empty()).then_some(Json(&a.extra));
        copy.row(&[
            &Text(&a.id),
            &article_message_id(a),
            &message.digest.as_slice(),
            &a.url.as_deref().map(Text),
            &a.canonical_url.as_deref().map(Text),
            &a.source.key().map(Text),
            &Text(&a.title),
            &Text(a.language.code.as_deref().unwrap_or("und")),
            &a.section.as_deref().map(Text),
            &Texts(&a.authors),
            &Texts(&a.tags),
            &keywords,
            &a.published_at.microseconds().map(Moment),
            &a.published_at.precision.as_deref().map(Text),
            &a.modified_at.microseconds().map(Moment),
            &Moment(order.edition),
            &Moment(order.enriched),
            &a.status.as_str(),
            &a.version.as_deref().map(Text),
            &Text(&a.text),
            &number(a.word_count),
            &a.dateline.as_ref().and_then(|dateline| dateline.place.as_deref()).map(Text),
            &a.image.as_deref().map(Text),
            &a.fingerprint.content_sha256.as_deref().map(Text),
            &a.fingerprint.simhash.as_deref().and_then(bits),
            &message.duplicate_of.as_deref().map(Text),
            &a.pipeline.version.as_deref().map(Text),
            &a.pipeline.models.is_object().then_some(Json(&a.pipeline.models)),
            &Texts(&a.pipeline.warnings),
            &extra,
        ])
        .await?;
    }
    copy.finish(counts).await
}

async fn stubs(transaction: &Transaction<'_>, plan: &WritePlan<'_>, counts: &mut Counts) -> Result<(), Error> {
    let mut copy = STUBS.copy(transaction).await?;
    for part in plan.parts.iter().filter(|part| part.is_first) {
        let Err(reference) = part.message.record.article() else { continue };
        let (of, order) = (Of::reference(part.message, reference), order(part.message));
        copy.row(&[
            &Text(of.id),
            &uuid([ARTICLE_SCHEMA, of.id, of.content, ""]),
            &reference.url.as_deref().map(Text),
            &of.source,
            &Text(&reference.title),
            &Text(of.language),
            &of.published_at,
            &reference.published_at.precision.as_deref().map(Text),
            &Moment(order.edition),
            &Moment(order.enriched),
            &of.status.as_str(),
            &part.message.content_sha256.as_deref().map(Text),
        ])
        .await?;
    }
    copy.finish(counts).await
}

async fn versions(transaction: &Transaction<'_>, plan: &WritePlan<'_>, counts: &mut Counts) -> Result<(), Error> {
    let mut copy = VERSIONS.copy(transaction).await?;
    for (message, stands) in &plan.versions {
        let Record::Article(a) = &message.record else { continue };
        let order = order(message);
        copy.row(&[
            &Text(&a.id),
            &message.digest.as_slice(),
            &article_message_id(a),
            &Moment(order.edition),
            &Moment(order.enriched),
            &a.published_at.microseconds().map(Moment),
            &a.modified_at.microseconds().map(Moment),
            &a.status.as_str(),
            &a.version.as_deref().map(Text),
            &Text(&a.title),
            &(!stands).then_some(Text(&a.text)),
            &number(a.word_count),
            &length(&a.quotes),
            &length(&a.entities),
            &a.fingerprint.content_sha256.as_deref().map(Text),
            &a.pipeline.version.as_deref().map(Text),
        ])
        .await?;
    }
    copy.finish(counts).await
}

async fn quotes(transaction: &Transaction<'_>, plan: &WritePlan<'_>, counts: &mut Counts) -> Result<(), Error> {
    let mut copy = QUOTES.copy(transaction).await?;
    for message in &plan.articles {
        let Record::Article(article) = &message.record else { continue };
        let of = Of::article(article);
        let entities: HashMap<&str, &Entity> = article.entities.iter().map(|e| (e.id.as_str(), e)).collect();
        let contexts = Contexts::new(article);
        for quote in &article.quotes {
            let speaker = quote.speaker.as_ref().and_then(|speaker| speaker.entity.as_deref());
            let speaker = speaker.and_then(|id| entities.get(id).copied());
            let id = uuid([QUOTE_SCHEMA, of.id, of.content, &quote.id]);
            quote_row(&mut copy, id, &of, quote, speaker, Some(contexts.of(quote))).await?;
        }
    }
    for part in &plan.parts {
        if let Record::Quote(quote) = &part.message.record {
            let of = Of::reference(part.message, &quote.article);
            let context = quote.context.text.as_deref();
            quote_row(&mut copy, part.id, &of, &quote.quote, quote.speaker.as_ref(), context).await?;
        }
    }
    copy.finish(counts).await
}

async fn quote_row(
    copy: &mut Copy,
    id: Uuid,
    of: &Of<'_>,
    quote: &Quote,
    speaker: Option<&Entity>,
    context: Option<&str>,
) -> Result<(), Error> {
    let said = quote.speaker.as_ref();
    let name = said.and_then(|said| said.name.as_deref()).or(speaker.map(|speaker| speaker.name.as_str()));
    let speaker_key = speaker.map(Entity::key).or_else(|| name.map(key));
    let speakers: Vec<Text> =
        quote.speakers.iter().filter_map(|s| s.name.as_deref().or(s.text.as_deref())).map(Text).collect();
    copy.row(&[
        &id,
        &Text(of.id),
        &Text(&quote.id),
        &Text(&quote.kind),
        &Text(&quote.field),
        &number(quote.start),
        &number(quote.end),
        &Text(&quote.text),
        &quote.language.as_deref().map(Text),
        &quote.cue.as_ref().and_then(|cue| cue.text.as_deref()).map(Text),
        &quote.cue.as_ref().and_then(|cue| cue.lemma.as_deref()).map(Text),
        &said.and_then(|said| said.text.as_deref()).map(Text),
        &name.map(Text),
        &speaker_key.as_deref().map(Text),
        &speaker.map(|speaker| Text(&speaker.label)),
        &speaker.and_then(|speaker| speaker.wikidata.as_deref()).map(Text),
        &speaker.and_then(|speaker| speaker.gender.as_deref()).map(Text),
        &said.and_then(|said| said.entity.as_deref()).map(Text),
        &said.and_then(|said| said.confidence).map(real),
        &speakers,
        &real(quote.confidence),
        &context.map(Text),
        &of.source,
        &Text(of.language),
        &of.published_at,
        &of.status.as_str(),
    ])
    .await
}

/// An entity with what its rows in three tables say.
struct EntityRow<'a> {
    id: Uuid,
    of: Of<'a>,
    entity: &'a Entity,
    quotes: i64,
}

async fn entities(transaction: &Transaction<'_>, plan: &WritePlan<'_>, counts: &mut Counts) -> Result<(), Error> {
    let rows: Vec<EntityRow> = entity_rows(plan);
    let mut copy = ENTITIES.copy(transaction).await?;
    for EntityRow { id, of, entity, quotes } in &rows {
        let fields = Some(&entity.fields).filter(|fields| !fields.is_empty());
        let fields = fields.map(|fields| serde_json::Value::Object(fields.clone()));
        copy.row(&[
            id,
            &Text(of.id),
            &Text(&entity.id),
            &Text(&entity.label),
            &Text(&entity.name),
            &Text(&entity.key()),
            &entity.wikidata.as_deref().map(Text),
            &Texts(&entity.aliases),
            &Texts(&entity.roles),
            &entity.gender.as_deref().map(Text),
            &entity.gender_by.as_deref().map(Text),
            &real(entity.salience),
            &number(entity.mentions.count()),
            &number(*quotes),
            &fields.as_ref().map(Json),
            &of.source,
            &Text(of.language),
            &of.published_at,
            &of.status.as_str(),
        ])
        .await?;
    }
    copy.finish(counts).await?;
    let mut copy = MENTIONS.copy(transaction).await?;
    for EntityRow { id, entity, .. } in &rows {
        for (n, mention) in (1_i32..).zip(entity.mentions.each()) {
            copy.row(&[
                id,
                &n,
                &Text(&mention.field),
                &number(mention.start),
                &number(mention.end),
                &Text(&mention.text),
                &Text(&mention.kind),
                &real(mention.confidence),
            ])
            .await?;
        }
    }
    copy.finish(counts).await?;
    let mut copy = PLACES.copy(transaction).await?;
    for EntityRow { id, of, entity, .. } in &rows {
        let Some(geo) = &entity.geo else { continue };
        copy.row(&[
            id,
            &Text(of.id),
            &Text(&entity.name),
            &geo.lat,
            &geo.lon,
            &geo.country.as_deref().map(Text),
            &geo.geonames,
            &number(entity.mentions.count()),
            &real(entity.salience),
            &of.source,
            &of.published_at,
            &of.status.as_str(),
        ])
        .await?;
    }
    copy.finish(counts).await
}

fn entity_rows<'a>(plan: &WritePlan<'a>) -> Vec<EntityRow<'a>> {
    let mut rows = Vec::new();
    for message in &plan.articles {
        let Record::Article(article) = &message.record else { continue };
        let mut spoken: HashMap<&str, i64> = HashMap::new();
        let marked = article.quotes.iter().filter(|quote| matches!(quote.kind.as_str(), "direct" | "mixed"));
        for speaker in marked.filter_map(|quote| quote.speaker.as_ref()?.entity.as_deref()) {
            *spoken.entry(speaker).or_default() += 1;
        }
        for entity in &article.entities {
            let of = Of::article(article);
            let id = uuid([ENTITY_SCHEMA, of.id, of.content, &entity.id]);
            rows.push(EntityRow { id, of, entity, quotes: spoken.get(entity.id.as_str()).copied().unwrap_or(0) });
        }
    }
    for part in &plan.parts {
        if let Record::Entity(entity) = &part.message.record {
            let of = Of::reference(part.message, &entity.article);
            rows.push(EntityRow { id: part.id, of, entity: &entity.entity, quotes: entity.entity.quotes.unwrap_or(0) });
        }
    }
    rows
}

fn article_message_id(article: &Article) -> Uuid {
    let content = article.fingerprint.content_sha256.as_deref().unwrap_or_default();
    uuid([ARTICLE_SCHEMA, &article.id, content, ""])
}

/// The fingerprint's 64 bits.
fn bits(hex: &str) -> Option<i64> {
    u64::from_str_radix(hex, 16).ok().map(u64::cast_signed)
}

fn number(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(if n < 0 { i32::MIN } else { i32::MAX })
}

fn length<T>(items: &[T]) -> i32 {
    i32::try_from(items.len()).unwrap_or(i32::MAX)
}

#[allow(clippy::cast_possible_truncation)]
fn real(x: f64) -> f32 {
    x as f32
}
