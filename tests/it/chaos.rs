//! Faults, one after the other, each with an account of every article: what was lost, doubled, in two places.
//!
//! In the ordinary test run these are a few faults with some tens of articles. `make chaos` runs all of them with
//! hundreds (`COPYDESK_CHAOS=full`), in an order drawn from `SEED`, and then the same with workers as a typical user
//! writes them. It prints the tables of `docs/reliability.md`. `FAULT` in the environment picks faults by a part of
//! their name.

mod faults;
mod kind;
mod scene;
mod table;
mod watch;

use std::time::Instant;

use fastrand::Rng;
use faults::Fault;
use kind::Kind;
use scene::{Outcome, Scene};

use crate::rabbitmq::node::Node;
use crate::rabbitmq::{Exclusive, exclusive, pristine};
use crate::tidy::skipped;

fn full() -> bool {
    std::env::var("COPYDESK_CHAOS").is_ok_and(|size| size == "full")
}

fn seed() -> u64 {
    std::env::var("SEED").map_or(1, |seed| seed.parse().expect("SEED is a number"))
}

/// The faults of this run, in the order of its seed.
fn chosen() -> Vec<&'static Fault> {
    let named = std::env::var("FAULT").ok();
    let is_chosen = |fault: &&Fault| match &named {
        Some(part) => fault.name.contains(part.as_str()),
        None => full() || fault.short,
    };
    let mut chosen: Vec<&Fault> = faults::ALL.iter().filter(is_chosen).collect();
    assert!(!chosen.is_empty(), "no fault is called {named:?}");
    Rng::with_seed(seed()).shuffle(&mut chosen);
    chosen
}

/// Only the full run restarts the broker.
fn broker() -> Exclusive {
    if full() { pristine() } else { exclusive() }
}

fn put_through(node: &mut Node, kind: Kind, fault: &Fault) -> Outcome {
    let mut scene = Scene::new(node, kind, seed(), full());
    let started = Instant::now();
    (fault.run)(&mut scene);
    let outcome = scene.finish();
    eprintln!("{} ({}): {:.1} s", fault.name, kind.name(), started.elapsed().as_secs_f64());
    outcome
}

#[test]
fn nothing_is_lost_in_any_fault() {
    let mut node = broker();
    let mut wrong = Vec::new();
    println!("seed {}\n{}", seed(), table::head(&table::OURS));
    for fault in chosen() {
        let outcome = put_through(&mut node, Kind::Copydesk, fault);
        println!("{}", table::ours(fault, &outcome));
        let verdict = &outcome.verdict;
        for (what, ids) in [
            ("lost", &verdict.lost),
            ("in both places", &verdict.both),
            ("never published", &verdict.phantom),
            ("repeated and unlike", &verdict.unlike),
        ] {
            if !ids.is_empty() {
                wrong.push(format!("{}: {what}: {ids:?}", fault.name));
            }
        }
        let dead = verdict.rejected + verdict.given_up;
        if dead > 0 && !fault.dead {
            wrong.push(format!("{}: {dead} dead letters", fault.name));
        }
    }
    assert!(wrong.is_empty(), "seed {}:\n{}", seed(), wrong.join("\n"));
}

/// Also the proof that the oracle sees a loss.
#[test]
fn a_plain_consumer_loses_what_no_queue_is_bound_for() {
    let mut node = broker();
    let of_interest = Kind::PLAIN.into_iter().filter(|kind| full() || *kind == Kind::Lapin);
    let kinds: Vec<Kind> = of_interest.filter(|kind| is_there(*kind)).collect();
    let mut columns = vec!["fault"];
    columns.extend(kinds.iter().map(|kind| kind.name()));
    let (mut lost, faults) = (0, chosen());
    println!("seed {}\n{}", seed(), table::head(&columns));
    for fault in faults.into_iter().filter(|fault| fault.for_all && (full() || fault.name == "outputs have no queue")) {
        let mut cells = Vec::new();
        for kind in &kinds {
            let outcome = put_through(&mut node, *kind, fault);
            lost += outcome.verdict.lost.len();
            cells.push(table::brief(&outcome));
        }
        println!("| {} | {} |", fault.name, cells.join(" | "));
    }
    assert!(kinds.is_empty() || lost > 0, "nothing was lost: either plain workers are enough, or nobody looks");
}

fn is_there(kind: Kind) -> bool {
    let missing = kind.command().err();
    if let Some(remedy) = &missing {
        skipped(&format!("{} is not compared: {remedy}", kind.name()));
    }
    missing.is_none()
}
