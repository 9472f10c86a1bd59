//! Entities on the command line: their pages, repairs, the file that keeps them, recognising again.

use super::{Home, lines_of_json};

/// Articles of invented persons and companies whose names are plain to any recogniser.
const NAMES: &str = r#"{"id":"n1","title":"Tarrant Foods Ltd names new chief","date":"2026-03-03","source":"Harbour Wire","text":"Tarrant Foods Ltd has named Peter Okoye as chief executive. \"We grow,\" said Peter Okoye. Tarrant Foods Ltd said so on Tuesday."}
{"id":"n2","title":"Peter Okoye leaves Brückmann Speicher AG","date":"2026-04-03","source":"Harbour Wire","text":"Peter Okoye has left Brückmann Speicher AG, where Anna Lindqvist was his chief. Brückmann Speicher AG confirmed it."}
"#;

impl Home {
    fn with_names(self) -> Self {
        let file = self.write("names.jsonl", NAMES);
        assert_eq!(self.run(&["add", &file]).code, 0);
        self
    }

    fn repairs(&self) -> String {
        let path = self.path().join(".config/depesche/repairs.toml");
        std::fs::read_to_string(path).unwrap_or_default()
    }

    fn write_repairs(&self, text: &str) {
        self.write(".config/depesche/repairs.toml", text);
    }

    /// Names of the persons of the store.
    fn persons(&self) -> Vec<String> {
        let done = self.run(&["entities", "--kind", "person", "--json"]);
        let names = lines_of_json(&done.out).into_iter();
        let name = |it: serde_json::Value| it["name"].as_str().unwrap_or_default().to_owned();
        let mut names: Vec<String> = names.map(name).collect();
        names.sort();
        names
    }
}

#[test]
fn a_repair_holds_is_kept_in_a_file_and_survives_recognising_again() {
    let home = Home::new().with_names();
    assert_eq!(home.persons(), ["Anna Lindqvist", "Peter Okoye"]);
    let done = home.run(&["entities", "merge", "Lindqvist", "Peter Okoye"]);
    assert_eq!(
        (done.code, done.out.trim_end()),
        (0, "Anna Lindqvist is Peter Okoye in every article"),
        "{}",
        done.err
    );
    let done = home.run(&["entities", "rename", "Peter Okoye", "Pete Okoye"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(home.persons(), ["Pete Okoye"]);
    assert!(
        home.repairs().contains(
            "[[repair]]\nwhat = \"merge\"\nfrom = \"person:Anna Lindqvist\"\ninto = \"person:Peter Okoye\"\n"
        ),
        "{}",
        home.repairs()
    );
    let again = home.run(&["recognise", "--all"]);
    assert_eq!(
        (again.code, again.out.trim_end()),
        (0, "2 articles were recognised again"),
        "{}",
        again.err
    );
    assert_eq!(home.persons(), ["Pete Okoye"]);
    let idle = home.run(&["recognise"]);
    assert_eq!(idle.code, 0);
    assert!(idle.out.starts_with("every article is up to date"));
    assert_eq!(home.run(&["recognise", "nirgends", "--all"]).code, 1);
    // Another store gets the same repairs from the file; so does a new one after the old is lost.
    std::fs::remove_file(home.store_path()).unwrap();
    let home = home.with_names();
    assert_eq!(home.persons(), ["Pete Okoye"]);
}

#[test]
fn hide_and_kind_work_and_say_so_as_json() {
    let home = Home::new().with_names();
    let hidden = home.objects(&["entities", "hide", "Anna Lindqvist", "--json"]);
    assert_eq!(hidden[0]["changed"], true);
    assert!(hidden[0]["entity"].is_null());
    assert_eq!(home.persons(), ["Peter Okoye"]);
    let kind = home.objects(&[
        "entities",
        "kind",
        "person:Peter Okoye",
        "product",
        "--json",
    ]);
    assert_eq!(kind[0]["entity"]["kind"], "product");
    assert_eq!(kind[0]["entity"]["articles"], 2);
    let again = home.objects(&["entities", "kind", "Peter Okoye", "product", "--json"]);
    assert_eq!(again[0]["changed"], false);
    assert_eq!(home.persons(), [""; 0]);
}

#[test]
fn names_that_mean_nothing_or_too_much_are_refused_with_candidates() {
    let home = Home::new().with_names();
    let nothing = home.run(&["entities", "merge", "Nirgendwo", "Peter Okoye"]);
    assert_eq!(nothing.code, 1);
    assert_eq!(
        nothing.err.trim_end(),
        "depesche: no article names “Nirgendwo”"
    );
    let part = home.run(&["entities", "hide", "Pet"]);
    assert_eq!(part.code, 1);
    assert!(
        part.err
            .contains("there is person:peterokoye (Peter Okoye, 2 articles)"),
        "{}",
        part.err
    );
    assert_eq!(
        home.run(&["entities", "kind", "Peter Okoye", "firm"]).code,
        2
    );
    home.run(&["entities", "rename", "Anna Lindqvist", "Peter Okoye"]);
    let two = home.run(&["entities", "hide", "Peter Okoye"]);
    assert_eq!(two.code, 2, "{}", two.err);
    assert!(
        two.err.contains("person:annalindqvist (Peter Okoye"),
        "{}",
        two.err
    );
    let exact = home.run(&["entities", "hide", "person:annalindqvist"]);
    assert_eq!(exact.code, 0, "{}", exact.err);
}

#[test]
fn the_page_of_an_entity_is_printed_and_is_json() {
    let home = Home::new().with_names();
    let page = home.run(&["entities", "show", "Peter Okoye"]);
    assert_eq!(page.code, 0, "{}", page.err);
    assert!(
        page.out.starts_with(
            "Peter Okoye\nperson · 2 articles\nfirst seen 2026-03-03, last 2026-04-03\n"
        ),
        "{}",
        page.out
    );
    for part in ["2026-03", "Together with", "Sources", "Harbour Wire"] {
        assert!(page.out.contains(part), "{part}: {}", page.out);
    }
    let object = &home.objects(&["entities", "show", "okoye", "--json"])[0];
    assert_eq!(object["key"], "person:peterokoye");
    assert_eq!(object["first_seen"], "2026-03-03");
    assert_eq!(object["months"][0]["name"], "2026-03");
    assert_eq!(object["sources"][0]["articles"], 2);
    assert_eq!(home.run(&["entities", "show", "Niemand"]).code, 1);
}

#[test]
fn an_edited_file_of_repairs_decides_at_the_next_start() {
    let home = Home::new().with_names();
    home.run(&["entities", "rename", "Peter Okoye", "Pete"]);
    home.run(&["entities", "hide", "Anna Lindqvist"]);
    assert_eq!(home.persons(), ["Pete"]);
    let edited = home
        .repairs()
        .replace("name = \"Pete\"", "name = \"Petrus\"");
    let hide = edited.find("[[repair]]\nwhat = \"hide\"").unwrap();
    let other = edited[hide + 1..]
        .find("[[repair]]")
        .map(|at| hide + 1 + at);
    let without = format!(
        "{}{}",
        &edited[..hide],
        other.map_or("", |at| &edited[at..])
    );
    home.write_repairs(&without);
    assert_eq!(home.persons(), ["Anna Lindqvist", "Petrus"]);
    // A file that is gone is written anew.
    std::fs::remove_file(home.path().join(".config/depesche/repairs.toml")).unwrap();
    assert_eq!(home.persons(), ["Anna Lindqvist", "Petrus"]);
    assert!(home.repairs().contains("Petrus"));
}

#[test]
fn broken_entries_are_told_with_their_line_and_stay_in_the_file() {
    let home = Home::new().with_names();
    let text = "# mine\n[[repair]]\nwhat = \"hide\"\nfrom = \"Peter Okoye\"\n\n[[repair]]\nwhat = \"hid\"\nfrom = \"Anna\"\n\n[[repair]]\nwhat = \"hide\"\nfrom = \"Niemand\"\n";
    home.write_repairs(text);
    let done = home.run(&["entities", "--kind", "person"]);
    assert!(
        done.out.contains("Lindqvist") && !done.out.contains("Okoye"),
        "{}",
        done.out
    );
    assert!(
        done.err
            .contains("repairs.toml, line 7: “hid” is no repair; “hide”?"),
        "{}",
        done.err
    );
    assert!(
        done.err.contains("line 10: no article names “Niemand”"),
        "{}",
        done.err
    );
    assert_eq!(home.repairs(), text);
    home.run(&["entities", "rename", "Anna Lindqvist", "Änne"]);
    assert!(
        home.repairs().starts_with(text.trim_end()),
        "{}",
        home.repairs()
    );
    assert!(home.repairs().contains("name = \"Änne\""));
    home.write_repairs("[[repair]]\nwhat =\n");
    let done = home.run(&["entities", "hide", "Änne"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(
        done.err.contains("line 2: this is not TOML"),
        "{}",
        done.err
    );
    assert_eq!(home.repairs(), "[[repair]]\nwhat =\n");
}

#[test]
fn samples_and_files_only_looked_at_leave_the_file_of_repairs_alone() {
    let home = Home::new();
    let text = "[[repair]]\nwhat = \"hide\"\nfrom = \"person:Peter Okoye\"\n";
    home.write_repairs(text);
    let file = home.write("names.jsonl", NAMES);
    assert_eq!(home.run(&["demo"]).code, 0);
    assert_eq!(home.run(&["read", &file]).code, 0);
    assert_eq!(home.repairs(), text);
    let home = home.with_names();
    assert_eq!(home.persons(), ["Anna Lindqvist"]);
    assert_eq!(home.repairs(), text);
}
