//! Tags within text: whether there are any, and the text without them.

use super::{clean_line, unescape};

/// Elements that stand in the bodies of feeds and fields, lower case.
const ELEMENTS: [&str; 73] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "ins",
    "li",
    "link",
    "main",
    "mark",
    "nav",
    "object",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "video",
    "wbr",
];

/// Those of them that never end.
const VOID: [&str; 7] = ["br", "embed", "hr", "img", "link", "source", "wbr"];

/// Those whose content nobody reads.
const UNREAD: [&str; 2] = ["script", "style"];

/// Most tags of a title that are looked at; each is compared with the others.
const MOST_TAGS: usize = 50;

/// A tag in a text.
struct Tag<'a> {
    /// Where it begins and ends, in bytes.
    start: usize,
    end: usize,
    name: &'a str,
    is_end: bool,
}

/// The tags of known elements in a text, in order.
fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    memchr::memchr_iter(b'<', text.as_bytes()).filter_map(move |start| {
        let rest = &text[start + 1..];
        let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let after = rest.as_bytes().get(length)?;
        let close = memchr::memchr2(b'>', b'<', &rest.as_bytes()[length..])? + length;
        let known = |known: &&&str| known.eq_ignore_ascii_case(&rest[..length]);
        let is_tag = rest.as_bytes()[close] == b'>' && (after.is_ascii_whitespace() || matches!(after, b'>' | b'/'));
        let name = ELEMENTS.iter().find(known).filter(|_| is_tag)?;
        Some(Tag { start, end: text.len() - rest.len() + close + 1, name, is_end })
    })
}

/// Whether a text that may be HTML holds a tag.
pub fn has_markup(text: &str) -> bool {
    tags(text).next().is_some()
}

/// Characters of HTML that a reader would see, about: what stands outside tags, references as they are.
pub fn visible_chars_of_html(html: &str) -> usize {
    let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let (mut chars, mut at) = (0, 0);
    let mut unread: Option<&str> = None;
    for tag in tags(html) {
        match unread {
            Some(name) if tag.is_end && tag.name == name => unread = None,
            Some(_) => continue,
            None if tag.start < at => continue,
            None => {
                chars += visible(html.get(at..tag.start).unwrap_or_default());
                unread = Some(tag.name).filter(|name| !tag.is_end && UNREAD.contains(name));
            }
        }
        at = tag.end;
    }
    chars + if unread.is_none() { visible(&html[at..]) } else { 0 }
}

/// A title as one line of words: without the tags of elements that end in it, references as what they stand for.
///
/// "A < B" and a tag that is spoken of ("what `<div>` means") stay.
pub fn plain_title(title: &str) -> String {
    let found: Vec<Tag> = tags(title).take(MOST_TAGS).collect();
    let mut out = String::with_capacity(title.len());
    let mut at = 0;
    for (i, tag) in found.iter().enumerate() {
        let is_paired = match tag.is_end {
            true => found[..i].iter().any(|other| other.name == tag.name && !other.is_end),
            false => found[i + 1..].iter().any(|other| other.name == tag.name && other.is_end),
        };
        if tag.start >= at && (is_paired || VOID.contains(&tag.name)) {
            out.push_str(&title[at..tag.start]);
            if matches!(tag.name, "br" | "p" | "div" | "li") {
                out.push(' ');
            }
            at = tag.end;
        }
    }
    out.push_str(&title[at..]);
    clean_line(&unescape(&out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_signs() {
        for html in ["a<br>b", "<IMG SRC='x'>", "x <em>y</em>", "<wbr/>", "</p>"] {
            assert!(has_markup(html), "{html}");
        }
        for text in ["5 < 6 and 7 > 6", "<Editor's note>", "a<b", "<3", "<p", "x <y@example.com>"] {
            assert!(!has_markup(text), "{text}");
        }
    }

    #[test]
    fn what_a_reader_sees_is_counted() {
        assert_eq!(
            visible_chars_of_html("<img src='a.png'><p>Two <b>boats</b></p><script>if (a<b) { c() }</script>"),
            8
        );
        assert_eq!(visible_chars_of_html("no tags"), 6);
    }

    #[test]
    fn a_title_has_no_tags() {
        for (given, want) in [
            ("<i>Boats</i> return &amp; stay", "Boats return & stay"),
            ("<p>Boats<br/>return</p>", "Boats return"),
            ("Depth < 5 m", "Depth < 5 m"),
            ("How to use <table>", "How to use <table>"),
            ("What &lt;em&gt; is for", "What <em> is for"),
        ] {
            assert_eq!(plain_title(given), want);
        }
    }
}
