//! Any page: its blocks are clean lines, and nothing panics.

#![no_main]

use copydesk::article::Input;
use copydesk::normalize::{NormalizeSettings, normalize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|page: &str| {
    let url = Some("https://www.example.com/2019/jun/19/a-page?utm_source=x");
    let input = Input { body: page.as_bytes(), content_type: Some("text/html"), url, ..Input::default() };
    let Ok(articles) = normalize(&input, &NormalizeSettings::default()) else { return };
    for (_, text) in articles.iter().flat_map(|article| &article.blocks) {
        assert!(!text.is_empty() && text.trim() == text && !text.contains(['\n', '\r', '\t']), "{text:?}");
    }
});
