//! What a batch changes, decided before anything is written. Pure: what the tables hold comes in, what to do goes out.
//!
//! The rules:
//!
//! * A message whose digest was archived before, for the same article, changes nothing.
//! * Of an article's versions the one stands that was last changed or published; of several that were made of it (after
//!   a replay, say), the one that was enriched last; of equals, enriched in the same second, the one that came last, for the
//!   queue keeps the order in which they were published. The others are kept as versions.
//! * A quote or entity that comes in a message of its own stands in its article's message as well. It is written only
//!   while that has never come; when the article comes, its rows take the place of these.
//! * An article that was deleted by hand, while its versions are kept, is forgotten: neither it nor a quote or entity of it
//!   comes back, but a version that never came does.
//!
//! So the tables hold the same however often messages come, and in whatever order, but for equals.

use std::collections::{HashMap, HashSet};

use super::values::Uuid;
use crate::archive::message::{Message, Record};
use crate::archive::record::Status;
use crate::enriched::{ENTITY_SCHEMA, QUOTE_SCHEMA};
use crate::publication::message_id;

/// Orders the versions of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    /// When it was last changed or published, in microseconds since 1970.
    pub edition: i64,
    /// When it was enriched.
    pub enriched: i64,
}

/// What the tables hold of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The article itself.
    Whole(Order),
    /// Quotes or entities of it.
    Parts((Order, PartsOf)),
}

/// Which version of an article its quotes and entities are of, while it has not come itself. Its status counts: when it is
/// withdrawn, its quotes come again as they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartsOf {
    /// The article's content hash, where the messages say it.
    pub content: Option<String>,
    /// Whether the article may be used.
    pub status: Status,
}

impl PartsOf {
    fn is_other_than(&self, standing: &PartsOf) -> bool {
        self.status != standing.status || self.content.is_some() && self.content != standing.content
    }
}

/// What the tables hold of the articles of a batch.
#[derive(Debug, Default)]
pub struct Known {
    /// By article id.
    pub articles: HashMap<String, Standing>,
    /// Digests of the versions that came before, by article id.
    pub versions: HashMap<String, HashSet<[u8; 32]>>,
    /// Message ids of quotes and entities among these articles' parts.
    pub parts: HashSet<Uuid>,
}

/// What to do.
#[derive(Debug, Default)]
pub struct WritePlan<'a> {
    /// Articles whose rows make room, in order.
    pub displaced: Vec<&'a str>,
    /// Articles to be written with all their rows.
    pub articles: Vec<&'a Message>,
    /// New versions, with whether each is in `articles`.
    pub versions: Vec<(&'a Message, bool)>,
    /// Messages about a quote or entity whose article has not come: the first of each article also stands for it.
    pub parts: Vec<Part<'a>>,
    /// Messages that change nothing.
    pub skipped: usize,
}

/// A quote or entity that came before its article.
#[derive(Debug)]
pub struct Part<'a> {
    /// The message about it.
    pub message: &'a Message,
    /// Its id.
    pub id: Uuid,
    /// Whether its article has no row yet.
    pub is_first: bool,
}

/// Decides for the messages of a batch, in the order in which they came.
pub fn plan<'a>(messages: &[&'a Message], known: &Known) -> WritePlan<'a> {
    let mut plan = WritePlan::default();
    let mut displaced = HashSet::new();
    let (wholes, parts): (Vec<&&Message>, Vec<&&Message>) =
        messages.iter().partition(|message| matches!(message.record, Record::Article(_)));
    // The winner of the batch so far, by article.
    let mut winners: HashMap<&str, (&'a Message, Order)> = HashMap::new();
    let mut seen: HashSet<(&str, [u8; 32])> = HashSet::new();
    for &message in wholes {
        let id = message.article_id();
        let before = known.versions.get(id).is_some_and(|digests| digests.contains(&message.digest));
        if before || !seen.insert((id, message.digest)) {
            plan.skipped += 1;
            continue;
        }
        plan.versions.push((message, false));
        let order = order(message);
        let standing = match (winners.get(id), known.articles.get(id)) {
            (Some((_, order)), _) | (None, Some(Standing::Whole(order))) => Some(*order),
            _ => None,
        };
        if standing.is_none_or(|standing| order >= standing) {
            winners.insert(id, (message, order));
            if known.articles.contains_key(id) && displaced.insert(id) {
                plan.displaced.push(id);
            }
        }
    }
    for (message, stands) in &mut plan.versions {
        *stands = winners.get(message.article_id()).is_some_and(|(winner, _)| std::ptr::eq(*winner, *message));
    }
    plan.articles = plan.versions.iter().filter(|(_, stands)| *stands).map(|(message, _)| *message).collect();
    let mut ids: HashMap<&str, HashSet<Uuid>> = HashMap::new();
    let mut standing: HashMap<&str, (Order, PartsOf)> = HashMap::new();
    for &message in parts {
        let Err(reference) = message.record.article() else { continue };
        let id = reference.id.as_str();
        // A version that came once brought its quotes and entities along, or somebody deleted them.
        if winners.contains_key(id) || known.versions.contains_key(id) {
            plan.skipped += 1;
            continue;
        }
        let (order, part_id) = (order(message), part_id(message));
        let version = PartsOf { content: message.content_sha256.clone(), status: reference.status };
        let current = standing.get(id).or_else(|| match known.articles.get(id) {
            Some(Standing::Parts(standing)) => Some(standing),
            _ => None,
        });
        let mut is_first = current.is_none();
        if let Some((current_order, current_version)) = current
            && version.is_other_than(current_version)
        {
            // Parts of another version of an article of which no version has come whole.
            if order < *current_order {
                plan.skipped += 1;
                continue;
            }
            is_first = true;
            if known.articles.contains_key(id) && displaced.insert(id) {
                plan.displaced.push(id);
            }
            plan.parts.retain(|part| part.message.article_id() != id);
            ids.remove(id);
        }
        let before = known.parts.contains(&part_id) && !displaced.contains(id);
        if !ids.entry(id).or_default().insert(part_id) || before {
            plan.skipped += 1;
            continue;
        }
        if is_first {
            standing.insert(id, (order, version));
        }
        plan.parts.push(Part { message, id: part_id, is_first });
    }
    plan.displaced.sort_unstable();
    plan
}

/// Where a message stands among those about its article.
pub fn order(message: &Message) -> Order {
    let enriched = message.enriched_at;
    let edition = match message.record.article() {
        Ok(article) => article.edition_at(enriched),
        Err(reference) => reference.published_at.microseconds().unwrap_or(enriched),
    };
    Order { edition, enriched }
}

/// The message id of a quote or entity, which its article's message lets compute as well.
pub fn part_id(message: &Message) -> Uuid {
    let content = message.content_sha256.as_deref().unwrap_or_default();
    let (schema, part) = match &message.record {
        Record::Quote(part) => (QUOTE_SCHEMA, &part.quote.id),
        Record::Entity(part) => (ENTITY_SCHEMA, &part.entity.id),
        Record::Article(_) => unreachable!("an article is no part"),
    };
    uuid([schema, message.article_id(), content, part])
}

/// A message id as the tables hold it.
pub fn uuid(parts: [&str; 4]) -> Uuid {
    Uuid::parse(&message_id(parts)).expect("a message id is 32 hex digits")
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::archive::message::Metadata;

    fn article(id: &str, published: &str, text: &str, enriched: u64) -> Message {
        let json = format!(
            r#"{{"schema":"copydesk.article.v1","id":"{id}","text":"{text}","published_at":{{"value":"{published}"}}}}"#
        );
        read(&json, enriched, None)
    }

    fn quote(id: &str, n: u32, content: &str) -> Message {
        let json = format!(r#"{{"schema":"copydesk.quote.v1","quote":{{"id":"q{n}"}},"article":{{"id":"{id}"}}}}"#);
        read(&json, 1, Some(content))
    }

    fn read(json: &str, enriched: u64, content: Option<&str>) -> Message {
        let metadata = Metadata { timestamp: Some(enriched), content_sha256: content, ..Metadata::default() };
        Message::read(json.as_bytes(), &metadata, 10_000, Timestamp::UNIX_EPOCH).expect("a message")
    }

    /// The texts of what is written, of what is kept as a version, and how many are skipped.
    fn check(messages: &[&Message], known: &Known) -> String {
        let plan = plan(messages, known);
        let text = |message: &Message| match &message.record {
            Record::Article(article) => article.text.clone(),
            Record::Quote(part) => part.quote.id.clone(),
            Record::Entity(part) => part.entity.id.clone(),
        };
        let texts = |messages: Vec<&Message>| messages.into_iter().map(text).collect::<Vec<_>>().join(" ");
        format!(
            "write [{}] versions [{}] parts [{}] displace [{}] skip {}",
            texts(plan.articles),
            texts(plan.versions.into_iter().map(|(message, _)| message).collect()),
            texts(plan.parts.into_iter().map(|part| part.message).collect()),
            plan.displaced.join(" "),
            plan.skipped
        )
    }

    #[test]
    fn of_a_batch_the_latest_publication_stands_whatever_the_order() {
        let (old, new) = (article("a", "2026-03-01", "old", 5), article("a", "2026-03-02", "new", 5));
        let nothing = Known::default();
        assert_eq!(check(&[&old, &new], &nothing), "write [new] versions [old new] parts [] displace [] skip 0");
        assert_eq!(check(&[&new, &old], &nothing), "write [new] versions [new old] parts [] displace [] skip 0");
        assert_eq!(check(&[&new, &new], &nothing), "write [new] versions [new] parts [] displace [] skip 1");
    }

    #[test]
    fn what_was_archived_is_displaced_by_newer_and_kept_from_older() {
        let (old, new) = (article("a", "2026-03-01", "old", 5), article("a", "2026-03-02", "new", 5));
        let holds = |message: &Message| Known {
            articles: [("a".to_owned(), Standing::Whole(order(message)))].into(),
            versions: [("a".to_owned(), [message.digest].into())].into(),
            parts: HashSet::new(),
        };
        assert_eq!(check(&[&new], &holds(&old)), "write [new] versions [new] parts [] displace [a] skip 0");
        assert_eq!(check(&[&old], &holds(&new)), "write [] versions [old] parts [] displace [] skip 0");
        assert_eq!(check(&[&new], &holds(&new)), "write [] versions [] parts [] displace [] skip 1");
        let replayed = article("a", "2026-03-02", "better", 9);
        assert_eq!(check(&[&replayed], &holds(&new)), "write [better] versions [better] parts [] displace [a] skip 0");
        let late = article("a", "2026-03-02", "worse", 4);
        assert_eq!(check(&[&late], &holds(&new)), "write [] versions [worse] parts [] displace [] skip 0");
        let undated = article("a", "", "undated", 1_800_000_000);
        assert_eq!(check(&[&undated], &holds(&new)), "write [undated] versions [undated] parts [] displace [a] skip 0");
    }

    #[test]
    fn parts_are_written_only_while_their_article_has_not_come() {
        let (whole, part) = (article("a", "2026-03-01", "whole", 5), quote("a", 1, "c1"));
        let nothing = Known::default();
        assert_eq!(check(&[&part, &whole], &nothing), "write [whole] versions [whole] parts [] displace [] skip 1");
        assert_eq!(check(&[&part, &part], &nothing), "write [] versions [] parts [q1] displace [] skip 1");
        let stub = Known {
            articles: [("a".to_owned(), Standing::Parts((order(&part), of("c1", Status::Usable))))].into(),
            versions: HashMap::new(),
            parts: [part_id(&part)].into(),
        };
        assert_eq!(check(&[&part], &stub), "write [] versions [] parts [] displace [] skip 1");
        assert_eq!(check(&[&quote("a", 2, "c1")], &stub), "write [] versions [] parts [q2] displace [] skip 0");
        assert_eq!(check(&[&quote("a", 3, "c2")], &stub), "write [] versions [] parts [q3] displace [a] skip 0");
        assert_eq!(check(&[&whole], &stub), "write [whole] versions [whole] parts [] displace [a] skip 0");
    }

    fn of(content: &str, status: Status) -> PartsOf {
        PartsOf { content: Some(content.to_owned()), status }
    }

    #[test]
    fn quotes_of_an_article_that_was_withdrawn_take_the_place_of_the_same_ones() {
        let quoted = |status: &str, enriched| {
            let article = format!(r#"{{"id":"a","published_at":{{"value":"2026-03-01"}},"status":"{status}"}}"#);
            let json = format!(r#"{{"schema":"copydesk.quote.v1","quote":{{"id":"q1"}},"article":{article}}}"#);
            read(&json, enriched, Some("c1"))
        };
        let (usable, killed) = (quoted("usable", 1), quoted("canceled", 2));
        let nothing = Known::default();
        for batch in [[&usable, &killed], [&killed, &usable]] {
            let plan = plan(&batch, &nothing);
            let statuses: Vec<_> = plan.parts.iter().map(|part| part.message.record.article().err()).collect();
            assert_eq!(statuses.iter().map(|r| r.expect("a part").status).collect::<Vec<_>>(), [Status::Canceled]);
        }
        let holds = |message: &Message, status| Known {
            articles: [("a".to_owned(), Standing::Parts((order(message), of("c1", status))))].into(),
            versions: HashMap::new(),
            parts: [part_id(message)].into(),
        };
        let (released, withdrawn) = (holds(&usable, Status::Usable), holds(&killed, Status::Canceled));
        assert_eq!(check(&[&killed], &released), "write [] versions [] parts [q1] displace [a] skip 0");
        assert_eq!(check(&[&usable], &withdrawn), "write [] versions [] parts [] displace [] skip 1");
    }

    #[test]
    fn what_was_forgotten_comes_back_with_a_new_version_only() {
        let (old, new) = (article("a", "2026-03-01", "old", 5), article("a", "2026-03-02", "new", 5));
        let forgotten = Known { versions: [("a".to_owned(), [old.digest].into())].into(), ..Known::default() };
        let part = quote("a", 1, "c1");
        assert_eq!(check(&[&old, &part], &forgotten), "write [] versions [] parts [] displace [] skip 2");
        assert_eq!(check(&[&part, &new], &forgotten), "write [new] versions [new] parts [] displace [] skip 1");
    }
}
