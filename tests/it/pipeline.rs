//! Bytes in, enriched JSON out.

use copydesk::article::Input;
use copydesk::pipeline::Pipeline;

#[test]
fn the_same_input_gives_the_same_bytes() {
    let body = br#"{"id":"a1","title":"A headline","text":"One paragraph.\n\nAnother one, with an \u00e9."}"#;
    let input = Input { body, content_type: Some("application/json"), ..Input::default() };
    let run = || serde_json::to_string(&Pipeline::default().process(&input).expect("accepted")).expect("JSON");
    assert_eq!(run(), run());
}
