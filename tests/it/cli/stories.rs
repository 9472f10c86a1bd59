//! The same piece from several sources, as the command line tells it.

use super::*;

const TEXT: &str = "Die Kerzenmacher von Linden legen zum Herbst ihre beiden Werke zusammen, wie die Geschäftsführung am Montag nach einer langen Sitzung des Aufsichtsrats mitteilte. Betroffen sind nach Angaben der Gewerkschaft alle Abteilungen, von der Gießerei bis zum Versand. Kündigungen soll es nicht geben, wohl aber weitere Wege für die Belegschaft, die ihre Schichten danach neu einteilen muss und dafür mehr Zeit bekommen soll.";

fn piece(id: u32, source: &str, title: &str, text: &str) -> String {
    serde_json::json!({
        "id": id, "source": source, "title": title, "body": text, "published": "2024-03-25",
    })
    .to_string()
}

#[test]
fn the_list_has_one_line_for_a_story_and_an_article_names_its_copies() {
    let home = Home::new();
    let lines = [
        piece(1, "Abendpost", "Kerzen aus einem Haus", TEXT),
        piece(
            2,
            "Lindener Bote",
            "Zwei Werke werden eins",
            &format!("LINDEN (apa) - {TEXT}"),
        ),
        piece(3, "Gerstenblatt", "Hopfen", "Es gibt Hopfen."),
        // One source that sends a piece twice, under two numbers.
        piece(
            4,
            "Gerstenblatt",
            "Hopfen",
            "Es gibt in diesem Jahr reichlich Hopfen, sagen die Bauern in Linden.",
        ),
        piece(
            5,
            "Gerstenblatt",
            "Hopfen",
            "Es gibt in diesem Jahr reichlich Hopfen, sagen die Bauern in Linden.",
        ),
    ];
    let file = home.write("pieces.jsonl", &lines.join("\n"));
    assert_eq!(home.run(&["add", &file]).code, 0);
    assert_eq!(home.run(&["ls"]).out.lines().count(), 5);
    let listed = home.run(&["ls", "--stories"]).out;
    assert_eq!(listed.lines().count(), 3, "{listed}");
    assert_eq!(
        listed.lines().filter(|line| line.ends_with("\t×2")).count(),
        2,
        "{listed}"
    );
    let rows = home.run(&["ls", "--stories", "--json", "kerzenmacher"]).out;
    let row: Value = serde_json::from_str(rows.trim()).expect("one object");
    assert_eq!(row["copies"], 2);
    let shown = home
        .run(&["show", "--json", row["id"].as_str().expect("a number")])
        .out;
    let article: Value = serde_json::from_str(&shown).expect("an object");
    let copies = article["copies"].as_array().expect("a list");
    assert_eq!(copies.len(), 1);
    assert_ne!(copies[0]["id"], row["id"]);
    assert!(
        ["Abendpost", "Lindener Bote"].contains(&copies[0]["source"].as_str().expect("a name"))
    );
    let counted = home.run(&["doctor"]).out;
    assert!(
        counted.contains("4 articles are the same piece as others, in 2 stories."),
        "{counted}"
    );
}
