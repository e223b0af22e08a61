//! Names and countries of outlets by host name: the user's table first, then the built-in one.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::settings::SourceSettings;
use std::collections::BTreeMap;

/// Publisher, site and upper-case country code by host name; read once.
static BUILT_IN: LazyLock<HashMap<&'static str, (&'static str, String)>> = LazyLock::new(|| {
    let lines = include_str!("sources.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let (name, domain, country) = (fields.next()?, fields.next()?, fields.next()?);
            Some((domain, (name, country.to_ascii_uppercase())))
        })
        .collect()
});

/// What is known of a host name or of the domains above it.
pub fn look_up(domain: &str, own: &BTreeMap<String, SourceSettings>) -> SourceSettings {
    let mut rest = domain;
    loop {
        if let Some(known) = own.get(rest) {
            return known.clone();
        }
        if let Some((name, country)) = BUILT_IN.get(rest) {
            // Some outlets stand in several editions of one country group; a list of codes is no code.
            let country = Some(country.clone()).filter(|c| c.len() == 2);
            return SourceSettings { name: Some((*name).to_owned()), country };
        }
        match rest.split_once('.') {
            Some((_, above)) if above.contains('.') => rest = above,
            _ => return SourceSettings::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_table_comes_first() {
        let mine = SourceSettings { name: Some("Mine".to_owned()), country: None };
        let own = BTreeMap::from([("orf.at".to_owned(), mine.clone())]);
        assert_eq!(look_up("news.orf.at", &own), mine);
        assert_eq!(look_up("news.orf.at", &BTreeMap::new()).country.as_deref(), Some("AT"));
        assert_eq!(look_up("example.com", &own), SourceSettings::default());
    }
}
