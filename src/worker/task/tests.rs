//! Deliveries in every interleaving: a model plays the broker and is answered by the code that runs in production.
//!
//! The model knows what a broker knows: which messages wait, which are in whose hands, what it has confirmed. It
//! delivers, confirms, refuses, returns, cuts connections and forgets acknowledgements in an order that is drawn; the
//! tasks run between its steps until each waits for it or has ended, so a run depends on nothing but what was drawn.

mod model;

use proptest::collection::vec;
use proptest::prelude::*;

use model::{Article, Model, Step};

fn steps() -> impl Strategy<Value = Step> {
    let verdicts = || vec(prop_oneof![4 => Just(0_u8), 1 => Just(1), 1 => Just(2), 1 => Just(3)], 1..4);
    prop_oneof![
        6 => any::<bool>().prop_map(|suspects| Step::Deliver { suspects }),
        6 => (any::<prop::sample::Index>(), verdicts()).prop_map(|(which, verdicts)| Step::Answer { which, verdicts }),
        1 => (any::<bool>(), any::<bool>()).prop_map(|(arrived, forgotten)| Step::Lose { arrived, forgotten }),
        1 => Just(Step::CloseChannel),
        1 => any::<prop::sample::Index>().prop_map(|which| Step::Cancel { which }),
    ]
}

fn articles() -> impl Strategy<Value = Vec<Article>> {
    vec(prop_oneof![3 => Just(Article::Good), 1 => Just(Article::Unreadable)], 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// The model asserts at every acknowledgement that all that replaces the delivery was confirmed and that it is the
    /// first one, and at the end that every article came out or is among the dead letters.
    #[test]
    fn nothing_is_acknowledged_before_what_replaces_it_is_confirmed(articles in articles(), steps in vec(steps(), 0..50)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut model = Model::new(&articles);
            for step in steps {
                model.take(step).await;
            }
            model.finish().await;
        });
    }
}
