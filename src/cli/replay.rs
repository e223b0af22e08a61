//! `copydesk replay`: raw articles from the stream into the replay lane once more.

use std::process::ExitCode;

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;

use super::arguments::{self, Moment};
use super::{block_on, connect, connect_in_order, missing};
use crate::broker::Broker;
use crate::operator::Selector;
use crate::operator::replay::{self, OffsetRange, Position, ReplayPlan, Selection};
use crate::settings::Settings;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The position is stored in replay.state_dir after every confirm: the same command goes on where \
                        a killed one was.\n\nExit codes: 0 all replayed (or nothing to replay), 1 stopped half-way or \
                        refused, 2 wrong usage, settings, or no broker."
)]
pub struct Args {
    /// What arrived then or later: 2026-11-20, 2026-11-20T08:00:00Z, or a time ago such as 2h.
    #[arg(long, value_name = "TIME", value_parser = arguments::moment, conflicts_with = "from_offset")]
    since: Option<Moment>,
    /// What arrived before then.
    #[arg(long, value_name = "TIME", value_parser = arguments::moment)]
    until: Option<Moment>,
    /// This offset of the stream or later.
    #[arg(long, value_name = "N")]
    from_offset: Option<u64>,
    /// This offset of the stream or earlier.
    #[arg(long, value_name = "N")]
    to_offset: Option<u64>,
    /// Only articles of this source, as in raw.<source>; repeatable.
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Only the message or article with this id; repeatable.
    #[arg(long, value_name = "ID")]
    id: Vec<String>,
    /// Only articles whose body holds this text, in any case.
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Articles per second at most, such as 500/s or 30/m.
    #[arg(long, value_name = "N/s", value_parser = arguments::rate)]
    rate: Option<f64>,
    /// Only count what would be replayed.
    #[arg(long)]
    dry_run: bool,
    /// Begin although the replay lane is not empty.
    #[arg(long)]
    force: bool,
    /// Forget the stored position of this command and begin anew.
    #[arg(long)]
    restart: bool,
    /// Go on although the stream has lost articles behind the stored position, with those that are left.
    #[arg(long)]
    skip_gap: bool,
}

impl Args {
    /// What was asked for, in the words in which it was asked.
    fn words(&self) -> String {
        let typed = |moment: &Option<Moment>| moment.as_ref().map(|moment| moment.typed.clone());
        let (since, until) = (typed(&self.since), typed(&self.until));
        let Args { from_offset, to_offset, source, id, text, .. } = self;
        format!("{since:?} {until:?} {from_offset:?} {to_offset:?} {source:?} {id:?} {text:?}")
    }
}

/// 1 when it was refused or stopped half-way.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    block_on(replay(args, settings))
}

async fn replay(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let selection = Selection {
        since: args.since.as_ref().map(|moment| moment.time),
        until: args.until.as_ref().map(|moment| moment.time),
        from_offset: args.from_offset,
        to_offset: args.to_offset,
        matching: Selector { ids: args.id.clone(), sources: args.source.clone(), text: args.text.clone() },
    };
    let stream = &settings.topology.raw_log_stream;
    let lane = &settings.topology.replay_queue;
    let file = Position::file(&settings.replay.state_dir, stream, &args.words());
    // Before anything is put into the lane.
    let _lock = if args.dry_run { None } else { Some(Position::lock(&file)?) };
    let reading = connect(&settings.broker, "replay read").await?;
    if args.restart {
        Position::remove(&file)?;
    }
    let stored = if args.dry_run { None } else { Position::read(&file)? };
    let depth = async |kind, queue: &str, setting| {
        reading.queue_depth(queue).await?.ok_or_else(|| missing(&format!("{kind} {queue}"), setting))
    };
    depth("stream", stream, "topology.raw_log_stream").await?;
    let waiting = depth("queue", lane, "topology.replay_queue").await?;
    if waiting > 0 && stored.is_none() && !args.force && !args.dry_run {
        complain!(
            "queue {lane} still holds {waiting} articles of an earlier replay; wait until it is empty, or \
             give --force"
        );
        return Ok(ExitCode::FAILURE);
    }
    let wanted = match &stored {
        Some(position) => Some(OffsetRange { first: position.next_offset, last: position.end_offset }),
        None => selection.range(&reading, stream).await?,
    };
    // Retention takes the oldest articles out of the stream while a replay rests.
    let begins_at = stored.as_ref().map(|position| position.next_offset).or(args.from_offset);
    let oldest = match begins_at {
        Some(_) => Selection::oldest(&reading, stream).await?,
        None => None,
    };
    if let (Some(begins_at), Some(range)) = (begins_at, &wanted)
        && let Some(gap) = gap(begins_at, range.last, oldest)
    {
        complain!(
            "{stream} holds nothing at offsets {} to {} any more (topology.raw_log_max_age)",
            gap.first,
            gap.last
        );
        if stored.is_some() && !args.skip_gap {
            complain!("the stored position is kept; --skip-gap goes on with what is left, --restart begins anew");
            return Ok(ExitCode::FAILURE);
        }
    }
    let left = |range: &OffsetRange| OffsetRange { first: range.first.max(oldest.unwrap_or(0)), ..*range };
    let Some(range) = wanted.as_ref().map(left).filter(|range| range.first <= range.last) else {
        Position::remove(&file)?;
        say!("nothing to replay in {stream}");
        return Ok(ExitCode::SUCCESS);
    };
    if let Some(position) = &stored {
        let Position { run, next_offset, published, .. } = position;
        complain!("going on with {run} at offset {next_offset}, {published} are in the lane already");
    }
    let plan = ReplayPlan {
        stream: stream.clone(),
        lane: lane.clone(),
        selection,
        range,
        run: stored.as_ref().map_or_else(new_run, |position| position.run.clone()),
        published: stored.as_ref().map_or(0, |position| position.published),
        position: (!args.dry_run).then(|| file.clone()),
        rate: args.rate,
    };
    carry_out(&plan, reading, settings, &file).await
}

async fn carry_out(
    plan: &ReplayPlan,
    reading: Broker,
    settings: &Settings,
    file: &std::path::Path,
) -> anyhow::Result<ExitCode> {
    let publishing = connect_in_order(&settings.broker, "replay publish").await?;
    let bar = ProgressBar::with_draw_target(
        Some(plan.range.last - plan.range.first + 1),
        ProgressDrawTarget::stderr_with_hz(10),
    );
    bar.set_style(ProgressStyle::with_template("{bar:30} {percent}% {msg} at {per_sec}, {eta} left")?);
    let end = replay::run(plan, &reading, &publishing, |event| {
        bar.set_position(event.offset.saturating_sub(plan.range.first) + 1);
        bar.set_message(format!("{} articles", event.published));
    })
    .await;
    bar.finish_and_clear();
    reading.close().await;
    publishing.close().await;
    let report = match end {
        Ok(report) => report,
        Err(error) => {
            complain!("replay stopped: {error}; the same command goes on where it was");
            return Ok(ExitCode::FAILURE);
        }
    };
    let (first, last) = (plan.range.first, plan.range.last);
    let counted = format!(
        "{} of {} articles ({}) at offsets {first} to {last} of {}",
        report.published,
        report.read,
        HumanBytes(report.bytes),
        plan.stream
    );
    if plan.position.is_none() {
        say!("would replay {counted} into {}", plan.lane);
        return Ok(ExitCode::SUCCESS);
    }
    Position::remove(file)?;
    say!("replayed {counted} into {} as {}", plan.lane, plan.run);
    Ok(ExitCode::SUCCESS)
}

/// The offsets from `begins_at` to `last` that are older than the oldest that the stream holds.
fn gap(begins_at: u64, last: u64, oldest: Option<u64>) -> Option<OffsetRange> {
    // A stream that holds nothing has lost all.
    let before = oldest.map_or(Some(last), |oldest| oldest.checked_sub(1))?.min(last);
    (begins_at <= before).then_some(OffsetRange { first: begins_at, last: before })
}

/// `r20261124T063400Z-4711`: the time and the process.
fn new_run() -> String {
    let now = Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
    format!("r{now}-{}", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_what_lies_before_the_oldest() {
        let gap = |begins_at, last, oldest| gap(begins_at, last, oldest).map(|gap| (gap.first, gap.last));
        assert_eq!(gap(5, 9, Some(5)), None);
        assert_eq!(gap(5, 9, Some(0)), None);
        assert_eq!(gap(5, 9, Some(8)), Some((5, 7)));
        assert_eq!(gap(5, 9, Some(40)), Some((5, 9)), "all of it");
        assert_eq!(gap(5, 9, None), Some((5, 9)));
    }
}
