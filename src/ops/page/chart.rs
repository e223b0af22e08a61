//! A line chart as inline SVG.

use std::fmt::Write;
use std::time::Duration;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 180.0;
/// Room for the labels of the two axes, also where a narrow page makes them larger.
const LEFT: f64 = 84.0;
const BOTTOM: f64 = 24.0;
const TOP: f64 = 14.0;

/// Lines over the same stretch of time.
pub struct Chart {
    /// What is drawn, and in which unit.
    pub title: &'static str,
    /// The lines, the most important first.
    pub lines: Vec<Line>,
    /// How many values fill the width; fewer stand at the right end.
    pub slots: usize,
    /// Time between two values.
    pub step: Duration,
    /// How a value is written on its axis.
    pub label: fn(f64) -> String,
}

/// One line; gaps are `None`.
pub struct Line {
    /// For the legend.
    pub name: &'static str,
    /// Its class in the style sheet.
    pub class: &'static str,
    /// Oldest first.
    pub values: Vec<Option<f64>>,
}

impl Chart {
    /// The chart with its legend. The description says the latest values, for who cannot see it.
    pub fn svg(&self) -> String {
        let top = ceiling(self.lines.iter().flat_map(|line| line.values.iter().flatten()).copied().fold(0.0, f64::max));
        let latest = |line: &Line| match line.values.iter().rev().find_map(|value| *value) {
            Some(value) => format!("{}: {}", line.name, (self.label)(value)),
            None => format!("{}: none", line.name),
        };
        let minutes = self.step.as_secs_f64() * self.slots as f64 / 60.0;
        let now: Vec<String> = self.lines.iter().map(latest).collect();
        let mut svg = format!(
            "<figure><figcaption>{} {}</figcaption><svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\
             <title>{}, last {minutes:.0} minutes</title><desc>{}</desc>",
            self.title,
            self.lines.iter().map(|l| format!("<span class=\"key {}\">{}</span>", l.class, l.name)).collect::<String>(),
            self.title,
            now.join("; ")
        );
        for share in [0.0, 0.5, 1.0] {
            let y = self.y(share * top, top);
            let _ = write!(
                svg,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
                 <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                LEFT - 6.0,
                y + 4.0,
                (self.label)(share * top)
            );
        }
        for share in [0.0, 0.5, 1.0] {
            let x = LEFT + share * (WIDTH - LEFT);
            let anchor = ["start", "middle", "end"][(share * 2.0) as usize];
            let ago = (1.0 - share) * minutes;
            let label = if ago < 0.5 { "now".to_owned() } else { format!("{ago} min ago") };
            let _ = write!(svg, "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{label}</text>", HEIGHT - 5.0);
        }
        for line in self.lines.iter().rev() {
            for points in self.pieces(line, top) {
                let _ = write!(svg, "<polyline class=\"{}\" points=\"{points}\"/>", line.class);
            }
        }
        svg.push_str("</svg></figure>\n");
        svg
    }

    /// The line's points, cut at its gaps. A single value is drawn as a short stroke.
    fn pieces(&self, line: &Line, top: f64) -> Vec<String> {
        let width = (WIDTH - LEFT) / self.slots as f64;
        let first = self.slots.saturating_sub(line.values.len());
        let mut pieces = Vec::new();
        let mut piece = String::new();
        for (i, value) in line.values.iter().enumerate() {
            let Some(value) = value else {
                pieces.push(std::mem::take(&mut piece));
                continue;
            };
            let x = LEFT + (first + i) as f64 * width;
            let y = self.y(*value, top);
            let _ = write!(piece, "{x:.1},{y:.1} {:.1},{y:.1} ", x + width);
        }
        pieces.push(piece);
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    fn y(&self, value: f64, top: f64) -> f64 {
        TOP + (1.0 - value / top) * (HEIGHT - BOTTOM - TOP - 8.0)
    }
}

/// A round number that is not less: 1, 2 or 5 times a power of ten.
fn ceiling(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|n| n * power).into_iter().find(|n| *n >= value).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_round_number() {
        assert_eq!([0.0, 0.7, 1.0, 3.0, 62.0, 1001.0].map(ceiling), [1.0, 1.0, 1.0, 5.0, 100.0, 2000.0]);
    }

    #[test]
    fn a_gap_cuts_the_line() {
        let values = vec![Some(1.0), Some(2.0), None, Some(1.0)];
        let lines = vec![Line { name: "a", class: "a", values }];
        let chart = Chart { title: "t", lines, slots: 4, step: Duration::from_secs(1), label: |v| v.to_string() };
        assert_eq!(chart.svg().matches("<polyline").count(), 2);
    }
}
