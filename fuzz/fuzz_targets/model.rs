//! Any bytes as a model file: refused or usable, never a panic, also behind a right checksum.

#![no_main]

use copydesk::model::{Hash, ModelFile, SCORES, SparseTable, Weights, write_model};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // As a whole file; almost always refused by its checksum.
    if let Ok(file) = ModelFile::open(bytes, "pos") {
        _ = file.section("wght");
    }
    // As one section of a whole file, which is what a damaged writer would give.
    let file = write_model("pos", &[("wght", bytes)]);
    let file = ModelFile::open(&file, "pos").expect("just written");
    assert_eq!(file.section("wght"), Ok(bytes));
    if let Some(table) = SparseTable::new(bytes) {
        let (weights, mut scores) = (Weights::new(table), [0; SCORES]);
        for seed in 0..64 {
            weights.add([Hash::new(seed).finish()], &mut scores);
        }
    }
});
