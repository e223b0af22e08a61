//! Returns are told apart whichever confirm the library attaches them to.

use lapin::Confirmation;
use lapin::message::{BasicReturnMessage, Delivery};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{PublishOutcome, match_returns};
use crate::broker::{Properties, Publication};

/// What the broker did with a message.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Queued,
    Refused,
    Unroutable,
}

fn publication(key: usize, id: usize) -> Publication {
    Publication {
        exchange: "enriched".to_owned(),
        routing_key: format!("article.{key}"),
        properties: Properties { message_id: Some(format!("m{id}")), ..Properties::default() },
        ..Publication::default()
    }
}

/// The message as the broker sends it back.
fn returned(publication: &Publication) -> BasicReturnMessage {
    let (exchange, key) = (publication.exchange.as_str().into(), publication.routing_key.as_str().into());
    let mut delivery = Delivery::mock(0, exchange, key, false, Vec::new());
    delivery.properties = (&publication.properties).into();
    BasicReturnMessage { delivery, reply_code: 312, reply_text: "NO_ROUTE".into() }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn no_returned_message_counts_as_confirmed(
        sent in vec((0..3_usize, 0..6_usize, prop_oneof![Just(Fate::Queued), Just(Fate::Refused), Just(Fate::Unroutable)]), 1..12),
        places in vec(any::<prop::sample::Index>(), 12),
    ) {
        let batch: Vec<Publication> = sent.iter().map(|(key, id, _)| publication(*key, *id)).collect();
        // Each return is attached to a confirm drawn by chance, one at most to each.
        let mut attached: Vec<Option<BasicReturnMessage>> = sent.iter().map(|_| None).collect();
        for (index, place) in (0..sent.len()).filter(|index| sent[*index].2 == Fate::Unroutable).zip(&places) {
            let free: Vec<usize> = (0..sent.len()).filter(|at| attached[*at].is_none()).collect();
            attached[free[place.index(free.len())]] = Some(returned(&batch[index]));
        }
        let confirm = |((_, _, fate), message): (&(usize, usize, Fate), Option<BasicReturnMessage>)| match fate {
            Fate::Refused => Confirmation::Nack(message),
            // RabbitMQ confirms what it could not route.
            Fate::Queued | Fate::Unroutable => Confirmation::Ack(message),
        };
        let answers: Vec<Confirmation> = sent.iter().zip(attached).map(confirm).collect();
        let outcomes = match_returns(&batch.iter().collect::<Vec<_>>(), &answers);
        for (index, outcome) in outcomes.iter().enumerate() {
            let alike = |other: &usize| *other != index && batch[*other].key() == batch[index].key();
            let doubtful = (0..sent.len()).filter(alike).any(|other| sent[other].2 == Fate::Unroutable);
            match sent[index].2 {
                Fate::Unroutable => prop_assert!(matches!(outcome, PublishOutcome::Returned(_)), "{outcome:?}"),
                Fate::Refused => prop_assert_eq!(outcome, &PublishOutcome::Nacked),
                Fate::Queued if doubtful => prop_assert!(matches!(outcome, PublishOutcome::Returned(_)), "{outcome:?}"),
                Fate::Queued => prop_assert_eq!(outcome, &PublishOutcome::Confirmed),
            }
        }
    }
}
