//! The briefing on the command line.

use std::process::Stdio;

use depesche::ask::{Answer, Ask};
use depesche::change::Change;
use depesche::highlight::Kind;
use depesche::query::Query;
use depesche::store::Store;
use jiff::civil::Date;

use super::Home;

#[test]
fn the_briefing_tells_what_is_new_once_and_only_when_it_was_printed() {
    let home = Home::new().with_wire();
    let none = home.run(&["briefing"]);
    assert_eq!(none.code, 1);
    assert!(none.err.contains("nothing is watched yet"), "{}", none.err);
    let mut store = Store::open(&home.store_path()).expect("the store opens");
    let facets = Ask::Facets {
        query: Query::default(),
        kinds: Kind::ALL.to_vec(),
        limit: 1,
    };
    let Ok(Answer::Facets(found)) = store.answer(&facets) else {
        panic!("entities were asked for");
    };
    let (key, name) = (found[0].key.clone(), found[0].name.clone());
    let watch = Change::Watch {
        key,
        name: name.clone(),
        watch: true,
    };
    store
        .change(&watch, Date::constant(2024, 3, 24))
        .expect("it is kept");
    drop(store);
    // One that could not be printed was not looked at.
    let mut unread = home
        .command(&["briefing"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(unread.stdout.take());
    unread.wait().expect("it ends");
    let json = home.objects(&["briefing", "--json"]);
    assert_eq!(json.len() as u64, found[0].articles);
    assert!(
        json.iter()
            .all(|row| row["watched"] == name.as_str() && row["title"].is_string())
    );
    let again = home.run(&["briefing", "--markdown"]);
    assert_eq!((again.code, again.out.as_str()), (1, ""));
    assert!(
        again
            .err
            .contains("nothing is new on the watch list since 20"),
        "{}",
        again.err
    );
    let more = home.write(
        "more.jsonl",
        &format!("{{\"title\": \"*{name}* again\", \"body\": \"{name} is back. {name} said so.\", \"date\": \"2020-01-01\"}}\n"),
    );
    assert_eq!(home.run(&["add", &more]).code, 0);
    let new = home.run(&["briefing", "--markdown"]);
    assert!(
        new.out
            .starts_with("# Briefing\n\n1 new article on the watch list since 20"),
        "{}{}",
        new.out,
        new.err
    );
    assert!(
        new.out.contains(&format!(
            "\n## {name}\n\n- \\*{name}\\* again (2020\\-01\\-01"
        )) || new
            .out
            .contains(&format!("- \\*{name}\\* again (2020-01-01")),
        "{}",
        new.out
    );
}
