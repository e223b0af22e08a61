//! What happens to a delivery: one table.

use crate::article::{Rejection, RejectionCode};

/// Where deliveries come from. Each lane is a queue and a share of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// New articles.
    Live,
    /// Articles that are processed again.
    Replay,
    /// Articles that were under way when a worker went down, again and again: one at a time and alone.
    Suspect,
}

impl Lane {
    /// Its name in metrics and logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Lane::Live => "live",
            Lane::Replay => "replay",
            Lane::Suspect => "suspect",
        }
    }
}

/// What is known of a delivery before anything is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryState {
    /// The lane that it came by.
    pub lane: Lane,
    /// How often its queue had delivered it before.
    pub delivered_before: u32,
    /// How often its outputs could not be published so far.
    pub attempt: usize,
    /// How many retry tiers there are.
    pub tiers: usize,
}

/// What has just happened to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// It was delivered.
    Received,
    /// The pipeline made outputs of it.
    Enriched,
    /// The pipeline refused it, panicked over it or ran out of time.
    Rejected(Rejection),
    /// The broker took and confirmed everything that was published for it.
    Confirmed,
    /// The broker refused or returned one of its outputs.
    OutputRefused(String),
    /// One of its outputs is larger than the broker takes.
    OutputTooLarge(String),
    /// The broker refused to take it into another queue.
    MoveRefused(String),
    /// The publisher died before everything was confirmed.
    Lost(String),
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Run the pipeline.
    Process,
    /// Publish its outputs.
    PublishOutputs,
    /// Move it to the dead letters, with the reason.
    DeadLetter(Rejection),
    /// Move it to the retry tier of this number, counted from 0, with the reason.
    Retry(usize, String),
    /// Move it to the suspect lane.
    Suspect,
    /// Acknowledge it.
    Ack,
    /// Leave it unacknowledged and end the session; the broker delivers it again.
    EndSession(String),
}

/// Deliveries that count as a habit of taking the worker down. A broker's restart is one, and not its fault.
const SUSPICIOUS: u32 = 2;

/// The table of dispositions.
///
/// | what happened | what is done |
/// |---|---|
/// | delivered, and twice or more before that | to the suspect lane, confirmed, then acknowledged |
/// | delivered | processed |
/// | enriched | all outputs published; when all are confirmed, acknowledged |
/// | rejected (permanent: unreadable, no text, too large, over time, panic) | to the dead letters, confirmed, then acknowledged |
/// | an output was refused or returned (transient) | to the next retry tier, confirmed, then acknowledged |
/// | the same after the last tier | to the dead letters as `retries_exhausted` |
/// | an output is too large | to the dead letters as `output_too_large` |
/// | the move itself was refused, or the broker is lost | not acknowledged; the session is rebuilt, redelivery does the rest |
pub fn next_step(event: Event, facts: &DeliveryState) -> Step {
    use RejectionCode::{OutputTooLarge, RetriesExhausted};
    match event {
        Event::Received if facts.delivered_before >= SUSPICIOUS && facts.lane != Lane::Suspect => Step::Suspect,
        Event::Received => Step::Process,
        Event::Enriched => Step::PublishOutputs,
        Event::Rejected(rejection) => Step::DeadLetter(rejection),
        Event::OutputRefused(reason) if facts.attempt < facts.tiers => Step::Retry(facts.attempt, reason),
        Event::OutputRefused(reason) => Step::DeadLetter(Rejection::new(RetriesExhausted, reason)),
        Event::OutputTooLarge(reason) => Step::DeadLetter(Rejection::new(OutputTooLarge, reason)),
        Event::Confirmed => Step::Ack,
        Event::MoveRefused(reason) | Event::Lost(reason) => Step::EndSession(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: DeliveryState = DeliveryState { lane: Lane::Live, delivered_before: 0, attempt: 0, tiers: 4 };

    #[track_caller]
    fn check(event: Event, facts: DeliveryState, step: Step) {
        assert_eq!(next_step(event, &facts), step);
    }

    #[test]
    fn a_new_delivery_is_processed() {
        check(Event::Received, FIRST, Step::Process);
        check(Event::Received, DeliveryState { delivered_before: 1, ..FIRST }, Step::Process);
    }

    #[test]
    fn one_that_came_back_twice_is_suspect_but_not_once_it_is() {
        check(Event::Received, DeliveryState { delivered_before: 2, ..FIRST }, Step::Suspect);
        check(Event::Received, DeliveryState { delivered_before: 2, lane: Lane::Replay, ..FIRST }, Step::Suspect);
        check(Event::Received, DeliveryState { delivered_before: 2, lane: Lane::Suspect, ..FIRST }, Step::Process);
    }

    #[test]
    fn outputs_are_published_and_only_then_acknowledged() {
        check(Event::Enriched, FIRST, Step::PublishOutputs);
        check(Event::Confirmed, FIRST, Step::Ack);
    }

    #[test]
    fn a_rejection_is_a_dead_letter_at_once() {
        for code in RejectionCode::ALL {
            let rejection = Rejection::new(code, "why");
            check(Event::Rejected(rejection.clone()), FIRST, Step::DeadLetter(rejection));
        }
    }

    #[test]
    fn a_refused_output_goes_up_the_tiers_and_then_to_the_dead_letters() {
        let refused = || Event::OutputRefused("nacked".into());
        check(refused(), FIRST, Step::Retry(0, "nacked".into()));
        check(refused(), DeliveryState { attempt: 3, ..FIRST }, Step::Retry(3, "nacked".into()));
        let exhausted = Rejection::new(RejectionCode::RetriesExhausted, "nacked");
        check(refused(), DeliveryState { attempt: 4, ..FIRST }, Step::DeadLetter(exhausted.clone()));
        check(refused(), DeliveryState { tiers: 0, ..FIRST }, Step::DeadLetter(exhausted));
    }

    #[test]
    fn an_output_too_large_is_a_dead_letter() {
        let too_large = Rejection::new(RejectionCode::OutputTooLarge, "17 MiB");
        check(Event::OutputTooLarge("17 MiB".into()), FIRST, Step::DeadLetter(too_large));
    }

    #[test]
    fn trouble_with_the_broker_leaves_the_delivery_alone() {
        check(Event::Lost("reset".into()), FIRST, Step::EndSession("reset".into()));
        check(Event::MoveRefused("full".into()), FIRST, Step::EndSession("full".into()));
    }
}
