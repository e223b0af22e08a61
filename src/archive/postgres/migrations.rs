//! The schema in numbered steps. A step that has been released is never changed: what is wrong with it, the next mends.

use tokio_postgres::Client;

use super::errors::{StoreError, trouble};

/// Each step with its name; the first is number 1.
const STEPS: &[(&str, &str)] = &[
    ("tables", include_str!("migrations/0001_tables.sql")),
    ("words_of_quotes", include_str!("migrations/0002_words_of_quotes.sql")),
];

/// Held while the schema is looked at and changed, so that of several archives that start together one does it.
const LOCK: &str = "select pg_advisory_xact_lock(hashtext('copydesk.archive.migrate'), hashtext(current_schema()))";

/// The version that this program writes.
pub fn newest() -> i32 {
    i32::try_from(STEPS.len()).unwrap_or(i32::MAX)
}

/// Brings the tables up to step `target`, or insists that they are there already.
///
/// # Errors
/// [`StoreError::Refused`] when the database was made by a newer copydesk, or is older and `migrate` is false.
pub async fn migrate(client: &mut Client, migrate: bool, target: i32, lock_timeout: &str) -> Result<(), StoreError> {
    let schema: Option<String> = client.query_one("select current_schema()", &[]).await.map_err(trouble)?.get(0);
    if schema.is_none() {
        let reason = "the schema that the address names by search_path does not exist: create it first".to_owned();
        return Err(StoreError::Refused(reason));
    }
    let transaction = client.transaction().await.map_err(trouble)?;
    transaction.batch_execute(&format!("{LOCK}; {lock_timeout}")).await.map_err(trouble)?;
    let version = version(&transaction).await?;
    if version > target {
        return Err(StoreError::Refused(format!(
            "the tables are of version {version}, and this copydesk ({}) knows versions up to {target}: run the newer \
             copydesk that made them",
            env!("CARGO_PKG_VERSION")
        )));
    }
    if version == target {
        return Ok(());
    }
    if !migrate {
        return Err(StoreError::Refused(format!(
            "the tables are of version {version}, {target} is needed: run `copydesk archive` once with \
             archive.migrate = true, as a database user who may create tables"
        )));
    }
    transaction
        .batch_execute(
            "create table if not exists copydesk_schema (version integer primary key, name text not null, \
             copydesk text not null, applied_at timestamptz not null default now())",
        )
        .await
        .map_err(trouble)?;
    for number in version + 1..=target {
        let (name, sql) = STEPS[usize::try_from(number - 1).expect("counted from 1")];
        tracing::info!(number, name, "migrating the archive's tables");
        transaction.batch_execute(sql).await.map_err(trouble)?;
        let done = "insert into copydesk_schema (version, name, copydesk) values ($1, $2, $3)";
        transaction.execute(done, &[&number, &name, &env!("CARGO_PKG_VERSION")]).await.map_err(trouble)?;
    }
    transaction.commit().await.map_err(trouble)
}

/// The last step that was carried out; 0 before the first.
async fn version(client: &impl tokio_postgres::GenericClient) -> Result<i32, StoreError> {
    let exists = "select to_regclass(quote_ident(current_schema()) || '.copydesk_schema') is not null";
    if !client.query_one(exists, &[]).await.map_err(trouble)?.get::<_, bool>(0) {
        return Ok(0);
    }
    let last = "select coalesce(max(version), 0) from copydesk_schema";
    Ok(client.query_one(last, &[]).await.map_err(trouble)?.get(0))
}
