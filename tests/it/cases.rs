//! `copydesk test`: an operator's own cases.

use std::path::Path;
use std::process::Command;

use expect_test::expect;

/// Exit code, standard output and standard error of `copydesk test` in a folder.
fn test(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .arg("test")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the command starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    folder
}

const HARBOUR: &str = r#"{"id": "harbour", "title": "Harbour plan", "source": "courier.example",
    "text": "Mayor Ines Cobo backed the plan on Monday. “It is a start,” Cobo said."}"#;

#[test]
fn what_differs_is_named_and_the_exit_code_says_whether_all_is_well() {
    let folder = folder(&[
        ("cases/harbour.json", HARBOUR),
        (
            "cases/harbour.expected.json",
            r#"{"quotes": [{"kind": "direct", "text": "It is a start,", "speaker": {"name": "Ines Cobo"}}],
                "entities": {"$some": [{"type": "person", "name": "Ines Cobo"}], "$none": [{"name": "Monday"}]}}"#,
        ),
        ("cases/empty.txt", " "),
        ("cases/empty.expected.json", r#"{"rejected": "no_text"}"#),
        ("wrong/harbour.json", HARBOUR),
        (
            "wrong/harbour.expected.json",
            r#"{"title": "Harbor plan", "quotes": [{"speaker": {"name": "Lopez"}}], "entities": {"$count": 0}}"#,
        ),
    ]);
    let (code, out, err) = test(folder.path(), &["cases"]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    expect![[r#"
        ok   cases/empty.txt
        ok   cases/harbour.json
        2 of 2 cases as expected
    "#]]
    .assert_eq(&out);
    let (code, out, _) = test(folder.path(), &["cases", "wrong"]);
    assert_eq!(code, Some(1));
    expect![[r#"
        ok   cases/empty.txt
        ok   cases/harbour.json
        FAIL wrong/harbour.json
               title: expected "Harbor plan", found "Harbour plan"
               quotes: expected {"speaker":{"name":"Lopez"}}; nearest is [0]: speaker.name: expected "Lopez", found "Ines Cobo"
               entities: expected 0 items, found 1
        2 of 3 cases as expected
    "#]]
    .assert_eq(&out);
}

#[test]
fn a_case_that_is_none_is_a_wrong_use() {
    let folder = folder(&[
        ("none/notes.txt", "x"),
        ("lonely/a.expected.json", "{}"),
        ("broken/a.expected.json", "{"),
        ("broken/a.txt", "x"),
        ("twice/a.expected.json", "{}"),
        ("twice/a.txt", "x"),
        ("twice/a.json", "{}"),
    ]);
    let said = ["none", "lonely", "broken", "twice", "nowhere"].map(|place| {
        let (code, out, err) = test(folder.path(), &[place]);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{place}: {err}");
        err
    });
    expect![[r#"
        copydesk: no case: there is no file NAME.expected.json in what was given
        copydesk: lonely/a.expected.json: there is no input a.json, a.html or the like beside it
        copydesk: broken/a.expected.json is no JSON: EOF while parsing an object at line 1 column 1
        copydesk: twice/a.expected.json: more than one input is called a
        copydesk: cannot read nowhere: No such file or directory (os error 2)
    "#]]
    .assert_eq(&said.concat());
}
