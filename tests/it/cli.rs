//! The real program without a terminal: exit codes, the JSON contract, places, exports, sentences.

mod briefing;
mod entities;
mod stories;
mod wires;

use clap::CommandFactory as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use depesche::article::ArticleId;
use depesche::change::{Change, Note};
use depesche::store::Store;
use serde_json::Value;
use tempfile::TempDir;

/// A home of its own for each test.
struct Home(TempDir);

/// What came of a command.
struct Outcome {
    code: i32,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("there is room for a home"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it lies in the home")).expect("made");
        std::fs::write(&path, text).expect("written");
        path.to_string_lossy().into_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depesche"));
        let temporary = self.path().join("tmp");
        std::fs::create_dir_all(&temporary).expect("made");
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.path())
            .env("TMPDIR", temporary)
            .env("TERM", "xterm-256color")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        outcome(self.command(arguments))
    }

    fn store_path(&self) -> PathBuf {
        self.path().join(".local/share/depesche/depesche.db")
    }

    /// Loads the three articles of [`WIRE`].
    fn with_wire(self) -> Self {
        let wire = self.write("wire.jsonl", WIRE);
        let done = self.run(&["add", &wire]);
        assert_eq!(done.code, 0, "{}", done.err);
        self
    }

    /// The number of the article whose headline begins so.
    fn id(&self, headline: &str) -> String {
        self.objects(&["ls", "--json"])
            .into_iter()
            .find(|row| {
                row["title"]
                    .as_str()
                    .is_some_and(|title| title.starts_with(headline))
            })
            .and_then(|row| row["id"].as_str().map(str::to_owned))
            .expect("the article is in the list")
    }

    fn objects(&self, arguments: &[&str]) -> Vec<Value> {
        let done = self.run(arguments);
        assert_eq!(done.code, 0, "{}", done.err);
        lines_of_json(&done.out)
    }
}

fn outcome(mut command: Command) -> Outcome {
    let done = command.output().expect("the program starts");
    let outcome = Outcome {
        code: done.status.code().expect("it was not killed"),
        out: String::from_utf8(done.stdout).expect("UTF-8"),
        err: String::from_utf8(done.stderr).expect("UTF-8"),
    };
    assert!(
        !outcome.out.contains('\u{1b}'),
        "an escape sequence in a pipe: {}",
        outcome.out
    );
    assert!(
        !outcome.err.contains('\u{1b}'),
        "an escape sequence in a pipe: {}",
        outcome.err
    );
    outcome
}

fn lines_of_json(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line is an object"))
        .collect()
}

const WIRE: &str = r#"{"id":"w1","title":"Brückmann Speicher AG baut Werk in Kiel","date":"2026-03-02","source":"Küstenblatt","url":"https://kueste.example/werk","text":"Die Brückmann Speicher AG baut ein Werk in Kiel. Das sagte Vorstandschefin Anna Lindqvist am Montag. „Wir fangen im Mai an“, sagte Lindqvist.\n\nDas Werk kostet acht Millionen Euro."}
{"id":"w2","title":"Tarrant Foods Ltd names new chief","date":"2026-03-03","source":"Harbour Wire","text":"Tarrant Foods Ltd has named Peter Okoye as chief executive. Mr Okoye starts in May, the company said on Tuesday."}
{"id":"w3","title":"=Formel oder *Schlagzeile* & Wort","date":"2026-03-04","source":"@Quelle","text":"Ein kurzer Text ohne Namen, der trotzdem in die Liste gehört."}
"#;

#[test]
fn help_is_an_answer_and_a_misspelt_command_gets_a_suggestion() {
    let home = Home::new();
    let help = home.run(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    assert!(help.out.contains("Exit codes: 0 done, 1 nothing found"));
    let wrong = home.run(&["shwo"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("'show'"), "{}", wrong.err);
    assert_eq!(home.run(&["config"]).code, 2);
}

#[test]
fn an_empty_store_says_what_to_do() {
    let home = Home::new();
    let done = home.run(&["ls"]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert!(done.err.starts_with("depesche: ") && done.err.contains("depesche add"));
    assert_eq!(done.err.lines().count(), 1);
}

#[test]
fn what_is_added_is_listed_with_and_without_the_name_of_the_command() {
    let home = Home::new().with_wire();
    let listed = home.run(&["ls"]);
    assert_eq!(listed.code, 0);
    assert_eq!(listed.out.lines().count(), 3);
    let first: Vec<&str> = listed
        .out
        .lines()
        .next()
        .expect("a row")
        .split('\t')
        .collect();
    assert_eq!(
        first[1..],
        ["2026-03-04", "@Quelle", "=Formel oder *Schlagzeile* & Wort"]
    );
    assert_eq!(home.run(&[]).out, listed.out);
    assert_eq!(home.run(&["ls", "--limit", "1"]).out.lines().count(), 1);
}

#[test]
fn the_same_article_twice_is_one_article() {
    let home = Home::new().with_wire();
    let again = home.run(&["add", &home.write("again.jsonl", WIRE)]);
    assert_eq!(again.code, 0);
    assert!(
        again.out.starts_with("0 new articles, 3 known already"),
        "{}",
        again.out
    );
    assert_eq!(home.run(&["ls"]).out.lines().count(), 3);
}

#[test]
fn a_query_narrows_the_list_and_finding_nothing_is_told() {
    let home = Home::new().with_wire();
    let rows = home.objects(&["ls", "company:brückmann", "--json"]);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["title"], "Brückmann Speicher AG baut Werk in Kiel");
    assert_eq!(rows[0]["read"], false);
    let names: Vec<&str> = rows[0]["entities"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|entity| entity["name"].as_str())
        .collect();
    assert!(names.contains(&"Anna Lindqvist"), "{names:?}");
    assert_eq!(home.objects(&["ls", "-brückmann", "--json"]).len(), 2);
    let nothing = home.run(&["ls", "company:nirgendwo"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (1, ""));
    assert!(nothing.err.contains("nirgendwo"), "{}", nothing.err);
}

#[test]
fn what_of_a_query_is_not_understood_is_told_and_the_rest_holds() {
    let home = Home::new().with_wire();
    let done = home.run(&["ls", "is:unreed", "brückmann"]);
    assert!(done.err.contains("unread"), "{}", done.err);
    assert_eq!(done.out.lines().count(), 1);
}

#[test]
fn a_bad_path_among_good_ones_is_named_at_the_end_and_stops_nothing() {
    let home = Home::new();
    let wire = home.write("wire.jsonl", WIRE);
    let done = home.run(&["add", "/nowhere/at/all.txt", &wire]);
    assert_eq!(done.code, 3);
    assert!(done.out.starts_with("3 new articles"), "{}", done.out);
    assert!(done.err.contains("/nowhere/at/all.txt"), "{}", done.err);
    assert_eq!(home.run(&["ls"]).out.lines().count(), 3);
}

#[test]
fn a_bad_item_among_good_ones_is_counted_and_named() {
    let home = Home::new();
    let broken = WIRE.replacen("\"id\":\"w2\",", "\"id\":\"w2\" oops", 1);
    let done = home.run(&["add", &home.write("wire.jsonl", &broken)]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.starts_with("2 new articles"), "{}", done.out);
    assert!(done.out.contains("1 odd item"), "{}", done.out);
    assert!(done.err.contains("wire.jsonl"), "{}", done.err);
}

#[test]
fn inspect_prints_the_contract_and_stores_nothing() {
    let home = Home::new();
    let wire = home.write("wire.jsonl", WIRE);
    let articles = home.objects(&["inspect", "--json", &wire]);
    assert_eq!(articles.len(), 3);
    let keys: Vec<&str> = articles[0]
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    let mut expected = [
        "title",
        "published",
        "language",
        "source",
        "url",
        "byline",
        "credit",
        "body",
        "entities",
        "quotes",
        "figures",
        "roles",
    ];
    expected.sort_unstable();
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, expected);
    assert_eq!(articles[0]["published"], "2026-03-02");
    assert_eq!(articles[0]["language"], "de");
    assert_eq!(articles[2]["byline"], Value::Null);
    for article in &articles {
        let body = article["body"].as_str().expect("text");
        for entity in article["entities"].as_array().expect("a list") {
            for mention in entity["mentions"].as_array().expect("a list") {
                let number = |name: &str| mention[name].as_u64().expect("a number") as usize;
                assert_eq!(
                    body[number("start")..number("end")],
                    *mention["surface"].as_str().expect("text")
                );
            }
        }
    }
    assert!(!home.store_path().exists());
}

#[test]
fn inspect_reads_standard_input_and_tells_people_in_words() {
    let home = Home::new();
    let mut child = home
        .command(&["inspect", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(WIRE.as_bytes()).expect("written");
    drop(input);
    let done = child.wait_with_output().expect("it ends");
    assert_eq!(done.status.code(), Some(0));
    let out = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(out.contains("Anna Lindqvist"), "{out}");
}

#[test]
fn show_prints_an_article_in_every_form() {
    let home = Home::new().with_wire();
    let id = home.id("Brückmann");
    let json = &home.objects(&["show", &id, "--json"])[0];
    assert_eq!(json["id"], id.as_str());
    assert_eq!(
        (&json["read"], &json["bookmarked"]),
        (&Value::Bool(false), &Value::Bool(false))
    );
    assert_eq!(
        (&json["tags"], &json["notes"]),
        (&Value::Array(vec![]), &Value::Array(vec![]))
    );
    assert!(
        json["body"]
            .as_str()
            .is_some_and(|body| body.contains("\n\nDas Werk"))
    );
    let plain = home.run(&["show", &id, "--plain"]).out;
    assert!(
        plain.starts_with("Brückmann Speicher AG baut Werk in Kiel\n2026-03-02 · Küstenblatt\n")
    );
    assert_eq!(home.run(&["show", &id]).out, plain);
    let marked = home.run(&["show", &home.id("=Formel"), "--markdown"]).out;
    assert!(
        marked.starts_with("# \\=Formel oder \\*Schlagzeile\\* & Wort\n"),
        "{marked}"
    );
}

#[test]
fn a_number_that_is_none_is_usage_and_one_that_is_not_there_is_nothing() {
    let home = Home::new().with_wire();
    assert_eq!(home.run(&["show", "gestern"]).code, 2);
    let gone = home.run(&["show", "000000000001"]);
    assert_eq!((gone.code, gone.out.as_str()), (1, ""));
    assert_eq!(
        home.run(&["show", &home.id("Tarrant"), "--json", "--plain"])
            .code,
        2
    );
}

#[test]
fn entities_are_counted_and_chosen_by_kind() {
    let home = Home::new().with_wire();
    let persons = home.objects(&["entities", "--kind", "person", "--json"]);
    assert!(persons.iter().all(|it| it["kind"] == "person"));
    assert!(
        persons
            .iter()
            .any(|it| it["name"] == "Peter Okoye" && it["articles"] == 1)
    );
    let plain = home.run(&["entities", "brückmann", "--kind", "company"]);
    assert!(
        plain.out.starts_with("1\tcompany\t") && plain.out.contains("Brückmann Speicher"),
        "{}",
        plain.out
    );
    assert_eq!(home.run(&["entities", "--kind", "persona"]).code, 2);
}

#[test]
fn the_store_is_where_the_command_line_says_then_the_environment_then_the_home() {
    let home = Home::new();
    let wire = home.write("wire.jsonl", WIRE);
    let (a, b) = (home.path().join("a/a.db"), home.path().join("b.db"));
    let mut command = home.command(&["add", &wire, "--store", &a.to_string_lossy()]);
    command.env("DEPESCHE_STORE", &b);
    assert_eq!(outcome(command).code, 0);
    assert!(a.exists() && !b.exists());
    let mut command = home.command(&["add", &wire]);
    command.env("DEPESCHE_STORE", &b);
    assert_eq!(outcome(command).code, 0);
    assert!(b.exists() && !home.store_path().exists());
    assert_eq!(home.run(&["add", &wire]).code, 0);
    assert!(home.store_path().exists());
}

#[test]
fn a_store_that_is_none_is_refused_with_its_own_code_and_left_alone() {
    let home = Home::new();
    let path = home.write(
        "notes.txt",
        &"keine Datenbank, sondern Notizen\n".repeat(100),
    );
    let done = home.run(&["ls", "--store", &path]);
    assert_eq!((done.code, done.out.as_str()), (4, ""), "{}", done.err);
    assert!(done.err.contains("notes.txt"), "{}", done.err);
    let text = std::fs::read_to_string(&path).expect("it is there still");
    assert!(text.starts_with("keine Datenbank"));
}

/// Bookmarks the article with hostile words and gives it a tag and a note.
fn bookmark(home: &Home) {
    let id: ArticleId = home.id("=Formel").parse().expect("a number");
    let today = jiff::civil::date(2026, 3, 5);
    let mut store = Store::open(&home.store_path()).expect("it opens");
    for change in [
        Change::Bookmark { id, keep: true },
        Change::Tag {
            ids: vec![id],
            add: vec!["wieder lesen".to_owned()],
            remove: Vec::new(),
        },
        Change::Note(Note {
            number: 0,
            id,
            range: Some(0..16),
            passage: "Ein kurzer Text".to_owned(),
            text: "=1+1 <script>alert(1)</script>".to_owned(),
            colour: 0,
        }),
    ] {
        store.change(&change, today).expect("it is kept");
    }
}

#[test]
fn bookmarks_are_listed_and_exported_in_every_format() {
    let home = Home::new().with_wire();
    let none = home.run(&["bookmarks"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    bookmark(&home);
    assert_eq!(home.run(&["bookmarks"]).out.lines().count(), 1);
    let json = &home.objects(&["bookmarks", "--json"])[0];
    assert_eq!(json["bookmarked"], true);
    assert_eq!(json["tags"][0], "wieder lesen");
    assert_eq!(json["notes"][0]["passage"], "Ein kurzer Text");
    let export = |format: &str| {
        let done = home.run(&["bookmarks", "export", "--format", format]);
        assert_eq!(done.code, 0, "{}", done.err);
        done.out
    };
    assert_eq!(lines_of_json(&export("json")), std::slice::from_ref(json));
    let csv = export("csv");
    assert!(csv.starts_with("\"id\",\"title\""), "{csv}");
    assert!(
        csv.contains("\"'=Formel oder *Schlagzeile* & Wort\""),
        "{csv}"
    );
    assert!(csv.contains("\"'@Quelle\""), "{csv}");
    let html = export("html");
    assert!(
        html.contains("*Schlagzeile* &amp; Wort") && !html.contains("<script"),
        "{html}"
    );
    assert!(export("markdown").contains("> Ein kurzer Text"));
    assert!(export("org").contains(":wieder_lesen:"));
    assert_eq!(
        home.run(&["bookmarks", "export", "--format", "pdf"]).code,
        2
    );
}

#[test]
fn any_query_is_exported_to_a_new_file_or_by_a_template() {
    let home = Home::new().with_wire();
    let at = |name: &str| home.path().join(name).to_string_lossy().into_owned();
    let out = at("kept.bib");
    let done = home.run(&["export", "title:Schlagzeile", "--output", &out]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert_eq!(done.out, format!("1 article exported as {out}\n"));
    let written = std::fs::read_to_string(&out).expect("it is there");
    assert!(
        written.starts_with('@')
            && written.contains("\n  title = {{=Formel oder *Schlagzeile* \\& Wort}},"),
        "{written}"
    );
    let again = home.run(&["export", "--output", &out]);
    assert_eq!(again.code, 3, "{}", again.err);
    assert!(again.err.contains("exists already"), "{}", again.err);
    assert_eq!(std::fs::read_to_string(&out).expect("it is there"), written);

    let template = at("list.md.j2");
    let source =
        "{{ title }}:\n{% for it in articles %}\n- {{ it.title }} ({{ it.key }})\n{% endfor %}\n";
    std::fs::write(&template, source).expect("it is written");
    let filled = home.run(&["export", "title:Schlagzeile", "--template", &template]);
    assert_eq!(filled.code, 0, "{}", filled.err);
    assert!(
        filled
            .out
            .starts_with("title:Schlagzeile:\n- \\=Formel oder \\*Schlagzeile\\* & Wort ("),
        "{}",
        filled.out
    );
    std::fs::write(&template, "{{ nothing }}").expect("it is written");
    let wrong = home.run(&["export", "--template", &template]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("list.md.j2, line 1"), "{}", wrong.err);

    let none = home.run(&["export", "nirgendwo", "--output", &at("none.md")]);
    assert_eq!(none.code, 1, "{}", none.err);
    assert!(!home.path().join("none.md").exists());
    let all: Vec<String> = home
        .run(&["export", "--format", "json"])
        .out
        .lines()
        .map(ToOwned::to_owned)
        .collect();
    assert_eq!(all.len(), home.run(&["ls"]).out.lines().count());
}

#[test]
fn columns_of_a_table_are_mapped_by_options_or_by_name() {
    let home = Home::new();
    let table = home.write(
        "table.txt",
        "'Wirtschaft';'Die Brückmann Speicher AG; ein Werk';'Die Brückmann Speicher AG baut ein Werk in Kiel.'\n\
         'Wirtschaft';'Zweite Zeile';'Der zweite Text steht hier.'\n",
    );
    let by_options = home.objects(&[
        "inspect",
        "--json",
        &table,
        "--columns",
        "title=2,body=3",
        "--separator",
        ";",
        "--quote",
        "'",
        "--header",
        "no",
    ]);
    let titles: Vec<&Value> = by_options.iter().map(|it| &it["title"]).collect();
    assert_eq!(
        titles,
        ["Die Brückmann Speicher AG; ein Werk", "Zweite Zeile"]
    );
    home.write(
        ".config/depesche/config.toml",
        "[columns.werk]\ntitle = 2\nbody = 3\nseparator = ';'\nquote = \"'\"\nheader = false\n",
    );
    assert_eq!(
        home.objects(&["inspect", "--json", &table, "--columns", "werk"]),
        by_options
    );
    let wrong = home.run(&["inspect", &table, "--columns", "titel=2"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("title"), "{}", wrong.err);
}

#[test]
fn settings_are_found_checked_and_printed() {
    let home = Home::new();
    let fine = home.run(&["config", "--check"]);
    assert_eq!(fine.code, 0, "{}", fine.err);
    let path = home.write(
        ".config/depesche/config.toml",
        "[reader]\nmesure = 60\n[keys]\nbookmark = [\"m\"]\ndown = [\"Entre\"]\n",
    );
    assert_eq!(home.run(&["config", "--path"]).out.trim_end(), path);
    let wrong = home.run(&["config", "--check"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.out.contains(
        "config.toml, line 2: [reader] “mesure” is no option, measure was probably meant"
    ));
    assert!(
        wrong.out.contains("line 5: [keys] “Entre” is no key"),
        "{}",
        wrong.out
    );
    let keys = home.run(&["keys"]);
    assert_eq!(keys.code, 0);
    assert!(keys.err.contains("line 2"), "{}", keys.err);
    let row = |name: &str| {
        keys.out
            .lines()
            .find(|line| line.contains(name))
            .expect("a row")
            .to_owned()
    };
    assert!(
        row(" bookmark ").starts_with("  m "),
        "what is right holds: {}",
        row(" bookmark ")
    );
    assert!(row(" down ").starts_with("  j  Down"));
    let printed = home.run(&["config", "--print"]).out;
    let mine = home.write("mine.toml", &printed);
    let again = home.run(&["config", "--check", "--config", &mine]);
    assert_eq!(again.code, 0, "{}", again.out);
    assert_eq!(home.run(&["ls", "--config", "/nowhere.toml"]).code, 3);
}

#[test]
fn keys_completions_and_manual_are_printed() {
    let home = Home::new();
    let keys = home.run(&["keys"]).out;
    assert_eq!(
        keys,
        depesche::docs::keys_plain(
            &depesche::keymap::Keymap::default(),
            depesche::say::Tongue::English
        )
    );
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = home.run(&["completions", shell]);
        assert_eq!(script.code, 0);
        assert!(script.out.contains("inspect"), "{shell}");
    }
    let manual = home.run(&["man"]).out;
    assert!(
        manual.contains(".TH")
            && manual.contains("EXIT STATUS")
            && manual.contains("depesche bookmarks")
    );
    // Every command, however deep, every option and every action with a key; readable by any formatter.
    let mut open = vec![("depesche".to_owned(), depesche::cli::Arguments::command())];
    while let Some((path, command)) = open.pop() {
        for below in command.get_subcommands() {
            let path = format!("{path} {}", below.get_name());
            assert!(manual.contains(&format!(".SS \"{path}\"")), "{path}");
            open.push((path, below.clone()));
        }
        for option in command.get_arguments().filter_map(clap::Arg::get_long) {
            let option = option.replace('-', "\\-");
            assert!(
                manual.contains(&format!("\\-\\-{option}")),
                "{path} --{option}"
            );
        }
    }
    for entry in depesche::action::TABLE
        .iter()
        .filter(|it| !it.keys.is_empty())
    {
        let name = entry.name.replace('-', "\\-");
        assert!(manual.contains(&format!("({name})\n")), "{}", entry.name);
    }
    assert!(manual.is_ascii());
    let formatted = std::process::Command::new("groff")
        .args(["-ww", "-man", "-Tutf8", "-z"])
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn();
    // Where there is no formatter there is nothing to hold it to.
    if let Ok(mut formatter) = formatted {
        let mut input = formatter.stdin.take().expect("its input");
        std::io::Write::write_all(&mut input, manual.as_bytes()).expect("it reads");
        drop(input);
        let told = formatter.wait_with_output().expect("it ends").stderr;
        assert_eq!(String::from_utf8_lossy(&told), "");
    }
}

#[test]
fn the_demo_prints_its_list_and_leaves_nothing_behind() {
    let home = Home::new();
    let demo = home.run(&["demo"]);
    assert_eq!(demo.code, 0, "{}", demo.err);
    assert!(demo.out.lines().count() >= 20, "{}", demo.out);
    assert!(!home.store_path().exists());
    let left = std::fs::read_dir(home.path().join("tmp"))
        .expect("it is there")
        .count();
    assert_eq!(left, 0);
}

#[test]
fn files_are_read_without_a_store() {
    let home = Home::new();
    let done = home.run(&["read", &home.write("wire.jsonl", WIRE)]);
    assert_eq!(
        (done.code, done.out.lines().count()),
        (0, 3),
        "{}",
        done.err
    );
    assert!(!home.store_path().exists());
}

#[test]
fn rows_have_the_passage_where_the_words_stand_with_the_hits_marked() {
    let home = Home::new();
    let text = "Zuerst kommt etwas anderes. Die Straße nach Österreich ist gesperrt, sagt Österreichs Polizei.";
    home.run(&[
        "add",
        &home.write("a.md", &format!("# Verkehr\n\n{text}\n")),
    ]);
    for query in ["oesterreich", "ÖSTERREICH strasse"] {
        let rows = home.objects(&["ls", query, "--json"]);
        let snippet = &rows[0]["snippet"];
        let passage = snippet["text"].as_str().expect("a text");
        assert!(passage.contains("gesperrt"), "{passage}");
        let marks = snippet["marks"].as_array().expect("marks");
        let words: Vec<&str> = marks
            .iter()
            .map(|mark| {
                let at = |name: &str| mark[name].as_u64().expect("a number") as usize;
                &passage[at("start")..at("end")]
            })
            .collect();
        assert!(words.contains(&"Österreich"), "{words:?}");
        assert_eq!(
            words.contains(&"Straße"),
            query.contains("strasse"),
            "{words:?}"
        );
    }
    // Without words there is none, and in a pipe a row stays one line.
    assert!(home.objects(&["ls", "lang:de", "--json"])[0]["snippet"].is_null());
    assert_eq!(home.run(&["ls", "oesterreich"]).out.lines().count(), 1);
}

#[test]
fn a_view_of_the_settings_stands_in_a_query_by_its_name() {
    let home = Home::new().with_wire();
    let text = "[views]\none = 'sort:date'\nnone = { query = 'nirgendwo', keys = ['g 1'] }\n\"zwei Worte\" = '-@none'\n";
    let config = home.write("own.toml", text);
    let run = |arguments: &[&str]| home.run(&[&["--config", &config][..], arguments].concat());
    assert_eq!(run(&["ls", "@none"]).code, 1);
    assert_eq!(run(&["ls", "@\"zwei Worte\""]).out.lines().count(), 3);
    assert_eq!(run(&["ls", "-@none"]).out.lines().count(), 3);
    assert_eq!(run(&["entities", "@none"]).code, 1);
    let wrong = run(&["ls", "@nome"]);
    assert!(wrong.err.contains("did you mean “@none”?"), "{}", wrong.err);
    let keys = run(&["keys"]).out;
    assert!(keys.contains("g 1  @none"), "{keys}");
    let checked = run(&["config", "--check"]);
    assert_eq!(checked.code, 0, "{}", checked.out);
    let config = home.write("bad.toml", "[views]\nodd = '@nirgends is:unred'\n");
    let checked = home.run(&["--config", &config, "config", "--check"]);
    assert_eq!(checked.code, 2);
    assert!(checked.out.contains("[views] odd"), "{}", checked.out);
}

#[test]
fn doctor_tells_places_and_finds_a_sound_store_sound() {
    let home = Home::new().with_wire();
    let done = home.run(&["doctor"]);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    assert!(done.out.contains(&*home.store_path().to_string_lossy()));
    assert!(done.out.contains("config.toml"));
}

#[test]
fn doctor_saves_what_a_damaged_store_still_holds_into_a_new_one() {
    let home = Home::new().with_wire();
    let old = home.store_path().to_string_lossy().into_owned();
    let new = home.path().join("new.db").to_string_lossy().into_owned();
    let done = home.run(&["--store", &new, "doctor", "--salvage", &old]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.starts_with("3 articles"), "{}", done.out);
    assert_eq!(
        home.run(&["--store", &new, "ls"]).out,
        home.run(&["ls"]).out
    );
    let again = home.run(&["--store", &new, "doctor", "--salvage", &old]);
    assert_eq!(again.code, 4, "a store that holds something is left alone");
    let gone = home.run(&["--store", &new, "doctor", "--salvage", "nowhere.db"]);
    assert_eq!(gone.code, 3, "{}", gone.err);
}

#[test]
fn doctor_says_what_the_rules_would_drop_and_drops_it_only_when_told() {
    let home = Home::new().with_wire();
    let said = |arguments: &[&str]| {
        let done = home.run(arguments);
        assert_eq!(done.code, 0, "{arguments:?}: {}{}", done.out, done.err);
        let mut lines = done.out.lines();
        let line = lines.find(|line| line.starts_with("retention"));
        line.unwrap_or_default().to_owned()
    };
    assert!(said(&["doctor"]).contains("no limit is set"));
    assert_eq!(home.run(&["doctor", "--drop"]).code, 2);
    let config = home.write("own.toml", "[retention]\narticles = 1\n");
    let doctor = ["--config", &config, "doctor"];
    let told = said(&doctor);
    assert!(
        told.contains("would drop 2 articles (2 unread), 2") && told.contains("--drop"),
        "{told}"
    );
    assert_eq!(home.run(&["ls"]).out.lines().count(), 3);
    bookmark(&home);
    let kept = home.objects(&["bookmarks", "--json"]).len();
    let told = said(&[&doctor[..], &["--drop", "--vacuum"]].concat());
    assert!(told.contains("dropped"), "{told}");
    let left = home.run(&["ls"]).out.lines().count();
    assert!(left < 3 && left >= kept.max(1), "{left}");
    assert_eq!(home.objects(&["bookmarks", "--json"]).len(), kept);
    let out = home.run(&["doctor", "--vacuum"]).out;
    assert!(out.contains("given back; the store is"), "{out}");
    // Loaded again it stays away, unless the reader says so.
    let wire = home.write("wire.jsonl", WIRE);
    let gone = 3 - left;
    let again = home.run(&["add", &wire]);
    assert!(
        again
            .out
            .contains(&format!("{gone} dropped once by your rules")),
        "{}",
        again.out
    );
    assert_eq!(home.run(&["ls"]).out.lines().count(), left);
    home.run(&["add", "--again", &wire]);
    assert_eq!(home.run(&["ls"]).out.lines().count(), 3);
}

#[test]
fn a_reader_of_the_output_may_leave_without_a_word_from_us() {
    let home = Home::new().with_wire();
    for arguments in [
        &["ls"][..],
        &["ls", "--json"],
        &["keys"],
        &["man"],
        &["bookmarks", "export"],
    ] {
        let mut child = home
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let done = child.wait_with_output().expect("it ends");
        let err = String::from_utf8_lossy(&done.stderr);
        assert!(
            !err.contains("panicked") && !err.contains("pipe"),
            "{arguments:?}: {err}"
        );
        assert!(
            matches!(done.status.code(), Some(0 | 1)),
            "{arguments:?}: {:?}",
            done.status
        );
    }
}
