//! One test binary; each module keeps one promise.

mod pipeline;
