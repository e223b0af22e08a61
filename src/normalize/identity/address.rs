//! Canonical addresses: one article, one address.

use url::{Host, Url};

/// Query parameters that say how a reader came to a page, not which page it is.
const TRACKING: [&str; 42] = [
    "fbclid",
    "gclid",
    "dclid",
    "gclsrc",
    "gbraid",
    "wbraid",
    "msclkid",
    "twclid",
    "ttclid",
    "yclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "mkt_tok",
    "vero_id",
    "oly_anon_id",
    "oly_enc_id",
    "wickedid",
    "cmpid",
    "ncid",
    "ocid",
    "smid",
    "partner",
    "ref",
    "ref_src",
    "referrer",
    "source",
    "share",
    "sharetype",
    "smtyp",
    "spm",
    "srnd",
    "taid",
    "trk",
    "xtor",
    "at_medium",
    "at_campaign",
];

/// Prefixes of such parameters.
const TRACKING_PREFIXES: [&str; 7] = ["utm_", "utm-", "hsa_", "pk_", "mtm_", "ns_", "wt_"];

/// First labels of host names that serve the same pages to telephones.
const MOBILE_LABELS: [&str; 6] = ["m", "mobile", "amp", "touch", "wap", "mobil"];

/// The address without tracking parameters, fragment, AMP and mobile variants; `None` when it is not an address
/// of the web.
pub fn canonical(address: &str) -> Option<String> {
    let mut url = parse(address)?;
    if let Some(original) = behind_amp_cache(&url) {
        url = original;
    }
    // "#/town/pool": pages that scripts make keep the address there.
    if !url.fragment().is_some_and(|fragment| fragment.starts_with(['/', '!'])) {
        url.set_fragment(None);
    }
    let _ = url.set_username("");
    let _ = url.set_password(None);
    plain_host(&mut url);
    plain_path(&mut url);
    plain_query(&mut url);
    Some(url.into())
}

/// An address relative to another, as one of the web; `None` where it is none.
pub fn resolve(address: &str, base: &str) -> Option<String> {
    let url = match parse(base) {
        Some(base) => base.join(address.trim()).ok()?,
        None => parse(address)?,
    };
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.into())
}

/// The host name of an address without "www." and mobile labels, lower case.
pub fn domain(address: &str) -> Option<String> {
    let mut url = parse(address)?;
    if let Some(original) = behind_amp_cache(&url) {
        url = original;
    }
    plain_host(&mut url);
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

pub(super) fn parse(address: &str) -> Option<Url> {
    let address = address.trim();
    let url = match Url::parse(address) {
        Ok(url) => url,
        Err(_) if address.starts_with("//") => Url::parse(&format!("https:{address}")).ok()?,
        Err(_) => return None,
    };
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// `www.google.com/amp/s/example.com/a` and `example-com.cdn.ampproject.org/c/s/example.com/a`.
fn behind_amp_cache(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let path = url.path();
    let rest = if host.ends_with(".cdn.ampproject.org") {
        path.get(1..).and_then(|p| p.split_once('/')).map(|(_, rest)| rest)?
    } else if host.starts_with("www.google.") {
        path.strip_prefix("/amp/")?
    } else {
        return None;
    };
    let (scheme, rest) = rest.strip_prefix("s/").map_or(("http", rest), |rest| ("https", rest));
    parse(&format!("{scheme}://{rest}"))
}

fn plain_host(url: &mut Url) {
    let Some(Host::Domain(host)) = url.host() else { return };
    let host = host.trim_end_matches('.').to_owned();
    let plain = match host.split_once('.') {
        // "m.example.com" loses its label; "m.de" is a domain of its own.
        Some((label, rest)) if MOBILE_LABELS.contains(&label) && rest.contains('.') => rest.to_owned(),
        _ => host,
    };
    let _ = url.set_host(Some(&plain));
}

fn plain_path(url: &mut Url) {
    let path = url.path();
    let plain = path.strip_suffix("/amp/").or_else(|| path.strip_suffix("/amp")).or_else(|| path.strip_suffix(".amp"));
    let plain = plain.or_else(|| path.strip_prefix("/amp").filter(|rest| rest.len() > 1 && rest.starts_with('/')));
    if let Some(plain) = plain.map(str::to_owned) {
        url.set_path(&plain);
    }
}

fn plain_query(url: &mut Url) {
    if url.query().is_none() {
        return;
    }
    let is_noise = |name: &str, value: &str| {
        let name = name.to_ascii_lowercase();
        TRACKING.contains(&name.as_str())
            || TRACKING_PREFIXES.iter().any(|p| name.starts_with(p))
            || (name == "outputtype" && value == "amp")
            || name == "amp"
    };
    let kept: Vec<(String, String)> =
        url.query_pairs().filter(|(k, v)| !is_noise(k, v)).map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
    if kept.is_empty() {
        url.set_query(None);
    } else if kept.len() < url.query_pairs().count() {
        url.query_pairs_mut().clear().extend_pairs(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_article_one_address() {
        for (address, want) in [
            ("HTTPS://Example.COM:443/a?utm_source=x&id=3&fbclid=y#top", "https://example.com/a?id=3"),
            ("https://example.com/a?id=3&q=a+b", "https://example.com/a?id=3&q=a+b"),
            ("https://m.example.com/a/amp/", "https://example.com/a"),
            ("https://amp.example.co.uk/a?outputType=amp", "https://example.co.uk/a"),
            ("https://www.google.com/amp/s/example.com/a/amp", "https://example.com/a"),
            ("https://example-com.cdn.ampproject.org/c/s/example.com/amp/a", "https://example.com/a"),
            ("//example.com/a", "https://example.com/a"),
            ("https://me:secret@example.com/", "https://example.com/"),
            ("https://m.de/a", "https://m.de/a"),
        ] {
            assert_eq!(canonical(address).as_deref(), Some(want), "{address}");
        }
        for address in ["", "not an address", "mailto:a@example.com", "javascript:void(0)", "/relative"] {
            assert_eq!(canonical(address), None, "{address}");
        }
    }

    #[test]
    fn a_domain_is_a_host_without_www() {
        assert_eq!(domain("https://www.Example.com/a").as_deref(), Some("example.com"));
        assert_eq!(domain("https://mobile.example.com/a").as_deref(), Some("example.com"));
    }
}
