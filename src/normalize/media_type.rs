//! The content type of a message.

/// What a content type says about the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Family {
    /// Nothing: the structure decides.
    #[default]
    Unknown,
    /// JSON of any shape.
    Json,
    /// An HTML page or fragment.
    Html,
    /// A feed or a news item.
    Xml,
    /// Plain text.
    Text,
    /// Something that holds no article (an image, a film, a PDF).
    Other,
}

/// A parsed content type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MediaType {
    /// What the body is said to be.
    pub family: Family,
    /// The `charset` parameter.
    pub charset: Option<String>,
}

impl MediaType {
    /// Reads `type/subtype; charset=…` in any case; what is no content type says nothing.
    pub fn parse(value: &str) -> Self {
        let value = value.to_ascii_lowercase();
        let mut parts = value.split(';').map(str::trim);
        let family = family(parts.next().unwrap_or_default());
        let charset = parts
            .filter_map(|p| p.split_once('='))
            .find(|(name, _)| name.trim() == "charset")
            .map(|(_, value)| value.trim().trim_matches(['"', '\'']).to_owned())
            .filter(|value| !value.is_empty());
        MediaType { family, charset }
    }
}

fn family(essence: &str) -> Family {
    match essence {
        ""
        | "application/octet-stream"
        | "binary/octet-stream"
        | "application/data"
        | "application/gzip"
        | "application/zstd" => Family::Unknown,
        "application/xhtml+xml" | "text/html" => Family::Html,
        "application/xml" | "text/xml" => Family::Xml,
        "text/plain" | "text/markdown" => Family::Text,
        _ if essence.ends_with("/json") || essence.ends_with("+json") || essence.ends_with("json-seq") => Family::Json,
        _ if essence.ends_with("+xml") && !essence.starts_with("image/") => Family::Xml,
        _ if essence.starts_with("text/") || !essence.contains('/') => Family::Unknown,
        _ => Family::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_type_and_charset() {
        for (value, want, charset) in [
            ("application/json", Family::Json, None),
            ("Text/HTML; Charset=\"ISO-8859-1\"; x=y", Family::Html, Some("iso-8859-1")),
            ("application/ld+json;charset=utf-8", Family::Json, Some("utf-8")),
            ("application/rss+xml", Family::Xml, None),
            ("image/svg+xml", Family::Other, None),
            ("image/jpeg", Family::Other, None),
            ("application/pdf", Family::Other, None),
            ("application/octet-stream", Family::Unknown, None),
            ("", Family::Unknown, None),
            ("nonsense", Family::Unknown, None),
        ] {
            let want = MediaType { family: want, charset: charset.map(str::to_owned) };
            assert_eq!(MediaType::parse(value), want, "{value}");
        }
    }
}
