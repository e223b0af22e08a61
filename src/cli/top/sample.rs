//! One look at a worker's metrics.

use std::collections::BTreeMap;

/// Where a share of what was measured ends, as far as a histogram tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantile {
    /// Not above this bound of a bucket.
    UpTo(f64),
    /// Above the last bucket, which ends here.
    Over(f64),
}

/// Series with their labels, as the text format writes them, and their values.
#[derive(Debug, Clone, Default)]
pub struct Sample(BTreeMap<String, f64>);

impl Sample {
    /// Reads the OpenMetrics text format as our workers write it.
    pub fn parse(text: &str) -> Sample {
        let series = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            let (name, value) = line.rsplit_once(' ')?;
            Some((name.to_owned(), value.parse().ok()?))
        });
        Sample(series.collect())
    }

    /// The series of a metric, with their labels.
    fn of<'a>(&'a self, metric: &'a str) -> impl Iterator<Item = (&'a str, f64)> {
        self.0.iter().filter_map(move |(series, value)| {
            let labels = series.strip_prefix(metric)?;
            (labels.is_empty() || labels.starts_with('{')).then_some((labels, *value))
        })
    }

    /// The sum over the series whose labels contain this text.
    pub fn sum(&self, metric: &str, label: &str) -> f64 {
        self.of(metric).filter(|(labels, _)| labels.contains(label)).map(|(_, value)| value).sum()
    }

    /// The values by one label.
    pub fn by_label(&self, metric: &str, label: &str) -> Vec<(String, f64)> {
        self.of(metric).filter_map(|(labels, value)| Some((labelled(labels, label)?.to_owned(), value))).collect()
    }

    /// The bucket that holds a share of what came since `before`, over all series; `None` when nothing came.
    pub fn quantile(&self, before: &Sample, metric: &str, share: f64) -> Option<Quantile> {
        let bounds = |sample: &Sample| {
            let mut bounds: Vec<(f64, f64)> = Vec::new();
            for (labels, value) in sample.of(metric) {
                let bound = match labelled(labels, "le") {
                    Some("+Inf") => f64::INFINITY,
                    Some(bound) => bound.parse().unwrap_or(f64::INFINITY),
                    None => continue,
                };
                match bounds.iter_mut().find(|(b, _)| *b == bound) {
                    Some((_, sum)) => *sum += value,
                    None => bounds.push((bound, value)),
                }
            }
            bounds.sort_by(|a, b| a.0.total_cmp(&b.0));
            bounds
        };
        let old = bounds(before);
        let new: Vec<(f64, f64)> = bounds(self)
            .into_iter()
            .map(|(bound, sum)| (bound, sum - old.iter().find(|(b, _)| *b == bound).map_or(0.0, |(_, sum)| *sum)))
            .collect();
        let total = new.last().map_or(0.0, |(_, sum)| *sum);
        if total <= 0.0 {
            return None;
        }
        let last = new.iter().rev().map(|(bound, _)| *bound).find(|bound| bound.is_finite())?;
        let (bound, _) = new.into_iter().find(|(_, sum)| *sum >= share * total)?;
        Some(if bound.is_finite() { Quantile::UpTo(bound) } else { Quantile::Over(last) })
    }
}

/// The value of one label.
fn labelled<'a>(labels: &'a str, name: &str) -> Option<&'a str> {
    let start = labels.find(&format!("{name}=\""))? + name.len() + 2;
    labels[start..].split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_metrics_say_is_read() {
        let text = |n: u64| {
            format!(
                "# TYPE x counter\na_total{{lane=\"live\",outcome=\"dead\"}} {n}\na_total{{lane=\"replay\",outcome=\"dead\"}} 1\n\
                 a_total_other 9\nh_bucket{{le=\"0.1\"}} {n}\nh_bucket{{le=\"0.2\"}} {}\nh_bucket{{le=\"+Inf\"}} {}\n",
                n + 10,
                n + n / 9 + 10
            )
        };
        let (before, now) = (Sample::parse(&text(0)), Sample::parse(&text(90)));
        assert_eq!(now.sum("a_total", "outcome=\"dead\""), 91.0);
        assert_eq!(now.by_label("a_total", "lane"), [("live".to_owned(), 90.0), ("replay".to_owned(), 1.0)]);
        assert_eq!(now.quantile(&before, "h_bucket", 0.5), Some(Quantile::UpTo(0.1)));
        assert_eq!(now.quantile(&before, "h_bucket", 0.99), Some(Quantile::Over(0.2)));
        assert_eq!(now.quantile(&now, "h_bucket", 0.5), None);
    }
}
