//! Bounds what the HTML parser is given, in one linear pass.
//!
//! Scripts, styles, comments and drawings are half of a news page and never read, so the parser is spared them.
//!
//! The HTML algorithm is quadratic in the attributes of a tag and in the depth of open elements, and copies open
//! formatting elements into every paragraph. Real pages are far from these bounds.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memmem};

/// Most attributes of a tag; the rest is dropped.
const MAX_ATTRIBUTES: usize = 100;

/// Most elements open at once; deeper start tags are dropped, their content stays.
const MAX_DEPTH: usize = 512;

/// Most formatting elements (`<b>`, `<font>`…) open at once.
const MAX_FORMATTING: usize = 32;

/// Elements without an end tag or with one that is often left out; they cannot add to the depth by themselves.
const UNCOUNTED: [&[u8]; 32] = [
    b"p",
    b"li",
    b"dt",
    b"dd",
    b"tr",
    b"td",
    b"th",
    b"thead",
    b"tbody",
    b"tfoot",
    b"option",
    b"optgroup",
    b"rt",
    b"rp",
    b"html",
    b"head",
    b"body",
    b"area",
    b"base",
    b"br",
    b"col",
    b"colgroup",
    b"embed",
    b"hr",
    b"img",
    b"input",
    b"link",
    b"meta",
    b"param",
    b"source",
    b"track",
    b"wbr",
];

const FORMATTING: [&[u8]; 13] =
    [b"a", b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"u"];

/// Elements whose content is no markup.
const RAW_TEXT: [&[u8]; 7] = [b"script", b"style", b"noscript", b"textarea", b"title", b"xmp", b"iframe"];

/// Those of them whose content is not read; of scripts, JSON-LD is.
const UNREAD: [&[u8]; 3] = [b"script", b"style", b"noscript"];

/// Elements of drawings; a drawing that holds others (HTML in `<foreignObject>`) is left to the parser.
const DRAWING: [&[u8]; 20] = [
    b"g",
    b"path",
    b"circle",
    b"rect",
    b"line",
    b"polygon",
    b"polyline",
    b"ellipse",
    b"use",
    b"defs",
    b"clippath",
    b"lineargradient",
    b"radialgradient",
    b"stop",
    b"mask",
    b"symbol",
    b"title",
    b"desc",
    b"text",
    b"tspan",
];

/// The page with attributes, depth and open formatting elements within their bounds, less what is never read.
pub fn bound(page: &str) -> Cow<'_, str> {
    let bytes = page.as_bytes();
    let mut pass = Pass { out: String::new(), copied: 0, open: 0, formatting: 0, dropped: 0, dropped_formatting: 0 };
    let mut at = 0;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        let start = at + found;
        at = match bytes.get(start + 1) {
            Some(b'!') if bytes[start..].starts_with(b"<!--") => {
                let end = comment_end(bytes, start + 4);
                pass.leave_out(page, start, end);
                end
            }
            Some(b'/') if bytes.get(start + 2).is_some_and(u8::is_ascii_alphabetic) => {
                let end = tag_end(bytes, start + 2, |_| ());
                if pass.closes(&name(&bytes[start + 2..end])) {
                    pass.leave_out(page, start, end);
                }
                end
            }
            Some(b) if b.is_ascii_alphabetic() => {
                let (mut attributes, mut cut) = (0, None);
                let end = tag_end(bytes, start + 1, |position| {
                    attributes += 1;
                    if attributes > MAX_ATTRIBUTES {
                        cut.get_or_insert(position);
                    }
                });
                let name = name(&bytes[start + 1..end]);
                if let Some(end) = unread_end(bytes, start, end, &name) {
                    pass.leave_out(page, start, end);
                    at = end;
                    continue;
                }
                if pass.opens(&name, bytes[..end].ends_with(b"/>")) {
                    pass.leave_out(page, start, end);
                } else if let Some(cut) = cut {
                    pass.leave_out(page, cut, end - usize::from(bytes[end - 1] == b'>'));
                }
                if RAW_TEXT.contains(&name.as_ref()) { raw_text_end(bytes, end, &name) } else { end }
            }
            _ => start + 1,
        };
    }
    if pass.copied == 0 {
        return Cow::Borrowed(page);
    }
    pass.out.push_str(&page[pass.copied..]);
    Cow::Owned(pass.out)
}

/// What has been written, and what is open.
struct Pass {
    out: String,
    copied: usize,
    open: usize,
    formatting: usize,
    dropped: usize,
    dropped_formatting: usize,
}

impl Pass {
    fn leave_out(&mut self, page: &str, from: usize, to: usize) {
        self.out.push_str(&page[self.copied..from]);
        self.copied = to;
    }

    /// Counts a start tag; true when it must be left out.
    fn opens(&mut self, name: &[u8], is_closed: bool) -> bool {
        let is_formatting = FORMATTING.contains(&name);
        if UNCOUNTED.contains(&name) || is_closed && !is_formatting {
            return false;
        }
        let (open, dropped, limit) = match is_formatting {
            true => (&mut self.formatting, &mut self.dropped_formatting, MAX_FORMATTING),
            false => (&mut self.open, &mut self.dropped, MAX_DEPTH),
        };
        let is_over = *open >= limit;
        *(if is_over { dropped } else { open }) += 1;
        is_over
    }

    /// Counts an end tag; true when its start tag was left out.
    fn closes(&mut self, name: &[u8]) -> bool {
        if UNCOUNTED.contains(&name) {
            return false;
        }
        let (open, dropped) = match FORMATTING.contains(&name) {
            true => (&mut self.formatting, &mut self.dropped_formatting),
            false => (&mut self.open, &mut self.dropped),
        };
        if *dropped > 0 {
            *dropped -= 1;
            return true;
        }
        *open = open.saturating_sub(1);
        false
    }
}

/// The name at the beginning of a tag, lower case.
fn name(tag: &[u8]) -> Cow<'_, [u8]> {
    let end = tag.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>')).unwrap_or(tag.len());
    let name = &tag[..end];
    if name.iter().any(u8::is_ascii_uppercase) { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) }
}

/// One past the `>` of the tag whose name begins at `at`; tells where each attribute begins.
fn tag_end(bytes: &[u8], at: usize, mut attribute: impl FnMut(usize)) -> usize {
    let is_space = |b: u8| b.is_ascii_whitespace() || b == b'/';
    let mut i = at;
    while i < bytes.len() && !is_space(bytes[i]) && bytes[i] != b'>' {
        i += 1;
    }
    loop {
        while i < bytes.len() && is_space(bytes[i]) {
            i += 1;
        }
        match bytes.get(i) {
            None => return bytes.len(),
            Some(b'>') => return i + 1,
            Some(_) => attribute(i),
        }
        i += 1;
        while i < bytes.len() && !is_space(bytes[i]) && !matches!(bytes[i], b'>' | b'=') {
            i += 1;
        }
        let equals = bytes[i..].iter().position(|b| !b.is_ascii_whitespace()).map(|n| i + n);
        if let Some(equals) = equals.filter(|&e| bytes[e] == b'=') {
            i = equals + 1;
            while i < bytes.len() && bytes[i].is_ascii_whitespace() {
                i += 1;
            }
            match bytes.get(i) {
                Some(&quote @ (b'"' | b'\'')) => {
                    i = memchr(quote, &bytes[i + 1..]).map_or(bytes.len(), |n| i + 1 + n + 1);
                }
                _ => {
                    while i < bytes.len() && !bytes[i].is_ascii_whitespace() && bytes[i] != b'>' {
                        i += 1;
                    }
                }
            }
        }
    }
}

/// Where the end tag of a raw text element begins.
fn raw_text_end(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    let mut at = from;
    while let Some(found) = memmem::find(&bytes[at..], b"</") {
        at += found;
        let rest = &bytes[at + 2..];
        let is_end = rest.get(name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
        if is_end && rest.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

/// One past the comment whose content begins at `from`.
fn comment_end(bytes: &[u8], from: usize) -> usize {
    let rest = &bytes[from..];
    let is_end = |&end: &usize| {
        let content = &rest[..end];
        content.is_empty() || content == b"-" || content.ends_with(b"--") || content.ends_with(b"--!")
    };
    memchr_iter(b'>', rest).find(is_end).map_or(bytes.len(), |end| from + end + 1)
}

/// One past an element that is never read, if the tag from `start` to `end` begins one.
fn unread_end(bytes: &[u8], start: usize, end: usize, name: &[u8]) -> Option<usize> {
    if name == b"svg" {
        return if bytes[..end].ends_with(b"/>") { None } else { drawing_end(bytes, end) };
    }
    if !UNREAD.contains(&name) || holds(&bytes[start..end], b"ld+json") {
        return None;
    }
    let close = raw_text_end(bytes, end, name);
    let content = &bytes[end..close];
    // Within a comment a script may hold scripts: where it really ends is the parser's business.
    let is_nested = || memmem::find(content, b"<!--").is_some() && holds(content, b"<script");
    (close < bytes.len() && !is_nested()).then(|| tag_end(bytes, close + 2, |_| ()))
}

/// One past the end tag of a drawing, if it holds nothing else before.
fn drawing_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr(b'<', &bytes[at..])? + 1;
        let is_end = bytes.get(at) == Some(&b'/');
        at += usize::from(is_end);
        let end = tag_end(bytes, at, |_| ());
        let name = name(&bytes[at..end]);
        match &*name {
            b"svg" if is_end => return Some(end),
            name if DRAWING.contains(&name) => at = end,
            _ => return None,
        }
    }
}

/// Whether bytes contain a lower-case word, in any case.
fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_passes_untouched() {
        let page =
            "<!doctype html><p class=a>x<br/><b>y</b><script type='application/LD+json'>\"<i>\"</script><p title='>'>z";
        assert!(matches!(bound(page), Cow::Borrowed(_)));
        for page in ["<", "<a", "<a ", "<a b", "<a b=", "<a b='", "</", "</a", "<script>", "é<é", "<svg><p>", "<svg/>"]
        {
            assert_eq!(bound(page), page);
        }
    }

    #[test]
    fn what_is_never_read_is_left_out() {
        for (page, want) in [
            ("a<!-- <p> -->b<!-->c<!--->d<!----!>e", "abcde"),
            ("a<script>if (x<y) '<i>' </scripty></script >b<STYLE>p{}</style>c", "abc"),
            ("a<script><!-- <script></script> --></script>b", "a<script><!-- <script></script> --></script>b"),
            ("a<noscript><img></noscript>b<svg class=x><path d=''/><g><title>t</title></g></svg>c", "abc"),
            (
                "a<svg><foreignObject><p>x</p></foreignObject></svg>",
                "a<svg><foreignObject><p>x</p></foreignObject></svg>",
            ),
            ("a<!-- not closed", "a"),
        ] {
            assert_eq!(bound(page), want);
        }
    }

    #[test]
    fn attributes_beyond_the_bound_are_dropped() {
        let many: String = (0..1000).map(|i| format!(" a{i}=\"{i}\"")).collect();
        let bounded = bound(&format!("<p{many}>text</p>")).into_owned();
        assert!(bounded.ends_with(" a99=\"99\" >text</p>"), "{bounded}");
    }

    #[test]
    fn depth_is_bounded_and_content_stays() {
        let deep = format!("{}text{}<p>after</p>", "<div>".repeat(1000), "</div>".repeat(1000));
        let bounded = bound(&deep);
        assert_eq!(bounded.matches("<div>").count(), 512);
        assert_eq!(bounded.matches("</div>").count(), 512);
        assert!(bounded.ends_with("<p>after</p>") && bounded.contains(">text<"));
        assert_eq!(bound(&"<font>".repeat(100)).matches("<font>").count(), 32);
    }
}
