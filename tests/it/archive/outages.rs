//! The database is away, read-only, full, locked or frozen: nothing is taken, `/readyz` names it, it goes on by itself.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::node::{Postgres, has_small_disk, shared, small_disk};
use super::{counts, enriched, launch, published, start, wait_for};
use crate::rabbitmq::desk::Desk;
use crate::rabbitmq::worker::Worker;
use crate::rabbitmq::{self, until};

fn feed(desk: &Desk, id: &str) {
    desk.publish(vec![published(desk, &enriched(id, "2026-03-02T08:00:00Z", "rebuild"), 1)]);
}

fn ids(postgres: &Postgres, database: &str, expected: &str) {
    wait_for(postgres, database, "select string_agg(id, ' ' order by id) from articles", expected);
}

#[test]
fn a_database_that_is_away_restarts_or_freezes_is_waited_for() {
    let desk = Desk::new(rabbitmq::shared());
    let mut postgres = Postgres::start();
    let database = postgres.database();
    postgres.kill();
    let sections = [("archive", "statement_timeout = \"500ms\"\nconnect_timeout = \"1s\"")];
    let mut archive = launch(&desk, &desk.url, &postgres.url(&database), &sections);
    archive.wait_unready("the archive at postgres://postgres@127.0.0.1");
    postgres.launch();
    archive.wait_ready();
    feed(&desk, "a1");
    ids(&postgres, &database, "a1");
    // Idle, and still it is noticed.
    postgres.kill();
    archive.wait_unready("the archive at postgres://");
    feed(&desk, "a2");
    postgres.launch();
    ids(&postgres, &database, "a1 a2");
    archive.wait_ready();
    postgres.freeze();
    feed(&desk, "a3");
    archive.wait_unready("no answer within");
    postgres.thaw();
    ids(&postgres, &database, "a1 a2 a3");
    archive.wait_ready();
    archive.stop();
}

#[test]
fn a_read_only_database_and_a_locked_table_are_named_and_waited_for() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = Postgres::start();
    let database = postgres.database();
    let mut archive = start(&desk, &postgres.url(&database));
    feed(&desk, "a1");
    ids(&postgres, &database, "a1");
    let read_only = |value: &str| {
        postgres.psql("postgres", &format!("alter system set default_transaction_read_only = {value}"));
        postgres.psql("postgres", "select pg_reload_conf()");
    };
    read_only("on");
    let set = "select setting from pg_file_settings where name = 'default_transaction_read_only' and applied";
    wait_for(&postgres, &database, set, "on");
    feed(&desk, "a2");
    archive.wait_unready("it is read-only");
    read_only("off");
    ids(&postgres, &database, "a1 a2");
    let mut lock = postgres.client(&database);
    let holding = "begin; lock table quotes; select pg_sleep(600)";
    let mut lock = lock.args(["-c", holding]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("psql");
    let locked = "select count(*) from pg_locks where mode = 'AccessExclusiveLock' and relation = 'quotes'::regclass";
    wait_for(&postgres, &database, locked, "1");
    feed(&desk, "a3");
    archive.wait_unready("somebody else holds a lock");
    postgres.psql(&database, "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()");
    lock.wait().expect("our child");
    ids(&postgres, &database, "a1 a2 a3");
    archive.wait_ready();
    assert!(!archive.log().contains("ERROR"), "{}", archive.log());
    archive.stop();
}

#[test]
fn a_full_disk_of_the_database_is_named_and_waited_for() {
    if !has_small_disk() {
        return;
    }
    let desk = Desk::new(rabbitmq::shared());
    let (postgres, database) = Postgres::start_small();
    let mut archive = start(&desk, &postgres.url(&database));
    feed(&desk, "a1");
    ids(&postgres, &database, "a1");
    postgres.psql(&database, "create table filler (text text)");
    until("the disk is full", || {
        let fill = "insert into filler select repeat('x', 1000) from generate_series(1, 500)";
        let (ok, said) = postgres.try_psql(&database, fill);
        assert!(ok || said.contains("No space left on device"), "{said}");
        (!ok).then_some(())
    });
    let many = |n: usize| published(&desk, &enriched(&format!("b{n}"), "2026-03-02T08:00:00Z", "rebuild"), 1);
    desk.publish((0..2000).map(many).collect());
    archive.wait_unready("its disk is full");
    postgres.psql(&database, "drop table filler");
    wait_for(&postgres, &database, "select count(*) from articles", "2001");
    assert!(counts(&postgres, &database).contains("quotes 2001\n"), "{}", counts(&postgres, &database));
    archive.wait_ready();
    assert!(!archive.log().contains("ERROR"), "{}", archive.log());
    archive.stop();
}

#[test]
fn a_full_disk_of_files_is_named_and_waited_for() {
    if !has_small_disk() {
        return;
    }
    let desk = Desk::new(rabbitmq::shared());
    let folder = desk.file("small");
    std::fs::create_dir(&folder).expect("a writable folder");
    let (to, own) =
        (folder.display().to_string(), format!("queue = \"{}\"\nbatch_age = \"100ms\"", super::queue(&desk)));
    let mut arguments = small_disk(&folder, "");
    arguments.args([env!("CARGO_BIN_EXE_copydesk"), "archive", "--to", &to]);
    let (program, arguments): (_, Vec<_>) = (arguments.get_program(), arguments.get_args().collect());
    let arguments: Vec<&str> = arguments.into_iter().map(|argument| argument.to_str().expect("UTF-8")).collect();
    let settings = desk.settings(&desk.url, &[("archive", own.as_str()), super::QUICK]);
    let mut archive = Worker::launch_command(program.as_ref(), &arguments, &settings, &desk);
    archive.wait_ready();
    feed(&desk, "a1");
    super::wait_settled(&mut archive, 1);
    // The disk as the archive sees it.
    let inside = PathBuf::from(format!("/proc/{}/root{}", archive.pid(), folder.display()));
    let filler = std::fs::File::create(inside.join("filler")).expect("its disk can be written to");
    let full = std::iter::repeat_with(|| (&filler).write_all(&[1; 4096])).find_map(Result::err).expect("it ends");
    assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
    let many = |n: u32| {
        let mut article = enriched(&format!("b{n}"), "2026-03-02T08:00:00Z", "rebuild");
        // More than a few bytes of it are left when it is compressed.
        let noise: String = (0..200).map(|k| format!("{:x}", (n * 200 + k).wrapping_mul(2_654_435_761))).collect();
        article["extra"] = serde_json::json!({"noise": noise});
        published(&desk, &article, 1)
    };
    desk.publish((0..200).map(many).collect());
    archive.wait_unready("No space left on device");
    drop(filler);
    std::fs::remove_file(inside.join("filler")).expect("it is there");
    archive.wait_ready();
    super::wait_settled(&mut archive, 201);
    // What the archive leaves when it ends goes with its disk: looked at before, in all files, open ones included.
    let mut found = BTreeSet::new();
    for path in super::files::files_under(&inside) {
        let text = zstd::decode_all(&std::fs::read(&path).expect("a file")[..]).expect("whole frames");
        for line in String::from_utf8(text).expect("UTF-8").lines() {
            let message: serde_json::Value = serde_json::from_str(line).expect("JSON");
            found.insert(message["id"].as_str().expect("an id").to_owned());
        }
    }
    assert_eq!(found.len(), 201);
    archive.stop();
}

#[test]
fn tables_that_are_locked_when_the_archive_starts_are_named_and_waited_for() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    start(&desk, &postgres.url(&database)).stop();
    let mut lock = postgres.client(&database);
    let holding = "begin; lock table copydesk_schema; select pg_sleep(600)";
    let mut lock = lock.args(["-c", holding]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("psql");
    let locked = "select count(*) from pg_locks where mode = 'AccessExclusiveLock' and relation = \
        'copydesk_schema'::regclass and granted";
    wait_for(postgres, &database, locked, "1");
    let mut archive = launch(&desk, &desk.url, &postgres.url(&database), &[]);
    archive.wait_unready("somebody else holds a lock");
    postgres.psql(
        &database,
        "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep%' \
        and datname = current_database() and pid <> pg_backend_pid()",
    );
    lock.wait().expect("our child");
    feed(&desk, "a1");
    ids(postgres, &database, "a1");
    archive.stop();
}

#[test]
fn tables_of_a_newer_version_are_refused_in_one_line() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    start(&desk, &postgres.url(&database)).stop();
    postgres.psql(&database, "insert into copydesk_schema values (99, 'from the future', '9.0.0')");
    let mut archive = launch(&desk, &desk.url, &postgres.url(&database), &[]);
    assert_eq!(archive.wait().code(), Some(2));
    let log = archive.log();
    let line = log.lines().find(|line| line.starts_with("copydesk: ")).expect("a line for people");
    assert!(line.contains("of version 99") && line.contains("run the newer copydesk"), "{line}");
}

#[test]
fn several_archives_start_together_and_share_the_work() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    let small = [("archive", "batch_messages = 7")];
    let mut archives: Vec<Worker> =
        (0..3).map(|_| launch(&desk, &desk.url, &postgres.url(&database), &small)).collect();
    archives.iter_mut().for_each(Worker::wait_ready);
    let articles: Vec<_> = (0..200)
        .map(|n| {
            let version = format!("2026-03-{:02}T08:00:00Z", 1 + n % 20);
            published(&desk, &enriched(&format!("a{}", n / 20), &version, "rebuild"), 1)
        })
        .collect();
    desk.publish(articles);
    wait_for(postgres, &database, "select count(*) from versions", "200");
    assert_eq!(
        postgres.psql(&database, "select count(*), min(edition_at::date), max(edition_at::date) from articles"),
        "10|2026-03-20|2026-03-20"
    );
    assert!(counts(postgres, &database).contains("quotes 10\n"), "{}", counts(postgres, &database));
    for archive in &mut archives {
        assert!(!archive.log().contains("WARN"), "{}", archive.log());
        archive.stop();
    }
}

#[test]
fn what_is_in_hand_is_archived_before_the_process_ends() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    // A batch that would fill for an hour, and messages so small that many are taken from the start.
    let slow = [("archive", "batch_age = \"1h\"\nmax_message_bytes = 10000")];
    let own = format!("queue = \"{}\"", super::queue(&desk));
    let sections = [slow[0], ("archive", own.as_str())];
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_copydesk"));
    let to = postgres.url(&database);
    let settings = desk.settings(&desk.url, &sections);
    let mut archive = Worker::launch_command(program, &["archive", "--to", &to], &settings, &desk);
    archive.wait_ready();
    feed(&desk, "a1");
    archive.wait_metric("copydesk_in_flight_messages", 1.0);
    archive.stop();
    assert_eq!(postgres.psql(&database, "select id from articles"), "a1");
    assert_eq!(
        until("the queue is empty", || desk.with_broker(async |b| b.queue_depth(&super::queue(&desk)).await)),
        0
    );
}

#[test]
fn a_wrong_destination_is_refused_at_once() {
    for (to, words) in [
        ("", "no archive to write to"),
        ("mysql://db/news", "mysql:// is no archive"),
        ("postgres://db/news?colour=red", "the address cannot be read"),
        ("/dev/null/archive", "give a folder"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(["archive", "--to", to]).env("COPYDESK__OPS__LISTEN", "");
        let output = command.output().expect("it starts");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{to}: {error}");
        assert!(error.lines().any(|line| line.starts_with("copydesk: ") && line.contains(words)), "{to}: {error}");
    }
}
