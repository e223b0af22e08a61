//! Any XML: a feed, a news item, a page, or refused; each article that is found has a text.

#![no_main]

use copydesk::article::Input;
use copydesk::normalize::{NormalizeSettings, normalize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|xml: &str| {
    let input = Input { body: xml.as_bytes(), content_type: Some("application/xml"), ..Input::default() };
    let Ok(articles) = normalize(&input, &NormalizeSettings::default()) else { return };
    assert!(!articles.is_empty() && articles.iter().all(|article| !article.blocks.is_empty() && !article.id.is_empty()));
});
