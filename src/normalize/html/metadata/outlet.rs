//! What an outlet is called.

use super::Facts;
use crate::normalize::identity;
use crate::normalize::text::fold;

/// Names of an outlet as letters and digits alone, since hosts and accounts have no spaces.
pub struct Outlet(Vec<String>);

impl Outlet {
    /// The stated names, the host, and `other`, such as the end of the page's title.
    pub fn of(facts: &Facts, site: Option<&str>, other: Option<&str>) -> Self {
        let host = facts.url.and_then(identity::domain);
        // "news.example.co.uk" is called "example": the longest part is the telling one.
        let label = host.as_deref().and_then(|host| host.rsplit_once('.')?.0.split('.').max_by_key(|part| part.len()));
        // "shop.example.com" is "example.com", which titles end in.
        let parent = host.as_deref().and_then(|host| host.split_once('.')).map(|(_, parent)| parent);
        let parent = parent.filter(|parent| parent.contains('.'));
        let names = [site, facts.json_ld.publisher.as_deref(), other, host.as_deref(), label, parent];
        Outlet(names.into_iter().flatten().map(joined).filter(|name| name.len() >= 3).collect())
    }

    /// Whether a name is the outlet's.
    pub fn is(&self, name: &str) -> bool {
        let name = joined(name);
        self.0.contains(&name)
    }

    /// Whether a name is the outlet's or part of it, or begins with it ("Example Staff").
    pub fn is_called(&self, name: &str) -> bool {
        let name = joined(name);
        self.0.iter().any(|outlet| name.starts_with(outlet.as_str()) || name.len() >= 5 && outlet.contains(&name))
    }
}

fn joined(name: &str) -> String {
    fold(name).replace(' ', "")
}
