//! Any text as a date: a moment that can be read again, or a warning.

#![no_main]

use copydesk::article::Input;
use copydesk::normalize::{NormalizeSettings, normalize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &str| {
    let published_at = |raw: &str| {
        let body = serde_json::json!({"text": "The council met.", "published_at": raw}).to_string();
        let input = Input { body: body.as_bytes(), content_type: Some("application/json"), ..Input::default() };
        let mut articles = normalize(&input, &NormalizeSettings::default()).expect("an article");
        let article = articles.remove(0);
        let said = article.warnings.iter().any(|warning| warning == "published_at_not_understood");
        assert_eq!(article.published_at.is_none() && !raw.trim().is_empty(), said, "{:?}", article.warnings);
        article.published_at
    };
    if let Some(moment) = published_at(raw) {
        assert_eq!(moment.raw.trim(), raw.trim());
        let again = published_at(&moment.value).expect("what we write we read");
        assert_eq!((again.value, again.date), (moment.value, moment.date));
    }
});
