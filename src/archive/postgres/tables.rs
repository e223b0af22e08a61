//! The tables with the columns that are written, and writing into them by COPY.

use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Error, Transaction};

/// A table with the columns that are written.
pub struct Table {
    name: &'static str,
    columns: &'static [(&'static str, Type)],
}

/// Articles.
pub const ARTICLES: Table = Table {
    name: "articles",
    columns: &[
        ("id", Type::TEXT),
        ("message_id", Type::UUID),
        ("digest", Type::BYTEA),
        ("url", Type::TEXT),
        ("canonical_url", Type::TEXT),
        ("source", Type::TEXT),
        ("title", Type::TEXT),
        ("language", Type::TEXT),
        ("section", Type::TEXT),
        ("authors", Type::TEXT_ARRAY),
        ("tags", Type::TEXT_ARRAY),
        ("keywords", Type::TEXT_ARRAY),
        ("published_at", Type::TIMESTAMPTZ),
        ("published_precision", Type::TEXT),
        ("modified_at", Type::TIMESTAMPTZ),
        ("edition_at", Type::TIMESTAMPTZ),
        ("enriched_at", Type::TIMESTAMPTZ),
        ("status", Type::TEXT),
        ("version", Type::TEXT),
        ("text", Type::TEXT),
        ("word_count", Type::INT4),
        ("dateline", Type::TEXT),
        ("image", Type::TEXT),
        ("content_sha256", Type::TEXT),
        ("simhash", Type::INT8),
        ("duplicate_of", Type::TEXT),
        ("pipeline_version", Type::TEXT),
        ("models", Type::JSONB),
        ("warnings", Type::TEXT_ARRAY),
        ("extra", Type::JSONB),
    ],
};

/// An article of which only parts have come.
pub const STUBS: Table = Table {
    name: "articles",
    columns: &[
        ("id", Type::TEXT),
        ("message_id", Type::UUID),
        ("url", Type::TEXT),
        ("source", Type::TEXT),
        ("title", Type::TEXT),
        ("language", Type::TEXT),
        ("published_at", Type::TIMESTAMPTZ),
        ("published_precision", Type::TEXT),
        ("edition_at", Type::TIMESTAMPTZ),
        ("enriched_at", Type::TIMESTAMPTZ),
        ("status", Type::TEXT),
        ("content_sha256", Type::TEXT),
    ],
};

/// Versions of articles.
pub const VERSIONS: Table = Table {
    name: "versions",
    columns: &[
        ("article_id", Type::TEXT),
        ("digest", Type::BYTEA),
        ("message_id", Type::UUID),
        ("edition_at", Type::TIMESTAMPTZ),
        ("enriched_at", Type::TIMESTAMPTZ),
        ("published_at", Type::TIMESTAMPTZ),
        ("modified_at", Type::TIMESTAMPTZ),
        ("status", Type::TEXT),
        ("version", Type::TEXT),
        ("title", Type::TEXT),
        ("text", Type::TEXT),
        ("word_count", Type::INT4),
        ("quotes", Type::INT4),
        ("entities", Type::INT4),
        ("content_sha256", Type::TEXT),
        ("pipeline_version", Type::TEXT),
    ],
};

/// Quotes.
pub const QUOTES: Table = Table {
    name: "quotes",
    columns: &[
        ("message_id", Type::UUID),
        ("article_id", Type::TEXT),
        ("quote_id", Type::TEXT),
        ("kind", Type::TEXT),
        ("field", Type::TEXT),
        ("start_at", Type::INT4),
        ("end_at", Type::INT4),
        ("text", Type::TEXT),
        ("language", Type::TEXT),
        ("cue", Type::TEXT),
        ("cue_lemma", Type::TEXT),
        ("speaker", Type::TEXT),
        ("speaker_name", Type::TEXT),
        ("speaker_key", Type::TEXT),
        ("speaker_type", Type::TEXT),
        ("speaker_wikidata", Type::TEXT),
        ("speaker_gender", Type::TEXT),
        ("speaker_entity", Type::TEXT),
        ("speaker_confidence", Type::FLOAT4),
        ("speakers", Type::TEXT_ARRAY),
        ("confidence", Type::FLOAT4),
        ("context", Type::TEXT),
        ("source", Type::TEXT),
        ("article_language", Type::TEXT),
        ("published_at", Type::TIMESTAMPTZ),
        ("status", Type::TEXT),
    ],
};

/// Entities.
pub const ENTITIES: Table = Table {
    name: "entities",
    columns: &[
        ("message_id", Type::UUID),
        ("article_id", Type::TEXT),
        ("entity_id", Type::TEXT),
        ("type", Type::TEXT),
        ("name", Type::TEXT),
        ("key", Type::TEXT),
        ("wikidata", Type::TEXT),
        ("aliases", Type::TEXT_ARRAY),
        ("roles", Type::TEXT_ARRAY),
        ("gender", Type::TEXT),
        ("gender_by", Type::TEXT),
        ("salience", Type::FLOAT4),
        ("mentions", Type::INT4),
        ("quotes", Type::INT4),
        ("fields", Type::JSONB),
        ("source", Type::TEXT),
        ("article_language", Type::TEXT),
        ("published_at", Type::TIMESTAMPTZ),
        ("status", Type::TEXT),
    ],
};

/// Mentions of entities.
pub const MENTIONS: Table = Table {
    name: "mentions",
    columns: &[
        ("entity", Type::UUID),
        ("n", Type::INT4),
        ("field", Type::TEXT),
        ("start_at", Type::INT4),
        ("end_at", Type::INT4),
        ("text", Type::TEXT),
        ("kind", Type::TEXT),
        ("confidence", Type::FLOAT4),
    ],
};

/// Places on the map.
pub const PLACES: Table = Table {
    name: "places",
    columns: &[
        ("entity", Type::UUID),
        ("article_id", Type::TEXT),
        ("name", Type::TEXT),
        ("lat", Type::FLOAT8),
        ("lon", Type::FLOAT8),
        ("country", Type::TEXT),
        ("geonames", Type::INT8),
        ("mentions", Type::INT4),
        ("salience", Type::FLOAT4),
        ("source", Type::TEXT),
        ("published_at", Type::TIMESTAMPTZ),
        ("status", Type::TEXT),
    ],
};

/// Rows under way into a table.
pub struct Copy {
    table: &'static str,
    writer: std::pin::Pin<Box<BinaryCopyInWriter>>,
    rows: u64,
}

impl Table {
    /// Begins to write rows.
    ///
    /// # Errors
    /// As the database says.
    pub async fn copy(&self, transaction: &Transaction<'_>) -> Result<Copy, Error> {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let types: Vec<Type> = self.columns.iter().map(|(_, kind)| kind.clone()).collect();
        let statement = format!("copy {} ({}) from stdin (format binary)", self.name, names.join(", "));
        let writer = BinaryCopyInWriter::new(transaction.copy_in(&statement).await?, &types);
        Ok(Copy { table: self.name, writer: Box::pin(writer), rows: 0 })
    }
}

impl Copy {
    /// Writes one, its values in the order of the columns.
    ///
    /// # Errors
    /// As the database says.
    pub async fn row(&mut self, values: &[&(dyn ToSql + Sync)]) -> Result<(), Error> {
        self.rows += 1;
        self.writer.as_mut().write(values).await
    }

    /// Ends, and counts the rows.
    ///
    /// # Errors
    /// As the database says.
    pub async fn finish(mut self, counts: &mut Counts) -> Result<(), Error> {
        self.writer.as_mut().finish().await?;
        counts.push((self.table, self.rows));
        Ok(())
    }
}

/// Rows written, by table.
pub type Counts = Vec<(&'static str, u64)>;
