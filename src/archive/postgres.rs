//! The archive in PostgreSQL.
//!
//! A batch is one transaction. Under a lock that only archives take, it looks up what is known of the batch's articles,
//! lets `plan` decide, deletes the rows that make room, and writes the new ones by COPY. The lock makes the decision
//! hold until the commit, so that several archives may write into the same tables; they take turns, which costs little
//! because reading the messages is done outside.

mod address;
pub mod errors;
mod migrations;
mod plan;
mod rows;
mod tables;
mod tls;
mod values;

use std::collections::HashSet;
use std::time::Duration;

use tokio::sync::watch;
use tokio_postgres::{Client, Transaction};

pub use errors::StoreError;

use super::Written;
use super::message::{Message, Record};
use super::record::Status;
use super::settings::ArchiveSettings;
use errors::trouble;
use plan::{Known, Order, PartsOf, Standing, WritePlan, part_id};
use values::{Text, Uuid};

/// How often a connection without work is tried.
const IDLE_CHECK: Duration = Duration::from_secs(10);

/// Of all batches that write into the same tables one is carried out at a time.
const WRITE_LOCK: &str = "select pg_advisory_xact_lock(hashtext('copydesk.archive.write'), hashtext(current_schema()))";

/// A connection whose tables are ready.
pub struct Postgres {
    client: Client,
    /// Why the connection has ended, once it has.
    ended: watch::Receiver<Option<String>>,
    /// The first statement of each transaction. Set there and not for the connection, so that a pooler may stand
    /// between.
    limits: String,
    statement_timeout: Duration,
}

impl Postgres {
    /// Connects, checks that the database can hold what is published, and brings the tables up to date.
    ///
    /// # Errors
    /// [`StoreError::Refused`] for an address that cannot be used and for tables of a newer version, else
    /// [`StoreError::Away`].
    pub async fn open(url: &str, settings: &ArchiveSettings) -> Result<Postgres, StoreError> {
        Self::open_at(url, settings, migrations::newest()).await
    }

    /// The same with the tables of an older version, as a copydesk of that time left them.
    ///
    /// # Errors
    /// As [`Postgres::open`].
    pub async fn open_at(url: &str, settings: &ArchiveSettings, version: i32) -> Result<Postgres, StoreError> {
        let (mut client, ended) = address::connect(url, settings).await?;
        let encoding: String = client.query_one("show server_encoding", &[]).await.map_err(trouble)?.get(0);
        if encoding != "UTF8" {
            let reason = format!("the database holds text as {encoding}: create one with encoding UTF8");
            return Err(StoreError::Refused(reason));
        }
        let lock_timeout = format!("set local lock_timeout = {}", settings.lock_timeout.as_millis());
        migrations::migrate(&mut client, settings.migrate, version, &lock_timeout).await?;
        let statement = settings.statement_timeout.as_millis();
        // What was committed is acknowledged, so it has to be on disk, whatever the server's default is.
        // Other archives are waited for as long as their batches take; somebody else's locks are not.
        let limits = format!(
            "set local statement_timeout = {statement}; {WRITE_LOCK}; {lock_timeout}; select \
             set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'"
        );
        Ok(Postgres { client, ended, limits, statement_timeout: settings.statement_timeout })
    }

    /// Resolves when the database has gone, with the reason. It is asked now and then, because a network that drops
    /// everything says nothing.
    pub async fn gone(&self) -> String {
        let mut ended = self.ended.clone();
        loop {
            tokio::select! {
                reason = ended.wait_for(Option::is_some) => {
                    return reason.ok().and_then(|reason| reason.clone()).unwrap_or_else(|| "connection lost".to_owned());
                }
                () = tokio::time::sleep(IDLE_CHECK) => {}
            }
            match tokio::time::timeout(self.statement_timeout, self.client.simple_query("")).await {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => return trouble(error).to_string(),
                Err(_) => return format!("no answer within {:?}", self.statement_timeout),
            }
        }
    }

    /// Writes a batch in one transaction: all of it is there when this returns, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Content`] when one of the messages cannot be stored, else [`StoreError::Away`].
    pub async fn write(&mut self, messages: &[&Message]) -> Result<Written, StoreError> {
        // A statement has its timeout at the server; a server that is frozen keeps none.
        let limit = self.statement_timeout.saturating_mul(4);
        match tokio::time::timeout(limit, self.transact(messages)).await {
            Ok(written) => written.map_err(trouble),
            Err(_) => Err(StoreError::Away(format!("no answer within {limit:?}"))),
        }
    }

    async fn transact(&mut self, messages: &[&Message]) -> Result<Written, tokio_postgres::Error> {
        let transaction = self.client.transaction().await?;
        transaction.batch_execute(&self.limits).await?;
        let known = known(&transaction, messages).await?;
        let plan = plan::plan(messages, &known);
        if plan.versions.is_empty() && plan.parts.is_empty() {
            transaction.rollback().await?;
            return Ok(Written { rows: Vec::new(), skipped: plan.skipped });
        }
        make_room(&transaction, &plan).await?;
        let rows = rows::write(&transaction, &plan).await?;
        transaction.commit().await?;
        Ok(Written { rows, skipped: plan.skipped })
    }
}

/// What the tables hold of these messages' articles.
async fn known(transaction: &Transaction<'_>, messages: &[&Message]) -> Result<Known, tokio_postgres::Error> {
    let mut known = Known::default();
    let ids: HashSet<&str> = messages.iter().map(|message| message.article_id()).collect();
    let ids: Vec<Text> = ids.into_iter().map(Text).collect();
    let standing = "select id, digest is not null, content_sha256, status, (extract(epoch from edition_at) * 1000000)::bigint, \
        (extract(epoch from enriched_at) * 1000000)::bigint from articles where id = any($1)";
    for row in transaction.query(standing, &[&ids]).await? {
        let order = Order { edition: row.get(4), enriched: row.get(5) };
        let version = || PartsOf { content: row.get(2), status: Status::of(row.get(3)) };
        let standing = if row.get(1) { Standing::Whole(order) } else { Standing::Parts((order, version())) };
        known.articles.insert(row.get(0), standing);
    }
    let versions = "select article_id, digest from versions where article_id = any($1)";
    for row in transaction.query(versions, &[&ids]).await? {
        if let Ok(digest) = row.get::<_, &[u8]>(1).try_into() {
            known.versions.entry(row.get(0)).or_default().insert(digest);
        }
    }
    let is_part = |message: &&&Message| {
        let whole = known.versions.contains_key(message.article_id());
        !whole && !matches!(message.record, Record::Article(_))
    };
    let parts: Vec<Uuid> = messages.iter().filter(is_part).map(|message| part_id(message)).collect();
    if !parts.is_empty() {
        let there = "select replace(message_id::text, '-', '') from quotes where message_id = any($1) \
            union all select replace(message_id::text, '-', '') from entities where message_id = any($1)";
        let rows = transaction.query(there, &[&parts]).await?;
        known.parts = rows.iter().filter_map(|row| Uuid::parse(row.get(0))).collect();
    }
    Ok(known)
}

/// Deletes the rows of articles that others replace; what their texts were stays with their versions.
async fn make_room(transaction: &Transaction<'_>, plan: &WritePlan<'_>) -> Result<(), tokio_postgres::Error> {
    if plan.displaced.is_empty() {
        return Ok(());
    }
    let ids: Vec<Text> = plan.displaced.iter().map(|id| Text(id)).collect();
    let keep = "update versions v set text = a.text from articles a \
        where a.id = any($1) and v.article_id = a.id and v.digest = a.digest";
    transaction.execute(keep, &[&ids]).await?;
    // Their quotes, entities, mentions and places go with them.
    transaction.execute("delete from articles where id = any($1)", &[&ids]).await?;
    Ok(())
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres").field("ended", &*self.ended.borrow()).finish_non_exhaustive()
    }
}
