use super::*;
use crate::archive::message::Metadata;

fn message(id: &str, timestamp: u64) -> Message {
    let json = format!(r#"{{"schema":"copydesk.article.v1","id":"{id}"}}"#);
    let metadata = Metadata { timestamp: Some(timestamp), ..Metadata::default() };
    Message::read(json.as_bytes(), &metadata, 1000, Timestamp::UNIX_EPOCH).expect("a message")
}

fn open(root: &Path, file_bytes: u64) -> Files {
    Files::open(root, &ArchiveSettings { file_bytes, ..ArchiveSettings::default() }).expect("a folder")
}

/// The complete files with their lines.
fn complete(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let Ok(days) = fs::read_dir(root.join("copydesk.article.v1")) else { return found };
    for day in days {
        let day = day.expect("listed");
        for file in fs::read_dir(day.path()).expect("a folder") {
            let bytes = fs::read(file.expect("listed").path()).expect("a file");
            let text = String::from_utf8(zstd::decode_all(&bytes[..]).expect("zstd")).expect("UTF-8");
            found.push((day.file_name().into_string().expect("UTF-8"), text));
        }
    }
    found.sort();
    found
}

fn aside(root: &Path) -> Vec<PathBuf> {
    fs::read_dir(root.join(ASIDE)).expect("a folder").map(|entry| entry.expect("listed").path()).collect()
}

#[test]
fn files_are_complete_once_they_are_closed_and_stand_by_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = open(folder.path(), u64::MAX);
    let (first, second) = (message("a", 1_772_400_000), message("b", 1_772_500_000));
    files.write(&[&first, &second]).expect("written");
    assert_eq!(complete(folder.path()), []);
    files.close().expect("closed");
    let line = |day: &str, id: &str| {
        (format!("date={day}"), format!("{{\"schema\":\"copydesk.article.v1\",\"id\":\"{id}\"}}\n"))
    };
    assert_eq!(complete(folder.path()), [line("2026-03-01", "a"), line("2026-03-03", "b")]);
    assert!(aside(folder.path()).is_empty());
    let mut small = open(folder.path(), 1);
    small.write(&[&first]).expect("written");
    assert_eq!(complete(folder.path()).len(), 3, "one that is large enough is closed at once");
}

#[test]
fn what_a_crash_leaves_is_kept_as_far_as_it_was_synced() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = open(folder.path(), u64::MAX);
    files.write(&[&message("a", 1_772_400_000)]).expect("written");
    files.write(&[&message("b", 1_772_400_000)]).expect("written");
    // Another archive leaves it alone while its owner lives.
    drop(open(folder.path(), u64::MAX));
    assert_eq!(aside(folder.path()).len(), 1);
    drop(files);
    let path = aside(folder.path()).remove(0);
    let mut file = OpenOptions::new().append(true).open(&path).expect("there");
    let half = zstd::encode_all(&b"{\"schema\":\"copydesk.article.v1\",\"id\":\"never acknowledged\"}\n"[..], 3);
    file.write_all(&half.expect("zstd")[..20]).expect("written");
    drop(file);
    drop(open(folder.path(), u64::MAX));
    let [(_, text)] = &complete(folder.path())[..] else { panic!("one file") };
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(aside(folder.path()).is_empty());
}

/// The path of the one complete file.
fn only(root: &Path) -> PathBuf {
    let day = fs::read_dir(root.join("copydesk.article.v1")).expect("a folder").next().expect("a day").expect("listed");
    fs::read_dir(day.path()).expect("a folder").next().expect("a file").expect("listed").path()
}

#[test]
fn a_file_keeps_what_was_said_about_each_message() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = open(folder.path(), u64::MAX);
    let second = Message { content_sha256: Some("c1".to_owned()), ..message("b", 1_772_400_007) };
    let third = Message { duplicate_of: Some("a".to_owned()), ..message("c", 1_772_400_008) };
    files.write(&[&message("a", 1_772_400_000), &second]).expect("written");
    files.write(&[&third]).expect("written");
    files.close().expect("closed");
    let metadata = FileMetadata::of(&only(folder.path()));
    let of = |line: u64| {
        let (metadata, enriched_at) = metadata.line(line);
        (enriched_at.as_second(), metadata.content_sha256, metadata.duplicate_of)
    };
    assert_eq!(of(1), (1_772_400_000, None, None));
    assert_eq!(of(2), (1_772_400_007, Some("c1"), None));
    assert_eq!(of(3), (1_772_400_008, None, Some("a")));
}

#[test]
fn what_a_file_does_not_say_counts_from_its_day_or_from_when_it_was_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = open(folder.path(), u64::MAX);
    files.write(&[&message("a", 1_772_400_000)]).expect("written");
    files.write(&[&message("b", 1_772_400_001)]).expect("written");
    drop(files);
    // A crash in the midst of what stands behind the last messages.
    let path = aside(folder.path()).remove(0);
    let file = OpenOptions::new().write(true).open(&path).expect("there");
    file.set_len(file.metadata().expect("a file").len() - 1).expect("cut");
    drop((file, open(folder.path(), u64::MAX)));
    let path = only(folder.path());
    let of = |line: u64| FileMetadata::of(&path).line(line).1.to_string();
    assert_eq!([of(1), of(2)], ["2026-03-01T21:20:00Z", "2026-03-01T00:00:00Z"]);
    assert_eq!(complete(folder.path())[0].1.lines().count(), 2);
    let other = folder.path().join("tap.jsonl");
    let file = File::create(&other).expect("a file");
    file.set_modified(std::time::UNIX_EPOCH + Duration::from_secs(1_772_400_000)).expect("set");
    assert_eq!(FileMetadata::of(&other).line(1).1.as_second(), 1_772_400_000);
}
